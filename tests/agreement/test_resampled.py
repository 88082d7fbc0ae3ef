import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.agreement import metrics, resampled
from interviewer.agreement.metrics import POINT_MEASURES, Undefined

steps = st.integers(0, 20).map(lambda n: 5.0 * n)
weighed = st.lists(st.tuples(steps, steps, st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30)


@settings(deadline=None)
@given(weighed)
@pytest.mark.parametrize("name", POINT_MEASURES)
def test_a_row_that_comes_three_times_counts_as_three_rows(name, rows):
    once, many = POINT_MEASURES[name]
    marks, scores, first, second = (np.array(column) for column in zip(*rows, strict=True))
    for times, value in zip((first, second), many(marks, scores, np.stack([first, second]) * 1.0), strict=True):
        try:
            wanted = once(np.repeat(marks, times), np.repeat(scores, times))
        except Undefined:
            assert np.isnan(value)
        else:
            assert value == pytest.approx(wanted, abs=1e-9)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40))
def test_resampled_f1_is_that_of_the_repeated_rows(rows):
    truth, guess, times = (np.array(column) for column in zip(*rows, strict=True))
    counts = resampled.confusions(truth, guess, 4, times[None] * 1.0)
    wanted = metrics.confusion(np.repeat(truth, times), np.repeat(guess, times), 4)
    assert np.array_equal(counts[0], wanted)
    if wanted.any():
        assert resampled.macro_f1(counts)[0] == pytest.approx(metrics.macro_f1(wanted))
    else:
        assert np.isnan(resampled.macro_f1(counts)[0])


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans(), st.integers(1, 3)), min_size=1, max_size=40))
def test_resampled_calibration_error_is_that_of_the_repeated_rows(rows):
    said, happened, times = (np.array(column) for column in zip(*rows, strict=True))
    found = resampled.calibration_error(said, happened, times[None] * 1.0)[0]
    assert found == pytest.approx(metrics.calibration_error(np.repeat(said, times), np.repeat(happened, times)))
