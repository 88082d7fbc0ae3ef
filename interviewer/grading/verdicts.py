"""From probabilities to a verdict: three thresholds, fitted once on answers with human labels."""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.grading.grade import VerdictName


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How the verifier's probabilities become verdicts.

    Attributes:
        temperature: Positive; logits are divided by it (Guo et al. 2017, section 4.2).
        covered_at: Probability of covered from which a point is covered.
        partial_at: Probability of covered from which it is partial.
        contradicted_at: Probability of contradicted from which it is contradicted.
        close: A verdict nearer to one of the thresholds than this is a close call.
    """

    temperature: float = 1.0
    covered_at: float = 0.6
    partial_at: float = 0.35
    contradicted_at: float = 0.4
    close: float = 0.05

    def __post_init__(self) -> None:
        if (
            not 0 < self.partial_at <= self.covered_at <= 1
            or not 0 < self.contradicted_at <= 1
            or self.temperature <= 0
        ):
            raise ValueError(f"thresholds out of order: {self}")


def tempered(row: tuple[float, float, float], temperature: float) -> tuple[float, float, float]:
    """The row of probabilities at another temperature; 1 leaves it as it is."""
    powered = [max(value, 1e-6) ** (1.0 / temperature) for value in row]
    total = sum(powered)
    return (powered[0] / total, powered[1] / total, powered[2] / total)


def verdict_of(covered: float, contradicted: float, at: Calibration) -> VerdictName:
    """The verdict for two probabilities in [0, 1]; contradicted wins where it is the likelier of two."""
    if contradicted >= at.contradicted_at and contradicted >= covered:
        return "contradicted"
    if covered >= at.covered_at:
        return "covered"
    if covered >= at.partial_at:
        return "partial"
    return "missing"


def is_close(covered: float, contradicted: float, at: Calibration) -> bool:
    """Whether a change of both probabilities by `at.close` could change the verdict."""
    here = verdict_of(covered, contradicted, at)
    moves = ((at.close, -at.close), (-at.close, at.close), (at.close, 0.0), (-at.close, 0.0))
    return any(verdict_of(covered + up, contradicted + down, at) != here for up, down in moves)
