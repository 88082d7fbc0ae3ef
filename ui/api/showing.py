"""Interviews and progress in the shapes of the API; nothing that an interview does not reveal yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from interviewer.practice import progress
from interviewer.practice.attempt_json import attempt_json
from interviewer.practice.follow_up import find_follow_up
from interviewer.practice.progress import HistoryLine, Past, Standing
from interviewer.practice.turn import Turn
from interviewer.records.ledger import Kept
from rubrics.model import Question
from ui.api.shapes import (
    AskedQuestion,
    FollowUpQuestion,
    GroupScore,
    HistoryEntry,
    InterviewState,
    OpenMisconception,
    Prediction,
    ProgressOverTime,
)


def asked(question: Question) -> AskedQuestion:
    """The question without its rubric."""
    return AskedQuestion(
        id=question.id,
        number=question.number,
        level=question.level,
        topic=question.topic,
        question=question.question,
    )


def state(kept: Kept, now: datetime) -> InterviewState:
    """Where an interview stands at `now`."""
    interview, turn = kept.interview, kept.interview.turn
    timing = None if interview.stopped else interview.timing
    shows_reference = turn.reference_shown or (interview.stopped and bool(turn.attempts))
    return InterviewState(
        id=kept.id,
        mode=interview.mode,
        spot=interview.spot,
        ended=interview.stopped,
        paused=interview.is_paused,
        place=interview.place + 1,
        questions=len(interview.turns),
        stage=turn.stage,
        question=asked(turn.question),
        hints=[point.hint for point in (turn.find_point(one) for one in turn.hinted) if point is not None],
        attempts=[attempt_json(attempt) for attempt in turn.attempts] if interview.reveals else [],
        follow_up=None if interview.stopped or interview.mode == "mock" else _follow_up(turn),
        reference_answer=turn.question.reference_answer if shows_reference and interview.reveals else None,
        question_seconds_left=None if timing is None else timing.question_left_s(now),
        seconds_left=None if timing is None else timing.total_left_s(now),
    )


def line(one: HistoryLine) -> HistoryEntry:
    """An interview in one line."""
    return HistoryEntry(
        id=one.id,
        mode=one.mode,
        started=one.started,
        ended=one.ended,
        score=one.score,
        answered=one.answered,
        questions=one.questions,
    )


def over_time(past: Sequence[Past], due: Sequence[Question]) -> ProgressOverTime:
    """What all interviews of a person say together, and what is due for review."""
    return ProgressOverTime(
        interviews=[line(one) for one in progress.history(past)],
        topics=[_group(one) for one in progress.standings(past, "topic")],
        levels=[_group(one) for one in progress.standings(past, "level")],
        misconceptions=[
            OpenMisconception(
                question_id=one.question_id,
                key_point=one.key_point,
                statement=one.statement,
                said=one.said,
                opened=one.opened,
                closed=one.closed,
            )
            for one in progress.misconceptions(past)
        ],
        predictions=[
            Prediction(question_id=one.question_id, at=one.at, predicted=one.predicted, actual=one.actual)
            for one in progress.calibration(past)
        ],
        due=[question.id for question in due],
    )


def _follow_up(turn: Turn) -> FollowUpQuestion | None:
    point = find_follow_up(turn)
    return (
        None if point is None or not point.follow_up else FollowUpQuestion(key_point=point.id, question=point.follow_up)
    )


def _group(one: Standing) -> GroupScore:
    return GroupScore(group=one.group, score=one.score, questions=one.questions)
