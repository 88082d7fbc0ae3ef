"""Measures of agreement between marks and scores, both in points from 0 to 100: arrays in, one number out.

Every measure either gives a finite number or raises `Undefined` with the reason in a sentence; none gives NaN.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

KAPPA_STEPS = 11  # 0, 10, 20 … 100 points
WEIGHTED_BINS = 10
CALIBRATION_BINS = 10


class Undefined(ValueError):
    """A measure has no value for these numbers; the message says why, as the second half of a sentence."""


def pearson(marks: Floats, scores: Floats) -> float:
    """Pearson's correlation, -1 to 1.

    Raises:
        Undefined: If there are fewer than two pairs, or one side is constant.
    """
    _check_varied(marks, scores)
    left, right = marks - marks.mean(), scores - scores.mean()
    return float(np.clip((left @ right) / np.sqrt((left @ left) * (right @ right)), -1.0, 1.0))


def spearman(marks: Floats, scores: Floats) -> float:
    """Spearman's rank correlation, -1 to 1, with mean ranks for ties.

    Raises:
        Undefined: If there are fewer than two pairs, or one side is constant.
    """
    _check_varied(marks, scores)
    return pearson(ranks(marks), ranks(scores))


def ranks(values: Floats) -> Floats:
    """Rank of each value, from 1; equal values share the mean of their ranks."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray(np.cumsum(counts) - (counts - 1) / 2, dtype=np.float64)[places]


def rmse(marks: Floats, scores: Floats) -> float:
    """Root mean squared error in points.

    Raises:
        Undefined: If there is no pair.
    """
    _check_some(marks)
    return float(np.sqrt(np.mean((marks - scores) ** 2)))


def mae(marks: Floats, scores: Floats) -> float:
    """Mean absolute error in points.

    Raises:
        Undefined: If there is no pair.
    """
    _check_some(marks)
    return float(np.mean(np.abs(marks - scores)))


def weighted_rmse(marks: Floats, scores: Floats) -> float:
    """Root mean squared error in points in which every tenth of the mark scale that occurs has the same total weight.

    A grader that gives everybody the most frequent mark gains nothing by it.

    Raises:
        Undefined: If there is no pair.

    Source: Meyer, Breuer, Fürst, "ASAG2024: A Combined Benchmark for Short Answer Grading", 2024, wRMSE.
    """
    _check_some(marks)
    bins = np.minimum((marks * WEIGHTED_BINS / 100.0 + 1e-9).astype(np.int64), WEIGHTED_BINS - 1)
    weights = 1.0 / np.bincount(bins, minlength=WEIGHTED_BINS)[bins]
    return float(np.sqrt(np.sum(weights * (marks - scores) ** 2) / np.sum(weights)))


def quadratic_kappa(marks: Floats, scores: Floats) -> float:
    """Quadratic weighted kappa, at most 1, of both sides rounded to the steps 0, 10, 20 … 100.

    The same number as scikit-learn's `cohen_kappa_score(weights="quadratic")`; written out because a bootstrap calls
    it thousands of times.

    Raises:
        Undefined: If both sides have the same single step, so that chance alone agrees perfectly.
    """
    _check_some(marks)
    steps = KAPPA_STEPS - 1
    left, right = (np.floor(np.clip(side, 0, 100) * steps / 100.0 + 0.5).astype(np.int64) for side in (marks, scores))
    seen = confusion(left, right, KAPPA_STEPS)
    penalty = (np.arange(KAPPA_STEPS)[:, None] - np.arange(KAPPA_STEPS)[None, :]) ** 2
    by_chance = np.outer(seen.sum(1), seen.sum(0)) / len(left)
    expected = float((penalty * by_chance).sum())
    if expected == 0:
        raise Undefined("all marks and all scores round to the same ten points")
    return 1.0 - float((penalty * seen).sum()) / expected


def confusion(truth: Ints, guess: Ints, classes: int) -> Ints:
    """Counts, shape (classes, classes): rows the true class, columns the guessed one."""
    return np.bincount(truth * classes + guess, minlength=classes * classes).reshape(classes, classes)


