"""Verdicts to a score, probabilities to verdicts: pure arithmetic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.grading.grade import VERDICTS
from interviewer.grading.scoring import Scheme, credit_of, score
from interviewer.grading.verdicts import Calibration, calibrated, is_close, verdict_of

SCHEME = Scheme()
points = st.lists(st.tuples(st.floats(0.1, 5), st.sampled_from(VERDICTS)), min_size=1, max_size=12)


@given(points)
def test_a_score_lies_between_0_and_100(rows: list) -> None:
    assert 0.0 <= score([w for w, _ in rows], [v for _, v in rows], SCHEME) <= 100.0


@given(points, st.data())
def test_turning_a_missing_point_into_a_contradicted_one_never_raises_the_score(
    rows: list, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    weights, verdicts = [w for w, _ in rows], [v for _, v in rows]
    silent = [*verdicts[:place], "missing", *verdicts[place + 1 :]]
    wrong = [*verdicts[:place], "contradicted", *verdicts[place + 1 :]]
    assert score(weights, wrong, SCHEME) <= score(weights, silent, SCHEME)


def test_the_score_is_the_earned_share_of_the_weight() -> None:
    assert score([2, 1, 1], ["covered", "partial", "missing"], SCHEME) == 62.5
    assert score([2, 1, 1], ["covered", "partial", "contradicted"], Scheme(contradiction_cost=0.5)) == 50.0


def test_contradictions_alone_score_zero_and_not_less() -> None:
    assert score([3, 2], ["contradicted", "contradicted"], SCHEME) == 0.0


def test_a_score_without_key_points_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one key point"):
        score([], [], SCHEME)


def test_credit_follows_the_verdict() -> None:
    assert [credit_of(v, Scheme(partial=0.4)) for v in VERDICTS] == [1.0, 0.4, 0.0, 0.0]


AT = Calibration(covered_at=0.6, partial_at=0.35, contradicted_at=0.4, close=0.05)


@pytest.mark.parametrize(
    ("covered", "contradicted", "verdict"),
    [
        (0.9, 0.0, "covered"),
        (0.5, 0.1, "partial"),
        (0.1, 0.1, "missing"),
        (0.1, 0.8, "contradicted"),
        (0.55, 0.45, "partial"),
    ],
)
def test_probabilities_become_the_verdict_they_speak_for(covered: float, contradicted: float, verdict: str) -> None:
    assert verdict_of(covered, contradicted, AT) == verdict


def test_a_likely_point_with_a_share_of_contradiction_is_contradicted_where_calibration_says_so() -> None:
    wary = Calibration(covered_at=0.6, contradicted_at=0.2, contradicted_share=0.4)
    assert verdict_of(0.65, 0.3, wary) == "contradicted"
    assert verdict_of(0.65, 0.19, wary) == "covered"
    assert verdict_of(0.79, 0.21, wary) == "covered"
    assert verdict_of(0.65, 0.3, Calibration(covered_at=0.6, contradicted_at=0.2)) == "covered"


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_contradiction_never_turns_a_verdict_into_covered(covered: float, contradicted: float) -> None:
    if verdict_of(covered, contradicted, AT) != "covered":
        assert verdict_of(covered, min(1.0, contradicted + 0.2), AT) != "covered"


def test_a_verdict_beside_a_threshold_is_close_and_one_far_from_all_is_not() -> None:
    assert is_close(0.62, 0.0, AT)
    assert is_close(0.1, 0.42, AT)
    assert not is_close(0.95, 0.01, AT)


@given(st.floats(0.01, 0.98), st.floats(0.2, 5))
def test_a_temperature_keeps_the_order_and_the_sum(covered: float, temperature: float) -> None:
    row = calibrated((1 - covered - 0.005, covered, 0.005), Calibration(temperature=temperature))
    assert sum(row) == pytest.approx(1.0)
    assert (row[1] >= row[0]) == (covered >= 1 - covered - 0.005)


def test_thresholds_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="out of order"):
        Calibration(covered_at=0.3, partial_at=0.5)


def test_a_bias_moves_probability_from_missing_to_both_others() -> None:
    row = calibrated((0.6, 0.3, 0.1), Calibration(stated_bias=1.0))
    assert sum(row) == pytest.approx(1.0)
    assert row[1] > 0.3 and row[0] < 0.6 and row[2] > 0.1
    assert row[1] / row[2] == pytest.approx(3.0)
