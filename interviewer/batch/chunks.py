"""A file of answers in chunks: which rows are graded together follows from the file alone, whoever grades them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from interviewer.batch.rows import Reject, Row
from interviewer.batch.screening import screened_rows
from interviewer.batch.seen import DiskMap, key_of
from rubrics.model import Question

if TYPE_CHECKING:
    from interviewer.batch.run import GradesMany, Job


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Rows that are graded together.

    Attributes:
        number: Its place in the file, from 0.
        rows: How many gradable rows it has; as many as in every chunk, fewer in the last.
        fresh: Those of them whose question and answer stand in no earlier row, in order; may be empty.
    """

    number: int
    rows: int
    fresh: tuple[Row, ...]


def read_chunks(job: Job) -> Iterator[Chunk]:
    """The chunks of a job's answers, in order, read as they are asked for.

    Raises:
        InputError: If the file as a whole cannot be used.
    """
    questions = {question.id: question for question in job.questions}
    rows = (row for row in screened_rows(job.answers, questions) if not isinstance(row, Reject))
    places = DiskMap()
    number = 0
    try:
        while chunk := list(islice(rows, job.chunk_rows)):
            firsts = {answer_key(row): row for row in reversed(chunk)}
            fresh = [firsts[key] for key in dict.fromkeys(map(answer_key, chunk)) if places.find(key) is None]
            for row in fresh:
                places.put(answer_key(row), number)
            yield Chunk(number=number, rows=len(chunk), fresh=tuple(fresh))
            number += 1
    finally:
        places.close()


def answer_key(row: Row) -> bytes:
    """16 bytes that rows with the same question and the same answer share."""
    return key_of(row.question_id, row.answer)


def graded(job: Job, grader: GradesMany, rows: Sequence[Row]) -> Iterator[dict[str, object]]:
    """For each row, graded together with the others: its grade and feedback in the form of the output."""
    if not rows:
        return
    by_id: Mapping[str, Question] = {question.id: question for question in job.questions}
    questions = [by_id[row.question_id] for row in rows]
    answers = [row.answer for row in rows]
    grades = grader.grade_many(questions, answers)
    feedback = job.feedback
    told = feedback.write(questions, answers, grades) if feedback.write else [None] * len(rows)
    for grade, said in zip(grades, told, strict=True):
        graded_with = replace(grade.graded_with, generator=feedback.generator).as_json()
        yield {**grade.as_json(), "feedback": said, "graded_with": graded_with}
