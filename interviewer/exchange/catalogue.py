"""The questions that answers may belong to: found by id, name, number or wording, or made up from a column's name."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from interviewer.batch.rows import Place
from interviewer.exchange.notes import Notes
from interviewer.exchange.words import wording
from rubrics.model import Question

NUMBER = re.compile(r"(?:questions?|q|item|task|problem|response|answer|frage|aufgabe|antwort)?\s*0*(\d{1,3})")
NEAR = 0.9
WORDS_IN_ID = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceQuestion:
    """A question as a course system or a rubric set holds it.

    Attributes:
        id: Kebab-case.
        text: What is asked; may be empty where only a name is known.
        reference: A model answer; may be empty.
        name: The short name that teachers see; may be empty.
        points: The most marks, above 0, or None.
        number: Its place among the questions, from 1, or None.
        is_free_text: Whether its answers are free texts; others are not imported.
        rubric: The question with its key points where they are given.
    """

    id: str
    text: str
    reference: str = ""
    name: str = ""
    points: float | None = None
    number: int | None = None
    is_free_text: bool = True
    rubric: Question | None = None

    @property
    def has_rubric(self) -> bool:
        """Whether it can be graded: by key points, or by a reference answer they are derived from."""
        return self.rubric is not None or bool(self.reference.strip())


class Catalogue:
    """The known questions; with none known, each new label becomes a question of its own."""

    def __init__(self, questions: Iterable[SourceQuestion] = (), source: str = "") -> None:
        self.source = source
        self._questions = {one.id: one for one in questions}
        self._given = len(self._questions)
        self._found: dict[str, SourceQuestion | None] = {}

    @property
    def is_given(self) -> bool:
        """Whether questions were known before any answer."""
        return self._given > 0

    @property
    def questions(self) -> tuple[SourceQuestion, ...]:
        """All known questions."""
        return tuple(self._questions.values())

    def find(self, label: str) -> SourceQuestion | None:
        """The question that a label means: its id, name, number or text, the text if need be nearly.

        Nearly and by number only where the questions were known before: what is made up is told apart by every letter.
        """
        if label not in self._found:
            self._found[label] = self._search(label)
        return self._found[label]

    def find_or_add(self, label: str, reference: str = "") -> SourceQuestion:
        """The question that a label means, or a new one of that text."""
        found = self.find(label)
        if found is None:
            found = SourceQuestion(id=new_id(label, self._questions), text=label, reference=reference)
            self._questions[found.id] = found
            self._found[label] = found
        return found

    def asked(self, label: str, place: Place, notes: Notes, reference: str = "") -> SourceQuestion | str:
        """The question of an answer: a known one, a new one where none were given, else why there is none."""
        if not self.is_given:
            return self.find_or_add(label, reference)
        found = self.find(label)
        if found is not None:
            return found
        fault = f"question {shortened(label)!r} is not in {self.source}"
        notes.count(f"{fault}: its answers were rejected", place)
        return f"{fault} ({named_ids([one.id for one in self.questions])}): add it there, or name it as it is there"

    def _search(self, label: str) -> SourceQuestion | None:
        questions = list(self._questions.values())
        spoken = " ".join(label.split())
        same = [one for one in questions if spoken in (one.id, one.name, " ".join(one.text.split()))]
        if same or not self.is_given or not spoken:
            return same[0] if same else None
        said = wording(label)
        alike = [one for one in questions if said and said in (wording(one.id), wording(one.name), wording(one.text))]
        if alike:
            return alike[0] if len(alike) == 1 else None
        numbered = NUMBER.fullmatch(said)
        if numbered:
            return next((one for one in questions if one.number == int(numbered[1])), None)
        return self._nearest(said)

    def _nearest(self, said: str) -> SourceQuestion | None:
        """The one question whose text is nearly this; none where two are."""
        near = []
        for one in self._questions.values():
            matcher = difflib.SequenceMatcher(None, said, wording(one.text), autojunk=False)
            if matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR:
                near.append(one)
        return near[0] if len(near) == 1 else None


def new_id(label: str, taken: Iterable[str]) -> str:
    """A kebab-case id out of the label's first words that is not taken."""
    ascii_words = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    stem = "-".join(re.findall(r"[a-z0-9]+", ascii_words)[:WORDS_IN_ID]) or "question"
    number, tried, taken = 2, stem, set(taken)
    while tried in taken:
        tried = f"{stem}-{number}"
        number += 1
    return tried


def named_ids(ids: Sequence[str]) -> str:
    """Ids for a sentence: all of a few, else the first and the last."""
    return ", ".join(ids) if len(ids) < 4 else f"{ids[0]}, {ids[1]} … {ids[-1]}"


def shortened(text: str, longest: int = 60) -> str:
    """The text on one line, cut with an ellipsis where it is longer."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
