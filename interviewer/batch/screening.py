"""Which rows can be graded: known question, an id of their own; and how many there are of either kind."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from interviewer.batch.reading import read_rows
from interviewer.batch.rows import Reject, Row
from interviewer.batch.seen import DiskMap, key_of
from interviewer.errors import InputError
from rubrics.model import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a file of answers holds: gradable rows, rejected rows, and `sha256:` with 64 hex digits over its bytes."""

    rows: int
    rejects: int
    fingerprint: str


def screened_rows(path: Path, questions: Mapping[str, Question]) -> Iterator[Row | Reject]:
    """The rows of the file in its order; those that cannot be graded as rejects.

    Of several rows with one answer_id the first gradable one counts.

    Raises:
        InputError: If the file as a whole cannot be used (see `read_rows`).
    """
    lines_by_id = DiskMap()
    known = _named(questions)
    try:
        for row in read_rows(path):
            if isinstance(row, Reject):
                yield row
                continue
            reason = (
                "" if row.question_id in questions else f"question {row.question_id!r} is not in the rubrics ({known})"
            )
            reason = reason or _taken(row, lines_by_id)
            yield Reject(place=row.place, reason=reason, answer_id=row.answer_id) if reason else row
    finally:
        lines_by_id.close()


def survey(path: Path, questions: Mapping[str, Question]) -> Survey:
    """Reads the whole file once, so that its faults are known before anything is graded.

    Raises:
        InputError: If the file as a whole cannot be used or holds no row.
    """
    rows = rejects = 0
    for row in screened_rows(path, questions):
        if isinstance(row, Reject):
            rejects += 1
        else:
            rows += 1
    if rows + rejects == 0:
        raise InputError(f"{path.name} holds no answers: it ends after its first line")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Survey(rows=rows, rejects=rejects, fingerprint="sha256:" + digest)


def _taken(row: Row, lines_by_id: DiskMap) -> str:
    key = key_of(row.answer_id)
    earlier = lines_by_id.find(key)
    if earlier is None:
        lines_by_id.put(key, row.place.line)
        return ""
    return (
        f"answer_id {row.answer_id!r} stands in {row.place.unit} {earlier} already: give every answer an id of its own"
    )


def _named(questions: Mapping[str, Question]) -> str:
    names = list(questions)
    return ", ".join(names) if len(names) < 3 else f"{names[0]} … {names[-1]}"
