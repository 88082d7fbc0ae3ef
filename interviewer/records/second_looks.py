"""Second looks at grades that are kept: appeal, override, and grading anew after a rubric has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from interviewer.errors import InputError
from interviewer.grading.grade import VerdictName
from interviewer.practice.attempt import Attempt
from interviewer.practice.documents import revision_document
from interviewer.practice.events import Event
from interviewer.practice.interview import Interview
from interviewer.practice.replay import place_of
from interviewer.practice.revising import check_passage, examined, find_attempt, outdated, overridden, signed
from interviewer.practice.single_point import Grades, one_point_question
from interviewer.records.ledger import Kept, Ledger, Where
from rubrics.model import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One verdict of one attempt: the question's id, the attempt's number from 0, the key point's id."""

    question_id: str
    attempt: int
    key_point: str


def appeal(ledger: Ledger, where: Where, point: Point, passage: tuple[int, int], grader: Grades) -> Kept:
    """The key point is examined again, alone, in the words that the candidate marked; the outcome is kept either way.

    Args:
        ledger: Where the interview is kept.
        where: Whose.
        point: The verdict appealed against.
        passage: Start and end of the marked words in the attempt's answer.
        grader: Gives the grade of the passage.

    Raises:
        InputError: If the point is covered already, the passage is empty or was examined before, or the interview
            does not reveal its verdicts yet.
    """
    kept = ledger.open(where.person, where.interview)
    place = place_of(kept.interview, point.question_id)
    turn, attempt = kept.interview.turns[place], find_attempt(kept.interview, place, point.attempt)
    words = check_passage(turn, attempt, point.key_point, passage)
    graded = grader.grade(one_point_question(turn, point.key_point), words)

    def write(interview: Interview, at: datetime) -> list[Event]:
        stands = find_attempt(interview, place, point.attempt)
        if interview.turns[place].question != turn.question:
            raise InputError("the question was graded anew by another rubric in the meantime: look at it again")
        revision = examined(interview.turns[place], stands, passage, graded, ledger.scheme)
        payload = {"attempt": point.attempt, "revision": revision_document(revision), "grade": graded.as_json()}
        return [Event(kind="appealed", at=at, question_id=point.question_id, payload=payload)]

    return ledger.take(replace(where, spot=None), "appealed", write)


def override(ledger: Ledger, reviewed: Where, point: Point, verdict: VerdictName, comment: str) -> Kept:
    """A reviewer's verdict takes the place of the one that stands; both stay to be seen, with the comment.

    Args:
        ledger: Where the interview is kept.
        reviewed: The interview; `person` is the reviewer.
        point: The verdict.
        verdict: The new one.
        comment: Why.

    Raises:
        AccessError: If the person is no reviewer, or there is no such interview.
        InputError: If there is no comment, or no such verdict.
    """
    owner = ledger.open_for_review(reviewed.person, reviewed.interview).person

    def write(interview: Interview, at: datetime) -> list[Event]:
        place = place_of(interview, point.question_id)
        attempt = find_attempt(interview, place, point.attempt)
        new = overridden(interview.turns[place], attempt, point.key_point, verdict, ledger.scheme)
        revision = signed(new, reviewed.person, comment)
        payload = {"attempt": point.attempt, "revision": revision_document(revision)}
        return [Event(kind="overridden", at=at, question_id=point.question_id, payload=payload)]

    return ledger.take(Where(person=owner, interview=reviewed.interview), "overridden", write)


def regrade(ledger: Ledger, where: Where, questions: Mapping[str, Question], grader: Grades) -> Kept:
    """Every question whose rubric has changed is graded anew; the former grades stay in `Turn.earlier`.

    Args:
        ledger: Where the interview is kept.
        where: Whose.
        questions: Today's, by id.
        grader: Gives the grades.
    """
    kept = ledger.open(where.person, where.interview)
    for place in outdated(kept.interview, questions):
        turn = kept.interview.turns[place]
        if turn.submitted is None:
            kept = _regrade_one(ledger, where, turn.attempts, questions[turn.question.id], grader)
    return kept


def _regrade_one(
    ledger: Ledger, where: Where, attempts: tuple[Attempt, ...], question: Question, grader: Grades
) -> Kept:
    graded = [grader.grade(question, attempt.answer).as_json() for attempt in attempts]

    def write(interview: Interview, at: datetime) -> list[Event]:
        if interview.turns[place_of(interview, question.id)].attempts != attempts:
            return []
        payload = {"question": question.as_document(), "grades": graded}
        return [Event(kind="regraded", at=at, question_id=question.id, payload=payload)]

    return ledger.take(replace(where, spot=None), "regraded", write)
