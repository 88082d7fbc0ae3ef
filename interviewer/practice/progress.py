"""Over time: scores by week, topic and level, what is strong and weak, misconceptions, how well scores are foreseen.

Everything is computed from past interviews by the verdicts that stand; attempts after the reference answer do not
count, and neither does what a mock interview under way does not reveal yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from interviewer.practice.interview import Interview, Mode
from interviewer.practice.report import report_on
from interviewer.practice.turn import Turn

Grouping = Literal["topic", "level"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An interview with what is known of it beside its course.

    Attributes:
        id: Its id.
        interview: As it stands.
        started: When it was begun, UTC.
        ended: When it came to its end, UTC; None while it is under way.
    """

    id: str
    interview: Interview
    started: datetime
    ended: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """An interview in one line: `score` is its report's, 0 to 100 or None; `answered` of `questions` have an answer."""

    id: str
    mode: Mode
    started: datetime
    ended: datetime | None
    score: float | None
    answered: int
    questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekScore:
    """The mean score, 0 to 100, of the `answers` to one topic's or level's questions in a week that starts `monday`."""

    group: str
    monday: date
    score: float
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The mean of the latest scores of a topic's or level's questions, 0 to 100, and how many have been answered."""

    group: str
    score: float
    questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconception:
    """A key point that an answer contradicted.

    Attributes:
        question_id: Of the question.
        key_point: Its id.
        statement: What is right.
        opened: When it was last contradicted after not being open, UTC.
        said: The words that contradicted it; empty where no evidence was kept.
        closed: When a later answer covered it, UTC; None while it is open.
    """

    question_id: str
    key_point: str
    statement: str
    opened: datetime
    said: str
    closed: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """A score that was predicted, and what came of it; both 0 to 100."""

    at: datetime
    question_id: str
    predicted: float
    actual: float


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """One attempt in the history of a question; `counts` is False after the reference answer was shown."""

    interview: str
    at: datetime
    score: float | None
    first_score: float | None
    counts: bool


def history(past: Iterable[Past]) -> tuple[HistoryLine, ...]:
    """A line an interview, the latest first; one that does not reveal its scores yet has none."""
    lines = []
    for one in past:
        report = report_on(one.interview)
        lines.append(
            HistoryLine(
                id=one.id,
                mode=one.interview.mode,
                started=one.started,
                ended=one.ended,
                score=report.score if one.interview.reveals else None,
                answered=sum(bool(turn.attempts) or turn.submitted is not None for turn in one.interview.turns),
                questions=len(one.interview.turns),
            )
        )
    return tuple(sorted(lines, key=lambda line: (line.started, line.id), reverse=True))


def question_history(past: Iterable[Past], question_id: str) -> tuple[QuestionLine, ...]:
    """Every attempt at one question, the oldest first."""
    lines = [
        QuestionLine(
            interview=one.id,
            at=attempt.at or one.started,
            score=attempt.score,
            first_score=attempt.first_score,
            counts=not attempt.saw_reference,
        )
        for one, turn in _turns(past)
        if turn.question.id == question_id
        for attempt in turn.attempts
    ]
    return tuple(sorted(lines, key=lambda line: line.at))


def weekly(past: Iterable[Past], by: Grouping, zone: tzinfo) -> tuple[WeekScore, ...]:
    """The mean of each question's score in an interview, by week of its first attempt and by topic or level.

    Args:
        past: In any order.
        by: What to group by; questions without one are `other`.
        zone: The reader's, which decides where a week begins.
    """
    scores: dict[tuple[date, str], list[float]] = {}
    for one, turn in _turns(past):
        if turn.score is not None:
            day = (turn.attempts[0].at or one.started).astimezone(zone).date()
            monday = day - timedelta(days=day.weekday())
            scores.setdefault((monday, _group(turn, by)), []).append(turn.score)
    return tuple(
        WeekScore(group=group, monday=monday, score=round(_mean(found), 1), answers=len(found))
        for (monday, group), found in sorted(scores.items())
    )


def standings(past: Iterable[Past], by: Grouping) -> tuple[Standing, ...]:
    """Every topic or level that has a score, the weakest first, by the latest score of each of its questions."""
    latest: dict[str, tuple[datetime, str, float]] = {}
    for one, turn in _turns(past):
        if turn.score is not None:
            at = turn.attempts[-1].at or one.started
            if turn.question.id not in latest or latest[turn.question.id][0] <= at:
                latest[turn.question.id] = (at, _group(turn, by), turn.score)
    groups: dict[str, list[float]] = {}
    for _, group, score in latest.values():
        groups.setdefault(group, []).append(score)
    found = [Standing(group=g, score=round(_mean(scores), 1), questions=len(scores)) for g, scores in groups.items()]
    return tuple(sorted(found, key=lambda one: (one.score, one.group)))


def misconceptions(past: Iterable[Past]) -> tuple[Misconception, ...]:
    """Key points that were contradicted: those still open first, then those closed; the latest first in both."""
    said = sorted(_verdicts(past), key=lambda one: one.at)
    found: dict[tuple[str, str], Misconception] = {}
    for one in said:
        known = found.get((one.question_id, one.key_point))
        if one.verdict == "contradicted" and (known is None or known.closed is not None):
            found[one.question_id, one.key_point] = Misconception(
                question_id=one.question_id,
                key_point=one.key_point,
                statement=one.statement,
                opened=one.at,
                said=one.quote,
                closed=None,
            )
        elif one.verdict == "covered" and known is not None and known.closed is None:
            found[one.question_id, one.key_point] = replace(known, closed=one.at)
    latest = sorted(found.values(), key=lambda one: one.closed or one.opened, reverse=True)
    return tuple(sorted(latest, key=lambda one: one.closed is not None))


def calibration(past: Iterable[Past]) -> tuple[Foreseen, ...]:
    """Each predicted score with the first score it led to, the oldest first; a revision leaves the point as it is."""
    points = [
        Foreseen(
            at=attempt.at or one.started,
            question_id=turn.question.id,
            predicted=attempt.predicted,
            actual=attempt.first_score,
        )
        for one, turn in _turns(past)
        for attempt in turn.attempts
        if attempt.predicted is not None and attempt.first_score is not None and not attempt.saw_reference
    ]
    return tuple(sorted(points, key=lambda point: point.at))


def overconfidence(points: Sequence[Foreseen]) -> float | None:
    """Mean of predicted less actual, -100 to 100: above 0 expects too much; None without a prediction."""
    return round(_mean([one.predicted - one.actual for one in points]), 1) if points else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    at: datetime
    question_id: str
    key_point: str
    statement: str
    verdict: str
    quote: str


def _verdicts(past: Iterable[Past]) -> Iterator[_Said]:
    for one, turn in _turns(past):
        statements = {point.id: point.statement for point in turn.question.key_points}
        for attempt in turn.attempts:
            for verdict in () if attempt.saw_reference else attempt.standing.verdicts:
                yield _Said(
                    at=attempt.at or one.started,
                    question_id=turn.question.id,
                    key_point=verdict.key_point,
                    statement=statements[verdict.key_point],
                    verdict=verdict.verdict,
                    quote="" if verdict.evidence is None else verdict.evidence.quote,
                )


def _turns(past: Iterable[Past]) -> Iterator[tuple[Past, Turn]]:
    for one in sorted(past, key=lambda one: (one.started, one.id)):
        if one.interview.reveals:
            for turn in one.interview.turns:
                yield one, turn


def _group(turn: Turn, by: Grouping) -> str:
    return (turn.question.topic if by == "topic" else turn.question.level) or "other"


def _mean(scores: Sequence[float]) -> float:
    return sum(scores) / len(scores)
