"""What happens on the page, without a page: tokens and wishes in, views out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from threading import Thread

import pytest

from interviewer.practice.choose import Choice
from tests.plain import PlainGenerator
from tests.practice.kitchen import GOOD_TEA, HALF_TEA, KITCHEN
from tests.ui.desks import PATIENCE_S, HeldGenerator, begun, desk, last, ready, submit
from ui import handlers, pages, telling
from ui.views import FeedbackView


def test_an_answer_shows_first_that_it_is_read_and_then_its_score() -> None:
    at = ready()
    token, view = begun(at)
    reading, graded = submit(at, token, view, HALF_TEA)
    assert (reading.stage, graded.stage) == ("grading", "graded")
    assert "Reading your answer" in reading.panel
    assert "Score 48 of 100" in graded.panel
    assert "<mark" in graded.answer


@pytest.mark.parametrize("text", ["", "  \n\t "])
def test_an_empty_answer_gets_a_clear_message_and_no_grade(text: str) -> None:
    at = ready()
    token, view = begun(at)
    (told,) = submit(at, token, view, text)
    assert told.stage == "same"
    assert "Your answer is empty" in told.notice
    assert told.box is None


def test_an_answer_too_long_stays_in_the_box_and_says_how_long_it_is() -> None:
    at = ready()
    token, view = begun(at)
    (told,) = submit(at, token, view, "word " * 30_000)
    assert "still in the box" in told.notice
    assert "150,000" in told.notice


def test_the_score_is_there_before_the_feedback_begins() -> None:
    held = HeldGenerator()
    at = desk(generator=held)
    at.models.start()
    at.models.grader()
    token, view = begun(at)
    assert "Score 48 of 100" in submit(at, token, view, HALF_TEA)[-1].panel
    held.released.set()


def test_feedback_comes_by_whole_sentences_and_is_kept() -> None:
    at = ready()
    token, view = begun(at)
    view = submit(at, token, view, HALF_TEA)[-1]
    views = list(telling.write_feedback(at, token, view.seen))
    assert [one.writing for one in views] == [True] * (len(views) - 1) + [False]
    assert len(views) >= 4
    for shorter, longer in pairwise(views):
        assert shorter.feedback.count("<span") <= longer.feedback.count("<span")
    kept = handlers.open_page(at, token)
    assert kept.feedback == views[-1].feedback
    assert list(telling.write_feedback(at, token, view.seen)) == []


def test_stopped_feedback_ends_while_a_sentence_is_being_written() -> None:
    held = HeldGenerator()
    at = desk(generator=held)
    held.released.set()
    at.models.start()
    at.models.writer()
    held.asked.clear()
    held.released.clear()
    token, view = begun(at)
    view = submit(at, token, view, HALF_TEA)[-1]
    views: list[FeedbackView] = []
    thread = Thread(target=lambda: views.extend(telling.write_feedback(at, token, view.seen)))
    thread.start()
    assert held.asked.wait(PATIENCE_S)
    telling.stop_feedback(at, token)
    thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert "You stopped the feedback" in views[-1].feedback
    assert not views[-1].writing


def test_leaving_the_page_keeps_the_sentences_written_so_far() -> None:
    at = ready()
    token, view = begun(at)
    view = submit(at, token, view, HALF_TEA)[-1]
    stream = telling.write_feedback(at, token, view.seen)
    next(stream), next(stream)
    assert isinstance(stream, Iterator)
    stream.close()
    assert handlers.open_page(at, token).feedback.count('<span class="template"') == 1


def test_moving_on_shows_no_late_feedback_under_the_next_question() -> None:
    at = ready()
    token, view = begun(at)
    view = submit(at, token, view, HALF_TEA)[-1]
    stream = telling.write_feedback(at, token, view.seen)
    next(stream)
    assert last(handlers.next_question(at, token, view.seen)).feedback == ""
    assert list(stream) == []


def test_any_feedback_model_and_none_give_the_same_score() -> None:
    panels = []
    for generator in (None, PlainGenerator("Full marks, 100 points."), PlainGenerator("Zero.")):
        at = ready(generator)
        token, view = begun(at)
        graded = submit(at, token, view, HALF_TEA)[-1]
        list(telling.write_feedback(at, token, graded.seen))
        assert handlers.open_page(at, token).panel == graded.panel
        panels.append(graded.panel)
    assert len(set(panels)) == 1


def test_two_visitors_never_see_each_other() -> None:
    at = ready()
    (one, view_one), (two, view_two) = begun(at), begun(at)
    submit(at, one, view_one, GOOD_TEA)
    assert handlers.open_page(at, two).stage == "asked"
    graded = submit(at, two, view_two, HALF_TEA)[-1]
    last(handlers.next_question(at, two, graded.seen))
    assert "Score 100" in handlers.open_page(at, one).panel
    assert GOOD_TEA[:20] not in handlers.open_page(at, two).answer
    report = pages.find_report(at, two)
    assert report is not None
    assert GOOD_TEA not in str(report.as_json())


def test_many_visitors_at_once_get_their_own_answers_back() -> None:
    at = ready()
    seen: dict[str, str] = {}

    def practise(number: int) -> None:
        token, view = begun(at)
        handlers_views = submit(at, token, view, f"boil fresh water, says visitor {number}.")
        seen[f"visitor {number}."] = handlers_views[-1].answer

    threads = [Thread(target=practise, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert len(seen) == 12
    assert all(name in shown and shown.count("visitor") == 1 for name, shown in seen.items())


def test_a_token_that_was_not_given_out_here_opens_nothing() -> None:
    at = ready()
    token, view = begun(at)
    for wrong in (None, "", token[:-1], "guess", token[::-1]):
        assert handlers.open_page(at, wrong).stage == "start"
        assert pages.find_report(at, wrong) is None
        (told,) = handlers.submit(at, wrong, view.seen, HALF_TEA)
        assert told.stage == "same"
        assert "still in the box" in told.notice
    assert "Question 1 of 3" in handlers.open_page(at, token).progress


def test_a_second_tab_that_stands_elsewhere_changes_nothing() -> None:
    at = ready()
    token, view = begun(at)
    last(handlers.skip(at, token, view.seen))
    (told,) = handlers.submit(at, token, view.seen, HALF_TEA)
    assert told.stage == "same"
    assert "still in the box" in told.notice
    assert last(handlers.skip(at, token, view.seen)).stage == "same"
    assert "Question 2 of 3" in handlers.open_page(at, token).progress


def test_reloading_shows_the_question_and_the_grade_again() -> None:
    at = ready()
    token, view = begun(at)
    graded = submit(at, token, view, HALF_TEA)[-1]
    again = handlers.open_page(at, token)
    assert (again.stage, again.panel, again.answer) == ("graded", graded.panel, graded.answer)
    assert 'data-focus=""' in again.cue


def test_trying_again_gives_the_last_answer_back_to_build_on() -> None:
    at = ready()
    token, view = begun(at)
    view = submit(at, token, view, HALF_TEA)[-1]
    again = last(handlers.retry(at, token, view.seen))
    assert (again.stage, again.box) == ("asked", HALF_TEA)
    assert handlers.open_page(at, token).box == HALF_TEA
    assert last(handlers.skip(at, token, again.seen)).box == ""


def test_the_reference_answer_comes_only_after_an_answer() -> None:
    at = ready()
    token, view = begun(at)
    assert "no answer yet" in handlers.show_reference(at, token, view.seen).notice
    view = submit(at, token, view, HALF_TEA)[-1]
    shown = handlers.show_reference(at, token, view.seen)
    assert "First boil fresh water in a kettle." in shown.reference
    assert not handlers.open_page(at, token).can_reveal


def test_stopping_shows_the_summary_and_so_does_the_last_question() -> None:
    at = ready()
    token, view = begun(at)
    assert last(handlers.finish(at, token, view.seen)).stage == "summary"
    token, view = begun(at)
    for _ in KITCHEN:
        view = last(handlers.skip(at, token, view.seen))
    assert view.stage == "summary"
    assert "3 skipped" in view.summary


def test_an_interview_nothing_fits_is_not_begun_and_says_why() -> None:
    at = ready()
    view = handlers.begin(at, at.people.admit(None), Choice(topics=("physics",)))
    assert view.stage == "start"
    assert "physics" in view.notice
    assert handlers.count_fitting(at, (), ("physics",), None) == 0
    assert handlers.count_fitting(at, ("beginner",), (), 1) == 1
