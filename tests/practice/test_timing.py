"""The clock of a mock interview: limits, one pause, and clocks that jump."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.errors import InputError
from interviewer.practice import interview as steps
from interviewer.practice import mock
from interviewer.practice.interview import Interview
from interviewer.practice.timing import GRACE_S, Limits, mock_limits, start_clock
from tests.practice.kitchen import HALF_TEA, KITCHEN
from tests.practice.times import MONDAY


def after(seconds: float):
    return MONDAY + timedelta(seconds=seconds)


def mock_interview() -> Interview:
    return steps.start(KITCHEN, "mock", start_clock(Limits(question_s=100, total_s=250), MONDAY))


def test_a_question_has_its_own_time_within_that_of_the_interview() -> None:
    timing = start_clock(Limits(question_s=100, total_s=250), MONDAY)
    assert (timing.question_left_s(after(30)), timing.total_left_s(after(30))) == (70, 220)
    second = timing.ask(after(180))
    assert (second.question_left_s(after(200)), second.total_left_s(after(200))) == (50, 50)


def test_without_limits_no_time_runs_out() -> None:
    timing = start_clock(Limits(), MONDAY)
    assert timing.question_left_s(after(1e6)) is None
    assert not timing.is_late(after(1e6))


def test_a_pause_takes_no_time() -> None:
    paused = mock.pause(mock_interview(), after(40))
    assert paused.timing is not None
    assert paused.timing.question_left_s(after(4000)) == 60
    resumed = mock.resume(paused, after(4040))
    assert resumed.timing is not None
    assert (resumed.timing.question_left_s(after(4050)), resumed.timing.total_left_s(after(4050))) == (50, 200)


def test_there_is_one_pause() -> None:
    resumed = mock.resume(mock.pause(mock_interview(), after(1)), after(2))
    with pytest.raises(InputError, match="once is all there is"):
        mock.pause(resumed, after(3))


def test_a_pause_stops_the_questions_too() -> None:
    with pytest.raises(InputError, match="resume it first"):
        steps.submit(mock.pause(mock_interview(), after(1)), HALF_TEA, after(2))


def test_only_a_mock_interview_is_paused() -> None:
    with pytest.raises(InputError, match="only a mock interview"):
        mock.pause(steps.start(KITCHEN, "practice", start_clock(Limits(), MONDAY)), MONDAY)


@pytest.mark.parametrize(("seconds", "late"), [(100, False), (100 + GRACE_S, False), (101 + GRACE_S, True)])
def test_a_late_answer_is_kept_and_says_that_it_is_late(seconds: float, late: bool) -> None:
    submitted = steps.submit(mock_interview(), HALF_TEA, after(seconds)).turn.submitted
    assert submitted is not None
    assert (submitted.answer, submitted.late, submitted.seconds) == (HALF_TEA, late, seconds)


@settings(deadline=None)
@given(st.lists(st.floats(-1e7, 1e7), min_size=2, max_size=4))
def test_a_clock_that_jumps_neither_takes_back_time_nor_refuses_an_answer(jumps: list[float]) -> None:
    interview = mock_interview()
    for jump in jumps:
        assert interview.timing is not None
        left = interview.timing.total_left_s(after(jump))
        assert left is not None and 0 <= left <= 250
    paused = mock.resume(mock.pause(interview, after(jumps[0])), after(jumps[1]))
    assert paused.timing is not None and paused.timing.paused_s >= 0
    assert steps.submit(paused, HALF_TEA, after(jumps[-1])).turn.submitted is not None


def test_a_mock_interview_gives_nothing_away_before_its_end() -> None:
    interview = mock_interview()
    assert not interview.reveals
    with pytest.raises(InputError, match="no hints"):
        steps.take_hint(interview)
    answered = steps.next_question(steps.submit(interview, HALF_TEA, after(1)))
    assert answered.place == 1
    assert steps.stop(answered).reveals


def test_a_limit_below_zero_is_refused() -> None:
    with pytest.raises(InputError, match="-1 seconds"):
        Limits(question_s=-1)
    assert mock_limits(1).total_s == mock_limits(1).question_s
