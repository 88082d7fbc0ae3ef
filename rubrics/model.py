"""What a good answer contains: questions and their key points, as frozen values that check themselves."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from typing import Literal

Level = Literal["beginner", "intermediate", "advanced"]
LEVELS: tuple[Level, ...] = ("beginner", "intermediate", "advanced")
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPoint:
    """One checkable claim of a good answer.

    Attributes:
        id: Unique within its question, kebab-case.
        statement: The claim, a self-contained sentence.
        weight: Positive; its share in the score (3 essential, 2 expected, 1 a bonus).
        accept: Other wordings, and other truths, that earn the point.
        reject: Statements that contradict it.
        hint: A question that helps without giving the point away; may be empty.
        follow_up: A question to a candidate who missed it; may be empty.
        note: Where the source is dated or disputed, and what is accepted; may be empty.
        source: Where the claim stands; may be empty.

    Raises:
        ValueError: If the statement is blank, the weight is not a positive number or the id is not kebab-case.
    """

    id: str
    statement: str
    weight: float = 1.0
    accept: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    hint: str = ""
    follow_up: str = ""
    note: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if not KEBAB.fullmatch(self.id):
            raise ValueError(
                f"key point id {self.id!r} is not kebab-case: use small letters, digits and single hyphens"
            )
        if not self.statement.strip():
            raise ValueError(f"key point {self.id!r} has a blank statement: write the claim it stands for")
        if not 0 < self.weight < float("inf"):
            raise ValueError(f"key point {self.id!r} has weight {self.weight}: give a positive number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One interview question with its rubric.

    Attributes:
        id: Unique within its set, kebab-case.
        question: What the candidate is asked.
        reference_answer: A full answer that states every key point; may be empty where key points are given.
        key_points: At least one once the rubric is complete (see `rubrics.derive`).
        number: Place in the interview, from 1, or None.
        level: One of LEVELS, or None.
        topic: A word to filter by, or None.
        left_out: Claims of the source that are no key point, each with the reason.

    Raises:
        ValueError: If id or question is blank or malformed, two key points share an id, or there is neither a
            reference answer nor a key point.
    """

    id: str
    question: str
    reference_answer: str = ""
    key_points: tuple[KeyPoint, ...] = ()
    number: int | None = None
    level: Level | None = None
    topic: str | None = None
    left_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not KEBAB.fullmatch(self.id):
            raise ValueError(f"question id {self.id!r} is not kebab-case: use small letters, digits and single hyphens")
        if not self.question.strip():
            raise ValueError(f"question {self.id!r} has a blank text: write what the candidate is asked")
        if not self.key_points and not self.reference_answer.strip():
            raise ValueError(f"question {self.id!r} has neither key_points nor a reference_answer: give one of them")
        ids = [point.id for point in self.key_points]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            raise ValueError(f"question {self.id!r} uses the key point id {twice[0]!r} twice: rename one")

    @property
    def fingerprint(self) -> str:
        """`sha256:` and 64 hex digits over everything that can change a grade (not hints, notes or sources)."""
        points = [
            {"id": p.id, "statement": p.statement, "weight": float(p.weight), "accept": p.accept, "reject": p.reject}
            for p in self.key_points
        ]
        graded = {"id": self.id, "question": self.question, "reference": self.reference_answer, "key_points": points}
        return "sha256:" + hashlib.sha256(json.dumps(graded, sort_keys=True).encode()).hexdigest()

    def as_document(self) -> dict[str, object]:
        """The question as it stands in a rubric file: plain values, empty fields left out."""
        document = {name: value for name, value in asdict(self).items() if value not in (None, "", ())}
        document["key_points"] = [
            {name: value for name, value in asdict(point).items() if value not in ("", ())} for point in self.key_points
        ]
        return document
