"""Start, history, today, and what is kept of a person."""

from __future__ import annotations

import secrets
from dataclasses import replace

from interviewer.practice.choose import Choice
from rubrics.model import KeyPoint
from tests.practice.kitchen import GOOD_TEA, HALF_TEA, KITCHEN, TEA
from tests.practice.times import SetClock
from tests.ui.desks import begun, last, new_place, ready, submit
from ui import handlers, pages


def test_the_start_page_offers_the_interview_under_way_and_goes_on_with_it() -> None:
    at = ready()
    token, view = begun(at)
    last(handlers.skip(at, token, view.seen))
    start = pages.start(at, token)
    assert "question 2 of 3" in start.resume
    assert "Question 2 of 3" in last(pages.go_on(at, token)).progress
    assert handlers.open_page(at, token, page="start").resume == start.resume
    nobody = secrets.token_urlsafe(32)
    assert pages.start(at, nobody).resume == ""
    assert last(pages.go_on(at, nobody)).stage == "start"


def test_empty_pages_say_what_to_do() -> None:
    at, token = ready(), secrets.token_urlsafe(32)
    assert "No interviews yet" in pages.show_history(at, token).history
    assert "Nothing is due yet" in pages.show_today(at, token).today
    assert "nothing is due" in handlers.begin_review(at, token).notice.lower()


def test_the_history_has_a_line_an_interview_and_what_they_say_together() -> None:
    clock = SetClock()
    at = ready(clock=clock)
    token, view = begun(at)
    view = submit(at, token, view, HALF_TEA, guess=100)[-1]
    last(handlers.finish(at, token, view.seen))
    clock.pass_(days=7)
    view = handlers.begin(at, token, Choice(), "practice")
    view = submit(at, token, view, GOOD_TEA)[-1]
    shown = handlers.open_page(at, token, page="history").history
    assert shown.count("data-open=") == 2
    assert "under way" in shown
    assert "Score over time, 2 interviews: from 48 to 100 of 100" in shown
    assert "wait three minutes" in shown
    assert "<b>closed</b>" in shown
    assert "you expect 53 points more than you reach" in shown or "you expect 52 points more than you reach" in shown


def test_an_interview_of_the_history_opens_where_it_stands_or_as_its_report() -> None:
    at = ready()
    token, view = begun(at)
    interview = view.seen.split("/")[0]
    assert last(pages.open_interview(at, token, interview)).stage == "asked"
    last(handlers.finish(at, token, view.seen))
    assert last(pages.open_interview(at, token, interview)).stage == "summary"
    assert handlers.open_page(at, token, interview=interview).stage == "summary"


def test_what_is_due_comes_back_in_a_review() -> None:
    clock = SetClock()
    at = ready(clock=clock)
    token, view = begun(at)
    view = submit(at, token, view, HALF_TEA)[-1]
    last(handlers.finish(at, token, view.seen))
    assert "Nothing is due today. The next question comes back" in pages.show_today(at, token).today
    clock.pass_(days=30)
    today = pages.show_today(at, token)
    assert (today.due, "How do you make tea?" in today.today) == (1, True)
    review = handlers.begin_review(at, token)
    assert (review.mode, review.stage) == ("review", "asked")
    assert "Question 1 of 1" in review.progress
    submit(at, token, review, GOOD_TEA)
    assert pages.show_today(at, token).due == 0


def test_nobody_else_sees_opens_or_deletes_an_interview() -> None:
    at = ready()
    token, view = begun(at)
    view = submit(at, token, view, GOOD_TEA)[-1]
    interview, stranger = view.seen.split("/")[0], secrets.token_urlsafe(32)
    for who in (stranger, None, "guess"):
        assert handlers.open_page(at, who, interview=interview).stage == "start"
        assert last(pages.open_interview(at, who, interview)).stage == "same"
        assert pages.find_report(at, who, interview) is None
        assert GOOD_TEA not in pages.show_history(at, who).history
        assert last(handlers.next_question(at, who, view.seen)).stage == "same"
        assert GOOD_TEA not in str(pages.export(at, who))
        pages.delete_all(at, who)
    assert handlers.open_page(at, token).panel == view.panel


def test_all_data_can_be_had_and_deleted() -> None:
    at = ready()
    token, view = begun(at)
    submit(at, token, view, GOOD_TEA)
    assert GOOD_TEA in str(pages.export(at, token))
    assert "deleted" in pages.delete_all(at, token).notice
    assert "No interviews yet" in pages.show_history(at, token).history
    assert GOOD_TEA not in str(pages.export(at, token))
    assert handlers.begin(at, token, Choice()).stage == "asked"


def test_a_question_that_is_asked_no_longer_is_not_due() -> None:
    clock = SetClock()
    at = ready(clock=clock)
    token, view = begun(at)
    submit(at, token, view, HALF_TEA)
    clock.pass_(days=30)
    assert pages.count_due(at, at.person(token)) == 1
    other = ready(clock=clock, questions=KITCHEN[1:])
    assert pages.count_due(other, at.person(token)) == 0


def test_a_changed_rubric_marks_a_report_as_outdated_and_offers_to_grade_again() -> None:
    place = new_place()
    at = ready(place=place)
    token, view = begun(at)
    view = submit(at, token, view, GOOD_TEA)[-1]
    assert "data-regrade" not in last(handlers.finish(at, token, view.seen)).summary
    heavier = replace(TEA, key_points=(*TEA.key_points, KeyPoint(id="milk", statement="add cold milk", weight=4)))
    other, interview = ready(place=place, questions=(heavier, *KITCHEN[1:])), view.seen.split("/")[0]
    shown = handlers.open_page(other, token, interview=interview)
    assert f'data-regrade="{interview}"' in shown.summary
    assert "<b>100</b>" in shown.summary
    after = last(pages.regrade(other, token, interview))
    assert "<b>50</b>" in after.summary
    assert "data-regrade" not in after.summary
    assert last(pages.regrade(other, secrets.token_urlsafe(32), interview)).stage == "start"
