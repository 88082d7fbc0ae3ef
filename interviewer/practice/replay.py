"""An interview out of its events: a fold, the same for one under way and for one read back from the store.

Payloads by kind (others have none): predicted {score}; answered {answer}; graded {grade}; feedback {attempt,
sentences}; hinted {key_point}; follow_up_answered {key_point, answer}; follow_up_graded {attempt, grade}; appealed and
overridden {attempt, revision}; regraded {question, grades}. Attempts count from 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce

from interviewer.errors import InputError
from interviewer.practice import interview as steps
from interviewer.practice.documents import read_grade, read_question, read_revision, read_sentences
from interviewer.practice.events import Begun, Event, Kind
from interviewer.practice.follow_up import answer_follow_up, grade_follow_up
from interviewer.practice.interview import Interview
from interviewer.practice.mock import pause, put_question, resume
from interviewer.practice.revising import add_revision, regrade
from interviewer.practice.timing import start_clock


def begin(begun: Begun) -> Interview:
    """The interview before its first event.

    Raises:
        InputError: If there is no question, or one is asked twice.
    """
    ids = [question.id for question in begun.questions]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise InputError(f"question {twice[0]!r} is asked twice: an interview asks each question once")
    return steps.start(begun.questions, begun.mode, start_clock(begun.limits, begun.at))


def replay(begun: Begun, events: Iterable[Event]) -> Interview:
    """The interview after all these events.

    Raises:
        InputError: If one does not follow from those before it, or cannot be read.
    """
    return reduce(apply, events, begin(begun))


def apply(interview: Interview, event: Event) -> Interview:
    """The interview after one more event.

    Raises:
        InputError: If it does not follow, or its payload is not that of its kind.
    """
    try:
        fold = FOLDS[event.kind]
        return fold(interview, event)
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"the event {event.kind!r} on {event.question_id!r} cannot be read: {error!r}") from error


def place_of(interview: Interview, question_id: str | None) -> int:
    """Index of the turn that asks this question.

    Raises:
        InputError: If none does.
    """
    for place, turn in enumerate(interview.turns):
        if turn.question.id == question_id:
            return place
    raise InputError(f"question {question_id!r} is not part of this interview")


def _on_screen(interview: Interview, event: Event) -> Interview:
    """The interview, if the event concerns the question on screen."""
    if event.question_id != interview.turn.question.id:
        raise InputError(f"question {event.question_id!r} is not the one on screen")
    return interview


def _step(step: Callable[[Interview], Interview]) -> Callable[[Interview, Event], Interview]:
    return lambda interview, event: step(_on_screen(interview, event))


def _graded(interview: Interview, event: Event) -> Interview:
    grade = read_grade(event.payload["grade"])
    return steps.add_grade(interview, place_of(interview, event.question_id), grade)


def _feedback(interview: Interview, event: Event) -> Interview:
    sentences = read_sentences(event.payload["sentences"])
    return steps.add_feedback(interview, place_of(interview, event.question_id), event.payload["attempt"], sentences)


def _follow_up_graded(interview: Interview, event: Event) -> Interview:
    grade = read_grade(event.payload["grade"])
    return grade_follow_up(interview, place_of(interview, event.question_id), event.payload["attempt"], grade)


def _revised(interview: Interview, event: Event) -> Interview:
    revision = read_revision(event.payload["revision"], event.at)
    return add_revision(interview, place_of(interview, event.question_id), event.payload["attempt"], revision)


def _regraded(interview: Interview, event: Event) -> Interview:
    question = read_question(event.payload["question"])
    grades = [read_grade(one) for one in event.payload["grades"]]
    return regrade(interview, place_of(interview, event.question_id), question, grades)


FOLDS: dict[Kind, Callable[[Interview, Event], Interview]] = {
    "asked": lambda interview, event: put_question(_on_screen(interview, event), event.at),
    "predicted": lambda interview, event: steps.predict(_on_screen(interview, event), event.payload["score"]),
    "answered": lambda interview, event: steps.submit(_on_screen(interview, event), event.payload["answer"], event.at),
    "graded": _graded,
    "feedback": _feedback,
    "hinted": lambda interview, event: steps.give_hint(_on_screen(interview, event), event.payload["key_point"]),
    "skipped": _step(steps.skip),
    "reference_shown": _step(steps.show_reference),
    "retried": _step(steps.retry),
    "moved": _step(steps.next_question),
    "follow_up_answered": lambda interview, event: answer_follow_up(
        _on_screen(interview, event), event.payload["key_point"], event.payload["answer"]
    ),
    "follow_up_graded": _follow_up_graded,
    "appealed": _revised,
    "overridden": _revised,
    "regraded": _regraded,
    "paused": lambda interview, event: pause(interview, event.at),
    "resumed": lambda interview, event: resume(interview, event.at),
    "finished": lambda interview, event: steps.stop(interview),
}
