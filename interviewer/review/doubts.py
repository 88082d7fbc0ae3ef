"""What to look at first: the answers in doubt, by how far a look could move their score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.grading.grade import Verdict
from interviewer.grading.scoring import Scheme
from interviewer.review.graded_answer import GradedAnswer

SURE_FROM = 0.75  # a verdict less likely than this is in doubt
GATE_FLAGS = frozenset(
    {"gibberish", "off_topic", "question_echo", "keyword_stuffing", "padding", "instruction_injection"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Why an answer should be looked at.

    Attributes:
        place: Of the answer in the results.
        could_change: By how many points of 100 its score could change at most.
        reasons: In words, the weightiest first.
        key_points: Those whose verdicts are in doubt.
    """

    place: int
    could_change: float
    reasons: tuple[str, ...]
    key_points: tuple[str, ...]


def find_doubt(graded: GradedAnswer, scheme: Scheme) -> Doubt | None:
    """What is doubtful about a grade, or None."""
    if graded.score is None:
        return Doubt(place=graded.place, could_change=100.0, reasons=(f"not graded: {graded.reason}",), key_points=())
    flags = [flag for flag in graded.flags if flag in GATE_FLAGS]
    points = _points_in_doubt(graded)
    if not flags and not points:
        return None
    weight = {point.id: point.weight for point in graded.question.key_points}
    total = sum(weight.values())
    moves = {v.key_point: 100.0 * weight.get(v.key_point, 0.0) / total * _reach(v, scheme) for v in points}
    contradicted = [v.key_point for v in points if v.verdict == "contradicted"]
    close = [v.key_point for v in points if v.verdict != "contradicted"]
    reasons = [flag.replace("_", " ") for flag in flags]
    reasons += [f"contradicts {', '.join(contradicted)}"] if contradicted else []
    reasons += [f"close call on {', '.join(close)}"] if close else []
    reach = max(graded.score, 100.0 - graded.score)
    return Doubt(
        place=graded.place,
        could_change=round(reach if flags else min(reach, sum(moves.values())), 1),
        reasons=tuple(reasons),
        key_points=tuple(sorted(moves, key=lambda name: -moves[name])),
    )


def queue(answers: Sequence[GradedAnswer], scheme: Scheme) -> tuple[Doubt, ...]:
    """All answers in doubt, those first whose score could change most; of equals the less confident first."""
    found = [doubt for doubt in (find_doubt(one, scheme) for one in answers) if doubt is not None]
    return tuple(sorted(found, key=lambda doubt: (-doubt.could_change, answers[doubt.place].confidence, doubt.place)))


def _points_in_doubt(graded: GradedAnswer) -> list[Verdict]:
    doubtful = [v for v in graded.verdicts if v.verdict == "contradicted" or _sureness(v) < SURE_FROM]
    if not doubtful and "close_call" in graded.flags:
        return [min(graded.verdicts, key=_sureness)]
    return doubtful


def _sureness(verdict: Verdict) -> float:
    return max(verdict.covered, verdict.contradicted, 1.0 - verdict.covered - verdict.contradicted)


def _reach(verdict: Verdict, scheme: Scheme) -> float:
    """The most that another verdict would change, as a share of the point's weight."""
    now = -scheme.contradiction_cost if verdict.verdict == "contradicted" else verdict.credit
    return max(1.0 - now, now + scheme.contradiction_cost)
