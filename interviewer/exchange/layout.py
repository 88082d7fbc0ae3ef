"""Which column of a table holds what, guessed from names and cells or given by the person.

A table is a long one, a row an answer, where one column holds the answers and another their questions. Else it is a
wide one, a row a student, and its question columns are, in this order: those given; those grouped under a merged
header; those whose name is a known question, or is numbered as in `Q3` or in Canvas' quiz reports
(`123: What is …`); else those whose cells are sentences.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from interviewer.errors import InputError, SettingsError
from interviewer.exchange.catalogue import Catalogue, named_ids
from interviewer.exchange.tables import Table
from interviewer.exchange.words import ROLES, find_column, wording

QUESTION_NAME = re.compile(
    r"(?:questions?|q|response|answer|item|task|problem|frage|aufgabe|antwort) ?\d{1,3}[a-z]?\b.*"
)
CANVAS_QUESTION = re.compile(r"\d+: (.+)", re.DOTALL)
POINTS_NAME = re.compile(r"(\d+(?:\.\d+)?)(?: \(\d+\))?")  # with a number where several questions have as many
WORDS_OF_A_SENTENCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Which column holds what.

    Attributes:
        columns: By role (see `words.ROLES`), the column's name; roles that no column has are absent.
        answers: Of a wide table, by answer column the question's label; empty for a long one.
        marks: Of a wide table with grouped columns, by answer column the column of its mark.
        points: Of a Canvas quiz report, by answer column the column after it, which is named by the question's points.
    """

    columns: Mapping[str, str]
    answers: Mapping[str, str]
    marks: Mapping[str, str] = field(default_factory=dict)
    points: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        said = [f"{role.replace('_', ' ')} from {name!r}" for role, name in self.columns.items()]
        said += [f"answers from {', '.join(map(repr, self.answers))}"] if self.answers else []
        return "; ".join(said)


def find_layout(table: Table, given: Sequence[tuple[str, str]], catalogue: Catalogue) -> Layout:
    """Which column holds what.

    Args:
        table: The table; its first lines are looked at.
        given: Roles and column names that the person gave; several answer columns make the table a wide one.
        catalogue: The known questions.

    Raises:
        InputError: If no column holds answers.
        SettingsError: If a given role or column is not there.
    """
    names = table.header.names
    for role, name in given:
        if role not in ROLES or name not in names:
            what = f"{role!r} is no role ({', '.join(ROLES)})" if role not in ROLES else f"there is no column {name!r}"
            raise SettingsError(f"--column {role}={name}: {what} in {table.file} (found: {listed(names)})")
    columns = dict(given)
    for role in ROLES:
        guess = find_column(role, tuple(one for one in names if one not in columns.values()))
        if role not in columns and guess is not None:
            columns[role] = guess
    wanted = [name for role, name in given if role == "answer"]
    if _is_long(columns, wanted, table, catalogue):
        return Layout(columns=columns, answers={})
    return _wide_layout(table, columns, wanted, catalogue)


def _is_long(columns: Mapping[str, str], wanted: Sequence[str], table: Table, catalogue: Catalogue) -> bool:
    if any(table.header.groups) or len(wanted) > 1 or "answer" not in columns:
        return False
    return "question" in columns or len(catalogue.questions) == 1


def _wide_layout(table: Table, columns: Mapping[str, str], wanted: Sequence[str], catalogue: Catalogue) -> Layout:
    header = table.header
    student = {role: name for role, name in columns.items() if role in ("student", "answer_id")}
    if any(header.groups) and not wanted:
        at = {(group, role): name for name, group, role in zip(header.names, header.groups, header.roles, strict=True)}
        answers = {name: group for (group, role), name in at.items() if role == "answer"}
        marks = {at[group, "answer"]: name for (group, role), name in at.items() if role == "mark" and group}
        return Layout(columns=student, answers=answers, marks=marks)
    free = [name for name in header.names if name not in student.values()]
    names = (
        list(wanted)
        or [name for name in free if catalogue.is_given and catalogue.find(_label(name)) is not None]
        or [name for name in free if QUESTION_NAME.fullmatch(wording(name)) or CANVAS_QUESTION.fullmatch(name)]
        or [name for name in free if _holds_sentences(table, header.names.index(name))]
    )
    if not names:
        raise InputError(
            f"{table.file}: no column was found that holds answers (found: {listed(header.names)}): name them, as in "
            "--column question=… --column answer=… for a row an answer, or --column answer=… for each question"
        )
    return Layout(columns=student, answers={name: _label(name) for name in names}, points=_points(header.names, names))


def _points(header: Sequence[str], answers: Sequence[str]) -> dict[str, str]:
    after = dict(itertools.pairwise(header))
    return {
        name: after[name]
        for name in answers
        if CANVAS_QUESTION.fullmatch(name) and POINTS_NAME.fullmatch(after.get(name, ""))
    }


def _label(name: str) -> str:
    canvas = CANVAS_QUESTION.fullmatch(name)
    return canvas[1] if canvas else name


def _holds_sentences(table: Table, at: int) -> bool:
    cells = [line.cells[at] for line in table.sample if line.cells[at].strip()]
    return bool(cells) and sum(len(cell.split()) for cell in cells) >= WORDS_OF_A_SENTENCE * len(cells)


def listed(names: Sequence[str]) -> str:
    """Column names for a sentence."""
    return named_ids([repr(name) for name in names]) or "none"
