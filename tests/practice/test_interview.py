"""The steps of an interview: each gives a new value, and none can be taken out of turn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.errors import InputError
from interviewer.feedback.writer import Sentence
from interviewer.grading.grade import Grade
from interviewer.practice import interview as steps
from interviewer.practice.interview import HINT_COST, Interview
from tests.practice.kitchen import COFFEE, GOOD_TEA, HALF_TEA, KITCHEN, RICE, TEA, plain_grader

GOOD, HALF = plain_grader().grade(TEA, GOOD_TEA), plain_grader().grade(TEA, HALF_TEA)


def answered(text: str = HALF_TEA, grade: Grade = HALF) -> Interview:
    return steps.answer(steps.start(KITCHEN), text, grade)


def test_an_interview_starts_at_its_first_question_without_an_attempt() -> None:
    interview = steps.start(KITCHEN)
    assert (interview.place, interview.turn.question, interview.turn.stage) == (0, TEA, "asked")
    assert interview.turn.attempts == ()


def test_an_interview_without_questions_is_refused() -> None:
    with pytest.raises(InputError, match="no question"):
        steps.start(())


def test_a_step_leaves_the_value_it_came_from_as_it_was() -> None:
    before = steps.start(KITCHEN)
    steps.answer(before, HALF_TEA, HALF)
    assert before == steps.start(KITCHEN)


def test_an_answer_is_kept_word_for_word_with_its_grade() -> None:
    attempt = answered().turn.attempts[0]
    assert (attempt.answer, attempt.grade, attempt.hints) == (HALF_TEA, HALF, 0)


def test_a_second_answer_without_trying_again_is_refused() -> None:
    with pytest.raises(InputError, match="answered already"):
        steps.answer(answered(), GOOD_TEA, GOOD)


def test_a_grade_for_another_question_is_refused() -> None:
    other = plain_grader().grade(RICE, "rinse the rice well")
    with pytest.raises(InputError, match=r"'rice'.*'tea'"):
        steps.answer(steps.start(KITCHEN), "rinse the rice well", other)


def test_trying_again_keeps_both_attempts_and_the_better_score_counts() -> None:
    interview = steps.answer(steps.retry(answered(GOOD_TEA, GOOD)), HALF_TEA, HALF)
    assert [one.answer for one in interview.turn.attempts] == [GOOD_TEA, HALF_TEA]
    assert interview.turn.score == GOOD.score == 100
    assert interview.turn.find_best() == interview.turn.attempts[0]


def test_an_attempt_after_the_reference_answer_does_not_count() -> None:
    seen = steps.retry(steps.show_reference(answered()))
    interview = steps.answer(seen, GOOD_TEA, GOOD)
    assert interview.turn.score == HALF.score
    assert interview.turn.attempts[1].saw_reference


def test_the_reference_answer_is_not_shown_before_an_answer() -> None:
    with pytest.raises(InputError, match="no answer yet"):
        steps.show_reference(steps.start(KITCHEN))


def test_each_hint_costs_once_and_leaves_the_grade_alone() -> None:
    interview = steps.take_hint(steps.take_hint(steps.start(KITCHEN)))
    attempt = steps.answer(interview, GOOD_TEA, GOOD).turn.attempts[0]
    assert attempt.score == 100 - 2 * HINT_COST
    assert attempt.grade.score == 100


def test_hints_never_take_a_score_below_zero() -> None:
    blank = plain_grader().grade(TEA, "")
    assert steps.answer(steps.take_hint(steps.start(KITCHEN)), "", blank).turn.score == 0


def test_hints_go_from_the_heaviest_point_on_and_then_run_out() -> None:
    interview = steps.start(KITCHEN)
    for _ in range(3):
        interview = steps.take_hint(interview)
    assert interview.turn.hinted == ("boil", "pour", "wait")
    with pytest.raises(InputError, match="no more hints"):
        steps.take_hint(interview)


def test_after_an_answer_no_hint_is_given_for_a_covered_point() -> None:
    again = steps.take_hint(steps.retry(answered()))
    assert "boil" not in again.turn.hinted


def test_a_skipped_question_has_no_score_and_the_next_one_is_asked() -> None:
    interview = steps.skip(steps.start(KITCHEN))
    assert interview.turns[0].stage == "skipped"
    assert interview.turns[0].score is None
    assert interview.turn.question == RICE


def test_skipping_a_second_try_keeps_the_first() -> None:
    interview = steps.skip(steps.retry(answered()))
    assert interview.turns[0].stage == "graded"
    assert interview.turns[0].score == HALF.score


def test_next_after_the_last_question_ends_the_interview() -> None:
    interview = steps.skip(steps.skip(steps.start(KITCHEN)))
    assert interview.is_last
    graded = steps.answer(interview, "grind whole beans just before", plain_grader().grade(COFFEE, "no"))
    assert steps.next_question(graded).stopped


def test_feedback_reaches_an_attempt_that_was_left_behind() -> None:
    moved = steps.next_question(answered())
    sentence = Sentence(text="Wait longer.", origin="template")
    assert steps.add_feedback(moved, 0, 0, [sentence]).turns[0].attempts[0].feedback == (sentence,)
    with pytest.raises(InputError, match="no attempt 1 at question 2"):
        steps.add_feedback(moved, 1, 0, [sentence])


STEPS: dict[str, Callable[[Interview], Interview]] = {
    "answer": lambda i: steps.answer(i, "no", plain_grader().grade(i.turn.question, "no")),
    "hint": steps.take_hint,
    "skip": steps.skip,
    "next": steps.next_question,
    "retry": steps.retry,
    "reference": steps.show_reference,
    "stop": steps.stop,
}


@settings(deadline=None)
@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=20))
def test_any_run_of_steps_is_taken_or_refused_and_loses_no_attempt(names: list[str]) -> None:
    interview, attempts = steps.start(KITCHEN), 0
    for name in names:
        before = interview
        try:
            interview = STEPS[name](interview)
        except InputError:
            assert interview == before
        attempts += name == "answer" and interview != before
        assert sum(len(turn.attempts) for turn in interview.turns) == attempts
        assert [turn.question for turn in interview.turns] == list(KITCHEN)
        assert before.place <= interview.place < len(KITCHEN)
        assert interview.stopped or interview.turn.stage != "skipped"


@given(st.integers(50, 1000))
def test_what_is_shown_of_a_score_falls_by_just_what_a_hint_costs(tenths: int) -> None:
    assert int(steps.whole(tenths / 10)) - int(steps.whole(tenths / 10 - HINT_COST)) == HINT_COST
