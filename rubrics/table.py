"""The table of questions in `rubrics/README.md`, made from the rubrics themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rubrics.model import Question

BEGIN = "<!-- table: made by `interviewer rubrics table --write` -->"
END = "<!-- end of table -->"
TABLE = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)


def question_table(questions: Sequence[Question]) -> str:
    """A Markdown table with a row a question, and a line of totals under it."""
    rows = [
        "| no. | id | level | topic | question | key points | weight |",
        "|---:|---|---|---|---|---:|---:|",
        *(_row(question) for question in questions),
    ]
    points = [point for question in questions for point in question.key_points]
    accepts, rejects = sum(len(point.accept) for point in points), sum(len(point.reject) for point in points)
    total = f"{len(questions)} questions, {len(points)} key points, {accepts} accepts, {rejects} rejects."
    return "\n".join([*rows, "", total])


def with_table(document: str, questions: Sequence[Question]) -> str:
    """The document with the table between its two marks made anew.

    Raises:
        ValueError: If the document does not hold the marks exactly once.
    """
    if len(TABLE.findall(document)) != 1:
        raise ValueError(
            f"the document does not hold the marks {BEGIN!r} and {END!r} once; put them where the table belongs"
        )
    table = f"{BEGIN}\n{question_table(questions)}\n{END}"
    return TABLE.sub(lambda _: table, document)


def _row(question: Question) -> str:
    weight = sum(point.weight for point in question.key_points)
    cells = (
        question.number,
        question.id,
        question.level,
        question.topic,
        question.question,
        len(question.key_points),
        f"{weight:g}",
    )
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(value: object) -> str:
    return "" if value is None else " ".join(str(value).split()).replace("|", "\\|")
