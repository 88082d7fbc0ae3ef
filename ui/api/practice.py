"""Interviews over HTTP: begin, look, answer, step, follow up, appeal, report; each through the course's functions."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from interviewer.errors import InputError, ModelError
from interviewer.practice import progress
from interviewer.practice.choose import Choice, choose, fitting
from interviewer.practice.report import report_on
from interviewer.records import course
from interviewer.records.ledger import Kept, Where
from interviewer.records.second_looks import Point, appeal
from ui.api.asking import AtDesk, Me
from ui.api.faults import DOCUMENTED
from ui.api.shapes import (
    Appeal,
    AskedQuestion,
    BeginInterview,
    GiveAnswer,
    GiveFollowUp,
    HistoryEntry,
    InterviewState,
    StepName,
    TakeStep,
)
from ui.api.showing import asked, line, state
from ui.desk import Desk
from ui.handlers import Step

router = APIRouter(tags=["practice"], responses=DOCUMENTED)
STEPS: dict[StepName, Step] = {
    "hint": course.hint,
    "skip": course.skip,
    "retry": course.retry,
    "reference": course.show_reference,
    "next": course.move_on,
    "finish": course.finish,
    "pause": course.pause,
    "resume": course.resume,
}
LEAVING = ("skip", "retry", "next", "finish")
SAVED = "your answer is saved, but could not be graded; try POST …/grade again"


@router.get("/questions")
def list_questions(desk: AtDesk, me: Me, level: str | None = None, topic: str | None = None) -> list[AskedQuestion]:
    """The questions that can be asked, in their order; nothing of their rubrics."""
    choice = Choice(levels=(level,) if level else (), topics=(topic,) if topic else ())
    return [asked(question) for question in fitting(desk.questions, choice)]


@router.get("/interviews")
def list_interviews(desk: AtDesk, me: Me) -> list[HistoryEntry]:
    """Your interviews, the latest first."""
    return [line(one) for one in progress.history(desk.ledger.past(me))]


@router.post("/interviews", status_code=201)
def begin(desk: AtDesk, me: Me, wish: BeginInterview) -> InterviewState:
    """A new interview at its first question."""
    choice = Choice(levels=tuple(wish.levels), topics=tuple(wish.topics), count=wish.count)
    desk.writing.stop(me)
    return state(desk.ledger.begin(me, choose(desk.questions, choice), wish.mode), desk.now)


@router.get("/interviews/{interview}")
def look(desk: AtDesk, me: Me, interview: str) -> InterviewState:
    """Where an interview stands: the current question, and what came of the answers to it."""
    return state(desk.ledger.open(me, interview), desk.now)


@router.post("/interviews/{interview}/answers", status_code=201)
def answer(desk: AtDesk, me: Me, interview: str, given: GiveAnswer) -> InterviewState:
    """The answer is stored, then graded; a mock interview goes on to its next question and grades at its end.

    With 503 the answer is stored all the same, unless the sentence says that it is not; grade it later.
    """
    _refuse_unreadable(given.answer)
    where = Where(person=me, interview=interview, spot=given.spot)
    if given.predicted is not None:
        course.predict(desk.ledger, where, given.predicted)
    kept = course.submit(desk.ledger, where, given.answer)
    if kept.interview.mode == "mock":
        return state(course.move_on(desk.ledger, kept.where), desk.now)
    return state(_graded(desk, kept), desk.now)


@router.post("/interviews/{interview}/grade")
def grade(desk: AtDesk, me: Me, interview: str) -> InterviewState:
    """Every answer that awaits its grade gets it: after a failure, a restart, or the end of a mock interview."""
    kept = desk.ledger.open(me, interview)
    if not kept.interview.reveals:
        raise InputError("a mock interview is graded at its end: finish it first")
    return state(_graded(desk, kept), desk.now)


@router.post("/interviews/{interview}/follow-up", status_code=201)
def answer_follow_up(desk: AtDesk, me: Me, interview: str, given: GiveFollowUp) -> InterviewState:
    """The answer to the follow-up question is stored, then graded on its key point alone."""
    _refuse_unreadable(given.answer)
    where = Where(person=me, interview=interview, spot=given.spot)
    return state(_graded(desk, course.answer_follow_up(desk.ledger, where, given.answer)), desk.now)


@router.post("/interviews/{interview}/steps")
def take_step(desk: AtDesk, me: Me, interview: str, wish: TakeStep) -> InterviewState:
    """A hint, another question, another try, the reference answer, the end, a pause."""
    kept = STEPS[wish.step](desk.ledger, Where(person=me, interview=interview, spot=wish.spot))
    if wish.step in LEAVING:
        desk.writing.stop(me)
    return state(kept, desk.now)


@router.post("/interviews/{interview}/appeals", status_code=201)
def look_again(desk: AtDesk, me: Me, interview: str, wish: Appeal) -> InterviewState:
    """One key point is examined again in the words that you mark; the outcome stands beside the first verdict."""
    point = Point(question_id=wish.question_id, attempt=wish.attempt, key_point=wish.key_point)
    where = Where(person=me, interview=interview)
    return state(appeal(desk.ledger, where, point, (wish.start, wish.end), desk.models.grader()), desk.now)


@router.get("/interviews/{interview}/report")
def report(desk: AtDesk, me: Me, interview: str) -> dict[str, Any]:
    """Scores by question and topic, every attempt, and what to study next; of a mock interview only after its end."""
    kept = desk.ledger.open(me, interview)
    if not kept.interview.reveals:
        raise InputError("a mock interview shows its report at its end: finish it first")
    return report_on(kept.interview).as_json()


def _graded(desk: Desk, kept: Kept) -> Kept:
    try:
        return course.grade_all(desk.ledger, kept.where, desk.models.grader())
    except ModelError as error:
        raise ModelError(f"{SAVED} ({error})") from error


def _refuse_unreadable(text: str) -> None:
    if not text.strip():
        raise InputError("the answer is empty: write a sentence or two, or skip the question")
