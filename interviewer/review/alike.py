"""Answers to one question that say much the same and were judged the same: one decision can serve them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interviewer.exchange.similar import words_of
from interviewer.models.protocols import Embedder, Rows
from interviewer.review.graded_answer import GradedAnswer

ALIKE_FROM = 0.85  # cosine
LONGEST_TEXT = 4_000  # characters that are compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Answers alike.

    Attributes:
        places: Of its answers in the results, in their order; the first is the one that the others are near to.
        nearness: Cosine of the least near one, -1 to 1; 1 where it is alone.
    """

    places: tuple[int, ...]
    nearness: float


def group(answers: Sequence[GradedAnswer], embedder: Embedder) -> tuple[Group, ...]:
    """The answers to one question in groups, the largest first.

    A negation hardly changes an embedding, so answers are alike only where the grader's verdicts and gate flags agree.
    Within those, an answer joins the first group whose first answer it is near to.
    """
    if not answers:
        return ()
    texts = {one.place: " ".join(words_of(one.answer[:LONGEST_TEXT])) for one in answers}
    unique = sorted(set(texts.values()))
    rows = dict(zip(unique, embedder.embed(unique), strict=True))
    judged_alike: dict[tuple[object, ...], list[GradedAnswer]] = defaultdict(list)
    for one in answers:
        judged_alike[_judged(one)].append(one)
    groups = [
        found
        for same in judged_alike.values()
        for found in _near([one.place for one in same], np.stack([rows[texts[one.place]] for one in same]))
    ]
    return tuple(sorted(groups, key=lambda one: (-len(one.places), one.places[0])))


def _judged(one: GradedAnswer) -> tuple[object, ...]:
    verdicts = tuple((verdict.key_point, verdict.verdict) for verdict in one.verdicts)
    return (one.score is None, verdicts, tuple(flag for flag in one.flags if flag != "close_call"))


def _near(places: Sequence[int], rows: Rows) -> list[Group]:
    """Groups of rows, shape (N, D), unit rows (a row of zeros is near to zeros alone)."""
    left = np.arange(len(places))
    groups = []
    while len(left):
        cosines = rows[left] @ rows[left[0]]
        if not rows[left[0]].any():
            cosines = np.where(rows[left].any(axis=1), 0.0, 1.0)
        cosines[0] = 1.0
        near = cosines >= ALIKE_FROM
        members = tuple(places[place] for place in left[near])
        groups.append(Group(places=members, nearness=round(float(min(1.0, cosines[near].min())), 3)))
        left = left[~near]
    return groups
