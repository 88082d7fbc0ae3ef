"""Folders that appear whole or not at all."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from interviewer.errors import StorageError


def build_whole(target: Path, build: Callable[[Path], None]) -> Path:
    """Let `build` fill a folder beside `target`, then move it there in one step; returns `target`.

    Whoever looks sees the finished folder or none. Where two do it at once, the first to finish stays.

    Raises:
        StorageError: If it cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix=f".{target.name}-", dir=target.parent, ignore_cleanup_errors=True
        ) as made:
            folder = Path(made) / target.name
            folder.mkdir()
            build(folder)
            _move(folder, target)
    except OSError as fault:
        raise unwritable(target, fault) from fault
    return target


def remove(folder: Path) -> None:
    """Take a folder away, if it is there.

    Raises:
        StorageError: If it cannot be removed.
    """
    try:
        if folder.is_dir():
            shutil.rmtree(folder)
    except OSError as fault:
        raise unwritable(folder, fault) from fault


def unwritable(place: Path, fault: OSError) -> StorageError:
    """What to tell a person when `place` cannot be written."""
    if fault.errno == errno.ENOSPC:
        free_mb = shutil.disk_usage(_existing(place)).free // 1_000_000
        return StorageError(
            f"the disk is full: {place} could not be written ({free_mb} MB free); free some space, "
            "or set INTERVIEWER_CACHE to a folder on another disk"
        )
    return StorageError(
        f"{place} cannot be written ({fault.strerror or fault}): set INTERVIEWER_CACHE to a folder that can be written"
    )


def _existing(place: Path) -> Path:
    return next(parent for parent in (place, *place.absolute().parents) if parent.exists())


def _move(folder: Path, target: Path) -> None:
    try:
        folder.rename(target)
    except OSError:
        if not target.is_dir():  # else another process was first, and its folder is as good
            raise
