"""Measures of agreement between marks and scores, both in points from 0 to 100: arrays in, one number out.

Every measure either gives a finite number or raises `Undefined` with the reason in a sentence; none gives NaN.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from interviewer.agreement import resampled
from interviewer.agreement.resampled import Bools, Floats, Ints


class Undefined(ValueError):
    """A measure has no value for these numbers; the message says why, as the second half of a sentence."""


def pearson(marks: Floats, scores: Floats) -> float:
    """Pearson's correlation, -1 to 1.

    Raises:
        Undefined: If there are fewer than two pairs, or one side is constant.
    """
    _check_varied(marks, scores)
    return _single(resampled.pearson(marks, scores, _once(marks)), "the marks or scores hardly vary")


def spearman(marks: Floats, scores: Floats) -> float:
    """Spearman's rank correlation, -1 to 1, with mean ranks for ties.

    Raises:
        Undefined: If there are fewer than two pairs, or one side is constant.
    """
    _check_varied(marks, scores)
    return _single(resampled.spearman(marks, scores, _once(marks)), "the marks or scores hardly vary")


def rmse(marks: Floats, scores: Floats) -> float:
    """Root mean squared error in points.

    Raises:
        Undefined: If there is no pair.
    """
    return _single(resampled.rmse(marks, scores, _once(marks)), NO_ANSWER)


def mae(marks: Floats, scores: Floats) -> float:
    """Mean absolute error in points.

    Raises:
        Undefined: If there is no pair.
    """
    return _single(resampled.mae(marks, scores, _once(marks)), NO_ANSWER)


def weighted_rmse(marks: Floats, scores: Floats) -> float:
    """Root mean squared error in points in which every tenth of the mark scale that occurs has the same total weight.

    A grader that gives everybody the most frequent mark gains nothing by it.

    Raises:
        Undefined: If there is no pair.

    Source: Meyer, Breuer, Fürst, "ASAG2024: A Combined Benchmark for Short Answer Grading", 2024, wRMSE.
    """
    return _single(resampled.weighted_rmse(marks, scores, _once(marks)), NO_ANSWER)


def quadratic_kappa(marks: Floats, scores: Floats) -> float:
    """Quadratic weighted kappa, at most 1, of both sides rounded to the steps 0, 10, 20 … 100.

    The same number as scikit-learn's `cohen_kappa_score(weights="quadratic")`, which knows no resamples.

    Raises:
        Undefined: If there is no pair, or both sides have the same single step, so that chance alone agrees perfectly.
    """
    why = "all marks and all scores round to the same ten points" if len(marks) else NO_ANSWER
    return _single(resampled.quadratic_kappa(marks, scores, _once(marks)), why)


def confusion(truth: Ints, guess: Ints, classes: int) -> Ints:
    """Counts, shape (classes, classes): rows the true class, columns the guessed one."""
    return np.bincount(truth * classes + guess, minlength=classes * classes).reshape(classes, classes)


def f1_of(counts: Ints, which: int) -> float:
    """F1 of one class of a confusion matrix, 0 to 1.

    Raises:
        Undefined: If the class occurs on neither side.
    """
    return _single(resampled.f1(counts[None].astype(np.float64))[:, which], NOBODY)


def macro_f1(counts: Ints) -> float:
    """Mean F1 over the classes that occur on either side, 0 to 1.

    Raises:
        Undefined: If the matrix is empty.
    """
    return _single(resampled.macro_f1(counts[None].astype(np.float64)), "there is no label")


def contradicted_credited(contradicted: Bools, credits: Floats) -> float:
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


def calibration_bins(said: Floats, happened: Bools) -> tuple[CalibrationBin, ...]:
    """The non-empty tenths of the probability scale, from low to high."""
    places = resampled.calibration_places(said)
    return tuple(
        CalibrationBin(
            said=float(said[places == one].mean()),
            happened=float(happened[places == one].mean()),
            count=int((places == one).sum()),
        )
        for one in np.unique(places)
    )


def calibration_error(said: Floats, happened: Bools) -> float:
    """Expected calibration error, 0 to 1, over ten bins of equal width.

    Raises:
        Undefined: If there is no probability.

    Source: Guo, Pleiss, Sun, Weinberger, "On Calibration of Modern Neural Networks", 2017, section 2.
    """
    return _single(resampled.calibration_error(said, happened, _once(said)), NO_ANSWER)


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


POINT_MEASURES: dict[str, tuple[Callable[[Floats, Floats], float], Callable[[Floats, Floats, Floats], Floats]]] = {
    "pearson": (pearson, resampled.pearson),
    "spearman": (spearman, resampled.spearman),
    "rmse": (rmse, resampled.rmse),
    "mae": (mae, resampled.mae),
    "quadratic_kappa": (quadratic_kappa, resampled.quadratic_kappa),
    "weighted_rmse": (weighted_rmse, resampled.weighted_rmse),
}
NO_ANSWER = "there is no answer to measure"
NOBODY = "nobody gave this verdict and the grader did not either"


def _once(values: Floats) -> Floats:
    return np.ones((1, len(values)))


def _single(values: Floats, why: str) -> float:
    if not np.isfinite(values[0]):
        raise Undefined(why)
    return float(values[0])


def _check_varied(marks: Floats, scores: Floats) -> None:
    if len(marks) < 2:
        raise Undefined("it takes at least two answers")
    if np.ptp(marks) < 1e-9:
        raise Undefined(f"every mark is {marks[0]:g}")
    if np.ptp(scores) < 1e-9:
        raise Undefined(f"every score is {scores[0]:g}")
