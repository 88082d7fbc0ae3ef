"""Checksums of weight files."""

from __future__ import annotations

import hashlib
from pathlib import Path

SHORT = 12  # hex digits of a checksum that are enough to tell weights apart in a name
SHA256_DIGITS = 64
SUMS = "SHA256SUMS"
WEIGHT_FILES = ("*.safetensors", "*.gguf")


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's content, 64 hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def weight_files(folder: Path) -> list[Path]:
    """Every weight file under a folder, by name."""
    return sorted(path for pattern in WEIGHT_FILES for path in folder.rglob(pattern) if path.is_file())


def write_sums(folder: Path) -> None:
    """Note the checksum of every file under a folder, save texts for people, in `SHA256SUMS` as `sha256sum` does."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS and path.suffix != ".md")
    lines = [f"{file_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def sums_faults(folder: Path) -> tuple[str, ...]:
    """What differs from a folder's `SHA256SUMS`, as sentences; empty if every file is as it was written."""
    sums = folder / SUMS
    if not sums.is_file():
        return (f"{sums} is missing",)
    faults = []
    for line in sums.read_text(encoding="utf-8", errors="replace").splitlines():
        wanted, _, name = line.partition("  ")
        if len(wanted) != SHA256_DIGITS or not name:
            return (f"{sums} is damaged",)
        fault = find_fault(folder / name, wanted)
        faults += [fault] if fault else []
    return tuple(faults)


def find_fault(file: Path, wanted: str) -> str | None:
    """What is wrong with a file that must have the SHA-256 `wanted`."""
    if not file.is_file():
        return f"{file} is missing"
    found = file_sha256(file)
    return None if found == wanted else f"{file} is damaged: its SHA-256 is {found}, not {wanted}"


def weights_sha256(folder: Path) -> str:
    """One SHA-256 for all the weights of a folder: the file's own where there is one file, else over their checksums.

    Raises:
        FileNotFoundError: If the folder holds no weights.
    """
    sums = [file_sha256(path) for path in weight_files(folder)]
    if not sums:
        raise FileNotFoundError(f"{folder} holds no weights ({' or '.join(WEIGHT_FILES)})")
    return sums[0] if len(sums) == 1 else hashlib.sha256("\n".join(sums).encode()).hexdigest()
