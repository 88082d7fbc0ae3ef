"""Marks in the shapes that course systems import.

Moodle, Grades > Import > CSV file (https://docs.moodle.org/en/Grade_import, grade/import/csv in its code): one column
identifies the student (ID number, email address or username) and each other is mapped to a grade item, to its feedback
or to nothing; `-` is no grade; one unknown student stops the import; a grade above the site's limit, usually 100, too.

Canvas, Gradebook > Import (lib/gradebook_importer.rb in its code): the columns Student, ID, perhaps SIS User ID and SIS
Login ID, Section, then the assignments, as `Title (id)` where the assignment exists; a row `Points Possible` may stand
first. Students are found by ID, else by SIS User ID, SIS Login ID, else by name.

Open edX has no import of grades for open response assessments. Its own bulk upload is that of a Staff Graded Points
block (ScoreCSVProcessor in edx-bulk-grades): the file downloaded there is uploaded again with its column `points`
filled in; its checksums (`csum`) can only come from there. So marks are filled into that file where it is given;
without it, they are written with the columns of the ORA data report.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from interviewer.errors import InputError
from interviewer.exchange.encoding import detect_encoding, text_lines
from interviewer.exchange.gradebook import Gradebook, Marked
from interviewer.exchange.marks import plain_number
from interviewer.exchange.notes import Notes
from interviewer.exchange.ora import EARNED, POSSIBLE
from interviewer.exchange.spreadsheets import Cell
from interviewer.exchange.words import wording

MOODLE_PEOPLE = {
    "First name": ("first name",),
    "Last name": ("last name", "surname"),
    "Username": ("username", "user name"),
    "ID number": ("id number",),
    "Email address": ("email address", "email", "e mail"),
}
NO_GRADE = "-"  # an empty cell would become 0 in a new grade item
STAFF_GRADED = ("user_id", "username", "block_id", "last_points", "csum", "points")
ORA_COLUMNS = ("Submission ID", "Location", "Problem Name", "Item ID", "Username", "Anonymized Student ID")
CANVAS_COLUMNS = {
    "ID": ("id", "canvas user id", "user id"),
    "SIS User ID": ("sis user id", "sis id"),
    "SIS Login ID": ("sis login id", "login id"),
    "Section": ("section",),
}


def moodle_rows(book: Gradebook, item: str) -> Iterator[list[Cell]]:
    """For Moodle's grade import: who, the total, each question's mark, and one text of feedback.

    Args:
        book: The marks.
        item: The name of the total's column.
    """
    known = [name for name in MOODLE_PEOPLE if any(_moodle_cell(book, student, name) for student in book.students)]
    yield [*(known or ["ID number"]), item, *book.questions, f"{item} feedback"]
    for student in book.students:
        who: list[Cell] = [_moodle_cell(book, student, name) for name in known] or [student]
        marks = [_moodle(_mark(book.cells.get((student, question)))) for question in book.questions]
        yield [*who, _moodle(book.total(student)), *marks, _feedback(book.of_student(student))]


def canvas_rows(book: Gradebook, assignment: str, notes: Notes) -> Iterator[list[Cell]]:
    """For Canvas' gradebook import: one assignment with the total.

    Args:
        book: The marks.
        assignment: Its title, or `Title (id)` of one that exists.
        notes: Where it is told that students will be found by name alone.
    """
    if not any(_says(book, name) for name in ("ID", "SIS User ID", "SIS Login ID")):
        notes.say(
            "Canvas will find these students by name alone, since the answers carry no column 'ID', 'SIS User ID' or "
            "'SIS Login ID': check its preview"
        )
    columns = [name for name in CANVAS_COLUMNS if name in ("ID", "Section") or _says(book, name)]
    if "SIS User ID" in columns and "SIS Login ID" not in columns:
        columns.insert(columns.index("SIS User ID") + 1, "SIS Login ID")  # Canvas reads the one only beside the other
    yield ["Student", *columns, assignment]
    yield ["    Points Possible", *([None] * len(columns)), plain_number(book.most)]
    for student in book.students:
        about = book.about(student)
        total = book.total(student)
        cells = [_canvas_cell(about, column) for column in columns]
        yield [_canvas_name(about, student), *cells, None if total is None else plain_number(total)]


def ora_rows(book: Gradebook) -> Iterator[list[Cell]]:
    """A row an answer with the ORA data report's columns, the mark as its final score, and the feedback."""
    columns = [name for name in ORA_COLUMNS if any(one.graded.extra.get(name) for one in book.cells.values())]
    yield [*columns, "Question", EARNED, POSSIBLE, "Feedback"]
    for student in book.students:
        for one in book.of_student(student):
            who = [_text(one.graded.extra.get(name)) for name in columns]
            mark = None if one.mark is None else plain_number(one.mark)
            yield [*who, one.graded.question_id, mark, plain_number(one.points), one.graded.feedback or None]


