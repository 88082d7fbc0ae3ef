"""What the feedback will say, decided from the verdicts alone: which points, in which order, in how many sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from interviewer.feedback.quotes import find_quote
from interviewer.grading.grade import Grade, Verdict
from rubrics.model import KeyPoint, Question

Kind = Literal["opening", "praise", "correction", "partial", "addition", "next_step"]
Situation = Literal[
    "ungraded",
    "blank",
    "gibberish",
    "question_echo",
    "keyword_stuffing",
    "padding",
    "off_topic",
    "instruction_injection",
    "nothing",
    "nothing_right",
    "begun",
    "complete",
]
Before = Literal["correction", "gap", "praise"]
# Gates that explain an answer of which nothing counted, the most telling first; each is a situation of its own.
TELLING_FLAGS: tuple[Situation, ...] = (
    "blank",
    "gibberish",
    "question_echo",
    "keyword_stuffing",
    "padding",
    "off_topic",
    "instruction_injection",
)
BESIDE_A_CLAIM: tuple[Situation, ...] = ("padding", "instruction_injection")  # worth saying even if a point was made
MOST_SENTENCES = 6
FEWEST_SENTENCES = 3
MOST_PRAISES = 2
MOST_GAPS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSentence:
    """One sentence to come: its kind and what it speaks of.

    Attributes:
        kind: What the sentence does.
        points: The key points it speaks of, one or more; empty for an opening.
        quote: A piece of the answer to be quoted, verbatim; None where nothing fits.
        situation: What an opening states of the answer as a whole; None for other kinds.
        after: For a next step, what it follows on: a correction, a gap, or nothing but praise.
    """

    kind: Kind
    points: tuple[KeyPoint, ...] = ()
    quote: str | None = None
    situation: Situation | None = None
    after: Before | None = None

    def __post_init__(self) -> None:
        if (self.kind == "opening") != (self.situation is not None):
            raise ValueError(f"a planned {self.kind} has the situation {self.situation!r}: only an opening has one")
        if (self.kind == "next_step") != (self.after is not None):
            raise ValueError(f"a planned {self.kind} follows on {self.after!r}: only next steps do")
        if (self.kind == "opening") == bool(self.points):
            raise ValueError(f"a planned {self.kind} has {len(self.points)} key points: all but openings need one")


@dataclass(frozen=True, slots=True)
class _Judged:
    """A key point with its verdict."""

    point: KeyPoint
    verdict: Verdict

    @property
    def quote(self) -> str | None:
        evidence = self.verdict.evidence
        return (
            None
            if evidence is None
            else find_quote(evidence.quote, self.point, contradicts=self.verdict.verdict == "contradicted")
        )


def plan_feedback(question: Question, grade: Grade) -> tuple[PlannedSentence, ...]:
    """The sentences to write: opening or praise, corrections, gaps, next step.

    Every contradicted point is spoken of (several in one sentence where there are many), and the heaviest missing one.
    Three to six sentences; a single one where the answer could not be graded.

    Raises:
        ValueError: If the grade speaks of a key point that the question does not have.
    """
    if grade.score is None or not grade.verdicts:
        return (PlannedSentence(kind="opening", situation="ungraded"),)
    judged = _by_weight(question, grade)
    covered = [one for one in judged if one.verdict.verdict == "covered"]
    wrong = [one for one in judged if one.verdict.verdict == "contradicted"]
    gaps = _gaps(judged)
    gap_count = min(len(gaps), MOST_GAPS if len(wrong) <= 2 else 1)
    praise_count = min(len(covered), 1 if wrong or gap_count == MOST_GAPS else MOST_PRAISES)
    opening = _opening(grade, covered, wrong, gaps)
    if opening is None and praise_count + len(wrong) + gap_count + 1 < FEWEST_SENTENCES:
        opening = "begun" if gaps else "nothing_right"
    body = [PlannedSentence(kind="praise", points=(one.point,), quote=one.quote) for one in covered[:praise_count]]
    if opening is not None:
        body.insert(praise_count if opening == "complete" else 0, PlannedSentence(kind="opening", situation=opening))
    room = MOST_SENTENCES - 1 - gap_count - len(body)
    body += _corrections(wrong, room)
    body += [_gap(one) for one in gaps[:gap_count]]
    return (*_without_repeated_quotes(body), _next_step(wrong, gaps, covered))


def _without_repeated_quotes(body: Sequence[PlannedSentence]) -> list[PlannedSentence]:
    earlier: set[str | None] = set()
    unique: list[PlannedSentence] = []
    for planned in body:
        unique.append(replace(planned, quote=None) if planned.quote in earlier else planned)
        earlier.add(planned.quote)
    return unique


def _by_weight(question: Question, grade: Grade) -> list[_Judged]:
    points = {point.id: point for point in question.key_points}
    strange = [verdict.key_point for verdict in grade.verdicts if verdict.key_point not in points]
    if strange:
        raise ValueError(f"the grade names the key point {strange[0]!r}, which question {question.id!r} lacks")
    judged = [_Judged(points[verdict.key_point], verdict) for verdict in grade.verdicts]
    return sorted(judged, key=lambda one: -one.point.weight)


def _gaps(judged: Sequence[_Judged]) -> list[_Judged]:
    """Missing and partial points: the heaviest missing one, so that it is always spoken of, then the rest by weight."""
    missing = [one for one in judged if one.verdict.verdict == "missing"]
    partial = [one for one in judged if one.verdict.verdict == "partial"]
    if not missing:
        return partial
    rest = sorted([*missing[1:], *partial], key=lambda one: -one.point.weight)
    return [missing[0], *rest]


def _opening(
    grade: Grade, covered: Sequence[_Judged], wrong: Sequence[_Judged], gaps: Sequence[_Judged]
) -> Situation | None:
    """What is said of the answer as a whole, where the points alone would not explain it."""
    says_something = bool(covered or wrong) or any(one.verdict.verdict == "partial" for one in gaps)
    flags = BESIDE_A_CLAIM if says_something else TELLING_FLAGS
    telling = next((flag for flag in flags if flag in grade.flags), None)
    if telling is not None:
        return telling
    if covered and not wrong and not gaps:
        return "complete"
    return None if says_something else "nothing"


def _corrections(wrong: Sequence[_Judged], room: int) -> list[PlannedSentence]:
    """One sentence a contradicted point; the lighter ones share sentences where there are more points than room."""
    alone = len(wrong) if len(wrong) <= room else max(0, 2 * room - len(wrong))
    planned = [PlannedSentence(kind="correction", points=(one.point,), quote=one.quote) for one in wrong[:alone]]
    shared, sentences_left = wrong[alone:], room - alone
    for number in range(sentences_left if shared else 0):
        first, end = (len(shared) * place // sentences_left for place in (number, number + 1))
        planned.append(PlannedSentence(kind="correction", points=tuple(one.point for one in shared[first:end])))
    return planned


def _gap(one: _Judged) -> PlannedSentence:
    kind: Kind = "addition" if one.verdict.verdict == "missing" else "partial"
    return PlannedSentence(kind=kind, points=(one.point,), quote=one.quote)


def _next_step(wrong: Sequence[_Judged], gaps: Sequence[_Judged], covered: Sequence[_Judged]) -> PlannedSentence:
    """Aimed at the heaviest wrong point, else the heaviest gap, else a point that was made, to go deeper."""
    if wrong:
        return PlannedSentence(kind="next_step", points=(wrong[0].point,), after="correction")
    if gaps:
        return PlannedSentence(kind="next_step", points=(gaps[0].point,), after="gap")
    return PlannedSentence(kind="next_step", points=(covered[0].point,), after="praise")
