"""Each student's result, and a question's sheet, as PDF."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from interviewer.batch.storage import write_whole, writing
from interviewer.exchange.feedback_files import VERDICT_WORDS, asked_of, file_names, marked_of, points_of, remark_of
from interviewer.exchange.feedback_files import total_of as told_total
from interviewer.exchange.gradebook import Gradebook, Marked
from interviewer.exchange.marks import plain_number
from interviewer.printing.document import Document
from rubrics.model import Question

SIGNS = {"covered": "●", "partial": "◐", "missing": "○", "contradicted": "✕"}
SIGN_OF_WORD = {VERDICT_WORDS[name]: sign for name, sign in SIGNS.items()}
NARROW, SIGN_WIDTH, WIDE = 14.0, 7.0, 40.0


def write_feedback_pdfs(
    book: Gradebook, folder: Path, rubrics: Mapping[str, Question], answers: Mapping[str, str], font: Path | None
) -> tuple[str, ...]:
    """Writes a .pdf file for each student beside the others.

    Returns:
        The scripts of which signs were printed as boxes.

    Raises:
        SettingsError: If the font cannot be used.
        StorageError: If a file cannot be written.
    """
    lacking: dict[str, None] = {}
    for student, name in file_names(book).items():
        document = feedback_document(book, student, rubrics, answers, font)
        content = document.bytes()
        lacking.update(dict.fromkeys(document.lacking))
        path = folder / f"{name}.pdf"
        with writing(path):
            write_whole(path, content)
    return tuple(lacking)


def feedback_document(
    book: Gradebook, student: str, rubrics: Mapping[str, Question], answers: Mapping[str, str], font: Path | None
) -> Document:
    """A student's result."""
    title = f"Result of {book.name_of(student)}"
    document = Document(title, font)
    document.heading(title)
    document.text(told_total(book, student), "strong")
    for one in book.of_student(student):
        document.heading(asked_of(one, rubrics), 2)
        document.text(marked_of(one), "strong")
        answer = answers.get(one.graded.answer_id)
        if answer is not None:
            document.text("Your answer:", "soft")
            document.quotation(answer)
        for word, statement, quote in points_of(one, rubrics):
            document.item(SIGN_OF_WORD.get(word, "·"), f"{word}: {statement}", f"“{quote}”" if quote else "")
        if one.graded.feedback:
            document.text("")
            document.text(one.graded.feedback)
        if remark_of(one):
            document.text(f"Remark: {remark_of(one)}")
    return document


def sheets_document(book: Gradebook, rubrics: Mapping[str, Question], font: Path | None) -> Document:
    """A table a question: a row a student with mark, flags, a sign for each key point, and remarks."""
    document = Document("Sheets", font, wide=True)
    for question in book.questions:
        _add_sheet(document, book, question, rubrics.get(question))
    return document


def _add_sheet(document: Document, book: Gradebook, question: str, rubric: Question | None) -> None:
    marked = book.of_question(question)
    points = list(dict.fromkeys(str(v.get("key_point")) for one in marked for v in one.graded.verdicts))
    statements = {point.id: point.statement for point in rubric.key_points} if rubric else {}
    document.heading(f"{question}: {' '.join(rubric.question.split())}" if rubric else question, 2)
    for number, name in enumerate(points, 1):
        document.item(f"{number}", statements.get(name, name))
    document.text("● covered, ◐ partly, ○ not mentioned, ✕ not right", "soft")
    head = ["student", "mark", "by the grader", "score", *map(str, range(1, len(points) + 1)), "to look at", "remark"]
    rows = [_cells(book, one, points) for one in marked]
    widths = [WIDE, NARROW, NARROW, NARROW, *([SIGN_WIDTH] * len(points)), WIDE, WIDE]
    document.table([head, *rows], widths)


def _cells(book: Gradebook, one: Marked, points: list[str]) -> list[str]:
    graded = one.graded
    verdicts = {str(v.get("key_point")): str(v.get("verdict")) for v in graded.verdicts}
    return [
        book.name_of(graded.student),
        "–" if one.mark is None else f"{plain_number(one.mark)}",
        f"{plain_number(one.by_grader)}" if graded.is_changed and one.by_grader is not None else "",
        "–" if graded.score is None else f"{graded.score:g}",
        *(SIGNS.get(verdicts.get(name, ""), "") for name in points),
        graded.reason or (", ".join(graded.flags) if graded.needs_a_look else ""),
        remark_of(one),
    ]
