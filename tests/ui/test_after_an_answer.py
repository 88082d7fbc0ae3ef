"""What comes after a score: expectation, follow-up question, second look, two tries side by side."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from interviewer.errors import ModelError
from interviewer.grading.grade import Grade
from interviewer.grading.grader import Grader
from rubrics.model import Question
from tests.practice.kitchen import GOOD_TEA, HALF_TEA, KITCHEN, TEA, plain_grader
from tests.ui.desks import begun, desk, last, ready, submit, told
from ui import handlers, telling
from ui.desk import Desk

ASKED_TEA = replace(TEA, key_points=tuple(replace(one, follow_up=f"What of: {one.id}?") for one in TEA.key_points))
HOSTILE = "<img src=x onerror=alert(1)> ${alert(2)}"


def asked() -> Desk:
    return ready(questions=(ASKED_TEA, *KITCHEN[1:]))


def wish(key: str, start: int | None = None, end: int | None = None) -> str:
    return json.dumps({"key": key, "start": start, "end": end})


def test_the_follow_up_comes_with_the_whole_feedback_and_asks_after_the_heaviest_point_missed() -> None:
    at = asked()
    token, view = begun(at)
    graded = submit(at, token, view, "wait three minutes.")[-1]
    assert not graded.can_follow
    views = list(telling.write_feedback(at, token, graded.seen))
    assert [one.can_follow for one in views] == [False] * (len(views) - 1) + [True]
    assert "What of: boil?" in views[-1].follow


def test_what_the_follow_up_recovers_stands_beside_the_score_and_leaves_it() -> None:
    at = asked()
    token, view = begun(at)
    view = told(at, token, submit(at, token, view, "wait three minutes.")[-1])
    assert "Score 25 of 100" in view.panel
    waiting, after = telling.answer_follow_up(at, token, view.seen, f"boil fresh water. {HOSTILE}")
    assert "not graded yet" in waiting.follow
    assert "+50 recovered" in after.follow
    assert "+50 recovered by the follow-up, beside the score" in after.panel
    assert "Score 25 of 100" in after.panel
    assert "<img" not in after.follow
    assert not after.can_follow
    assert handlers.open_page(at, token).follow == after.follow


def test_a_follow_up_answer_is_kept_when_the_grader_fails_and_an_empty_one_is_refused() -> None:
    class Broken(Grader):
        def grade(self, question: Question, answer: str) -> Grade:
            if question.reference_answer == "":
                raise ModelError("the verifier does not answer")
            return super().grade(question, answer)

    plain = plain_grader()
    at = desk(lambda: Broken(plain._embedder, plain._verifier, plain._settings), questions=(ASKED_TEA,))
    at.models.start()
    token, view = begun(at)
    view = told(at, token, submit(at, token, view, "wait three minutes.")[-1])
    assert "empty" in last(telling.answer_follow_up(at, token, view.seen, " ")).notice
    failed = last(telling.answer_follow_up(at, token, view.seen, "boil it"))
    assert failed.notice.index("Your answer is saved") < failed.notice.index("does not answer")
    assert "boil it" in handlers.open_page(at, token).follow


def test_a_second_look_at_marked_words_shows_outcome_reason_and_both_scores() -> None:
    at = ready()
    token, view = begun(at)
    text = "pour water over the. " + "boil fresh water."
    view = submit(at, token, view, text)[-1]
    refusal = last(telling.look_again(at, token, view.seen, wish("wait", 0, 20)))
    assert "Second look: still not mentioned." in refusal.panel
    assert "Nothing changes" in refusal.panel
    again = last(telling.look_again(at, token, view.seen, wish("wait", 0, 20)))
    assert "examined" in again.notice
    assert "Second look: still not mentioned." in handlers.open_page(at, token).panel


def test_a_second_look_that_is_granted_moves_the_score_and_keeps_the_first_in_sight() -> None:
    class Strict(Grader):
        def grade(self, question: Question, answer: str) -> Grade:
            found = super().grade(question, answer)
            if len(question.key_points) == 1:
                return found
            verdicts = tuple(replace(one, verdict="missing", credit=0.0, evidence=None) for one in found.verdicts)
            return replace(found, verdicts=verdicts, score=0.0)

    plain = plain_grader()
    at = desk(lambda: Strict(plain._embedder, plain._verifier, plain._settings))
    at.models.start()
    at.models.grader()
    token, view = begun(at)
    view = submit(at, token, view, GOOD_TEA)[-1]
    assert "Score 0 of 100" in view.panel
    after = last(telling.look_again(at, token, view.seen, wish("boil")))
    assert "Score 50 of 100, 1 of 3" in after.panel
    assert "0 at first, 50 after a second look" in after.panel
    assert "Second look: not mentioned → covered" in after.panel
    assert "<mark" in after.answer


@pytest.mark.parametrize(
    "words", ["", "[]", "{}", '{"key": 3, "start": 0, "end": 1}', wish("boil", 90, 95), wish("none")]
)
def test_a_second_look_that_cannot_be_taken_changes_nothing_and_says_why(words: str) -> None:
    at = ready()
    token, view = begun(at)
    view = submit(at, token, view, "wait three minutes.")[-1]
    refusal = last(telling.look_again(at, token, view.seen, words))
    assert "Nothing was changed" in refusal.notice
    assert handlers.open_page(at, token).panel == view.panel


def test_two_tries_stand_side_by_side_with_what_was_gained() -> None:
    at = ready()
    token, view = begun(at)
    view = submit(at, token, view, HALF_TEA)[-1]
    assert view.comparison == ""
    view = last(handlers.retry(at, token, view.seen))
    view = submit(at, token, view, GOOD_TEA + HOSTILE)[-1]
    assert view.comparison.count("▲ gained") == 2
    assert view.comparison.count("as before") == 1
    assert "+52" in view.comparison
    assert "<img" not in view.comparison


def test_an_expected_score_is_shown_beside_the_real_one() -> None:
    at = ready()
    token, view = begun(at)
    graded = submit(at, token, view, HALF_TEA, guess=75)[-1]
    assert "You expected 75: 27 too high" in graded.panel
    token, view = begun(at)
    assert "You expected" not in submit(at, token, view, HALF_TEA)[-1].panel
