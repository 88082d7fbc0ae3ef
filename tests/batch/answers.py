"""Small questions, answers to them, and a real grader over plain models, for the tests of the batch."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from interviewer.batch.run import Job
from interviewer.grading.grade import Grade
from interviewer.grading.grader import Grader
from interviewer.settings import Settings
from rubrics.model import KeyPoint, Question
from tests.plain import PlainEmbedder, PlainVerifier

STATEMENTS = {
    "relu": ("relu keeps positive inputs unchanged", "relu turns negative inputs into zero"),
    "dropout": ("dropout switches units off at random", "dropout reduces overfitting of large networks"),
}
QUESTIONS = tuple(
    Question(
        id=name,
        question=f"What does {name} do?",
        key_points=tuple(KeyPoint(id=f"p{n}", statement=statement) for n, statement in enumerate(statements)),
    )
    for name, statements in STATEMENTS.items()
)
SETTINGS = Settings(device="cpu")


class CountingGrader:
    """The real grader over plain models, which remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self._grader = Grader(PlainEmbedder(), PlainVerifier(), SETTINGS)

    def grade_many(self, questions: Sequence[Question], answers: Sequence[str]) -> list[Grade]:
        """One grade for each pair, in order."""
        self.asked += [(question.id, answer) for question, answer in zip(questions, answers, strict=True)]
        return self._grader.grade_many(questions, answers)


class OtherWeights(CountingGrader):
    """The same grader with other weights of its verifier."""

    def grade_many(self, questions: Sequence[Question], answers: Sequence[str]) -> list[Grade]:
        """One grade for each pair, in order."""
        grades = super().grade_many(questions, answers)
        return [replace(one, graded_with=replace(one.graded_with, verifier="plain@other")) for one in grades]


def job(answers: Path, output: Path, *, chunk_rows: int = 4) -> Job:
    """A job over QUESTIONS without feedback."""
    settings = SETTINGS.fingerprint
    return Job(
        answers=answers, output=output, questions=QUESTIONS, settings=settings, version="0", chunk_rows=chunk_rows
    )


def answer(number: int) -> dict[str, str]:
    """The answer of this number: of both questions, right, half right, wrong, blank; some of them repeated."""
    name = ("relu", "dropout")[number % 2]
    first, second = STATEMENTS[name]
    wordings = (
        f"I would say that {first}.",
        f"As far as I know, {first}, and case {number} shows that {second}.",
        f"Sadly it is false that {first} in network number {number}.",
        "",
        f"Let me see, number {number}: {second}.",
    )
    return {"answer_id": f"a{number}", "question_id": name, "answer": wordings[number % 5], "class": f"c{number % 3}"}


def answers(count: int) -> list[dict[str, str]]:
    """The first answers, by number."""
    return [answer(number) for number in range(count)]


def write_csv(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    """The rows as a CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_jsonl(path: Path, rows: Sequence[object]) -> Path:
    """The rows as a JSONL file."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def read_jsonl(path: Path) -> list[dict[str, object]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
