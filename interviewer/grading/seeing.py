"""Which sentences of an answer a key point is held against, and the passages in which these are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interviewer.models.protocols import Claim

SEEN = 5  # sentences that decide a verdict: those nearest to the key point
PASSAGE_WORDS = 230  # of the sentences that are read together

View = tuple[int, ...]  # places of sentences in an answer, in order


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Sentences read together, and the key points that are held against some of them.

    places: Of the sentences in the answer, in order. views: For each key point by its place in the rubric, the places
    of the sentences that it is held against.
    """

    places: View
    views: dict[int, View]

    def claim(self, question: str, said: Sequence[str], asked: Sequence[tuple[str, View]]) -> Claim:
        """Statements held against sentences of this passage.

        Args:
            question: What was asked.
            said: The answer's sentences.
            asked: Statements, each with the places of the sentences it is held against.
        """
        index = {place: number for number, place in enumerate(self.places)}
        return Claim(
            question=question,
            sentences=tuple(said[place] for place in self.places),
            statements=tuple(statement for statement, _ in asked),
            views=tuple(tuple(index[place] for place in view) for _, view in asked),
        )


def views_of(nearest: np.ndarray, count: int = SEEN) -> list[View]:
    """The places of the `count` nearest sentences of each key point, in the answer's order.

    Args:
        nearest: Shape (K, S), the sentences' places, the nearest of each key point first.
        count: At least 1.
    """
    return [tuple(sorted(int(place) for place in row[:count])) for row in nearest]


def passages(views: Sequence[View], words: Sequence[int]) -> list[Passage]:
    """Key points in order, in groups whose sentences have at most PASSAGE_WORDS words together.

    A sentence is read together with the one before it, for what it refers to, where there is room for both. What no
    key point of a group is near to is not read with it, so it can sway nothing.

    Args:
        views: For each key point, the sentences it is held against.
        words: For each sentence, its number of words.
    """
    groups: list[dict[int, View]] = []
    for point, view in enumerate(views):
        joined = {*view, *(place for other in groups[-1].values() for place in other)} if groups else set(view)
        if not groups or sum(words[place] for place in joined) > PASSAGE_WORDS:
            groups.append({})
        groups[-1][point] = view
    return [Passage(places=_with_context(group, words), views=group) for group in groups]


def _with_context(group: dict[int, View], words: Sequence[int]) -> View:
    seen = {place for view in group.values() for place in view}
    both = seen | {place - 1 for place in seen if place}
    return tuple(sorted(both if sum(words[place] for place in both) <= PASSAGE_WORDS else seen))
