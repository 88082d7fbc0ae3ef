import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import cohen_kappa_score, confusion_matrix, f1_score, mean_absolute_error, root_mean_squared_error

from interviewer.agreement import metrics
from interviewer.agreement.metrics import Undefined

points = st.floats(0, 100, allow_nan=False).map(lambda value: round(value, 1))
pairs = st.lists(st.tuples(points, points), min_size=1, max_size=60)
steps = st.integers(0, 20).map(lambda n: 5.0 * n)
VARIED = [(0, 10), (20, 0), (20, 35), (55, 60), (90, 60), (100, 95), (35, 20), (5, 5)]


def sides(rows: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([r[0] for r in rows]), np.array([r[1] for r in rows])


@settings(deadline=None)
@given(st.lists(st.tuples(steps, steps), min_size=2, max_size=40))
@example(VARIED)
def test_correlations_are_those_of_scipy(rows):
    marks, scores = sides(rows)
    if len(set(marks)) == 1 or len(set(scores)) == 1:
        return
    assert metrics.pearson(marks, scores) == pytest.approx(stats.pearsonr(marks, scores).statistic, abs=1e-9)
    assert metrics.spearman(marks, scores) == pytest.approx(stats.spearmanr(marks, scores).statistic, abs=1e-9)


@settings(deadline=None)
@given(pairs)
def test_errors_are_those_of_scikit_learn(rows):
    marks, scores = sides(rows)
    assert metrics.rmse(marks, scores) == pytest.approx(root_mean_squared_error(marks, scores))
    assert metrics.mae(marks, scores) == pytest.approx(mean_absolute_error(marks, scores))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=2, max_size=60))
def test_kappa_is_that_of_scikit_learn_on_steps_of_ten(rows):
    left, right = sides(rows)
    if len({*left, *right}) == 1:
        with pytest.raises(Undefined):
            metrics.quadratic_kappa(left * 10.0, right * 10.0)
        return
    wanted = cohen_kappa_score(left.astype(int), right.astype(int), weights="quadratic", labels=range(11))
    assert metrics.quadratic_kappa(left * 10.0, right * 10.0) == pytest.approx(wanted, abs=1e-9)


def test_kappa_rounds_half_a_step_upwards():
    marks = np.array([0.0, 100, 50])
    assert metrics.quadratic_kappa(marks, np.array([4.9, 95.0, 54.9])) == 1.0
    assert metrics.quadratic_kappa(marks, np.array([5.0, 95.0, 54.9])) < 1.0


def test_weighted_rmse_gives_a_rare_mark_the_weight_of_a_frequent_one():
    marks = np.array([95.0] * 9 + [5.0])
    always_high = np.full(10, 95.0)
    # one bin without error, one bin with an error of 90: sqrt((0 + 90 ** 2) / 2)
    assert metrics.weighted_rmse(marks, always_high) == pytest.approx(math.sqrt(90**2 / 2))
    assert metrics.rmse(marks, always_high) == pytest.approx(math.sqrt(90**2 / 10))


def test_weighted_rmse_puts_full_marks_into_the_tenth_bin_and_borders_into_the_upper_one():
    marks = np.array([100.0, 90.0, 30.0])
    scores = np.array([100.0, 80.0, 26.0])
    # bins: {100, 90} and {30}; the first two weigh half each
    assert metrics.weighted_rmse(marks, scores) == pytest.approx(math.sqrt((0 / 2 + 100 / 2 + 16) / 2))


@settings(deadline=None)
@given(pairs)
def test_weighted_rmse_of_marks_of_one_bin_is_the_plain_one(rows):
    marks, scores = sides(rows)
    marks = 40 + marks / 11  # all within 40 to 49.1
    assert metrics.weighted_rmse(marks, scores) == pytest.approx(metrics.rmse(marks, scores))


@settings(deadline=None)
@given(pairs)
def test_every_measure_is_finite_or_says_why_it_is_not(rows):
    marks, scores = sides(rows)
    for measure, _ in metrics.POINT_MEASURES.values():
        try:
            value = measure(marks, scores)
        except Undefined as reason:
            assert str(reason)
        else:
            assert math.isfinite(value)


def test_a_constant_side_is_named():
    varied = np.array([1.0, 2.0, 3.0])
    with pytest.raises(Undefined, match="every mark is 70"):
        metrics.pearson(np.full(3, 70.0), varied)
    with pytest.raises(Undefined, match=r"every score is 12\.5"):
        metrics.spearman(varied, np.full(3, 12.5))
    with pytest.raises(Undefined, match="at least two"):
        metrics.pearson(varied[:1], varied[:1])


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=80))
def test_f1_is_that_of_scikit_learn(rows):
    truth, guess = (np.array(side, dtype=np.int64) for side in zip(*rows, strict=True))
    counts = metrics.confusion(truth, guess, 4)
    assert np.array_equal(counts, confusion_matrix(truth, guess, labels=range(4)))
    assert metrics.macro_f1(counts) == pytest.approx(f1_score(truth, guess, average="macro", zero_division=0))
    for which in {*truth, *guess}:
        wanted = f1_score(truth == which, guess == which)
        assert metrics.f1_of(counts, int(which)) == pytest.approx(wanted)


def test_a_verdict_nobody_gave_has_no_f1():
    counts = metrics.confusion(np.array([0, 1]), np.array([0, 1]), 4)
    with pytest.raises(Undefined):
        metrics.f1_of(counts, 3)


def test_contradicted_points_that_earned_anything_count_as_credited():
    contradicted = np.array([True, True, True, True, False])
    credit = np.array([0.0, 0.5, 1.0, 0.0, 1.0])
    assert metrics.contradicted_credited(contradicted, credit) == 0.5
    with pytest.raises(Undefined):
        metrics.contradicted_credited(np.array([False]), np.array([1.0]))


def test_calibration_error_worked_by_hand():
    said = np.array([0.95, 0.95, 0.95, 0.95, 0.15, 0.15])
    happened = np.array([True, True, True, False, False, False])
    # four in the last tenth: |0.95 - 0.75|; two in the second: |0.15 - 0|
    assert metrics.calibration_error(said, happened) == pytest.approx((4 * 0.2 + 2 * 0.15) / 6)
    assert [one.count for one in metrics.calibration_bins(said, happened)] == [2, 4]


def test_certainty_of_one_falls_into_the_last_tenth():
    (only,) = metrics.calibration_bins(np.array([1.0, 0.99]), np.array([True, True]))
    assert (only.count, only.happened) == (2, 1.0)


def test_risk_grows_when_less_certain_answers_are_kept():
    errors, confidences = np.array([40.0, -2, 4, -30]), np.array([0.4, 0.9, 0.8, 0.4])
    assert metrics.risk_coverage(errors, confidences) == ((0.25, 2.0), (0.5, 3.0), (1.0, 19.0))


@settings(deadline=None)
@given(st.lists(st.tuples(points, st.floats(0, 1)), max_size=200))
def test_the_risk_curve_ends_at_the_error_of_all_answers(rows):
    errors, confidences = sides(rows)
    curve = metrics.risk_coverage(errors, confidences)
    assert len(curve) <= 50
    if rows:
        assert curve[-1] == pytest.approx((1.0, float(np.mean(np.abs(errors)))))
    else:
        assert curve == ()
