"""`interviewer export`: grades to marks, sheets, feedback, and files that course systems import."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from interviewer.errors import InputError, SettingsError

if TYPE_CHECKING:
    from interviewer.exchange.gradebook import Gradebook, Override
    from interviewer.exchange.notes import Notes
    from rubrics.model import Question

ShapeName = Literal["marks", "moodle", "canvas", "ora", "sheets", "feedback"]
RoundingName = Literal["nearest", "even", "up", "down"]
ENDINGS = {"marks": (".csv", ".xlsx"), "sheets": (".xlsx",), "moodle": (".csv",), "canvas": (".csv",), "ora": (".csv",)}


def export(
    grades: Annotated[Path, typer.Argument(help="the .jsonl file that `interviewer grade` wrote")],
    output: Annotated[Path, typer.Option(help="OUT.csv or .xlsx; for feedback, a folder")],
    format: Annotated[
        ShapeName, typer.Option(help="marks: a row a student; sheets: XLSX, a sheet a question; the others by name")
    ] = "marks",
    points: Annotated[
        list[str] | None,
        typer.Option(help="5 or QUESTION=5; default: max_mark of the answers, else 10", metavar="POINTS"),
    ] = None,
    step: Annotated[str, typer.Option(help="marks are multiples of it")] = "0.5",
    rounding: Annotated[RoundingName, typer.Option(help="to the step; even: halves to the even multiple")] = "nearest",
    student: Annotated[str | None, typer.Option(help="the column that names the students")] = None,
    rubrics: Annotated[
        Path | None, typer.Option(help="the questions, for sheets and feedback; default: the thirty questions")
    ] = None,
    answers: Annotated[Path | None, typer.Option(help="the answers that were graded, for sheets and feedback")] = None,
    title: Annotated[
        str, typer.Option(help="of the grade item or assignment; of one in Canvas, 'Title (id)'")
    ] = "Quiz",
    template: Annotated[
        Path | None, typer.Option(help="ora: the file from a Staff Graded Points block, to be filled in")
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="feedback and sheets: PDF files too, beside the others")] = False,
    font: Annotated[
        Path | None, typer.Option(help="for --pdf: a .ttf or .otf file for scripts that DejaVu Sans lacks")
    ] = None,
) -> None:
    """Put marks on the teacher's scale, and write them in the shape that is wanted.

    What a spreadsheet would take for a formula is written with an apostrophe before it. Marks that were changed in
    `interviewer review` count; the grader's stay visible beside them in marks, sheets and feedback.

    Exit codes: 0 done, 2 bad input or settings.
    """
    from interviewer.exchange.gradebook import read_gradebook
    from interviewer.exchange.marks import scale_of
    from interviewer.exchange.notes import Notes

    _check(output, format, template)
    _check_pdf(format, pdf, font)
    notes = Notes()
    scale = scale_of(points or (), step, rounding)
    book = read_gradebook(grades, scale, student, notes, _overrides(grades, rubrics))
    unknown = [name for name in scale.points if name not in book.questions]
    if unknown:
        raise SettingsError(f"--points {unknown[0]}=…: {grades.name} has no grades for a question {unknown[0]!r}")
    if format == "feedback":
        _write_feedback(book, output, _questions(rubrics), _answers(answers))
    else:
        _write(output, _content(book, format, output, (title, template, rubrics, answers), notes))
    if pdf:
        _write_pdf(book, output, _questions(rubrics), _answers(answers), font)
    for sentence in notes.sentences():
        typer.echo(sentence, err=True)
    ungraded = sum(one.mark is None for one in book.cells.values())
    looks = sum(one.graded.needs_a_look for one in book.cells.values())
    typer.echo(
        f"Students: {len(book.students):,}, questions: {len(book.questions):,}; answers not graded: {ungraded:,}, "
        f"to be looked at: {looks:,}.",
        err=True,
    )
    decided = [one.graded for one in book.cells.values() if one.graded.override is not None]
    if decided:
        changed = sum(one.is_changed for one in decided)
        typer.echo(f"A person reviewed {len(decided):,} of them and changed the score of {changed:,}.", err=True)
    typer.echo(str(output))


def _overrides(grades: Path, rubrics: Path | None) -> Mapping[str, Override]:
    """What was decided in `interviewer review`, where it was used."""
    from interviewer.grading.scoring import Scheme
    from interviewer.review.decisions import decisions_file
    from interviewer.review.overrides import read_overrides
    from interviewer.settings import load_settings

    if not decisions_file(grades).is_file():
        return {}
    settings = load_settings()
    scheme = Scheme(partial=settings.partial_credit, contradiction_cost=settings.contradiction_cost)
    return read_overrides(grades, tuple(_questions(rubrics).values()), scheme)


def _content(
    book: Gradebook, format: str, output: Path, options: tuple[str, Path | None, Path | None, Path | None], notes: Notes
) -> bytes:
    from interviewer.exchange.course_files import canvas_rows, moodle_rows, ora_rows, staff_graded_rows
    from interviewer.exchange.mark_table import mark_rows, question_sheets
    from interviewer.exchange.spreadsheets import csv_bytes, xlsx_bytes

    title, template, rubrics, answers = options
    if format == "sheets":
        return xlsx_bytes(question_sheets(book, _questions(rubrics), _answers(answers)))
    if format == "marks" and output.suffix == ".xlsx":
        return xlsx_bytes([("marks", list(mark_rows(book)))])
    if format == "marks":
        return csv_bytes(mark_rows(book), for_excel=True)
    if format == "moodle":
        return csv_bytes(moodle_rows(book, title))
    if format == "canvas":
        return csv_bytes(canvas_rows(book, title, notes))
    return csv_bytes(ora_rows(book) if template is None else staff_graded_rows(book, template, notes))


def _write(output: Path, content: bytes) -> None:
    from interviewer.batch.storage import write_whole, writing

    with writing(output):
        write_whole(output, content)


def _write_feedback(book: Gradebook, folder: Path, rubrics: dict[str, Question], answers: dict[str, str]) -> None:
    from interviewer.exchange.feedback_files import write_feedback

    write_feedback(book, folder, rubrics, answers)


def _write_pdf(
    book: Gradebook, output: Path, rubrics: dict[str, Question], answers: dict[str, str], font: Path | None
) -> None:
    """Of feedback, a file a student in the folder; of sheets, one file beside the workbook."""
    from interviewer.exchange.feedback_pdf import sheets_document, write_feedback_pdfs
    from interviewer.printing.document import told_boxes

    if output.is_dir():
        lacking = write_feedback_pdfs(book, output, rubrics, answers, font)
    else:
        document = sheets_document(book, rubrics, font)
        _write(output.with_suffix(".pdf"), document.bytes())
        lacking = document.lacking
    if lacking:
        typer.echo(f"{told_boxes(lacking)} Name a font for them with --font.", err=True)


def _check_pdf(format: str, pdf: bool, font: Path | None) -> None:
    if pdf and format not in ("feedback", "sheets"):
        raise SettingsError(f"--pdf goes with --format feedback or sheets, not {format}: leave it out")
    if font is not None and not pdf:
        raise SettingsError("--font is for --pdf: give both, or leave it out")
    if font is not None and not font.is_file():
        raise SettingsError(f"--font {font} is no file: give a .ttf or .otf file")


def _questions(rubrics: Path | None) -> dict[str, Question]:
    from rubrics.loading import load_rubrics

    return {question.id: question for question in load_rubrics(rubrics)}


def _answers(path: Path | None) -> dict[str, str]:
    from interviewer.batch.reading import read_rows
    from interviewer.batch.rows import Row

    return {} if path is None else {row.answer_id: row.answer for row in read_rows(path) if isinstance(row, Row)}


def _check(output: Path, format: str, template: Path | None) -> None:
    if not output.parent.is_dir():
        raise SettingsError(f"--output {output}: there is no folder {output.parent}: create it or choose another")
    if format == "feedback" and output.exists() and not output.is_dir():
        raise SettingsError(f"--output {output} is a file: feedback is a file a student, so name a folder")
    if format in ENDINGS and output.suffix not in ENDINGS[format]:
        raise SettingsError(f"--output {output}: --format {format} writes {' or '.join(ENDINGS[format])}")
    if template is not None and format != "ora":
        raise SettingsError(f"--template goes with --format ora, not {format}: leave it out")
    if template is not None and not template.is_file():
        raise InputError(f"--template {template} does not exist: download it from the Staff Graded Points block")
