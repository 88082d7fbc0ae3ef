"""A mock interview: on time, nothing shown before the end, one pause."""

from __future__ import annotations

import re

from tests.practice.kitchen import GOOD_TEA, HALF_TEA
from tests.practice.times import SetClock
from tests.ui.desks import begun, last, ready, submit
from ui import handlers, pages
from ui.views import View


def shown(view: View) -> str:
    return "".join(getattr(view, name) for name in ("answer", "panel", "feedback", "follow", "reference", "comparison"))


def test_nothing_is_shown_before_the_end_and_everything_at_it() -> None:
    at = ready()
    token, view = begun(at, mode="mock")
    assert not view.can_hint
    assert "gives no hints" in handlers.take_hint(at, token, view.seen).notice
    for number in range(3):
        views = submit(at, token, view, GOOD_TEA)
        for one in views:
            assert "Score" not in shown(one).replace("Scores, key points", "")
            assert "<mark" not in shown(one)
        if number == 0:
            assert pages.find_report(at, token) is None
        view = views[-1]
    assert view.stage == "summary"
    assert "Grading answer 3 of 3" in views[-2].summary
    assert "3 answered" in view.summary
    assert pages.find_report(at, token) is not None


def test_the_clock_is_shown_and_stands_still_in_the_one_pause() -> None:
    clock = SetClock()
    at = ready(clock=clock)
    token, view = begun(at, mode="mock")
    assert re.search(r'data-question="240" data-total="450"', view.progress)
    clock.pass_(seconds=40)
    paused = handlers.pause(at, token, view.seen, "half an answ")
    assert paused.stage == "paused"
    assert "How do you make tea?" not in paused.question
    clock.pass_(days=1)
    assert 'data-question="200"' in handlers.open_page(at, token).progress
    again = handlers.resume(at, token, paused.seen)
    assert (again.stage, again.box, again.can_pause) == ("asked", "half an answ", False)
    assert "once is all there is" in handlers.pause(at, token, again.seen, "").notice


def test_when_the_time_is_up_what_is_written_is_handed_in_and_an_empty_box_is_passed_over() -> None:
    clock = SetClock()
    at = ready(clock=clock)
    token, view = begun(at, mode="mock")
    clock.pass_(seconds=240)
    view = last(handlers.time_up(at, token, view.seen, HALF_TEA))
    assert "Question 2 of 3" in view.progress
    clock.pass_(seconds=10)
    view = last(handlers.time_up(at, token, view.seen, "  "))
    assert "Question 3 of 3" in view.progress
    clock.pass_(seconds=300)
    view = last(handlers.time_up(at, token, view.seen, "grind"))
    assert view.stage == "summary"
    report = pages.find_report(at, token)
    assert report is not None
    assert [one.status for one in report.questions] == ["answered", "skipped", "answered"]


def test_when_all_the_time_is_up_the_interview_ends() -> None:
    clock = SetClock()
    at = ready(clock=clock)
    token, view = begun(at, mode="mock")
    clock.pass_(seconds=451)
    view = last(handlers.time_up(at, token, view.seen, HALF_TEA))
    assert view.stage == "summary"
    assert "1 answered · 2 not reached" in view.summary
