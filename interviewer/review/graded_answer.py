"""A graded answer as the review room sees it: the text, the grade on it, and what people have decided since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from interviewer.errors import InputError
from interviewer.grading.grade import Evidence, Verdict, VerdictName
from interviewer.grading.scoring import Scheme, credit_of, marked_score, score
from interviewer.review.decisions import Decision
from rubrics.derive import is_derived
from rubrics.model import Question

ROUNDING = 0.051  # scores are rounded to one decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedAnswer:
    """One row of the results with its answer.

    Attributes:
        place: Its place in the results, from 0.
        answer_id: As graded.
        question: With its rubric.
        student: Empty where the results do not say.
        answer: The text.
        score: The grader's, 0 to 100, or None where it could not be graded.
        reason: Then, why; else empty.
        verdicts: The grader's, one a key point.
        flags: The grader's.
        confidence: 0 to 1.
    """

    place: int
    answer_id: str
    question: Question
    student: str
    answer: str
    score: float | None
    reason: str
    verdicts: tuple[Verdict, ...]
    flags: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What holds for an answer after all decisions.

    Attributes:
        score: 0 to 100, or None where neither the grader nor a person gave one.
        by_grader: The grader's score.
        verdicts: By key point, those that stand.
        turned: Key points whose verdict a person changed.
        mark: Whether a person gave the score itself.
        comments: Of the decisions, in their order, without empty ones.
        is_reviewed: Whether any decision stands.
    """

    score: float | None
    by_grader: float | None
    verdicts: Mapping[str, VerdictName]
    turned: tuple[str, ...]
    mark: bool
    comments: tuple[str, ...]
    is_reviewed: bool

    @property
    def is_changed(self) -> bool:
        """Whether the score is no longer the grader's."""
        return self.score != self.by_grader


def verdicts_of(row: Mapping[str, Any]) -> tuple[Verdict, ...]:
    """The verdicts of a row of a grades file.

    Raises:
        InputError: If one of them is not as the grader writes it.
    """
    try:
        return tuple(_verdict(one) for one in row["verdicts"])
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"answer {row['answer_id']!r}: a verdict is not as `interviewer grade` writes it ({error}): give its file"
        ) from error


def stand(graded: GradedAnswer, decisions: Sequence[Decision], scheme: Scheme) -> Standing:
    """What holds for an answer after the decisions on it; of several on one thing the last holds.

    Raises:
        InputError: If a verdict was changed and rubric or scheme are not those that made the grade.
    """
    known = {verdict.key_point for verdict in graded.verdicts}
    turned: dict[str, VerdictName] = {}
    mark: float | None = None
    for decision in decisions:
        if decision.kind == "verdict" and decision.key_point in known:
            turned[decision.key_point] = decision.verdict  # type: ignore[assignment]
        if decision.kind == "mark":
            mark = decision.score
    own = {verdict.key_point: verdict.verdict for verdict in graded.verdicts}
    turned = {name: verdict for name, verdict in turned.items() if own[name] != verdict}
    return Standing(
        score=mark if mark is not None else rescored(graded, turned, scheme) if turned else graded.score,
        by_grader=graded.score,
        verdicts={**own, **turned},
        turned=tuple(turned),
        mark=mark is not None,
        comments=tuple(decision.comment for decision in decisions if decision.comment),
        is_reviewed=bool(decisions),
    )


def rescored(graded: GradedAnswer, turned: Mapping[str, VerdictName], scheme: Scheme) -> float:
    """The score with some verdicts turned, by the arithmetic of the grader.

    Raises:
        InputError: If that arithmetic does not make the grader's own score of the grader's own verdicts.
    """
    plain = _score(graded, {}, scheme)
    if plain is None or graded.score is None or abs(plain - graded.score) > ROUNDING:
        raise InputError(
            f"answer {graded.answer_id!r}: with these rubrics and settings its verdicts make "
            f"{'no score' if plain is None else plain}, but its grade says {graded.score}: give the rubrics "
            "(--rubrics) and settings (INTERVIEWER_PARTIAL_CREDIT, INTERVIEWER_CONTRADICTION_COST) of the grading"
        )
    return _score(graded, turned, scheme) or 0.0


def _score(graded: GradedAnswer, turned: Mapping[str, VerdictName], scheme: Scheme) -> float | None:
    points = graded.question.key_points
    verdicts = {verdict.key_point: verdict for verdict in graded.verdicts}
    if set(verdicts) != {point.id for point in points}:
        return None
    weights = [point.weight for point in points]
    if all(is_derived(point) for point in points):
        credits = [credit_of(turned[p.id], scheme) if p.id in turned else verdicts[p.id].credit for p in points]
        return marked_score(weights, credits)
    return score(weights, [turned.get(p.id, verdicts[p.id].verdict) for p in points], scheme)


def _verdict(one: Mapping[str, Any]) -> Verdict:
    span = one["evidence"]
    return Verdict(
        key_point=str(one["key_point"]),
        verdict=one["verdict"],
        credit=float(one["credit"]),
        covered=float(one["probability"]["covered"]),
        contradicted=float(one["probability"]["contradicted"]),
        evidence=None if not span else Evidence(start=span["start"], end=span["end"], quote=span["quote"] or ""),
    )
