"""A grade: the verdict on every key point, the evidence for it, and the score that follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

VerdictName = Literal["covered", "partial", "missing", "contradicted"]
VERDICTS: tuple[VerdictName, ...] = ("covered", "partial", "missing", "contradicted")

Flag = Literal[
    "blank",
    "gibberish",
    "off_topic",
    "question_echo",
    "keyword_stuffing",
    "padding",
    "instruction_injection",
    "close_call",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A span of the answer: `quote == answer[start:end]`."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the answer says of one key point.

    Attributes:
        key_point: Its id.
        verdict: One of VERDICTS.
        credit: 0 to 1, the share of the point's weight that is earned.
        covered: Probability, 0 to 1, that the answer states the point.
        contradicted: Probability, 0 to 1, that it states something incompatible.
        evidence: The span that carries the decision; None when the verdict is missing.
    """

    key_point: str
    verdict: VerdictName
    credit: float
    covered: float
    contradicted: float
    evidence: Evidence | None

    def as_json(self) -> dict[str, object]:
        """The verdict as in the output format."""
        span = self.evidence
        return {
            "key_point": self.key_point,
            "verdict": self.verdict,
            "credit": self.credit,
            "probability": {"covered": self.covered, "contradicted": self.contradicted},
            "evidence": None if span is None else {"start": span.start, "end": span.end, "quote": span.quote},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedWith:
    """What a grade was made with, so that it can be made again."""

    version: str
    rubric: str
    embedder: str
    verifier: str
    generator: str | None
    settings: str

    def as_json(self) -> dict[str, object]:
        """The `graded_with` object of the output format."""
        models = {"embedder": self.embedder, "verifier": self.verifier, "generator": self.generator}
        return {"version": self.version, "rubric": self.rubric, "models": models, "settings": self.settings}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """The result for one answer.

    Attributes:
        question_id: Which question was answered.
        score: 0 to 100, or None when the answer could not be graded; then `reason` says why, in a word.
        verdicts: One a key point, in the rubric's order; empty when not gradable.
        flags: What the gates found, in alphabetical order.
        confidence: 0 to 1, how sure the verdicts are, weighted as in the score.
        graded_with: Rubric, models and settings, by hash.
    """

    question_id: str
    score: float | None
    reason: str | None
    verdicts: tuple[Verdict, ...]
    flags: tuple[Flag, ...]
    confidence: float
    graded_with: GradedWith

    def as_json(self) -> dict[str, object]:
        """The grade as in the output format, less `answer_id`, `feedback` and `extra`."""
        return {
            "question_id": self.question_id,
            "score": self.score,
            "reason": self.reason,
            "verdicts": [verdict.as_json() for verdict in self.verdicts],
            "flags": list(self.flags),
            "confidence": self.confidence,
            "graded_with": self.graded_with.as_json(),
        }