def staff_graded_rows(book: Gradebook, template: Path, notes: Notes) -> Iterator[list[Cell]]:
    """The file downloaded from a Staff Graded Points block with `points` filled in; all else stays as it is.

    Args:
        book: The marks; a student's total is filled in.
        template: The downloaded file.
        notes: Where it is told who was not found.

    Raises:
        InputError: If the file is not such a download.
    """
    rows = list(csv.reader(text_lines(template, detect_encoding(template))))
    header = rows[0] if rows else []
    missing = [name for name in STAFF_GRADED if name not in header]
    if missing:
        raise InputError(
            f"{template.name} has no column {missing[0]!r}: download the file from the Staff Graded Points block"
        )
    totals = {name: book.total(student) for student in book.students for name in _open_edx_names(book, student)}
    found = 0
    yield list(header)
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(header):
            raise InputError(f"{template.name} row {number} has {len(row)} cells, not {len(header)}: download it anew")
        cells = dict(zip(header, row, strict=True))
        total = totals.get(cells["username"])
        found += total is not None
        filled: Cell = cells["points"] if total is None else plain_number(total)
        yield [filled if name == "points" else cells[name] for name in header]
    if found < len(book.students):
        notes.say(f"{len(book.students) - found} of {len(book.students)} students got no points in {template.name}")


def _open_edx_names(book: Gradebook, student: str) -> tuple[str, ...]:
    return tuple(name for name in (student, _text(book.about(student).get("Username"))) if name)


def _says(book: Gradebook, column: str) -> bool:
    return any(_canvas_cell(book.about(student), column) for student in book.students)


def _canvas_cell(about: Mapping[str, object], column: str) -> Cell:
    found = next((value for name, value in about.items() if wording(name) in CANVAS_COLUMNS[column]), None)
    return found if isinstance(found, int) else _text(found)


def _canvas_name(about: Mapping[str, object], student: str) -> str:
    by_wording = {wording(name): _text(value) for name, value in about.items()}
    last = by_wording.get("last name") or by_wording.get("surname")
    whole = f"{last}, {by_wording.get('first name', '')}".rstrip(", ") if last else ""
    return by_wording.get("student name") or by_wording.get("name") or whole or student


def _feedback(marked: Sequence[Marked]) -> str | None:
    said = [f"{one.graded.question_id}: {one.graded.feedback}" for one in marked if one.graded.feedback]
    return "\n".join(said) or None


def _mark(marked: Marked | None) -> Decimal | None:
    return None if marked is None else marked.mark


def _moodle(mark: Decimal | None) -> Cell:
    return NO_GRADE if mark is None else plain_number(mark)


def _moodle_cell(book: Gradebook, student: str, column: str) -> str:
    known = ((wording(name), _text(value)) for name, value in book.about(student).items())
    return next((value for name, value in known if name in MOODLE_PEOPLE[column]), "")


def _text(value: object) -> str:
    return "" if value is None else str(value)
