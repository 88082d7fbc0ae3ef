"""Any answers file to rows: the door where the file itself is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from interviewer.batch.rows import Reject, Row
from interviewer.batch.table_files import parquet_rows, xlsx_rows
from interviewer.batch.text_files import csv_rows, jsonl_rows
from interviewer.errors import InputError

READERS: dict[str, Callable[[Path], Iterator[Row | Reject]]] = {
    ".csv": csv_rows,
    ".jsonl": jsonl_rows,
    ".parquet": parquet_rows,
    ".xlsx": xlsx_rows,
}


def read_rows(path: Path) -> Iterator[Row | Reject]:
    """Rows and rejected rows in the order of the file, read as they are asked for.

    Raises:
        InputError: At once, if the file cannot be used (see `check_file`); while reading, if what it holds cannot.
    """
    check_file(path)
    return READERS[path.suffix.lower()](path)


def check_file(path: Path) -> None:
    """Nothing, if there is a file of a known kind with something in it.

    Raises:
        InputError: If not.
    """
    if path.suffix.lower() not in READERS:
        raise InputError(f"{path} ends in {path.suffix!r}: give a file ending in {', '.join(READERS)}")
    try:
        if not path.is_file():
            what = "is not a file" if path.exists() else "does not exist"
            raise InputError(f"{path} {what}: give a file of answers")
        if path.stat().st_size == 0:
            raise InputError(f"{path} is empty: give a file with the columns answer_id, question_id and answer")
        with path.open("rb"):
            pass
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
