"""Every question to the verifier is put once: what it said of a text and a statement stands for equal ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from interviewer.models.protocols import Claim, Rows, Verifier, WholeAnswer

_Text = tuple[str, tuple[str, ...]]  # question and sentences
_Asked = tuple[str, tuple[int, ...]]  # statement and view


class AskedOnce:
    """A verifier over another one that remembers, as long as it lives, what that one said.

    A text held against a statement gets the same row whatever else is asked, so a row can stand for its equals: an
    answer of one sentence is its own nearest window, and answers that were copied from each other share theirs.

    Args:
        verifier: Who is asked what is not known yet.
    """

    def __init__(self, verifier: Verifier) -> None:
        self._verifier = verifier
        self._rows: dict[_Text, dict[_Asked, Rows]] = {}
        self._marks: dict[WholeAnswer, Rows] = {}

    @property
    def name(self) -> str:
        """The other verifier's name."""
        return self._verifier.name

    def judge(self, claims: Sequence[Claim]) -> list[Rows]:
        """As the other verifier does: for each claim, shape (S, 3)."""
        unknown: dict[_Text, dict[_Asked, None]] = {}  # as a set that keeps its order
        for claim in claims:
            text = (claim.question, claim.sentences)
            known = self._rows.setdefault(text, {})
            new = dict.fromkeys(asked for asked in _asked_of(claim) if asked not in known)
            if new:
                unknown.setdefault(text, {}).update(new)
        asked = [
            Claim(
                question=question,
                sentences=sentences,
                statements=tuple(statement for statement, _ in new),
                views=tuple(view for _, view in new),
            )
            for (question, sentences), new in unknown.items()
        ]
        if asked:
            for (text, new), rows in zip(unknown.items(), self._verifier.judge(asked), strict=True):
                self._rows[text].update(zip(new, rows, strict=True))
        return [self._of(claim) for claim in claims]

    def mark(self, answers: Sequence[WholeAnswer]) -> Rows:
        """As the other verifier does: shape (N, 3)."""
        new = list(dict.fromkeys(one for one in answers if one not in self._marks))
        if new:
            self._marks.update(zip(new, self._verifier.mark(new), strict=True))
        return np.array([self._marks[one] for one in answers], dtype=np.float32).reshape(-1, 3)

    def _of(self, claim: Claim) -> Rows:
        known = self._rows[claim.question, claim.sentences]
        return np.array([known[one] for one in _asked_of(claim)], dtype=np.float32).reshape(-1, 3)


def _asked_of(claim: Claim) -> Iterator[_Asked]:
    """The claim's statements, each with the sentences that it is held against."""
    every = tuple(range(len(claim.sentences)))
    return zip(claim.statements, claim.views or (every,) * len(claim.statements), strict=True)
