"""One person's interview as a frozen value, and the steps that lead from one value to the next."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from interviewer.errors import InputError
from interviewer.feedback.writer import Sentence
from interviewer.grading.grade import Grade
from interviewer.practice.attempt import HINT_COST, Attempt, Submission
from interviewer.practice.timing import Timing
from interviewer.practice.turn import Stage, Turn
from rubrics.model import Question

__all__ = ["HINT_COST", "Attempt", "Interview", "Mode", "Stage", "Submission", "Turn"]

Mode = Literal["practice", "mock", "review"]
MODES: tuple[Mode, ...] = ("practice", "mock", "review")
REFUSED = {
    ("asked",): "the question has been answered already",
    ("graded",): "the question has no answer yet",
    ("answered", "graded"): "the question has no answer yet",
    ("asked", "answered"): "the score has been shown already",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """The questions of one interview and the place in it.

    Attributes:
        turns: At least one, in the order of asking.
        place: Index of the turn on screen, from 0.
        stopped: True once the summary is due; then the questions are closed.
        mode: `practice`, `mock` (on time, nothing revealed before the end) or `review` (what is due).
        timing: Where its clock stands; None where none runs.

    Raises:
        ValueError: If there is no turn or the place lies outside them.
    """

    turns: tuple[Turn, ...]
    place: int = 0
    stopped: bool = False
    mode: Mode = "practice"
    timing: Timing | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.place < len(self.turns):
            raise ValueError(f"place {self.place} lies outside an interview of {len(self.turns)} questions")

    @property
    def turn(self) -> Turn:
        """The turn on screen."""
        return self.turns[self.place]

    @property
    def is_last(self) -> bool:
        """Whether no question follows."""
        return self.place == len(self.turns) - 1

    @property
    def is_paused(self) -> bool:
        """Whether its clock stands still."""
        return self.timing is not None and self.timing.paused is not None

    @property
    def reveals(self) -> bool:
        """Whether scores, verdicts and reference answers may be shown: in a mock interview, only after its end."""
        return self.mode != "mock" or self.stopped

    @property
    def spot(self) -> str:
        """A word for what a page shows of it, to be handed back with the next step: another one, another spot."""
        turn = self.turn
        stands = "stopped" if self.stopped else "paused" if self.is_paused else turn.stage
        return f"{self.place}.{stands}.{len(turn.attempts)}.{len(turn.hinted)}"


def whole(score: float) -> str:
    """A score as it is shown: a whole number, halves upwards, so that a hint always costs what it says."""
    return str(math.floor(score + 0.5))


def start(questions: Sequence[Question], mode: Mode = "practice", timing: Timing | None = None) -> Interview:
    """An interview at its first question.

    Raises:
        InputError: If there are no questions.
    """
    if not questions:
        raise InputError("there is no question to ask: choose another level or other topics")
    return Interview(turns=tuple(Turn(question=question) for question in questions), mode=mode, timing=timing)


def predict(interview: Interview, score: float) -> Interview:
    """The interview with the score that the candidate expects of this attempt.

    Raises:
        InputError: If the score has been shown already, or lies outside 0 to 100.
    """
    turn = turn_at(interview, "asked", "answered")
    if not 0 <= score <= 100:
        raise InputError(f"a score of {score:g} cannot be: expect 0 to 100")
    return with_turn(interview, replace(turn, predicted=score))


def submit(interview: Interview, text: str, at: datetime | None = None) -> Interview:
    """The interview with an answer to the question on screen, which awaits its grade.

    Raises:
        InputError: If no answer is awaited.
    """
    turn = turn_at(interview, "asked")
    submitted = Submission(answer=text, hints=len(turn.hinted), saw_reference=turn.reference_shown, at=at)
    if interview.timing is not None and at is not None:
        seconds, late = interview.timing.question_s(at), interview.timing.is_late(at)
        submitted = replace(submitted, seconds=seconds, late=late)
    return with_turn(interview, replace(turn, stage="answered", submitted=submitted))


def add_grade(interview: Interview, place: int, grade: Grade) -> Interview:
    """The interview with the grade of the answer that awaits it at `place`, which may lie behind the screen.

    Raises:
        InputError: If no answer awaits one there, or the grade is for another question.
    """
    submitted = interview.turns[place].submitted if 0 <= place < len(interview.turns) else None
    if submitted is None:
        raise InputError(f"no answer to question {place + 1} awaits a grade")
    turn = interview.turns[place]
    if grade.question_id != turn.question.id:
        raise InputError(f"the grade is for question {grade.question_id!r}, but {turn.question.id!r} is asked")
    attempt = Attempt(
        answer=submitted.answer,
        grade=grade,
        hints=submitted.hints,
        saw_reference=submitted.saw_reference,
        predicted=turn.predicted,
        at=submitted.at,
        seconds=submitted.seconds,
        late=submitted.late,
    )
    graded = replace(turn, stage="graded", attempts=(*turn.attempts, attempt), submitted=None, predicted=None)
    return with_turn(interview, graded, place)


def answer(interview: Interview, text: str, grade: Grade) -> Interview:
    """The interview with one more attempt at the question on screen: the answer and its grade in one step.

    Raises:
        InputError: If no answer is awaited, or the grade is for another question.
    """
    return add_grade(submit(interview, text), interview.place, grade)


def add_feedback(interview: Interview, place: int, attempt: int, sentences: Sequence[Sentence]) -> Interview:
    """The interview with the feedback on one attempt, which may lie behind the question on screen.

    Raises:
        InputError: If there is no such attempt.
    """
    if not 0 <= place < len(interview.turns) or not 0 <= attempt < len(interview.turns[place].attempts):
        raise InputError(f"there is no attempt {attempt + 1} at question {place + 1} to write feedback on")
    turn = interview.turns[place]
    return with_attempt(interview, place, attempt, replace(turn.attempts[attempt], feedback=tuple(sentences)))


def take_hint(interview: Interview) -> Interview:
    """The interview with one more hint given for the question on screen.

    Raises:
        InputError: If no answer is awaited, no hint is left, or it is a mock interview.
    """
    point = turn_at(interview, "asked").find_next_hint()
    if point is None:
        raise InputError("there are no more hints for this question")
    return give_hint(interview, point.id)


def give_hint(interview: Interview, key_point: str) -> Interview:
    """The interview with the hint of this key point given for the question on screen.

    Raises:
        InputError: If no answer is awaited, the hint was given before, or it is a mock interview.
    """
    turn = turn_at(interview, "asked")
    _refuse_in_mock(interview, "a mock interview gives no hints")
    if turn.find_point(key_point) is None or key_point in turn.hinted:
        raise InputError(f"there is no hint left on the key point {key_point!r}")
    return with_turn(interview, replace(turn, hinted=(*turn.hinted, key_point)))


def show_reference(interview: Interview) -> Interview:
    """The interview with the reference answer shown; attempts made from here on do not count.

    Raises:
        InputError: If the question has not been answered yet, or it is a mock interview.
    """
    turn = turn_at(interview, "graded")
    _refuse_in_mock(interview, "a mock interview shows the reference answers at its end")
    return with_turn(interview, replace(turn, reference_shown=True))


def retry(interview: Interview) -> Interview:
    """The interview with the same question asked again; earlier attempts are kept.

    Raises:
        InputError: If the question has not been answered yet, or it is a mock interview.
    """
    turn = turn_at(interview, "graded")
    _refuse_in_mock(interview, "a mock interview takes one answer a question")
    return with_turn(interview, replace(turn, stage="asked"))


def skip(interview: Interview) -> Interview:
    """The interview after passing over the question on screen; a question with no attempt then counts as 0.

    Raises:
        InputError: If no answer is awaited.
    """
    turn = turn_at(interview, "asked")
    left = replace(turn, stage="graded" if turn.attempts else "skipped")
    return _move_on(with_turn(interview, left))


def next_question(interview: Interview) -> Interview:
    """The interview at its next question, or stopped after the last; the grade of an answer may come later.

    Raises:
        InputError: If the question on screen has been neither answered nor skipped.
    """
    turn_at(interview, "answered", "graded")
    return _move_on(interview)


def stop(interview: Interview) -> Interview:
    """The interview, ended where it stands; questions not reached do not count."""
    return replace(interview, stopped=True)


def turn_at(interview: Interview, *stages: Stage) -> Turn:
    """The turn on screen, if it is at one of these stages.

    Raises:
        InputError: If it is not, or the interview has ended or is paused.
    """
    if interview.stopped:
        raise InputError("this interview has ended: start another one")
    if interview.is_paused:
        raise InputError("the interview is paused: resume it first")
    if interview.turn.stage not in stages:
        raise InputError(REFUSED[stages])
    return interview.turn


def with_turn(interview: Interview, turn: Turn, place: int | None = None) -> Interview:
    """The interview with another turn at `place`; at the place on screen if None."""
    at = interview.place if place is None else place
    return replace(interview, turns=(*interview.turns[:at], turn, *interview.turns[at + 1 :]))


def with_attempt(interview: Interview, place: int, attempt: int, changed: Attempt) -> Interview:
    """The interview with another value for one attempt, which must exist."""
    attempts = list(interview.turns[place].attempts)
    attempts[attempt] = changed
    return with_turn(interview, replace(interview.turns[place], attempts=tuple(attempts)), place)


def _refuse_in_mock(interview: Interview, why: str) -> None:
    if interview.mode == "mock":
        raise InputError(why)


def _move_on(interview: Interview) -> Interview:
    if interview.is_last:
        return stop(interview)
    return replace(interview, place=interview.place + 1)
