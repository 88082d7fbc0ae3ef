"""Writing to disk so that a crash leaves the old file or the new one, and a failure names the file."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from interviewer.errors import StorageError

FULL = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file may not grow further",
}
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextmanager
def writing(path: Path, kept: str = "") -> Iterator[None]:
    """Within it, a failure of the operating system becomes a sentence about `path`.

    Args:
        path: What is being written.
        kept: A sentence on what is not lost; may be empty.

    Raises:
        StorageError: In place of any OSError.
    """
    try:
        yield
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {_reason(error)}.{' ' * bool(kept)}{kept}") from error


def flush(file: object) -> None:
    """What was written to the open file lies on the disk when this returns."""
    file.flush()  # type: ignore[attr-defined]
    os.fsync(file.fileno())  # type: ignore[attr-defined]


def write_whole(path: Path, content: bytes) -> None:
    """The file with this content, or as it was before: never half of it."""
    aside = path.with_name(path.name + ".tmp")
    with aside.open("wb") as file:
        file.write(content)
        flush(file)
    put_in_place(aside, path)


def put_in_place(aside: Path, path: Path) -> None:
    """Renames a finished file to its place, in one step, and makes that last."""
    os.replace(aside, path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _reason(error: OSError) -> str:
    if error.errno in FULL:
        return f"{FULL[error.errno]} ({error.strerror}); make room"
    if error.errno in FORBIDDEN:
        return f"it is not allowed ({error.strerror}); change the permission or choose another place with --output"
    return error.strerror or str(error)
