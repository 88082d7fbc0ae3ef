"""The rows of a grades file, read again: checked at the door, one line at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from interviewer.errors import InputError

NEEDED = ("answer_id", "question_id", "score", "verdicts", "flags", "graded_with")


def graded_lines(path: Path) -> Iterator[tuple[int, bytes, dict[str, Any]]]:
    """Of each row: the byte at which its line starts, the line, and the grade.

    Raises:
        InputError: If the file cannot be read, or a line is no grade.
    """
    check_results(path)
    start = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield start, line, _record(line, f"{path.name} line {number}")
            start += len(line)


def check_results(path: Path) -> None:
    """Nothing, if there is a file that can be a grades file.

    Raises:
        InputError: If not.
    """
    if path.suffix.lower() != ".jsonl":
        raise InputError(f"{path} ends in {path.suffix!r}: give the .jsonl file that `interviewer grade` wrote")
    if not path.is_file():
        raise InputError(f"{path} is no file: give the .jsonl file that `interviewer grade` wrote")


def fingerprint_of(path: Path) -> str:
    """`sha256:` and 64 hex digits over a file's bytes."""
    with path.open("rb") as file:
        return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()


def _record(line: bytes, place: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise InputError(f"{place} is not JSON: give the .jsonl file that `interviewer grade` wrote") from error
    missing = [name for name in NEEDED if not isinstance(record, dict) or name not in record]
    if missing:
        raise InputError(f"{place} is no grade, it has no {missing[0]!r}: give the file that `interviewer grade` wrote")
    if not isinstance(record["verdicts"], list) or not isinstance(record["graded_with"], dict):
        raise InputError(f"{place} is no grade: its verdicts are no list; give the file that `interviewer grade` wrote")
    return record
