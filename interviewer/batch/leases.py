"""Who does what, where several processes on several machines share a folder: leases, kept as files.

A lease on a piece of work is a file `NAME.lease-1` that its holder creates (the file system lets one alone do so) and
touches while it lives. A lease that nobody has touched for LEASE_S has expired: whoever creates `NAME.lease-2` takes
the work over, and the old holder, should it wake, sees that it has lost it. Time is read off the file system (when it
says that a file of our own was touched just now), so that clocks of machines may differ. On one machine a holder
whose process is gone has no lease, from that moment on.
"""

from __future__ import annotations

import json
import os
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from interviewer.batch.storage import writing

LEASE_S = 60.0  # longer than a network or a busy disk may stall
BEAT_S = 10.0


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to do one piece of work; the file that stands for it, and its generation, from 1."""

    name: str
    path: Path
    generation: int

    def stands(self) -> bool:
        """Whether nobody has taken the work over."""
        return self.path.exists() and not _path(self.path.parent, self.name, self.generation + 1).exists()

    def end(self) -> None:
        """The work is done: this lease and those it followed go."""
        for generation in range(1, self.generation + 1):
            _path(self.path.parent, self.name, generation).unlink(missing_ok=True)


class Leases:
    """One holder of leases in a folder, to be closed at its end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._me = json.dumps({"machine": _machine(), "process": os.getpid(), "started": _started(os.getpid())})
        self._clock = folder / f"clock-{uuid.uuid4().hex}"

    @contextmanager
    def held(self, name: str) -> Iterator[Lease | None]:
        """The lease on this piece of work, kept up until the block ends.

        It is None if another holds it or the folder is gone.

        Raises:
            StorageError: If the folder cannot be written.
        """
        lease = self._claim(name)
        if lease is None:
            yield None
            return
        ended = threading.Event()
        beats = threading.Thread(target=_beat, args=(lease.path, ended), daemon=True)
        beats.start()
        try:
            yield lease
        finally:
            ended.set()
            beats.join()
            if lease.stands():
                lease.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Leaves nothing of its own behind."""
        self._clock.unlink(missing_ok=True)

    def _claim(self, name: str) -> Lease | None:
        generation = 1
        with writing(self._folder):
            while True:
                path = _path(self._folder, name, generation)
                try:
                    with path.open("x", encoding="utf-8") as file:
                        file.write(self._me)
                    return Lease(name, path, generation)
                except FileExistsError:
                    if not self._is_dead(path):
                        return None
                except FileNotFoundError:
                    return None
                generation += 1

    def _is_dead(self, path: Path) -> bool:
        try:
            with path.open("rb") as file:  # opened anew: a network file system then tells the time as it is
                age_s = self._now_s() - os.fstat(file.fileno()).st_mtime
                holder = file.read()
        except FileNotFoundError:  # done or given back at this moment
            return False
        return age_s > LEASE_S or _is_gone(holder)

    def _now_s(self) -> float:
        self._clock.touch()
        return self._clock.stat().st_mtime


def _path(folder: Path, name: str, generation: int) -> Path:
    return folder / f"{name}.lease-{generation}"


def _beat(path: Path, ended: threading.Event) -> None:
    while not ended.wait(BEAT_S):
        try:
            os.utime(path)
        except OSError:  # taken over, or the folder is out of reach: then the lease runs out by itself
            return


def _is_gone(holder: bytes) -> bool:
    """Whether the holder is a process of this machine that has ended; False where that cannot be known."""
    try:
        told = json.loads(holder)
        machine, process, started = told["machine"], int(told["process"]), told["started"]
    except (ValueError, KeyError, TypeError):  # it is being written at this moment
        return False
    return bool(machine) and machine == _machine() and _started(process) != started


def _machine() -> str:
    """What tells apart the sets of processes that can see one another; empty where there is no telling."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return ""


def _started(process: int) -> str:
    """When a process of this machine began, in ticks since the machine did; empty if it has ended."""
    try:
        state, *more = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if state in "ZX" else more[18]
