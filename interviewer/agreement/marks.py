"""Answers with the marks and labels that people gave: rows of a file to checked values on the scale 0 to 100."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from interviewer.errors import InputError
from interviewer.grading.grade import VERDICTS, VerdictName
from rubrics.model import Question

MARK_COLUMN = re.compile(r"mark(_[1-9]\d*)?")
SHOWN_FAULTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The marks a person could give, from `low` to `high`.

    Raises:
        InputError: If low is not below high.
    """

    low: float = 0.0
    high: float = 100.0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise InputError(
                f"the scale {self} is empty: give the lowest mark, a hyphen and the highest, such as 0-100"
            )

    def __str__(self) -> str:
        return f"{self.low:g}-{self.high:g}"

    @classmethod
    def parse(cls, text: str) -> Scale:
        """The scale of a text such as `0-100` or `1-6`.

        Raises:
            InputError: If the text is not two numbers with a hyphen between them, the lower first.
        """
        found = re.fullmatch(r"\s*(-?\d+(?:\.\d+)?)\s*[-–]\s*(-?\d+(?:\.\d+)?)\s*", text)
        if not found:
            raise InputError(
                f"--scale {text!r} is no scale: give the lowest mark, a hyphen and the highest, such as 0-100"
            )
        return cls(low=float(found[1]), high=float(found[2]))


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedAnswer:
    """One answer with what people said of it.

    Attributes:
        answer_id: As in the file.
        question_id: Which question it answers.
        answer: The answer's text.
        marks: One a mark column, 0 to 100; None where that grader gave none. At least one is a number.
        labels: Verdicts by key point id; empty where nobody labelled key points.
        student: Who wrote it, or None.
    """

    answer_id: str
    question_id: str
    answer: str
    marks: tuple[float | None, ...]
    labels: Mapping[str, VerdictName]
    student: str | None = None

    @property
    def mark(self) -> float:
        """The mean of the marks that were given, 0 to 100."""
        given = [mark for mark in self.marks if mark is not None]
        return sum(given) / len(given)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedFile:
    """All marked answers of a file, the mark columns in order, and sentences on what was left out or looks odd."""

    answers: tuple[MarkedAnswer, ...]
    graders: tuple[str, ...]
    notes: tuple[str, ...]


class AnswerRow(Protocol):
    """What is asked of a row of a file: `place` names it for people, `extra` holds its further columns."""

    @property
    def place(self) -> object:
        """Where the row stands, as text."""

    @property
    def answer_id(self) -> str:
        """The answer's name in the file."""

    @property
    def question_id(self) -> str:
        """Which question is answered."""

    @property
    def answer(self) -> str:
        """The answer's text."""

    @property
    def extra(self) -> Mapping[str, object]:
        """Further columns, as plain values."""


def marked_answers(
    rows: Sequence[AnswerRow], questions: Sequence[Question], scale: Scale, rejected: Sequence[str] = ()
) -> MarkedFile:
    """The answers of a file with their marks, checked.

    Args:
        rows: As read from the file; the marks stand in `extra`: `mark` or `mark_1`, `mark_2` …, and optionally
            `max_mark` (then the row's scale is 0 to max_mark), `student`, and `labels`, a JSON object of verdicts.
        questions: The rubrics, to which question ids and label ids must belong.
        scale: Of rows without `max_mark`.
        rejected: Sentences on rows that could not even be read; they count as faults.

    Raises:
        InputError: With every fault of the file, each with its place: a mark that is no number or outside its scale,
            an unknown question, a label that is no verdict or of no key point; or if no row has a mark.
    """
    known = {question.id: question for question in questions}
    faults = list(rejected)
    graders = _graders(rows)
    found: list[MarkedAnswer] = []
    unmarked = 0
    for row in rows:
        answer, wrong = _marked(row, known, graders, scale)
        faults += wrong
        unmarked += answer is None and not wrong
        found += [answer] if answer else []
    _raise_faults(faults)
    if not found:
        raise InputError(f"none of the {len(rows)} rows has a mark: fill the column {' or '.join(graders)}")
    return MarkedFile(answers=tuple(found), graders=graders, notes=_notes(found, graders, unmarked, scale))


def _graders(rows: Sequence[AnswerRow]) -> tuple[str, ...]:
    """The mark columns in order; a column without any mark is none, unless there is no other."""
    names = {name for row in rows for name in row.extra if MARK_COLUMN.fullmatch(name)}
    filled = {name for name in names if any(row.extra.get(name) not in (None, "") for row in rows)}
    if not names:
        if not rows:
            return ("mark",)
        columns = ", ".join(sorted({name for row in rows for name in row.extra})) or "none"
        raise InputError(
            f"{rows[0].place}: there is no column with marks (further columns: {columns}): "
            "name it mark, or mark_1, mark_2 … for several graders"
        )
    return tuple(sorted(filled or names, key=lambda name: int(name.partition("_")[2] or 0)))


