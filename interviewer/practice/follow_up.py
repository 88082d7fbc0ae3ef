"""The follow-up question: one more chance at the heaviest point that was missed or contradicted.

What it earns is shown as recovered credit beside the score, and never becomes part of it.
"""

from __future__ import annotations

from dataclasses import replace

from interviewer.errors import InputError
from interviewer.grading.grade import Grade
from interviewer.practice.attempt import Attempt, FollowUp
from interviewer.practice.interview import Interview, with_attempt
from interviewer.practice.single_point import one_point_question, required_point
from interviewer.practice.turn import Turn
from rubrics.model import KeyPoint, Question


def find_follow_up(turn: Turn) -> KeyPoint | None:
    """The key point to ask after: the heaviest that the last attempt missed or contradicted and has a question for it.

    None once it has been asked after, before an attempt, and after the reference answer was shown.
    """
    if turn.stage != "graded" or not turn.attempts or turn.reference_shown:
        return None
    last = turn.attempts[-1]
    if last.follow_up is not None or last.standing.score is None:
        return None
    open_points = {v.key_point for v in last.standing.verdicts if v.verdict in ("missing", "contradicted")}
    waiting = [point for point in turn.question.key_points if point.follow_up and point.id in open_points]
    return max(waiting, key=lambda point: point.weight, default=None)


def follow_up_question(turn: Turn, key_point: str) -> Question:
    """The follow-up as a question of its own, with that key point as its whole rubric.

    Raises:
        InputError: If the key point is not the question's or has no follow-up.
    """
    point = required_point(turn, key_point)
    if not point.follow_up:
        raise InputError(f"key point {key_point!r} of question {turn.question.id!r} has no follow-up question")
    return one_point_question(turn, key_point, point.follow_up)


def answer_follow_up(interview: Interview, key_point: str, text: str) -> Interview:
    """The interview with an answer to the follow-up of the question on screen, which awaits its grade.

    Raises:
        InputError: If that is not the follow-up to ask, the interview has ended, or it is a mock interview.
    """
    if interview.stopped or interview.mode == "mock":
        raise InputError("there is no follow-up question in a mock interview, nor after the end of any")
    point = find_follow_up(interview.turn)
    if point is None or point.id != key_point:
        raise InputError(f"there is no follow-up question on {key_point!r} to answer now")
    last = len(interview.turn.attempts) - 1
    changed = replace(interview.turn.attempts[last], follow_up=FollowUp(key_point=key_point, answer=text))
    return with_attempt(interview, interview.place, last, changed)


def grade_follow_up(interview: Interview, place: int, attempt: int, grade: Grade) -> Interview:
    """The interview with the grade of a follow-up answer; the attempt's own score stays as it is.

    Raises:
        InputError: If no follow-up answer awaits a grade there, or the grade is not on that key point alone.
    """
    asked = _find_awaiting(interview, place, attempt)
    if asked is None or asked.follow_up is None:
        raise InputError(f"no follow-up answer at question {place + 1} awaits a grade")
    turn, follow_up = interview.turns[place], asked.follow_up
    if [verdict.key_point for verdict in grade.verdicts] != [follow_up.key_point] and grade.score is not None:
        raise InputError(f"the grade is not on the key point {follow_up.key_point!r} alone")
    graded = replace(follow_up, grade=grade, recovered=recovered_credit(turn, grade))
    return with_attempt(interview, place, attempt, replace(asked, follow_up=graded))


def recovered_credit(turn: Turn, grade: Grade) -> float:
    """Points of the question's 100 that the key points of `grade` are worth, by the credit they have there."""
    if grade.score is None:
        return 0.0
    weights = {point.id: point.weight for point in turn.question.key_points}
    earned = sum(weights[verdict.key_point] * verdict.credit for verdict in grade.verdicts)
    return round(100 * earned / sum(weights.values()), 1)


def _find_awaiting(interview: Interview, place: int, attempt: int) -> Attempt | None:
    if not 0 <= place < len(interview.turns) or not 0 <= attempt < len(interview.turns[place].attempts):
        return None
    found = interview.turns[place].attempts[attempt]
    return found if found.follow_up is not None and found.follow_up.grade is None else None
