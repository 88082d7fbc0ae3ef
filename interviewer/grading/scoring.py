"""From verdicts to a score: arithmetic and nothing else. No text comes in here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.grading.grade import VerdictName


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """What a verdict is worth.

    Attributes:
        partial: Credit of a partly stated point, 0 to 1.
        contradiction_cost: Share of its weight that a contradicted point costs, 0 to 1.
    """

    partial: float = 0.5
    contradiction_cost: float = 0.1


def credit_of(verdict: VerdictName, scheme: Scheme) -> float:
    """Credit for a verdict, 0 to 1."""
    return {"covered": 1.0, "partial": scheme.partial, "missing": 0.0, "contradicted": 0.0}[verdict]


def score(weights: Sequence[float], verdicts: Sequence[VerdictName], scheme: Scheme) -> float:
    """Score, 0 to 100, rounded to one decimal.

    The earned weight, less the cost of contradictions, as a share of all weight; never below 0.

    Args:
        weights: Positive, one a key point, at least one.
        verdicts: In the same order.
        scheme: What a verdict is worth.

    Raises:
        ValueError: If the two differ in length or there is no key point.
    """
    if not weights:
        raise ValueError("a score needs at least one key point")
    earned = sum(w * credit_of(v, scheme) for w, v in zip(weights, verdicts, strict=True))
    cost = scheme.contradiction_cost * sum(w for w, v in zip(weights, verdicts, strict=True) if v == "contradicted")
    return round(100.0 * max(0.0, earned - cost) / sum(weights), 1)


def marked_score(weights: Sequence[float], credits: Sequence[float]) -> float:
    """Score, 0 to 100, rounded to one decimal, of key points whose credits are marks already: their weighted mean.

    Raises:
        ValueError: If the two differ in length or there is no key point.
    """
    if not weights:
        raise ValueError("a score needs at least one key point")
    return round(100.0 * sum(w * c for w, c in zip(weights, credits, strict=True)) / sum(weights), 1)
