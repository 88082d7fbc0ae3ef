"""Which rows of a grades file a changed rubric touches, and the answers that they grade."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from interviewer.batch.graded_rows import graded_lines
from interviewer.batch.reading import read_rows
from interviewer.batch.rows import Row, json_text
from interviewer.batch.seen import DiskMap, key_of
from interviewer.batch.storage import flush, writing
from interviewer.errors import InputError
from rubrics.model import Question


def now_of(questions: Iterable[Question]) -> dict[str, str]:
    """The rubrics' fingerprints as they are now, by question."""
    return {question.id: question.fingerprint for question in questions}


def is_touched(row: Mapping[str, Any], now: Mapping[str, str]) -> bool:
    """Whether a row was graded by another rubric than its question has now."""
    name = str(row["question_id"])
    return name in now and row["graded_with"].get("rubric") != now[name]


def collect_answers(results: Path, answers: Path, now: Mapping[str, str], path: Path) -> None:
    """Writes the answers of the touched rows, in the order of the answers file.

    Args:
        results: The grades.
        answers: The file that was graded.
        now: See `now_of`.
        path: A JSONL file, replaced if it is there.

    Raises:
        InputError: If one of the answers is not there, or is not the one that was graded.
        StorageError: If they cannot be written.
    """
    places = DiskMap()
    touched = found = 0
    try:
        for start, _, row in graded_lines(results):
            if is_touched(row, now):
                places.put(row_key(row["answer_id"], row["question_id"]), start)
                touched += 1
        with writing(path), path.open("wb") as file, results.open("rb") as graded:
            for given in read_rows(answers):
                if not isinstance(given, Row):
                    continue
                start_at = places.find(row_key(given.answer_id, given.question_id))
                if start_at is not None:
                    _check_same(given, json.loads(line_at(graded, start_at)))
                    file.write(json_text(_cells(given)).encode() + b"\n")
                    found += 1
            flush(file)
    finally:
        places.close()
    if found < touched:
        raise InputError(
            f"{answers.name} holds {found:,} of the {touched:,} answers that are to be graded again: "
            "give the file that was graded"
        )


def row_key(answer_id: object, question_id: object) -> bytes:
    """What finds an answer's row in a DiskMap."""
    return key_of(str(answer_id), str(question_id))


def line_at(file: BinaryIO, start: int) -> bytes:
    """The line of an open file that starts at a byte."""
    file.seek(start)
    return file.readline()


def _cells(row: Row) -> dict[str, object]:
    return {"answer_id": row.answer_id, "question_id": row.question_id, "answer": row.answer, **row.extra}


def _check_same(row: Row, graded: Mapping[str, Any]) -> None:
    for verdict in graded["verdicts"]:
        span = verdict["evidence"]
        if span and row.answer[span["start"] : span["end"]] != span["quote"]:
            raise InputError(
                f"{row.place}: answer {row.answer_id!r} is not the one that was graded; the grade quotes "
                f"{span['quote']!r}, which does not stand there: give the file that was graded"
            )
