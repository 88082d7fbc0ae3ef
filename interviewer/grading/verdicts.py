"""From probabilities to a verdict: three thresholds, fitted once on answers with human labels."""

from __future__ import annotations

import math
from dataclasses import dataclass

from interviewer.grading.grade import VerdictName


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How the verifier's probabilities become verdicts.

    Attributes:
        temperature: Positive; log-probabilities are divided by it (Guo et al. 2017, section 4.2).
        stated_bias: Added to the log-probabilities of covered and contradicted after that: training sees more missing
            points than answers have (vector scaling with one bias, same section).
        covered_at: Probability of covered from which a point is covered.
        partial_at: Probability of covered from which it is partial.
        contradicted_at: Probability of contradicted from which it is contradicted.
        close: A verdict nearer to one of the thresholds than this is a close call.
        mark_base, mark_covered, mark_contradicted, mark_similarity: What a key point earns that was derived from a bare
            reference answer: people mark such answers by how near they come, not point by point. See `expected_mark`.
    """

    temperature: float = 1.0
    stated_bias: float = 0.0
    covered_at: float = 0.6
    partial_at: float = 0.35
    contradicted_at: float = 0.4
    close: float = 0.05
    mark_base: float = 0.0
    mark_covered: float = 1.0
    mark_contradicted: float = 0.0
    mark_similarity: float = 0.0

    def __post_init__(self) -> None:
        if (
            not 0 < self.partial_at <= self.covered_at <= 1
            or not 0 < self.contradicted_at <= 1
            or self.temperature <= 0
        ):
            raise ValueError(f"thresholds out of order: {self}")


def calibrated(row: tuple[float, float, float], at: Calibration) -> tuple[float, float, float]:
    """The probabilities (missing, covered, contradicted), scaled; the default calibration leaves them as they are."""
    biases = (0.0, at.stated_bias, at.stated_bias)
    raised = [max(p, 1e-6) ** (1.0 / at.temperature) * math.exp(b) for p, b in zip(row, biases, strict=True)]
    total = sum(raised)
    return (raised[0] / total, raised[1] / total, raised[2] / total)


def verdict_of(covered: float, contradicted: float, at: Calibration) -> VerdictName:
    """The verdict for two probabilities in [0, 1]; contradicted wins where it is the likelier of two."""
    if contradicted >= at.contradicted_at and contradicted >= covered:
        return "contradicted"
    if covered >= at.covered_at:
        return "covered"
    if covered >= at.partial_at:
        return "partial"
    return "missing"


def expected_mark(covered: float, contradicted: float, similarity: float, at: Calibration) -> float:
    """Credit, 0 to 1, of a derived key point: a line through its probabilities and the cosine of the nearest window."""
    mark = (
        at.mark_base
        + at.mark_covered * covered
        + at.mark_contradicted * contradicted
        + at.mark_similarity * max(0.0, similarity)
    )
    return min(1.0, max(0.0, mark))


def is_close(covered: float, contradicted: float, at: Calibration) -> bool:
    """Whether a change of both probabilities by `at.close` could change the verdict."""
    here = verdict_of(covered, contradicted, at)
    moves = ((at.close, -at.close), (-at.close, at.close), (at.close, 0.0), (-at.close, 0.0))
    return any(verdict_of(covered + up, contradicted + down, at) != here for up, down in moves)
