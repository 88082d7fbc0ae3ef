"""A grades file as a gradebook: each student's mark for each question."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from interviewer.errors import InputError
from interviewer.exchange.catalogue import named_ids
from interviewer.exchange.marks import MarkScale
from interviewer.exchange.notes import Notes
from interviewer.exchange.words import find_column, wording

CHECK_FLAGS = frozenset(
    {"close_call", "gibberish", "off_topic", "question_echo", "keyword_stuffing", "padding", "instruction_injection"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What a person decided on a grade.

    Attributes:
        score: 0 to 100, what holds now; the grader's own where the person confirmed it.
        verdicts: By key point, those that were changed.
        comment: May be empty.
    """

    score: float | None
    verdicts: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """One line of a grades file.

    Attributes:
        line: From 1.
        answer_id: As graded.
        question_id: Which question.
        student: Who answered.
        score: 0 to 100, or None where it could not be graded.
        reason: Then, why; else empty.
        verdicts: As in the grades file, one a key point.
        flags: As in the grades file.
        confidence: 0 to 1.
        feedback: Empty where none was written.
        extra: Further columns.
        override: What a person decided; score and verdicts are those that hold after it. None where nobody did.
        by_grader: The grader's own score, whatever a person decided.
    """

    line: int
    answer_id: str
    question_id: str
    student: str
    score: float | None
    reason: str
    verdicts: Sequence[Mapping[str, object]]
    flags: Sequence[str]
    confidence: float
    feedback: str
    extra: Mapping[str, object]
    override: Override | None = None
    by_grader: float | None = None

    @property
    def needs_a_look(self) -> bool:
        """Whether a person should look at it before its mark is released, and nobody has yet."""
        return self.score is None or (self.override is None and bool(CHECK_FLAGS & set(self.flags)))

    @property
    def is_changed(self) -> bool:
        """Whether a person gave another score than the grader."""
        return self.override is not None and self.score != self.by_grader


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A graded answer with its mark, None where it could not be graded; and the mark by the grader's own score."""

    graded: Graded
    mark: Decimal | None
    points: Decimal
    by_grader: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gradebook:
    """All marks.

    Attributes:
        questions: Ids in the order in which they first come, each with its points.
        students: In the order in which they first come.
        cells: By student and question; of several answers the one with the highest mark.
    """

    questions: Mapping[str, Decimal]
    students: Sequence[str]
    cells: Mapping[tuple[str, str], Marked]

    def of_student(self, student: str) -> list[Marked]:
        """What a student has answered, in the order of the questions."""
        return [self.cells[student, question] for question in self.questions if (student, question) in self.cells]

    def of_question(self, question: str) -> list[Marked]:
        """The answers to a question, in the order of the students."""
        return [self.cells[student, question] for student in self.students if (student, question) in self.cells]

    def total(self, student: str) -> Decimal | None:
        """The sum of a student's marks; None while one of the answers has none."""
        marks = [one.mark for one in self.of_student(student)]
        return None if None in marks else sum((mark for mark in marks if mark is not None), Decimal(0))

    def about(self, student: str) -> Mapping[str, object]:
        """What else the answers say of a student, by column."""
        return self.of_student(student)[0].graded.extra

    def name_of(self, student: str) -> str:
        """The student's name and what else names them, as far as the answers say."""
        known = {wording(name): str(value).strip() for name, value in self.about(student).items() if value}
        name = known.get("full name") or known.get("student name") or known.get("name")
        name = name or f"{known.get('first name', '')} {known.get('last name') or known.get('surname') or ''}".strip()
        return f"{name} ({student})" if name and name != student else student

    @property
    def most(self) -> Decimal:
        """The points of all questions together."""
        return sum(self.questions.values(), Decimal(0))


def read_gradebook(
    path: Path,
    scale: MarkScale,
    student_column: str | None,
    notes: Notes,
    overrides: Mapping[str, Override] | None = None,
) -> Gradebook:
    """The gradebook of a grades file.

    Args:
        path: A JSONL file that `interviewer grade` wrote.
        scale: How scores become marks.
        student_column: The column among the further ones that names the students; `student`, or guessed, if None.
        notes: Where several answers of one student are told.
        overrides: What people decided, by answer_id.

    Raises:
        InputError: If the file cannot be used, or does not say who answered.
    """
    graded = [_decided(one, (overrides or {}).get(one.answer_id)) for one in _graded(path, student_column)]
    if not graded:
        raise InputError(f"{path.name} holds no grades")
    points = _points(graded, scale, path.name)
    cells: dict[tuple[str, str], Marked] = {}
    for one in graded:
        mark = None if one.score is None else scale.mark(one.score, points[one.question_id])
        own = None if one.by_grader is None else scale.mark(one.by_grader, points[one.question_id])
        new = Marked(graded=one, mark=mark, points=points[one.question_id], by_grader=own)
        old = cells.setdefault((one.student, one.question_id), new)
        if old is not new:
            notes.say(f"{path.name}: where a student has several answers to a question, the highest mark counts")
            if old.mark is None or (new.mark is not None and new.mark > old.mark):
                cells[one.student, one.question_id] = new
    return Gradebook(questions=points, students=tuple(dict.fromkeys(one.student for one in graded)), cells=cells)


