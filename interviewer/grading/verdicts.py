"""From probabilities to a verdict: three thresholds, fitted once on answers with human labels."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from interviewer.grading.grade import VerdictName
from interviewer.models.protocols import Rows

Row = tuple[float, float, float]  # probabilities of missing, covered, contradicted


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkLine:
    """What a key point earns that was derived from a bare reference answer: see `expected_mark`.

    People mark such answers by how near they come, not point by point.
    """

    base: float = 0.0
    covered: float = 1.0
    contradicted: float = 0.0
    similarity: float = 0.0
    whole: float = 0.0
    against: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How the verifier's probabilities become verdicts.

    Attributes:
        temperature: Positive; log-probabilities are divided by it (Guo et al. 2017, section 4.2).
        stated_bias: Added to the log-probabilities of covered and contradicted after that: training sees more missing
            points than answers have (vector scaling with one bias, same section).
        covered_at: Probability of covered from which a point is covered.
        partial_at: Probability of covered from which it is partial.
        contradicted_at: Probability of contradicted from which it is contradicted …
        contradicted_share: … if that is at least this share of the probability of covered. A wrong statement in the
            words of a right one leaves both likely; of a right one, contradicted is seldom likely at all.
        close: A verdict nearer to one of the thresholds than this is a close call.
        one_point, several_points: What key points earn that were derived from a bare reference answer: of one
            sentence, and of several.
        whole_share: Of the answer as a whole in the probabilities of a key point that is the whole reference, 0 to 1.
    """

    temperature: float = 1.0
    stated_bias: float = 0.0
    covered_at: float = 0.6
    partial_at: float = 0.35
    contradicted_at: float = 0.4
    contradicted_share: float = 1.0
    close: float = 0.05
    one_point: MarkLine = field(default_factory=MarkLine)
    several_points: MarkLine = field(default_factory=MarkLine)
    whole_share: float = 0.5

    def __post_init__(self) -> None:
        if (
            not 0 < self.partial_at <= self.covered_at <= 1
            or not 0 < self.contradicted_at <= 1
            or self.temperature <= 0
            or self.contradicted_share < 0
        ):
            raise ValueError(f"thresholds out of order: {self}")

    def line_for(self, points: int) -> MarkLine:
        """The line for questions with so many derived key points."""
        return self.one_point if points == 1 else self.several_points


def as_row(values: Rows) -> Row:
    """Three probabilities, shape (3,), as numbers."""
    missing, covered, contradicted = (float(one) for one in values)
    return (missing, covered, contradicted)


def calibrated(row: Row, at: Calibration) -> Row:
    """The probabilities (missing, covered, contradicted), scaled; the default calibration leaves them as they are."""
    biases = (0.0, at.stated_bias, at.stated_bias)
    raised = [max(p, 1e-6) ** (1.0 / at.temperature) * math.exp(b) for p, b in zip(row, biases, strict=True)]
    total = sum(raised)
    return (raised[0] / total, raised[1] / total, raised[2] / total)


def verdict_of(covered: float, contradicted: float, at: Calibration) -> VerdictName:
    """The verdict for two probabilities in [0, 1]."""
    if contradicted >= at.contradicted_at and contradicted >= at.contradicted_share * covered:
        return "contradicted"
    if covered >= at.covered_at:
        return "covered"
    if covered >= at.partial_at:
        return "partial"
    return "missing"


def with_whole(row: Row, whole: Row, at: Calibration) -> Row:
    """The calibrated row of a key point that is a whole reference answer, and what the answer as a whole says of it."""
    missing, covered, contradicted = (
        (1 - at.whole_share) * r + at.whole_share * w for r, w in zip(row, whole, strict=True)
    )
    return (missing, covered, contradicted)


def expected_mark(row: Row, similarity: float, whole: Row, line: MarkLine) -> float:
    """Credit, 0 to 1, of a derived key point: a line through what is known of it and of the answer as a whole.

    Args:
        row: The key point's calibrated probabilities.
        similarity: Cosine of its nearest window.
        whole: Probabilities of the answer being beside its reference answer, right, against it.
        line: What each of these is worth.
    """
    mark = line.base + line.covered * row[1] + line.contradicted * row[2]
    mark += line.similarity * max(0.0, similarity) + line.whole * whole[1] + line.against * whole[2]
    return min(1.0, max(0.0, mark))


def is_close(covered: float, contradicted: float, at: Calibration) -> bool:
    """Whether a change of both probabilities by `at.close` could change the verdict."""
    here = verdict_of(covered, contradicted, at)
    moves = ((at.close, -at.close), (-at.close, at.close), (at.close, 0.0), (-at.close, 0.0))
    return any(verdict_of(covered + up, contradicted + down, at) != here for up, down in moves)
