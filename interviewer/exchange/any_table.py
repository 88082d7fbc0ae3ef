"""Tables of any origin to answers: long ones, a row an answer, and wide ones, a row a student."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interviewer.batch.rows import Reject
from interviewer.exchange.catalogue import Catalogue, shortened
from interviewer.exchange.found import Found
from interviewer.exchange.layout import Layout, find_layout
from interviewer.exchange.lines import Line
from interviewer.exchange.notes import Notes
from interviewer.exchange.numbers import as_number, find_number, mark_of
from interviewer.exchange.tables import Table

RESERVED = ("mark", "max_mark", "labels")  # `interviewer evaluate` takes these for a single answer's


def table_answers(
    table: Table, given: Sequence[tuple[str, str]], catalogue: Catalogue, notes: Notes
) -> Iterator[Found | Reject]:
    """The answers of a long or wide table; how it was read is told.

    Args:
        table: The table.
        given: Roles and column names that the person gave (see `find_layout`).
        catalogue: The known questions.
        notes: Where the layout is told.

    Raises:
        InputError: If no column holds answers.
        SettingsError: If a given role or column is not there.
    """
    layout = find_layout(table, given, catalogue)
    notes.say(f"{table.file}: {layout}")
    if "student" not in layout.columns:
        notes.say(f"{table.file}: no column names the students; give it with --column student=…")
    read = _wide_row if layout.answers else _long_row
    for line in table.lines:
        if isinstance(line, Reject):
            yield line
            continue
        row = _Row(table, line, layout)
        fault = row.fault()
        if fault:
            yield Reject(place=line.place, reason=fault)
        else:
            yield from read(row, catalogue, notes)


class _Row:
    """One line with its cells by name and role."""

    def __init__(self, table: Table, line: Line, layout: Layout) -> None:
        names = table.header.names
        self.place = line.place
        self.layout = layout
        self.cells = dict(zip(names, line.cells, strict=True))
        self.broken = {names[at]: reason for at, reason in line.broken.items() if at < len(names)}

    def of(self, role: str) -> str:
        """The cell of a role, without spaces around it; empty where no column has the role."""
        return self.cells[self.layout.columns[role]].strip() if role in self.layout.columns else ""

    def fault(self) -> str:
        """Why nothing of the line can be used, or an empty text."""
        for role in ("student", "question"):
            if self.layout.columns.get(role) in self.broken:
                return self.broken[self.layout.columns[role]]
        if "student" in self.layout.columns and not self.of("student"):
            return f"there is no student: fill in the column {self.layout.columns['student']!r}"
        return ""

    def others(self) -> dict[str, object]:
        """The cells of no role, by name."""
        layout = self.layout
        roles = (name for role, name in layout.columns.items() if role != "student" or name == "student")
        used = {*roles, *layout.answers, *layout.marks.values(), *layout.points.values()}
        names = (name for name in self.cells if name not in used)
        return {f"{name} (source)" if name in RESERVED else name: as_number(self.cells[name]) for name in names}


def _wide_row(row: _Row, catalogue: Catalogue, notes: Notes) -> Iterator[Found | Reject]:
    for name, label in row.layout.answers.items():
        question = catalogue.asked(label, row.place, notes)
        if isinstance(question, str) or name in row.broken:
            yield Reject(place=row.place, reason=question if isinstance(question, str) else row.broken[name])
            continue
        if question.id != label:
            notes.say(f"column {shortened(name)!r} answers {question.id!r}")
        extra = row.others()
        if name in row.layout.marks:
            extra["mark"] = mark_of(row.cells[row.layout.marks[name]])
        most = question.points or find_number(row.layout.points.get(name, "").split(" ")[0])
        if most:
            extra["max_mark"] = most
        yield Found(
            place=row.place, student=row.of("student"), question_id=question.id, answer=row.cells[name], extra=extra
        )


def _long_row(row: _Row, catalogue: Catalogue, notes: Notes) -> Iterator[Found | Reject]:
    columns = row.layout.columns
    if columns["answer"] in row.broken:
        yield Reject(place=row.place, reason=row.broken[columns["answer"]])
        return
    if "question" in columns and not row.of("question"):
        yield Reject(place=row.place, reason=f"there is no question: fill in the column {columns['question']!r}")
        return
    label = row.of("question") if "question" in columns else catalogue.questions[0].id
    question = catalogue.asked(label, row.place, notes, row.of("reference"))
    if isinstance(question, str):
        yield Reject(place=row.place, reason=question)
        return
    extra = row.others()
    if row.of("mark"):
        extra["mark"] = mark_of(row.of("mark"))
    most = find_number(row.of("max_mark")) or question.points
    if most is not None:
        extra["max_mark"] = most
    yield Found(
        place=row.place,
        student=row.of("student"),
        question_id=question.id,
        answer=row.cells[columns["answer"]],
        extra=extra,
        answer_id=row.of("answer_id"),
    )
