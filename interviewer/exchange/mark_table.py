"""The teacher's own tables: all marks, and a sheet a question with verdicts and evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from interviewer.exchange.gradebook import Gradebook, Marked
from interviewer.exchange.marks import plain_number
from interviewer.exchange.spreadsheets import Cell
from interviewer.exchange.words import wording
from rubrics.model import Question

ABOUT_STUDENTS = frozenset(
    {"first name", "last name", "surname", "full name", "name", "student name", "email address", "email", "id number"}
    | {"username", "group", "section", "class"}
)
"""Wordings of the columns that go along with a student's marks."""


def mark_rows(book: Gradebook) -> Iterator[list[Cell]]:
    """A header, and a row a student: marks, total, and what to look at before release.

    A question without an answer of the student stays empty; so does the total while an answer could not be graded.
    Where a person changed marks, a last column says which, from what, and why.
    """
    about = _about_columns(book)
    decided = any(one.graded.is_changed for one in book.cells.values())
    questions = list(book.questions)
    last = ["changed by a person"] if decided else []
    yield ["student", *about, *questions, "total", "out of", "to look at", "not graded", *last]
    for student in book.students:
        known = book.about(student)
        total = book.total(student)
        marked = book.of_student(student)
        yield [
            student,
            *(_cell(known.get(name)) for name in about),
            *(_mark(book.cells.get((student, question))) for question in questions),
            None if total is None else plain_number(total),
            plain_number(book.most),
            sum(one.graded.needs_a_look for one in marked),
            "; ".join(f"{one.graded.question_id}: {one.graded.reason}" for one in marked if one.mark is None),
            *(["; ".join(told_change(one) for one in marked if one.graded.is_changed)] * decided),
        ]


def question_sheets(
    book: Gradebook, rubrics: Mapping[str, Question], answers: Mapping[str, str]
) -> list[tuple[str, list[list[Cell]]]]:
    """A sheet a question: a row a student with mark, score, flags, the answer where known, and each key point.

    Args:
        book: The marks.
        rubrics: Questions by id, as far as they are known; their key points' statements go into the header.
        answers: Answers by answer_id, as far as they are known.
    """
    return [(question, list(_sheet(book, question, rubrics.get(question), answers))) for question in book.questions]


def _sheet(book: Gradebook, question: str, rubric: Question | None, answers: Mapping[str, str]) -> Iterator[list[Cell]]:
    marked = book.of_question(question)
    points = list(dict.fromkeys(str(verdict.get("key_point")) for one in marked for verdict in one.graded.verdicts))
    statements = {point.id: point.statement for point in rubric.key_points} if rubric else {}
    decided = any(one.graded.override for one in marked)
    header = ["student", "mark", "out of", "score", "confidence", "flags", "not graded", "answer", "feedback"]
    header += ["score by the grader", "comment of the reviewer"] * decided
    yield [*header, *(f"{name}: {statements[name]}" if name in statements else name for name in points)]
    for one in marked:
        graded = one.graded
        verdicts = {str(verdict.get("key_point")): verdict for verdict in graded.verdicts}
        yield [
            graded.student,
            _mark(one),
            plain_number(one.points),
            graded.score,
            graded.confidence,
            ", ".join(graded.flags),
            graded.reason,
            answers.get(graded.answer_id),
            graded.feedback or None,
            *([graded.by_grader, graded.override.comment or None if graded.override else None] * decided),
            *(_verdict(verdicts.get(name)) for name in points),
        ]


def told_change(one: Marked) -> str:
    """What a person changed a mark from, and to what: both values, and the comment."""
    before = "not graded" if one.by_grader is None else str(plain_number(one.by_grader))
    after = "not graded" if one.mark is None else str(plain_number(one.mark))
    comment = one.graded.override.comment if one.graded.override else ""
    return f"{one.graded.question_id}: {before} → {after}" + (f" ({comment})" if comment else "")


def _verdict(verdict: Mapping[str, object] | None) -> str | None:
    if verdict is None:
        return None
    quote = quoted(verdict)
    return f"{verdict.get('verdict')}: “{quote}”" if quote else str(verdict.get("verdict"))


def quoted(verdict: Mapping[str, object]) -> str:
    """The words of the answer that carry a verdict, or an empty text."""
    evidence = verdict.get("evidence")
    return str(evidence.get("quote") or "") if isinstance(evidence, dict) else ""


def _about_columns(book: Gradebook) -> Sequence[str]:
    names = dict.fromkeys(name for student in book.students for name in book.about(student))
    return [name for name in names if wording(name) in ABOUT_STUDENTS and name != "student"]


def _mark(marked: Marked | None) -> Cell:
    return None if marked is None or marked.mark is None else plain_number(marked.mark)


def _cell(value: object) -> Cell:
    return value if isinstance(value, (int, float, str)) or value is None else str(value)
