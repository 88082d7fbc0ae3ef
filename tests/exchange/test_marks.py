"""Scores to marks: exact arithmetic, the person's step and rule, and never beyond the points."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.errors import SettingsError
from interviewer.exchange.marks import MarkScale, Rounding, scale_of

SCORES = st.floats(0, 100, allow_nan=False)
NUMBERS = st.decimals("0.25", "20", places=2)


@pytest.mark.parametrize(("rounding", "mark"), [("nearest", "3.5"), ("even", "3"), ("up", "3.5"), ("down", "3")])
def test_half_a_step_goes_where_the_rule_says(rounding: Rounding, mark: str) -> None:
    assert MarkScale(rounding=rounding).mark(65.0, Decimal(5)) == Decimal(mark)  # 3.25 of 5


def test_a_mark_is_computed_in_decimals() -> None:
    assert MarkScale(step=Decimal("0.1"), rounding="down").mark(70.0, Decimal(1)) == Decimal("0.7")


@given(SCORES, NUMBERS, NUMBERS, st.sampled_from(["nearest", "even", "up", "down"]))
def test_a_mark_is_a_multiple_of_the_step_or_the_full_points(
    score: float, points: Decimal, step: Decimal, rounding: Rounding
) -> None:
    mark = MarkScale(step=step, rounding=rounding).mark(score, points)
    assert 0 <= mark <= points
    assert mark == points or mark % step == 0


@given(SCORES, SCORES, NUMBERS, st.sampled_from(["nearest", "even", "up", "down"]))
def test_a_higher_score_never_has_a_lower_mark(one: float, other: float, points: Decimal, rounding: Rounding) -> None:
    scale = MarkScale(rounding=rounding)
    low, high = sorted((one, other))
    assert scale.mark(low, points) <= scale.mark(high, points)


@given(NUMBERS, NUMBERS)
def test_the_full_score_earns_all_points_and_none_earns_none(points: Decimal, step: Decimal) -> None:
    scale = MarkScale(step=step, rounding="down")
    assert (scale.mark(100.0, points), scale.mark(0.0, points)) == (points, 0)


def test_points_are_given_for_all_or_for_one() -> None:
    scale = scale_of(["5", "relu=2.5"], "1", "up")
    assert (scale.other_points, scale.points, scale.step) == (5, {"relu": Decimal("2.5")}, 1)


@pytest.mark.parametrize(("points", "step"), [(["relu=x"], "1"), (["0"], "1"), ([], "0"), ([], "-1"), ([], "1,5")])
def test_what_is_no_number_above_0_is_refused(points: list[str], step: str) -> None:
    with pytest.raises(SettingsError, match="is no number above 0"):
        scale_of(points, step, "nearest")
