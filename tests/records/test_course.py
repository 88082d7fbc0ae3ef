"""A round of practice that is kept: stored before it is graded, the same after a restart, refused when stale."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from interviewer.errors import InputError, ModelError, StaleError
from interviewer.feedback.writer import Sentence
from interviewer.grading.grade import Grade
from interviewer.practice.timing import Limits
from interviewer.records import course
from interviewer.records.ledger import Kept, Ledger
from interviewer.records.second_looks import Point, appeal, override, regrade
from interviewer.records.store import open_store
from rubrics.model import Question
from tests.practice.kitchen import GOOD_TEA, HALF_TEA, KITCHEN, RICE, TEA, plain_grader
from tests.practice.times import MONDAY, SetClock

GRADER = plain_grader()
ASKED_TEA = replace(TEA, key_points=tuple(replace(one, follow_up="Go on?") for one in TEA.key_points))
QUESTIONS = (ASKED_TEA, *KITCHEN[1:])


class BrokenGrader:
    """Fails like a model that has died."""

    def grade(self, question: Question, answer: str) -> Grade:
        """No grade."""
        raise ModelError("the verifier does not answer")


def answered(ledger: Ledger, person: str, text: str = HALF_TEA) -> Kept:
    kept = ledger.begin(person, QUESTIONS, "practice")
    kept = course.submit(ledger, kept.where, text)
    return course.grade(ledger, kept.where, "tea", GRADER)


def test_everything_is_there_after_a_restart(place: str, clock: SetClock, ledger: Ledger, person: str) -> None:
    kept = ledger.begin(person, QUESTIONS, "practice")
    kept = course.predict(ledger, kept.where, 80)
    kept = course.hint(ledger, kept.where)
    kept = course.submit(ledger, kept.where, HALF_TEA)
    kept = course.grade(ledger, kept.where, "tea", GRADER)
    kept = course.keep_feedback(ledger, kept.where, "tea", 0, [Sentence(text="Wait.", origin="model")])
    kept = course.answer_follow_up(ledger, kept.where, "pour water over the leaves")
    kept = course.grade_follow_up(ledger, kept.where, ("tea", 0), GRADER)
    kept = appeal(ledger, kept.where, Point(question_id="tea", attempt=0, key_point="pour"), (0, 9), GRADER)
    kept = course.retry(ledger, kept.where)
    kept = course.submit(ledger, kept.where, GOOD_TEA)
    kept = course.grade(ledger, kept.where, "tea", GRADER)
    kept = course.show_reference(ledger, kept.where)
    kept = course.move_on(ledger, kept.where)
    kept = course.skip(ledger, kept.where)
    again = Ledger(open_store(place, clock)).find_open(person)
    assert again == kept
    turn = again.interview.turns[0]
    assert again.interview.place == 2
    assert [one.answer for one in turn.attempts] == [HALF_TEA, GOOD_TEA]
    assert (turn.attempts[0].predicted, turn.attempts[0].score, turn.score) == (80, 42.5, 95)
    assert turn.attempts[0].follow_up is not None and turn.attempts[0].follow_up.recovered == 25
    assert turn.attempts[0].feedback == (Sentence(text="Wait.", origin="model"),)
    assert turn.reference_shown and len(turn.attempts[0].revisions) == 1


def test_an_answer_is_kept_when_the_grader_fails_and_graded_later(ledger: Ledger, person: str) -> None:
    kept = course.submit(ledger, ledger.begin(person, QUESTIONS, "practice").where, HALF_TEA)
    with pytest.raises(ModelError):
        course.grade(ledger, kept.where, "tea", BrokenGrader())
    found = ledger.open(person, kept.id)
    assert found.interview.turn.stage == "answered"
    assert found.interview.turn.submitted is not None
    assert found.interview.turn.submitted.answer == HALF_TEA
    assert ledger.due(person, MONDAY + timedelta(days=99)) == ()
    assert course.grade_all(ledger, found.where, GRADER).interview.turn.score == 47.5


def test_an_answer_is_graded_once_however_often_it_is_asked_for(ledger: Ledger, person: str) -> None:
    kept = answered(ledger, person)
    assert course.grade(ledger, kept.where, "tea", BrokenGrader()) == kept


def test_an_answer_that_was_left_behind_is_graded_all_the_same(ledger: Ledger, person: str) -> None:
    kept = ledger.begin(person, QUESTIONS, "mock")
    for _ in QUESTIONS:
        kept = course.submit(ledger, kept.where, GOOD_TEA)
        kept = course.move_on(ledger, kept.where)
    assert kept.interview.stopped and kept.ended is not None
    graded = course.grade_all(ledger, kept.where, GRADER)
    assert [turn.stage for turn in graded.interview.turns] == ["graded"] * 3
    assert graded.interview.turns[0].score == 100


def test_a_draft_is_kept_until_its_answer_is_handed_in(ledger: Ledger, person: str) -> None:
    kept = ledger.begin(person, QUESTIONS, "practice")
    for text in ("boil", "boil fre\x00sh \ud800"):
        ledger.keep_draft(person, kept.id, "tea", text)
        assert ledger.open(person, kept.id).draft == text
    course.submit(ledger, kept.where, HALF_TEA)
    ledger.keep_draft(person, kept.id, "tea", "too late")
    assert ledger.open(person, kept.id).draft == ""


def test_a_second_click_takes_no_second_step(ledger: Ledger, person: str) -> None:
    kept = ledger.begin(person, QUESTIONS, "practice")
    for step in (course.hint, course.skip):
        after = step(ledger, kept.where)
        with pytest.raises(StaleError, match="moved on"):
            step(ledger, kept.where)
        assert ledger.open(person, kept.id) == after
        kept = after


def test_a_refused_step_stores_nothing(ledger: Ledger, person: str) -> None:
    kept = ledger.begin(person, QUESTIONS, "practice")
    with pytest.raises(InputError, match="no answer yet"):
        course.move_on(ledger, kept.where)
    assert ledger.open(person, kept.id) == kept


def test_a_mock_interview_runs_on_its_clock_and_pauses_once(ledger: Ledger, clock: SetClock, person: str) -> None:
    kept = ledger.begin(person, QUESTIONS, "mock", Limits(question_s=60, total_s=120))
    clock.pass_(seconds=30)
    kept = course.pause(ledger, kept.where)
    clock.pass_(days=1)
    kept = course.resume(ledger, kept.where)
    clock.pass_(seconds=20)
    kept = course.submit(ledger, kept.where, HALF_TEA)
    assert kept.interview.turn.submitted is not None
    assert (kept.interview.turn.submitted.seconds, kept.interview.turn.submitted.late) == (50, False)
    kept = course.move_on(ledger, kept.where)
    clock.pass_(seconds=90)
    kept = course.submit(ledger, kept.where, "rinse")
    assert kept.interview.turn.submitted is not None and kept.interview.turn.submitted.late
    with pytest.raises(InputError, match="once is all there is"):
        course.pause(ledger, course.move_on(ledger, kept.where).where)


@pytest.mark.parametrize("days", [-4000, 4000])
def test_a_clock_that_jumps_loses_no_answer(ledger: Ledger, clock: SetClock, person: str, days: float) -> None:
    kept = ledger.begin(person, QUESTIONS, "mock")
    clock.pass_(days=days)
    kept = course.grade(ledger, course.submit(ledger, kept.where, GOOD_TEA).where, "tea", GRADER)
    assert kept.interview.turn.score == 100
    clock.pass_(days=-2 * days)
    kept = course.move_on(ledger, kept.where)
    assert ledger.open(person, kept.id) == kept
    assert kept.interview.timing is not None
    left = kept.interview.timing.total_left_s(clock())
    assert left is not None and left >= 0


def test_the_first_score_of_an_interview_moves_its_card_once(ledger: Ledger, clock: SetClock, person: str) -> None:
    kept = answered(ledger, person)
    assert ledger.due(person, clock()) == ()
    clock.pass_(days=1)
    (card,) = ledger.due(person, clock())
    assert (card.question_id, [one.score for one in card.reviews]) == ("tea", [47.5])
    kept = course.submit(ledger, course.retry(ledger, kept.where).where, GOOD_TEA)
    course.grade(ledger, kept.where, "tea", GRADER)
    assert ledger.due(person, clock()) == (card,)
    answered(ledger, person, GOOD_TEA)
    assert ledger.due(person, clock()) == ()


def test_an_override_moves_score_and_card_and_both_values_stay(ledger: Ledger, clock: SetClock, person: str) -> None:
    kept = answered(ledger, person)
    reviewer = ledger.store.add_person("Grace").id
    ledger.store.set_role(reviewer, "reviewer")
    point = Point(question_id="tea", attempt=0, key_point="wait")
    where = replace(kept.where, person=reviewer)
    kept = override(ledger, where, point, "covered", "A figure of speech.")
    attempt = kept.interview.turn.attempts[0]
    assert (attempt.first_score, attempt.score) == (47.5, 75)
    assert (attempt.revisions[0].by, attempt.revisions[0].at) == (reviewer, clock())
    (card,) = ledger.due(person, clock() + timedelta(days=9))
    assert [one.score for one in card.reviews] == [75]


def test_a_changed_rubric_is_graded_anew_on_demand(ledger: Ledger, person: str) -> None:
    kept = answered(ledger, person)
    easier = replace(ASKED_TEA, key_points=ASKED_TEA.key_points[:1])
    assert regrade(ledger, kept.where, {"tea": ASKED_TEA}, BrokenGrader()) == kept
    kept = regrade(ledger, kept.where, {"tea": easier, "rice": RICE}, GRADER)
    assert kept.interview.turn.score == 100
    assert kept.interview.turn.earlier[0].score == 47.5
    assert ledger.open(person, kept.id) == kept


def test_the_rubric_of_an_interview_stays_as_it_was_when_it_began(ledger: Ledger, clock: SetClock, person: str) -> None:
    ledger.begin(person, (TEA,), "practice")
    clock.pass_(seconds=1)
    ledger.begin(person, (replace(TEA, question="How is tea made?"),), "practice")
    asked = [one.interview.turn.question.question for one in ledger.past(person)]
    assert asked == [TEA.question, "How is tea made?"]


def test_the_interview_to_go_on_with_is_the_latest_under_way(ledger: Ledger, clock: SetClock, person: str) -> None:
    assert ledger.find_open(person) is None
    first = ledger.begin(person, QUESTIONS, "practice")
    clock.pass_(seconds=1)
    second = ledger.begin(person, QUESTIONS, "review")
    assert ledger.find_open(person) == second
    ended = course.finish(ledger, second.where)
    assert (ended.ended, course.finish(ledger, ended.where)) == (clock(), ended)
    assert ledger.find_open(person) == first
