"""Checksums of weight files."""

from __future__ import annotations

import hashlib
from pathlib import Path

SHORT = 12  # hex digits of a checksum that are enough to tell weights apart in a name
WEIGHT_FILES = ("*.safetensors", "*.gguf")


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's content, 64 hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def weight_files(folder: Path) -> list[Path]:
    """Every weight file under a folder, by name."""
    return sorted(path for pattern in WEIGHT_FILES for path in folder.rglob(pattern) if path.is_file())


def weights_sha256(folder: Path) -> str:
    """One SHA-256 for all the weights of a folder: the file's own where there is one file, else over their checksums.

    Raises:
        FileNotFoundError: If the folder holds no weights.
    """
    sums = [file_sha256(path) for path in weight_files(folder)]
    if not sums:
        raise FileNotFoundError(f"{folder} holds no weights ({' or '.join(WEIGHT_FILES)})")
    return sums[0] if len(sums) == 1 else hashlib.sha256("\n".join(sums).encode()).hexdigest()