def _marked(
    row: AnswerRow, known: Mapping[str, Question], graders: Sequence[str], scale: Scale
) -> tuple[MarkedAnswer | None, list[str]]:
    wrong: list[str] = []
    question = known.get(row.question_id)
    if question is None:
        wrong.append(f"{row.place}: question {row.question_id!r} is not in the rubrics ({_some(list(known))})")
    marks: list[float | None] = []
    labels: dict[str, VerdictName] = {}
    try:
        row_scale = _row_scale(row, scale)
        marks = [_mark(row, name, row_scale, wrong) for name in graders]
        labels = _labels(row, question) if question else {}
    except ValueError as fault:
        wrong.append(f"{row.place}: {fault}")
    if wrong or all(mark is None for mark in marks):
        return None, wrong
    student = row.extra.get("student")
    answer = MarkedAnswer(
        answer_id=row.answer_id,
        question_id=row.question_id,
        answer=row.answer,
        marks=tuple(marks),
        labels=labels,
        student=None if student in (None, "") else str(student),
    )
    return answer, []


def _row_scale(row: AnswerRow, scale: Scale) -> Scale:
    value = row.extra.get("max_mark")
    if value in (None, ""):
        return scale
    highest = _number(value)
    if highest is None or highest <= 0:
        raise ValueError(f"max_mark is {value!r}: write a number above 0")
    return Scale(low=0.0, high=highest)


def _mark(row: AnswerRow, name: str, scale: Scale, wrong: list[str]) -> float | None:
    value = row.extra.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    mark = _number(value)
    if mark is None:
        wrong.append(f"{row.place}: {name} is {value!r}, which is no number: write a number such as 62.5")
    elif not scale.low <= mark <= scale.high:
        wrong.append(
            f"{row.place}: {name} is {mark:g}, outside the scale {scale}: "
            "mend it, or name the scale with --scale or a column max_mark"
        )
    else:
        return 100.0 * (mark - scale.low) / (scale.high - scale.low)
    return None


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _labels(row: AnswerRow, question: Question) -> dict[str, VerdictName]:
    points = [point.id for point in question.key_points]
    labels: dict[str, VerdictName] = {}
    for name, label in _label_object(row.extra.get("labels")).items():
        if label is None:
            continue  # a column of structs holds every key point of the file, most of them empty
        if name not in points:
            raise ValueError(f"labels names {name!r}, which is no key point of {question.id!r} ({_some(points)})")
        if label not in VERDICTS:
            raise ValueError(f"the label of {name!r} is {label!r}: write one of {', '.join(VERDICTS)}")
        labels[name] = label
    return labels


def _label_object(value: object) -> Mapping[str, object]:
    if value in (None, ""):
        return {}
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except json.JSONDecodeError as error:
            raise ValueError(f"labels is not a JSON object ({error.msg} at character {error.pos + 1})") from error
    if not isinstance(value, Mapping):
        raise ValueError('labels is not a JSON object: write {"key-point-id": "covered", …}')
    return value


def _notes(found: Sequence[MarkedAnswer], graders: Sequence[str], unmarked: int, scale: Scale) -> tuple[str, ...]:
    notes = []
    if unmarked:
        notes.append(f"{_rows(unmarked)} no mark and {'is' if unmarked == 1 else 'are'} left out.")
    for place, name in enumerate(graders):
        missing = sum(answer.marks[place] is None for answer in found)
        if missing:
            notes.append(f"{_rows(missing)} no {name}; there the other marks count alone.")
    highest = max(mark for answer in found for mark in answer.marks if mark is not None)
    if 0 < highest <= 10:
        top = scale.low + (scale.high - scale.low) * highest / 100
        notes.append(
            f"The highest mark is {top:g} on the scale {scale}: if that is not so, name the scale with --scale."
        )
    return tuple(notes)


def _rows(count: int) -> str:
    return "1 row has" if count == 1 else f"{count} rows have"


def _some(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= 3 else f"{names[0]} … {names[-1]}"


def _raise_faults(faults: Sequence[str]) -> None:
    if not faults:
        return
    more = len(faults) - SHOWN_FAULTS
    raise InputError("\n".join([*faults[:SHOWN_FAULTS], *([f"and {more} more faults"] if more > 0 else [])]))