def f1_of(counts: Ints, which: int) -> float:
    """F1 of one class of a confusion matrix, 0 to 1.

    Raises:
        Undefined: If the class occurs on neither side.
    """
    occurring = int(counts[which, :].sum() + counts[:, which].sum())
    if occurring == 0:
        raise Undefined("nobody gave this verdict and the grader did not either")
    return float(2 * counts[which, which] / occurring)


def macro_f1(counts: Ints) -> float:
    """Mean F1 over the classes that occur on either side, 0 to 1.

    Raises:
        Undefined: If the matrix is empty.
    """
    occurring = np.flatnonzero(counts.sum(0) + counts.sum(1))
    if not occurring.size:
        raise Undefined("there is no label")
    return float(np.mean([f1_of(counts, int(which)) for which in occurring]))


def contradicted_credited(contradicted: npt.NDArray[np.bool_], credits: Floats) -> float:
    """Share, 0 to 1, of the points a person called contradicted that earned any credit.

    Raises:
        Undefined: If no point was called contradicted.
    """
    if not contradicted.any():
        raise Undefined("no key point is labelled contradicted")
    return float((credits[contradicted] > 0).mean())


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationBin:
    """The probabilities in one tenth: their mean, and how often they came true; both 0 to 1."""

    said: float
    happened: float
    count: int


def calibration_bins(probabilities: Floats, outcomes: npt.NDArray[np.bool_]) -> tuple[CalibrationBin, ...]:
    """The non-empty tenths of the probability scale, from low to high."""
    place = np.minimum((probabilities * CALIBRATION_BINS).astype(np.int64), CALIBRATION_BINS - 1)
    return tuple(
        CalibrationBin(
            said=float(probabilities[place == one].mean()),
            happened=float(outcomes[place == one].mean()),
            count=int((place == one).sum()),
        )
        for one in range(CALIBRATION_BINS)
        if (place == one).any()
    )


def calibration_error(probabilities: Floats, outcomes: npt.NDArray[np.bool_]) -> float:
    """Expected calibration error, 0 to 1, over ten bins of equal width.

    Raises:
        Undefined: If there is no probability.

    Source: Guo, Pleiss, Sun, Weinberger, "On Calibration of Modern Neural Networks", 2017, section 2.
    """
    _check_some(probabilities)
    bins = calibration_bins(probabilities, outcomes)
    return float(sum(one.count * abs(one.said - one.happened) for one in bins) / len(probabilities))


def risk_coverage(errors: Floats, confidences: Floats) -> tuple[tuple[float, float], ...]:
    """Share of answers kept and their mean absolute error in points, taking the most confident answers first.

    At most 50 steps; answers of equal confidence are kept or left together; empty for no answers.
    """
    if not len(errors):
        return ()
    order = np.argsort(-confidences, kind="stable")
    sums = np.cumsum(np.abs(errors[order]))
    ends = np.flatnonzero(np.diff(confidences[order], append=-np.inf) != 0)
    if len(ends) > 50:
        ends = ends[np.unique(np.linspace(0, len(ends) - 1, 50).astype(np.int64))]
    return tuple((float((end + 1) / len(errors)), float(sums[end] / (end + 1))) for end in ends)


POINT_MEASURES: dict[str, Callable[[Floats, Floats], float]] = {
    "pearson": pearson,
    "spearman": spearman,
    "rmse": rmse,
    "mae": mae,
    "quadratic_kappa": quadratic_kappa,
    "weighted_rmse": weighted_rmse,
}


def _check_some(values: Sequence[float] | Floats) -> None:
    if not len(values):
        raise Undefined("there is no answer to measure")


def _check_varied(marks: Floats, scores: Floats) -> None:
    if len(marks) < 2:
        raise Undefined("it takes at least two answers")
    if np.ptp(marks) < 1e-9:
        raise Undefined(f"every mark is {marks[0]:g}")
    if np.ptp(scores) < 1e-9:
        raise Undefined(f"every score is {scores[0]:g}")
