"""An interview's report as CSV: a row a key point of each attempt, for a spreadsheet."""

from __future__ import annotations

import csv
import io

from interviewer.practice.attempt import Attempt
from interviewer.practice.report import QuestionScore, Report

COLUMNS = (
    "question_id",
    "question",
    "topic",
    "level",
    "status",
    "question_score",
    "attempt",
    "attempt_score",
    "first_score",
    "predicted",
    "hints",
    "counts",
    "late",
    "key_point",
    "verdict",
    "credit",
    "evidence",
    "answer",
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(report: Report) -> str:
    """The report, a row a verdict; a question without an attempt, and an attempt without a verdict, has one row.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for question in report.questions:
        for row in _rows(question):
            writer.writerow([_cell(row.get(column)) for column in COLUMNS])
    return text.getvalue()


def _rows(question: QuestionScore) -> list[dict[str, object]]:
    asked = question.turn.question
    about: dict[str, object] = {
        "question_id": asked.id,
        "question": asked.question,
        "topic": asked.topic,
        "level": asked.level,
        "status": question.status,
        "question_score": question.score,
    }
    rows = [
        {**about, **row}
        for number, attempt in enumerate(question.turn.attempts, 1)
        for row in _attempt_rows(number, attempt)
    ]
    if question.turn.submitted is not None:
        rows.append({**about, "answer": question.turn.submitted.answer})
    return rows or [about]


def _attempt_rows(number: int, attempt: Attempt) -> list[dict[str, object]]:
    about: dict[str, object] = {
        "attempt": number,
        "attempt_score": attempt.score,
        "first_score": attempt.first_score,
        "predicted": attempt.predicted,
        "hints": attempt.hints,
        "counts": "no" if attempt.saw_reference else "yes",
        "late": "yes" if attempt.late else "no",
        "answer": attempt.answer,
    }
    verdicts: list[dict[str, object]] = [
        {
            "key_point": one.key_point,
            "verdict": one.verdict,
            "credit": one.credit,
            "evidence": "" if one.evidence is None else one.evidence.quote,
        }
        for one in attempt.standing.verdicts
    ]
    return [{**about, **verdict} for verdict in verdicts] or [about]


def _cell(value: object) -> object:
    if isinstance(value, float):
        return f"{value:g}" if value.is_integer() else f"{round(value, 2)}"
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return "" if value is None else value
