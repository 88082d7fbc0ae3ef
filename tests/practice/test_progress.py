"""Over time: weeks, standings, misconceptions, calibration and history, out of past interviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta, timezone

from interviewer.grading.scoring import Scheme
from interviewer.practice import interview as steps
from interviewer.practice.interview import Interview, Mode
from interviewer.practice.progress import (
    Past,
    calibration,
    history,
    misconceptions,
    overconfidence,
    question_history,
    standings,
    weekly,
)
from interviewer.practice.revising import add_revision, overridden, signed
from interviewer.practice.timing import Limits, start_clock
from tests.practice.kitchen import GOOD_TEA, HALF_TEA, KITCHEN, plain_grader
from tests.practice.times import MONDAY

GRADER = plain_grader()
WRONG_TEA = "It is false that you wait three minutes, it is false that wait three minutes."


def past(day: float, answers: Sequence[str | None], mode: Mode = "practice", predicted: float | None = None) -> Past:
    """An interview of that day, with these answers (None skips) and the same prediction for each."""
    at = MONDAY + timedelta(days=day)
    interview: Interview = steps.start(KITCHEN, mode, start_clock(Limits(), at))
    for number, text in enumerate(answers):
        if text is None:
            interview = steps.skip(interview)
            continue
        foreseen = interview if predicted is None else steps.predict(interview, predicted)
        submitted = steps.submit(foreseen, text, at)
        graded = steps.add_grade(submitted, interview.place, GRADER.grade(interview.turn.question, text))
        interview = steps.next_question(graded) if number + 1 < len(answers) else graded
    return Past(id=f"day-{day}", interview=interview, started=at, ended=None)


def test_weeks_hold_the_mean_by_topic_and_by_level() -> None:
    months = [past(0, [GOOD_TEA, "no"]), past(6, [WRONG_TEA]), past(7, [GOOD_TEA])]
    by_topic = [(one.monday, one.group, one.score, one.answers) for one in weekly(months, "topic", UTC)]
    assert by_topic == [
        (date(2026, 3, 2), "drinks", 50.0, 2),
        (date(2026, 3, 2), "grains", 0.0, 1),
        (date(2026, 3, 9), "drinks", 100.0, 1),
    ]
    assert {one.group for one in weekly(months, "level", UTC)} == {"beginner"}


def test_a_week_begins_where_the_reader_is() -> None:
    sunday_night = past(6.6, [GOOD_TEA])
    assert weekly([sunday_night], "topic", UTC)[0].monday == date(2026, 3, 2)
    assert weekly([sunday_night], "topic", timezone(timedelta(hours=3)))[0].monday == date(2026, 3, 9)


def test_standings_go_by_the_latest_score_of_each_question_weakest_first() -> None:
    found = standings([past(0, [WRONG_TEA, "rinse the rice well"]), past(3, [GOOD_TEA])], "topic")
    assert [(one.group, one.score, one.questions) for one in found] == [("grains", 25.0, 1), ("drinks", 100.0, 1)]


def test_a_misconception_opens_when_contradicted_and_closes_when_covered() -> None:
    opened = misconceptions([past(0, [HALF_TEA])])
    assert [(one.key_point, one.opened, one.closed) for one in opened] == [("wait", MONDAY, None)]
    assert "it is false that" in opened[0].said.lower()
    assert misconceptions([past(0, [HALF_TEA]), past(1, ["boil fresh water"])])[0].closed is None
    closed = misconceptions([past(2, [GOOD_TEA]), past(0, [HALF_TEA])])
    assert closed[0].closed == MONDAY + timedelta(days=2)


def test_a_misconception_that_comes_back_is_open_again() -> None:
    found = misconceptions([past(0, [HALF_TEA]), past(1, [GOOD_TEA]), past(2, [HALF_TEA])])
    assert [(one.opened, one.closed) for one in found] == [(MONDAY + timedelta(days=2), None)]


def test_an_overridden_contradiction_is_no_misconception() -> None:
    one = past(0, [HALF_TEA])
    new = overridden(one.interview.turn, one.interview.turn.attempts[0], "wait", "missing", Scheme())
    mended = add_revision(one.interview, 0, 0, signed(new, "reviewer", "A figure of speech."))
    assert misconceptions([replace(one, interview=mended)]) == ()


def test_predictions_are_held_against_what_came_of_them() -> None:
    points = calibration([past(1, [GOOD_TEA], predicted=60), past(0, [HALF_TEA], predicted=90), past(2, [GOOD_TEA])])
    assert [(one.predicted, one.actual) for one in points] == [(90, 47.5), (60, 100)]
    assert overconfidence(points) == 1.2
    assert overconfidence(()) is None


def test_history_has_a_line_an_interview_latest_first() -> None:
    lines = history([past(0, [GOOD_TEA, None]), past(1, [HALF_TEA])])
    assert [(line.id, line.score, line.answered, line.questions) for line in lines] == [
        ("day-1", 47.5, 1, 3),
        ("day-0", 50.0, 1, 3),
    ]


def test_a_mock_interview_under_way_shows_nothing_anywhere() -> None:
    mock = past(0, [HALF_TEA], mode="mock", predicted=50)
    assert [line.score for line in history([mock])] == [None]
    assert weekly([mock], "topic", UTC) == standings([mock], "topic") == ()
    assert misconceptions([mock]) == calibration([mock]) == ()
    ended = replace(mock, interview=steps.stop(mock.interview))
    assert [line.score for line in history([ended])] == [47.5]


def test_the_history_of_a_question_has_every_attempt_in_order() -> None:
    lines = question_history([past(3, [GOOD_TEA]), past(0, [HALF_TEA])], "tea")
    assert [(line.interview, line.score, line.counts) for line in lines] == [
        ("day-0", 47.5, True),
        ("day-3", 100.0, True),
    ]