def _decided(one: Graded, override: Override | None) -> Graded:
    """The grade with what a person decided; words that the grader wrote on verdicts since changed are left out."""
    if override is None:
        return one
    verdicts = [_turned(verdict, override.verdicts.get(str(verdict.get("key_point")))) for verdict in one.verdicts]
    reason = one.reason if override.score is None else ""
    feedback = "" if override.verdicts else one.feedback
    return replace(one, score=override.score, reason=reason, verdicts=verdicts, feedback=feedback, override=override)


def _turned(verdict: Mapping[str, object], name: str | None) -> Mapping[str, object]:
    if name is None:
        return verdict
    return {**verdict, "verdict": name, "evidence": None if name == "missing" else verdict.get("evidence")}


def _graded(path: Path, student_column: str | None) -> Iterator[Graded]:
    try:
        with path.open(encoding="utf-8") as file:
            for line, text in enumerate(file, start=1):
                if text.strip():
                    yield _one(_record(text, f"{path.name} line {line}"), line, path.name, student_column)
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name} is not UTF-8: give the .jsonl file that `interviewer grade` wrote") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}: give the .jsonl file of grades") from error


def _record(text: str, place: str) -> Mapping[str, object]:
    try:
        record = json.loads(text)
    except ValueError as error:
        raise InputError(f"{place} is not JSON: give the .jsonl file that `interviewer grade` wrote") from error
    needed = ("answer_id", "question_id", "score", "verdicts", "flags")
    missing = [name for name in needed if not isinstance(record, dict) or name not in record]
    if missing:
        raise InputError(f"{place} is no grade, it has no {missing[0]!r}: give the file that `interviewer grade` wrote")
    return record


def _one(record: Mapping[str, object], line: int, file: str, student_column: str | None) -> Graded:
    extra = record.get("extra")
    extra = extra if isinstance(extra, dict) else {}
    score, confidence = record["score"], record.get("confidence")
    verdicts, flags = record["verdicts"], record["flags"]
    if not (score is None or (isinstance(score, (int, float)) and math.isfinite(score) and 0 <= score <= 100)):
        raise InputError(f"{file} line {line}: the score is {score!r}, not 0 to 100")
    return Graded(
        line=line,
        answer_id=str(record["answer_id"]),
        question_id=str(record["question_id"]),
        student=_student(extra, student_column, f"{file} line {line}"),
        score=score,
        reason=str(record.get("reason") or ""),
        verdicts=verdicts if isinstance(verdicts, list) else [],
        flags=[str(flag) for flag in flags] if isinstance(flags, list) else [],
        confidence=confidence if isinstance(confidence, (int, float)) else 0.0,
        feedback=str(record.get("feedback") or ""),
        extra=extra,
        by_grader=score,
    )


def _student(extra: Mapping[str, object], student_column: str | None, place: str) -> str:
    names = tuple(str(name) for name in extra)
    column = student_column or ("student" if "student" in names else find_column("student", names))
    value = extra.get(column) if column else None
    if value is None or not str(value).strip():
        what = f"the column {column!r} is empty or not there" if column else "no column names the student"
        raise InputError(
            f"{place}: {what} (found: {named_ids([repr(name) for name in names]) or 'none'}): name it with --student, "
            "and let the answers carry it"
        )
    return str(value).strip()


def _points(graded: Sequence[Graded], scale: MarkScale, file: str) -> dict[str, Decimal]:
    """By question: what the person gave, else what came with its answers, else the scale's."""
    came: dict[str, Decimal] = {}
    for one in graded:
        most = one.extra.get("max_mark")
        if one.question_id in scale.points or not isinstance(most, (int, float)) or not 0 < most < math.inf:
            continue
        stated = Decimal(str(most))
        if came.setdefault(one.question_id, stated) != stated:
            raise InputError(
                f"{file} line {one.line}: question {one.question_id!r} has {stated} points here and "
                f"{came[one.question_id]} before: say which with --points {one.question_id}=…"
            )
    questions = dict.fromkeys(one.question_id for one in graded)
    return {name: scale.points.get(name) or came.get(name) or scale.other_points for name in questions}
