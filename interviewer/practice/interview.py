"""One person's interview as a frozen value, and the steps that lead from one value to the next."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from interviewer.errors import InputError
from interviewer.feedback.writer import Sentence
from interviewer.grading.grade import Grade
from rubrics.model import KeyPoint, Question

HINT_COST = 5.0

Stage = Literal["asked", "graded", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One answer to a question, with what came of it.

    Attributes:
        answer: The text as it was given.
        grade: What the grader made of it.
        feedback: The sentences written so far; empty until there are any.
        hints: How many hints had been taken for the question when the answer was given.
        saw_reference: The reference answer had been shown before; such an attempt is practice and does not count.
    """

    answer: str
    grade: Grade
    feedback: tuple[Sentence, ...] = ()
    hints: int = 0
    saw_reference: bool = False

    @property
    def score(self) -> float | None:
        """The grade's score less HINT_COST for each hint, 0 to 100; None where the grade has none."""
        if self.grade.score is None:
            return None
        return max(0.0, self.grade.score - HINT_COST * self.hints)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question of the interview and what the candidate did with it.

    Attributes:
        question: What is asked.
        stage: `asked` while an answer is awaited, `graded` after one, `skipped` once passed over without one.
        attempts: Oldest first.
        hinted: Ids of the key points whose hint was given, in that order.
        reference_shown: Whether the reference answer has been on screen.
    """

    question: Question
    stage: Stage = "asked"
    attempts: tuple[Attempt, ...] = ()
    hinted: tuple[str, ...] = ()
    reference_shown: bool = False

    @property
    def score(self) -> float | None:
        """The best score of the attempts that count; None where there is none."""
        scores = [one.score for one in self.attempts if one.score is not None and not one.saw_reference]
        return max(scores, default=None)

    def find_best(self) -> Attempt | None:
        """The attempt that `score` comes from: the first with that score; None where there is none."""
        for attempt in self.attempts:
            if attempt.score is not None and attempt.score == self.score and not attempt.saw_reference:
                return attempt
        return None

    def find_next_hint(self) -> KeyPoint | None:
        """The heaviest key point not yet hinted at nor covered by the last attempt; None when there is none."""
        covered = {v.key_point for a in self.attempts[-1:] for v in a.grade.verdicts if v.verdict == "covered"}
        passed = covered.union(self.hinted)
        waiting = [point for point in self.question.key_points if point.hint and point.id not in passed]
        return max(waiting, key=lambda point: point.weight, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """The questions of one interview and the place in it.

    Attributes:
        turns: At least one, in the order of asking.
        place: Index of the turn on screen, from 0.
        stopped: True once the summary is due; then no step is taken any more.

    Raises:
        ValueError: If there is no turn or the place lies outside them.
    """

    turns: tuple[Turn, ...]
    place: int = 0
    stopped: bool = False

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


def whole(score: float) -> str:
    """A score as it is shown: a whole number, halves upwards, so that a hint always costs what it says."""
    return str(math.floor(score + 0.5))


def start(questions: Sequence[Question]) -> Interview:
    """An interview at its first question.

    Raises:
        InputError: If there are no questions.
    """
    if not questions:
        raise InputError("there is no question to ask: choose another level or other topics")
    return Interview(turns=tuple(Turn(question=question) for question in questions))


def answer(interview: Interview, text: str, grade: Grade) -> Interview:
    """The interview with one more attempt at the question on screen.

    Raises:
        InputError: If no answer is awaited, or the grade is for another question.
    """
    turn = _turn_at(interview, "asked")
    if grade.question_id != turn.question.id:
        raise InputError(f"the grade is for question {grade.question_id!r}, but {turn.question.id!r} is asked")
    attempt = Attempt(answer=text, grade=grade, hints=len(turn.hinted), saw_reference=turn.reference_shown)
    return _with_turn(interview, replace(turn, stage="graded", attempts=(*turn.attempts, attempt)))


def add_feedback(interview: Interview, place: int, attempt: int, sentences: Sequence[Sentence]) -> Interview:
    """The interview with the feedback on one attempt, which may lie behind the question on screen.

    Raises:
        InputError: If there is no such attempt.
    """
    if not 0 <= place < len(interview.turns) or not 0 <= attempt < len(interview.turns[place].attempts):
        raise InputError(f"there is no attempt {attempt + 1} at question {place + 1} to write feedback on")
    turn = interview.turns[place]
    attempts = list(turn.attempts)
    attempts[attempt] = replace(attempts[attempt], feedback=tuple(sentences))
    turns = list(interview.turns)
    turns[place] = replace(turn, attempts=tuple(attempts))
    return replace(interview, turns=tuple(turns))


def take_hint(interview: Interview) -> Interview:
    """The interview with one more hint given for the question on screen.

    Raises:
        InputError: If no answer is awaited or no hint is left.
    """
    turn = _turn_at(interview, "asked")
    point = turn.find_next_hint()
    if point is None:
        raise InputError("there are no more hints for this question")
    return _with_turn(interview, replace(turn, hinted=(*turn.hinted, point.id)))


def show_reference(interview: Interview) -> Interview:
    """The interview with the reference answer shown; attempts made from here on do not count.

    Raises:
        InputError: If the question has not been answered yet.
    """
    turn = _turn_at(interview, "graded")
    return _with_turn(interview, replace(turn, reference_shown=True))


def retry(interview: Interview) -> Interview:
    """The interview with the same question asked again; earlier attempts are kept.

    Raises:
        InputError: If the question has not been answered yet.
    """
    turn = _turn_at(interview, "graded")
    return _with_turn(interview, replace(turn, stage="asked"))


def skip(interview: Interview) -> Interview:
    """The interview after passing over the question on screen; a question with no attempt then counts as 0.

    Raises:
        InputError: If no answer is awaited.
    """
    turn = _turn_at(interview, "asked")
    left = replace(turn, stage="graded" if turn.attempts else "skipped")
    return _move_on(_with_turn(interview, left))


def next_question(interview: Interview) -> Interview:
    """The interview at its next question, or stopped after the last.

    Raises:
        InputError: If the question on screen has been neither answered nor skipped.
    """
    _turn_at(interview, "graded")
    return _move_on(interview)


def stop(interview: Interview) -> Interview:
    """The interview, ended where it stands; questions not reached do not count."""
    return replace(interview, stopped=True)


def _turn_at(interview: Interview, stage: Stage) -> Turn:
    if interview.stopped:
        raise InputError("this interview has ended: start another one")
    turn = interview.turn
    if turn.stage != stage:
        wanted = {"asked": "the question has been answered already", "graded": "the question has no answer yet"}
        raise InputError(wanted[stage])
    return turn


def _with_turn(interview: Interview, turn: Turn) -> Interview:
    turns = (*interview.turns[: interview.place], turn, *interview.turns[interview.place + 1 :])
    return replace(interview, turns=turns)


def _move_on(interview: Interview) -> Interview:
    if interview.is_last:
        return stop(interview)
    return replace(interview, place=interview.place + 1)
