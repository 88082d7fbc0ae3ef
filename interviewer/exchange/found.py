"""An answer as an importer finds it, and the answers of a whole file with ids of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from interviewer.batch.rows import COLUMNS, Place, Reject, Row, row_from_cells

Repeats = Literal["first", "last", "all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One answer of one student to one question.

    Attributes:
        place: Where it stands.
        student: Who gave it; may be empty where the file does not say.
        question_id: Which question it answers.
        answer: The text; empty for a blank answer.
        extra: What else the file says, by column; `mark` and `max_mark` are marks given there.
        answer_id: The source's own id of the answer, or empty.
    """

    place: Place
    student: str
    question_id: str
    answer: str
    extra: Mapping[str, object]
    answer_id: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What no two answers share: student and question, or where no student is known, question and place."""
        return (self.student or f"{self.place}", self.question_id)


def settled(found: Iterator[Found | Reject], repeats: Repeats) -> Iterator[Row | Reject]:
    """Rows to be graded; of several answers of a student to a question, those that `repeats` names.

    Args:
        found: What an importer found.
        repeats: Which answers count: the first, the last, or all (then each has an id of its own). The others are
            rejected, with the place of the one that counts.
    """
    if repeats == "last":
        found = _last(found)
    seen: dict[tuple[str, str], list[Place]] = {}
    for number, one in enumerate(found, start=1):
        if isinstance(one, Reject):
            yield one
            continue
        places = seen.setdefault(one.key, [])
        places.append(one.place)
        if repeats == "first" and len(places) > 1:
            yield _repeated(one, places[0])
        else:
            yield _row(one, number, len(places))


def _last(found: Iterator[Found | Reject]) -> Iterator[Found | Reject]:
    everything = list(found)
    last = {one.key: one for one in everything if isinstance(one, Found)}
    for one in everything:
        if isinstance(one, Found) and last[one.key] is not one:
            yield _repeated(one, last[one.key].place)
        else:
            yield one


def _repeated(one: Found, counts: Place) -> Reject:
    return Reject(
        place=one.place,
        answer_id=_answer_id(one),
        reason=f"student {one.student!r} answers question {one.question_id!r} more than once; the answer in {counts} "
        "counts: choose with --repeats first, last or all",
    )


def _row(one: Found, number: int, time: int) -> Row | Reject:
    answer_id = _answer_id(one)
    cells: dict[str, object] = {
        "answer_id": f"{answer_id}#{time}" if answer_id and time > 1 else answer_id,
        "question_id": one.question_id,
        "answer": one.answer,
        **({"student": one.student} if one.student else {}),
    }
    taken = (*COLUMNS, "student")
    cells |= {f"{name} (source)" if name in taken else name: value for name, value in one.extra.items()}
    return row_from_cells(one.place, number, cells)


def _answer_id(one: Found) -> str:
    return one.answer_id or (f"{one.student}/{one.question_id}" if one.student else "")
