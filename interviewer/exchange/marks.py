"""Scores to marks on the teacher's scale: points a question, a step, and how to round."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Literal

from interviewer.errors import SettingsError

Rounding = Literal["nearest", "even", "up", "down"]
ROUNDINGS = {"nearest": ROUND_HALF_UP, "even": ROUND_HALF_EVEN, "up": ROUND_CEILING, "down": ROUND_FLOOR}
DEFAULT_POINTS = Decimal(10)
NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkScale:
    """How a score, 0 to 100, becomes a mark.

    Attributes:
        step: Marks are multiples of it, or the question's points themselves; above 0.
        rounding: `nearest` (halves go up), `even` (halves to the even multiple), `up` or `down`.
        points: The most marks, above 0, by question; overrides what came with the answers.
        other_points: Of questions for which nothing says their points.
    """

    step: Decimal = Decimal("0.5")
    rounding: Rounding = "nearest"
    points: Mapping[str, Decimal] = field(default_factory=dict)
    other_points: Decimal = DEFAULT_POINTS

    def mark(self, score: float, points: Decimal) -> Decimal:
        """The mark for a score, from 0 to `points`; the full score earns all points, whatever the step."""
        if score >= 100:
            return points
        exact = Decimal(str(score)) / 100 * points
        steps = (exact / self.step).to_integral_value(rounding=ROUNDINGS[self.rounding])
        return min(max(steps * self.step, Decimal(0)), points)


def scale_of(points: Sequence[str], step: str, rounding: Rounding) -> MarkScale:
    """The scale of a person's options.

    Args:
        points: Each `5`, for all questions, or `QUESTION=5`.
        step: A positive number, such as `0.5`.
        rounding: See `MarkScale`.

    Raises:
        SettingsError: If one is no positive number.
    """
    by_question: dict[str, Decimal] = {}
    for one in points:
        question, _, number = one.rpartition("=")
        by_question[question.strip()] = _positive(number, f"--points {one}")
    other = by_question.pop("", None)
    return MarkScale(
        step=_positive(step, f"--step {step}"),
        rounding=rounding,
        points=by_question,
        other_points=other or DEFAULT_POINTS,
    )


def _positive(text: str, said: str) -> Decimal:
    if not NUMBER.fullmatch(text.strip()) or not Decimal(text.strip()):
        raise SettingsError(f"{said!r}: {text!r} is no number above 0; write it as in 5 or 0.5")
    return Decimal(text.strip())


def plain_number(number: Decimal) -> int | float:
    """The number for a cell: whole where it is."""
    return int(number) if number == number.to_integral_value() else float(number)
