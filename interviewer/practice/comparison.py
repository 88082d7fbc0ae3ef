"""Two attempts at one question side by side: what was gained, what was lost, how the score moved."""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.grading.grade import VerdictName
from interviewer.practice.attempt import Attempt
from interviewer.practice.turn import Turn
from rubrics.model import KeyPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One key point in both attempts.

    Attributes:
        key_point: What it is about.
        before: The verdict in the first of the two; None where the grade has none.
        after: The verdict in the second.
        credit: Credit of the second less credit of the first, -1 to 1.
    """

    key_point: KeyPoint
    before: VerdictName | None
    after: VerdictName | None
    credit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changed from one attempt to another.

    Attributes:
        gained: Key points with more credit than before, or no longer contradicted; heaviest first.
        lost: Key points with less credit than before, or contradicted now; heaviest first.
        kept: The others, in the rubric's order.
        score: Score of the second less score of the first, hints taken off in both; None where one has none.
    """

    gained: tuple[Change, ...]
    lost: tuple[Change, ...]
    kept: tuple[Change, ...]
    score: float | None


def compare(turn: Turn, before: Attempt, after: Attempt) -> Comparison:
    """What the second of two attempts has gained and lost against the first, by the verdicts that stand."""
    changes = [_change(point, before, after) for point in turn.question.key_points]
    heaviest = sorted(changes, key=lambda one: -one.key_point.weight)
    score = None if before.score is None or after.score is None else round(after.score - before.score, 1)
    return Comparison(
        gained=tuple(one for one in heaviest if _direction(one) > 0),
        lost=tuple(one for one in heaviest if _direction(one) < 0),
        kept=tuple(one for one in changes if _direction(one) == 0),
        score=score,
    )


def _change(point: KeyPoint, before: Attempt, after: Attempt) -> Change:
    first, second = before.find_verdict(point.id), after.find_verdict(point.id)
    return Change(
        key_point=point,
        before=None if first is None else first.verdict,
        after=None if second is None else second.verdict,
        credit=(0.0 if second is None else second.credit) - (0.0 if first is None else first.credit),
    )


def _direction(change: Change) -> float:
    """Above 0 for a gain, below 0 for a loss; a contradiction weighs less than nothing."""
    return change.credit or (change.before == "contradicted") - (change.after == "contradicted")
