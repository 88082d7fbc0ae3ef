"""The measures of agreement over many resamples at once; `metrics` gives them for one set of answers.

`times` has shape (R, N): how often each of the N rows comes in each of the R resamples. Results have shape (R,), NaN
for a resample in which the measure has no value; `bootstrap` drops these and lets none through.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

KAPPA_STEPS = 11  # 0, 10, 20 … 100 points
WEIGHTED_BINS = 10
CALIBRATION_BINS = 10
SAME = 1e-9  # a variance below this is that of equal values, but for rounding


def share(parts: Floats, wholes: Floats) -> Floats:
    """Parts by wholes; NaN where a whole is 0."""
    return np.divide(parts, wholes, out=np.full(np.shape(parts), np.nan), where=wholes != 0)


def mean(values: Floats, times: Floats) -> Floats:
    """Mean of the values, shape (N,)."""
    return share(times @ values, times.sum(1))


def pearson(left: Floats, right: Floats, times: Floats) -> Floats:
    """Correlation of two sides; each has shape (N,), or (R, N) where it differs by resample."""
    total = times.sum(1)
    left, right = (side - _weighted(side, times, total)[:, None] for side in (left, right))
    both, first, second = ((times * one).sum(1) for one in (left * right, left * left, right * right))
    spread = np.where((first > SAME) & (second > SAME), np.sqrt(first * second), 0.0)
    return np.clip(share(both, spread), -1.0, 1.0)


def spearman(left: Floats, right: Floats, times: Floats) -> Floats:
    """Correlation of the ranks, equal values sharing the mean of theirs."""
    return pearson(_ranks(left, times), _ranks(right, times), times)


def rmse(marks: Floats, scores: Floats, times: Floats) -> Floats:
    """Root mean squared error."""
    return np.sqrt(mean((marks - scores) ** 2, times))


def mae(marks: Floats, scores: Floats, times: Floats) -> Floats:
    """Mean absolute error."""
    return mean(np.abs(marks - scores), times)


def weighted_rmse(marks: Floats, scores: Floats, times: Floats) -> Floats:
    """Root of the mean over the non-empty tenths of the mark scale of their mean squared error."""
    bins = np.minimum((marks * WEIGHTED_BINS / 100.0 + 1e-9).astype(np.int64), WEIGHTED_BINS - 1)
    member = one_hot(bins, WEIGHTED_BINS)
    count = times @ member
    squared = share(times @ (member * ((marks - scores) ** 2)[:, None]), count)
    return np.sqrt(share(np.nansum(squared, axis=1), (count > 0).sum(1)))


def quadratic_kappa(marks: Floats, scores: Floats, times: Floats) -> Floats:
    """Quadratic weighted kappa over steps of ten points; NaN where all marks and scores fall on one step."""
    steps = KAPPA_STEPS - 1
    left, right = (np.floor(np.clip(side, 0, 100) * steps / 100.0 + 0.5).astype(np.int64) for side in (marks, scores))
    penalty = ((np.arange(KAPPA_STEPS)[:, None] - np.arange(KAPPA_STEPS)[None, :]) ** 2).astype(np.float64)
    rows, columns = times @ one_hot(left, KAPPA_STEPS), times @ one_hot(right, KAPPA_STEPS)
    expected = share(((rows @ penalty) * columns).sum(1), times.sum(1))
    return 1.0 - share(times @ penalty[left, right], expected)


def confusions(truth: Ints, guess: Ints, classes: int, times: Floats) -> Floats:
    """Counts, shape (R, classes, classes): rows the true class, columns the guessed one."""
    return (times @ one_hot(truth * classes + guess, classes * classes)).reshape(-1, classes, classes)


def f1(counts: Floats) -> Floats:
    """F1 of each class, shape (R, classes), from counts of shape (R, classes, classes)."""
    occurring = counts.sum(1) + counts.sum(2)
    return share(2 * np.diagonal(counts, axis1=1, axis2=2), occurring)


def macro_f1(counts: Floats) -> Floats:
    """Mean F1 over the classes that occur on either side."""
    each = f1(counts)
    return share(np.nansum(each, axis=1), (~np.isnan(each)).sum(1))


def calibration_error(said: Floats, happened: Bools, times: Floats) -> Floats:
    """Expected calibration error over ten bins of equal width."""
    member = one_hot(calibration_places(said), CALIBRATION_BINS)
    gaps = np.abs(times @ (member * (said - happened)[:, None])).sum(1)
    return share(gaps, times.sum(1))


def calibration_places(said: Floats) -> Ints:
    """Which tenth each probability falls into, 0 to 9."""
    return np.minimum((said * CALIBRATION_BINS).astype(np.int64), CALIBRATION_BINS - 1)


def one_hot(places: Ints, size: int) -> Floats:
    """Shape (N, size): 1 at each row's place, 0 elsewhere."""
    return (places[:, None] == np.arange(size)[None, :]).astype(np.float64)


def _weighted(side: Floats, times: Floats, total: Floats) -> Floats:
    return share((times * side).sum(1), total)


def _ranks(side: Floats, times: Floats) -> Floats:
    """Rank of each row within each resample, shape (R, N)."""
    values, places = np.unique(side, return_inverse=True)
    if not len(values):
        return np.zeros(times.shape)
    order = np.argsort(places, kind="stable")
    starts = np.searchsorted(places[order], np.arange(len(values)))
    counts = np.add.reduceat(times[:, order], starts, axis=1)
    return (np.cumsum(counts, axis=1) - (counts - 1) / 2)[:, places]
