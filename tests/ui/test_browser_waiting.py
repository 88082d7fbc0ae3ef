"""The page in a real browser while models load, write or fail."""

from __future__ import annotations

import re
from threading import Event

import pytest
from playwright.sync_api import Page, expect

from interviewer.errors import ModelError
from interviewer.grading.grader import Grader
from tests.practice.kitchen import HALF_TEA, plain_grader
from tests.ui.desks import PATIENCE_S, HeldGenerator, desk, serving
from tests.ui.person import answer, begin

pytestmark = pytest.mark.browser


def test_the_score_stands_before_the_feedback_which_can_be_stopped(page: Page, outside: list[str]) -> None:
    held = HeldGenerator()
    held.released.set()
    made = desk(generator=held)
    made.models.start()
    made.models.writer()
    held.released.clear()
    with serving(made) as url:
        begin(page, url)
        answer(page, HALF_TEA)
        expect(page.get_by_text("Writing the feedback")).to_be_visible()
        page.get_by_role("button", name="Stop writing").click()
        expect(page.get_by_text("You stopped the feedback.")).to_be_visible()
        expect(page.get_by_role("button", name="Stop writing")).to_have_count(0)
        page.get_by_role("button", name="Next").click()
        expect(page.get_by_text("Question 2 of 3")).to_be_visible()


def test_loading_is_shown_and_an_answer_waits_for_it(page: Page, outside: list[str]) -> None:
    go = Event()

    def slow() -> Grader:
        assert go.wait(PATIENCE_S)
        return plain_grader()

    made = desk(build_grader=slow)
    made.models.start()
    with serving(made) as url:
        begin(page, url)
        expect(page.locator("#status")).to_contain_text("Loading the grader")
        page.get_by_role("textbox", name="Your answer").fill(HALF_TEA)
        page.get_by_role("button", name="Answer").click()
        expect(page.locator(".panel.busy")).to_contain_text("Loading the grader")
        go.set()
        expect(page.locator("#score")).to_be_visible()
        expect(page.locator("#status .status")).to_have_count(0)


def test_an_error_says_first_that_the_answer_is_saved(page: Page, outside: list[str]) -> None:
    def missing() -> Grader:
        raise ModelError("model.safetensors is missing: run `interviewer models pull`")

    made = desk(build_grader=missing)
    made.models.start()
    with serving(made) as url:
        begin(page, url)
        page.get_by_role("textbox", name="Your answer").fill(HALF_TEA)
        page.get_by_role("button", name="Answer").click()
        expect(page.get_by_role("alert")).to_contain_text(re.compile("^Your answer is saved.*models pull"))
        expect(page.locator(".answered p")).to_have_text(HALF_TEA)
        page.get_by_role("button", name="Grade it now").click()
        expect(page.get_by_role("alert")).to_contain_text("Your answer is saved")
        page.get_by_role("button", name="Next question").click()
        expect(page.get_by_text("Question 2 of 3")).to_be_visible()
