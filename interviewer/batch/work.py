"""What is graded but not yet delivered: a folder beside the output that survives a kill at any moment.

`OUT.partial/` holds `manifest.json` (what the run was started with), `graded.jsonl` (finished rows, appended a chunk at
a time) and `rejects.jsonl`. Where several graders share the work it holds `parts/` besides (see `parts`). It goes when
the output is in place.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from interviewer.batch.storage import flush, put_in_place, write_whole, writing
from interviewer.errors import SettingsError

LAYOUT = 1
SYNC_EVERY_S = 2.0  # a kill loses nothing that was written; only a power cut does, and at most this much
MANIFEST, GRADED, REJECTS, LOCK = "manifest.json", "graded.jsonl", "rejects.jsonl", "lock"
PARTS, DELIVERED = "parts", "delivered"


class Work:
    """The rows finished so far, as lines of JSON in the order of the input, and the rows rejected in this run."""

    def __init__(self, folder: Path, files: ExitStack) -> None:
        self.folder = folder
        self.kept = f"What is graded lies in {folder}; the same command continues from there."
        self._graded = folder / GRADED
        self._rejects = folder / REJECTS
        self._files = files
        self._synced_s = time.monotonic()
        with writing(self._graded, self.kept):
            self._writer = files.enter_context(self._graded.open("ab", buffering=0))
            self._reader = files.enter_context(self._graded.open("rb"))
        with writing(self._rejects, self.kept):
            self._rejecter = files.enter_context(self._rejects.open("wb"))

    def keep_whole_chunks(self, chunk_rows: int, total: int) -> int:
        """How many rows of an earlier run stand; a torn or damaged end is cut off, down to the last whole chunk.

        Args:
            chunk_rows: Rows that are graded together; a chunk is kept whole or not at all.
            total: Rows in the input; the last chunk may be shorter than the others.
        """
        at = kept_rows = kept_end = 0
        for rows, line in enumerate(self.lines(), start=1):
            if rows > total or not _is_whole(line):
                break
            at += len(line)
            if rows % chunk_rows == 0 or rows == total:
                kept_rows, kept_end = rows, at
        with writing(self._graded, self.kept):
            self._writer.truncate(kept_end)
            self._reader = self._files.enter_context(self._graded.open("rb"))  # forgets what the old one has buffered
        return kept_rows

    def append(self, lines: Sequence[bytes]) -> list[int]:
        """Where each of the lines starts, in bytes, once all of them are written and would survive a kill.

        Raises:
            StorageError: If they cannot be written; none of them is kept then.
        """
        start = os.fstat(self._writer.fileno()).st_size
        with writing(self._graded, self.kept):
            try:
                rest = memoryview(b"".join(lines))
                while rest:
                    rest = rest[self._writer.write(rest) :]
                if time.monotonic() - self._synced_s > SYNC_EVERY_S:
                    flush(self._writer)
                    self._synced_s = time.monotonic()
            except OSError:
                self._writer.truncate(start)
                raise
        return _starts(lines, start)

    def reject(self, line: bytes) -> None:
        """Notes one rejected row."""
        with writing(self._rejects, self.kept):
            self._rejecter.write(line)

    def line_at(self, start: int) -> bytes:
        """The finished row that starts at this byte."""
        self._reader.seek(start)
        return self._reader.readline()

    def lines(self) -> Iterator[bytes]:
        """All finished rows, in order."""
        with self._graded.open("rb") as file:
            yield from file

    def aside(self, output: Path) -> Path:
        """The file in this folder that becomes the output: the rows themselves, if that is JSONL."""
        return self._graded if output.suffix.lower() == ".jsonl" else self.folder / f"output{output.suffix}"

    def deliver(self, output: Path, rejects: Path) -> None:
        """Puts the finished files in place, each in one step; an old rejects file goes if nothing is rejected now.

        Raises:
            StorageError: If one cannot be put there.
        """
        with writing(rejects, self.kept):
            flush(self._writer)
            flush(self._rejecter)
            self._files.close()
            if self._rejects.stat().st_size:
                put_in_place(self._rejects, rejects)
            else:
                rejects.unlink(missing_ok=True)
        with writing(output, self.kept):
            put_in_place(self.aside(output), output)
            _retire(self.folder)
            self._graded.unlink(missing_ok=True)  # from here on there is nothing to continue


@contextmanager
def open_work(folder: Path, origin: Mapping[str, str]) -> Iterator[Work]:
    """The work folder, for this run alone, new or left by an earlier run of the same origin.

    Args:
        folder: `OUT.partial`.
        origin: What decides the result, by a name a person understands, each with a checksum or value.

    Raises:
        SettingsError: If another run holds the folder, several graders share it, or it is left by another origin.
        StorageError: If it cannot be written.
    """
    with alone_in(folder):
        if (folder / PARTS).is_dir():
            raise SettingsError(
                f"{folder} holds the work of several graders: add --share (or --engine ray) to grade along with them "
                f"or continue what they left; to start anew, delete {folder}"
            )
        with opened(folder, origin) as work:
            yield work


@contextmanager
def opened(folder: Path, origin: Mapping[str, str]) -> Iterator[Work]:
    """What lies in a folder that is held already (see `alone_in`).

    Raises:
        SettingsError: If it is left by a run of another origin.
    """
    check_origin(folder, origin)
    with ExitStack() as files:
        yield Work(folder, files)


@contextmanager
def alone_in(folder: Path, patience_s: float = 0) -> Iterator[None]:
    """Within it no other run works in the folder, which is made if need be; it goes when it holds no work.

    Args:
        folder: `OUT.partial`.
        patience_s: How long another one is waited for, in seconds.

    Raises:
        SettingsError: If another run holds the folder.
        StorageError: If it cannot be written.
    """
    from filelock import FileLock, Timeout

    with writing(folder):
        folder.mkdir(exist_ok=True)
        lock = FileLock(folder / LOCK, timeout=patience_s)
        try:
            lock.acquire()
        except Timeout as error:
            raise SettingsError(
                f"another run is working in {folder}: wait for its end or give another --output"
            ) from error
    try:
        yield
    finally:
        lock.release()
        if not holds_work(folder):
            _remove(folder)


def check_origin(folder: Path, origin: Mapping[str, str]) -> None:
    """Nothing, if the folder holds no work or that of a run of this origin, which it is marked with.

    Raises:
        SettingsError: If it holds the work of another run.
    """
    path, graded = folder / MANIFEST, folder / GRADED
    wanted = {"layout": LAYOUT, **origin}
    if not path.exists() or not holds_work(folder):
        with writing(path):
            graded.unlink(missing_ok=True)
            _remove_tree(folder / PARTS)
            write_whole(path, json.dumps(wanted, indent=2).encode())
        return
    try:
        found = json.loads(path.read_bytes())
    except ValueError as error:
        raise SettingsError(f"{path} is damaged: delete the folder {folder} to start anew") from error
    changed = [name for name in wanted if not isinstance(found, dict) or found.get(name) != wanted[name]]
    if changed:
        raise SettingsError(changed_since(folder, changed))


def changed_since(folder: Path, changed: Sequence[str]) -> str:
    """Why an unfinished run cannot be continued, and what to do."""
    return (
        f"{folder} holds the grades of an unfinished run, and since then this has changed: {', '.join(changed)}. "
        f"To continue that run, undo the change; to start anew, delete {folder} or give another --output"
    )


def holds_work(folder: Path) -> bool:
    """Whether something in the folder is worth keeping: a finished row that is not delivered, or others at work."""
    graded = folder / GRADED
    return (folder / PARTS).is_dir() or (graded.exists() and graded.stat().st_size > 0)


def _retire(folder: Path) -> None:
    """Parts that are delivered are none to those at work, from one moment to the next."""
    if (folder / PARTS).is_dir():
        _remove_tree(folder / DELIVERED)
        put_in_place(folder / PARTS, folder / DELIVERED)


def _remove_tree(folder: Path) -> None:
    if folder.is_dir():
        shutil.rmtree(folder)


def _remove(folder: Path) -> None:
    with writing(folder):
        _remove_tree(folder / DELIVERED)
        for left in (*folder.glob("output.*"), *(folder / name for name in (REJECTS, GRADED, MANIFEST, LOCK))):
            left.unlink(missing_ok=True)
        if not any(folder.iterdir()):
            folder.rmdir()


def _starts(lines: Sequence[bytes], start: int) -> list[int]:
    starts = []
    for line in lines:
        starts.append(start)
        start += len(line)
    return starts


def _is_whole(line: bytes) -> bool:
    if not line.endswith(b"\n"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False
