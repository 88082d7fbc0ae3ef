"""Nothing is lost: what the page shows after another server has opened the same store."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

from interviewer.errors import ModelError
from interviewer.grading.grader import Grader
from interviewer.records import course
from tests.practice.kitchen import GOOD_TEA, HALF_TEA
from tests.ui.desks import PATIENCE_S, begun, desk, last, new_place, ready, submit, told
from ui import handlers, pages, telling


def test_after_a_restart_the_same_question_is_there_with_everything() -> None:
    place = new_place()
    at = ready(place=place)
    token, view = begun(at)
    view = handlers.take_hint(at, token, view.seen)
    view = told(at, token, submit(at, token, view, HALF_TEA)[-1])
    again = handlers.open_page(ready(place=place), token)
    for part in ("stage", "seen", "hints", "answer", "panel", "feedback", "progress"):
        assert getattr(again, part) == getattr(view, part)


def test_a_page_left_open_over_a_restart_goes_on_working() -> None:
    place = new_place()
    token, view = begun(ready(place=place))
    at = ready(place=place)
    graded = submit(at, token, view, HALF_TEA)[-1]
    assert "Score 48" in graded.panel
    assert "Question 2 of 3" in last(handlers.next_question(at, token, graded.seen)).progress


def test_a_draft_is_in_the_box_again() -> None:
    place = new_place()
    at = ready(place=place)
    token, view = begun(at)
    interview = view.seen.split("/")[0]
    pages.keep_draft(at, token, {"interview": interview, "question": "tea", "text": "You boil"})
    assert handlers.open_page(ready(place=place), token).box == "You boil"


def test_an_answer_is_kept_before_it_is_graded_and_graded_after_the_restart() -> None:
    hold, begun_grading = Event(), Event()

    def stuck() -> Grader:
        begun_grading.set()
        assert hold.wait(PATIENCE_S)
        raise ModelError("killed")

    place = new_place()
    at = desk(build_grader=stuck, place=place)
    at.models.start()
    token, view = begun(at)
    thread = Thread(target=lambda: submit(at, token, view, GOOD_TEA))
    thread.start()
    assert begun_grading.wait(PATIENCE_S)
    other = ready(place=place)
    for _ in range(1000):
        waiting = handlers.open_page(other, token)
        if waiting.stage == "answered":
            break
    assert waiting.stage == "answered"
    assert "boil fresh water" in waiting.answer
    assert "Score 100" in last(handlers.grade_now(other, token, waiting.seen)).panel
    hold.set()
    thread.join(PATIENCE_S)


def test_an_answer_that_could_not_be_graded_can_be_graded_later_or_left() -> None:
    place = new_place()

    def missing() -> Grader:
        raise ModelError("model.safetensors is missing")

    at = desk(build_grader=missing, place=place)
    at.models.start()
    token, view = begun(at)
    view = submit(at, token, view, GOOD_TEA)[-1]
    assert view.stage == "answered"
    assert "Question 2 of 3" in last(handlers.next_question(at, token, view.seen)).progress
    view = handlers.open_page(at, token)
    failed = last(handlers.finish(at, token, view.seen))
    assert failed.stage == "summary"
    assert "Your answers are saved" in failed.notice
    interview = view.seen.split("/")[0]
    assert ">100</b>" in last(pages.open_interview(ready(place=place), token, interview)).summary


def test_feedback_that_was_not_written_is_written_after_the_restart() -> None:
    place = new_place()
    at = ready(place=place)
    token, view = begun(at)
    submit(at, token, view, HALF_TEA)
    other = ready(place=place)
    seen = handlers.open_page(other, token).seen
    assert not list(telling.write_feedback(other, token, seen))[-1].writing
    assert "boil fresh water" in handlers.open_page(other, token).feedback


def test_a_mock_interview_killed_between_two_questions_goes_on_with_the_next() -> None:
    place = new_place()
    at = ready(place=place)
    token, view = begun(at, mode="mock")
    course.submit(at.ledger, at.where(token, view.seen), GOOD_TEA)
    other = ready(place=place)
    seen = handlers.open_page(other, token).seen
    assert "Question 2 of 3" in last(handlers.grade_now(other, token, seen)).progress


def test_a_report_opened_after_a_kill_gets_the_grades_that_are_missing() -> None:
    place = new_place()
    at = ready(place=place)
    token, view = begun(at, mode="mock")
    kept = course.submit(at.ledger, at.where(token, view.seen), GOOD_TEA)
    course.finish(at.ledger, kept.where)
    other = ready(place=place)
    shown = handlers.open_page(other, token, interview=kept.id)
    assert "1 not graded" in shown.summary
    views = list(handlers.grade_now(other, token, shown.seen))
    assert "Grading answer 1 of 1" in views[0].summary
    assert ">100</b>" in views[-1].summary
    assert list(handlers.grade_now(other, token, views[-1].seen)) == []


def test_a_store_that_is_gone_is_told_and_leaves_the_answer_in_the_box() -> None:
    place = new_place()
    at = ready(place=place)
    token, view = begun(at)
    Path(place).rename(place + ".away")
    (told_of,) = submit(at, token, view, GOOD_TEA)
    assert told_of.stage == "same"
    assert "still in the box" in told_of.notice
    assert "put it back" in told_of.notice
    assert "put it back" in handlers.open_page(at, token).notice
    assert "put it back" in pages.show_history(at, token).notice
    Path(place + ".away").rename(place)
    assert "Score 100" in submit(at, token, view, GOOD_TEA)[-1].panel
