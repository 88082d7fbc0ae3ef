"""An interview out of its events: the same as the one that was lived through, after every event of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.errors import InputError
from interviewer.feedback.writer import Sentence
from interviewer.grading.scoring import Scheme
from interviewer.practice import interview as steps
from interviewer.practice import mock
from interviewer.practice.documents import (
    read_grade,
    read_question,
    read_revision,
    revision_document,
    sentence_documents,
)
from interviewer.practice.events import Begun, Event, Kind
from interviewer.practice.follow_up import answer_follow_up, find_follow_up, follow_up_question, grade_follow_up
from interviewer.practice.interview import MODES, Interview, Mode
from interviewer.practice.replay import FOLDS, apply, begin, replay
from interviewer.practice.revising import add_revision, overridden, regrade, signed
from interviewer.practice.timing import Limits
from rubrics.loading import load_rubrics
from tests.practice.kitchen import COFFEE, GOOD_TEA, HALF_TEA, RICE, TEA, plain_grader
from tests.practice.times import MONDAY

GRADER = plain_grader()
ASKED_TEA = replace(TEA, key_points=tuple(replace(one, follow_up="Go on?") for one in TEA.key_points))
OTHER_TEA = replace(ASKED_TEA, reference_answer="Ask someone else.")
QUESTIONS = (ASKED_TEA, RICE, COFFEE)
Lived = tuple[Interview, dict[str, object]]


def grade(interview: Interview) -> Lived:
    submitted = interview.turn.submitted
    text = "" if submitted is None else submitted.answer
    made = GRADER.grade(interview.turn.question, text)
    return steps.add_grade(interview, interview.place, made), {"grade": made.as_json()}


def feedback(interview: Interview) -> Lived:
    sentences = (Sentence(text="Wait \ud800 \x00 longer.", origin="model"),)
    lived = steps.add_feedback(interview, interview.place, 0, sentences)
    return lived, {"attempt": 0, "sentences": sentence_documents(sentences)}


def hint(interview: Interview) -> Lived:
    lived = steps.take_hint(interview)
    return lived, {"key_point": lived.turn.hinted[-1]}


def follow_up(interview: Interview) -> Lived:
    point = find_follow_up(interview.turn)
    name = "none" if point is None else point.id
    return answer_follow_up(interview, name, "boil fresh water"), {"key_point": name, "answer": "boil fresh water"}


def follow_up_grade(interview: Interview) -> Lived:
    last = len(interview.turn.attempts) - 1
    asked = interview.turn.attempts[last].follow_up if last >= 0 else None
    if asked is None:
        raise InputError("there is none")
    made = GRADER.grade(follow_up_question(interview.turn, asked.key_point), asked.answer)
    return grade_follow_up(interview, interview.place, last, made), {"attempt": last, "grade": made.as_json()}


def override(interview: Interview, at: datetime) -> Lived:
    if not interview.turn.attempts:
        raise InputError("there is nothing to override")
    point = interview.turn.question.key_points[0].id
    new = overridden(interview.turn, interview.turn.attempts[0], point, "partial", Scheme())
    revision = replace(signed(new, "someone", "Half of it."), at=at)
    lived = add_revision(interview, interview.place, 0, revision)
    return lived, {"attempt": 0, "revision": revision_document(revision)}


def grade_anew(interview: Interview) -> Lived:
    question = OTHER_TEA if interview.turn.question.id == "tea" else interview.turn.question
    made = [GRADER.grade(question, attempt.answer) for attempt in interview.turn.attempts]
    lived = regrade(interview, interview.place, question, made)
    return lived, {"question": question.as_document(), "grades": [one.as_json() for one in made]}


def plainly(step: Callable[[Interview], Interview]) -> Callable[[Interview, datetime], Lived]:
    return lambda interview, at: (step(interview), {})


LIVE: dict[Kind, Callable[[Interview, datetime], Lived]] = {
    "asked": lambda i, at: (mock.put_question(i, at), {}),
    "predicted": lambda i, at: (steps.predict(i, 55.5), {"score": 55.5}),
    "answered": lambda i, at: (steps.submit(i, HALF_TEA, at), {"answer": HALF_TEA}),
    "graded": lambda i, at: grade(i),
    "feedback": lambda i, at: feedback(i),
    "hinted": lambda i, at: hint(i),
    "skipped": plainly(steps.skip),
    "reference_shown": plainly(steps.show_reference),
    "retried": plainly(steps.retry),
    "moved": plainly(steps.next_question),
    "follow_up_answered": lambda i, at: follow_up(i),
    "follow_up_graded": lambda i, at: follow_up_grade(i),
    "appealed": override,
    "overridden": override,
    "regraded": lambda i, at: grade_anew(i),
    "paused": lambda i, at: (mock.pause(i, at), {}),
    "resumed": lambda i, at: (mock.resume(i, at), {}),
    "finished": plainly(steps.stop),
}
LIKELY: list[Kind] = ["answered", "graded", "retried", "moved", "hinted", "follow_up_answered", "follow_up_graded"]


def test_every_kind_of_event_has_its_fold() -> None:
    assert set(LIVE) == set(FOLDS)


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(MODES),
    st.lists(st.tuples(st.sampled_from(sorted(LIVE)) | st.sampled_from(LIKELY), st.integers(0, 400)), max_size=25),
)
def test_replaying_any_beginning_of_what_happened_gives_the_interview_as_it_was_then(
    mode: Mode, wishes: list[tuple[Kind, int]]
) -> None:
    begun = Begun(questions=QUESTIONS, mode=mode, limits=Limits(question_s=60, total_s=300), at=MONDAY)
    lived, events, at = [begin(begun)], [], MONDAY
    for kind, seconds in wishes:
        at += timedelta(seconds=seconds)
        try:
            after, payload = LIVE[kind](lived[-1], at)
        except InputError:
            continue
        stored = json.loads(json.dumps(payload))
        events.append(Event(kind=kind, at=at, question_id=lived[-1].turn.question.id, payload=stored))
        lived.append(after)
    assert [replay(begun, events[:count]) for count in range(len(events) + 1)] == lived


@settings(deadline=None)
@given(st.sampled_from(sorted(LIVE)), st.dictionaries(st.text(max_size=9), st.none() | st.integers() | st.text()))
def test_an_event_that_does_not_follow_is_refused_in_a_sentence(kind: Kind, payload: dict[str, object]) -> None:
    interview = begin(Begun(questions=QUESTIONS, mode="practice", limits=Limits(), at=MONDAY))
    event = Event(kind=kind, at=MONDAY, question_id="rice", payload=payload)
    try:
        assert apply(interview, event).stopped == (kind == "finished")
    except InputError as refusal:
        assert str(refusal)


def test_an_event_on_a_question_that_is_not_asked_is_refused() -> None:
    interview = begin(Begun(questions=QUESTIONS, mode="practice", limits=Limits(), at=MONDAY))
    with pytest.raises(InputError, match="'soup' is not the one on screen"):
        apply(interview, Event(kind="answered", at=MONDAY, question_id="soup", payload={"answer": "x"}))


def test_a_question_is_asked_once_in_an_interview() -> None:
    with pytest.raises(InputError, match="'tea' is asked twice"):
        begin(Begun(questions=(TEA, TEA), mode="practice", limits=Limits(), at=MONDAY))


@pytest.mark.parametrize("question", [*load_rubrics()[:5], *QUESTIONS], ids=lambda question: question.id)
def test_a_question_comes_back_from_its_document_as_it_was(question) -> None:
    assert read_question(json.loads(json.dumps(question.as_document()))) == question


def test_grades_and_revisions_come_back_from_their_documents_as_they_were() -> None:
    for text in (GOOD_TEA, HALF_TEA, "", "asdf qwer zxcv"):
        made = GRADER.grade(TEA, text)
        assert read_grade(json.loads(json.dumps(made.as_json()))) == made
    interview = steps.answer(steps.start(QUESTIONS), HALF_TEA, GRADER.grade(ASKED_TEA, HALF_TEA))
    revision = override(interview, MONDAY)[0].turn.attempts[0].revisions[0]
    assert read_revision(json.loads(json.dumps(revision_document(revision))), MONDAY) == revision
