"""Whole rounds in a real browser: follow-up, second look, retry; a mock interview; history and review."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from rubrics.model import KeyPoint
from tests.practice.kitchen import GOOD_TEA, HALF_TEA, KITCHEN, TEA
from tests.ui.desks import ASKED_TEA, RunningClock, begun, last, new_place, ready, serving, submit
from tests.ui.looks import low_contrast, nameless_controls, sticking_out
from tests.ui.person import answer, begin, wait_for_feedback
from ui import handlers
from ui.app import COOKIE

pytestmark = pytest.mark.browser
MARK_ALL = """() => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(".answered p"));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


CLOCK = RunningClock()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(ready(questions=(ASKED_TEA, *KITCHEN[1:]), clock=CLOCK)) as address:
        yield address


@pytest.fixture(params=[390, 1300], ids=["phone", "desktop"])
def page_of_size(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page as wide as a phone's, and one as wide as a desktop's."""
    context = browser.new_context(viewport={"width": request.param, "height": 844})
    yield context.new_page()
    context.close()


def check_looks(page: Page) -> None:
    assert sticking_out(page) == []
    assert low_contrast(page) == []
    assert nameless_controls(page) == []


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1300, "light")])
def test_a_round_with_hint_guess_follow_up_second_look_and_retry(
    browser: Browser, url: str, width: int, scheme: str
) -> None:
    page = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme).new_page()  # type: ignore[arg-type]
    begin(page, url)
    page.get_by_role("button", name="Hint (−5)").click()
    expect(page.get_by_text("What has to happen in the kettle?")).to_be_visible()
    page.locator("#guess").get_by_text("75").click()
    check_looks(page)
    answer(page, HALF_TEA + " 🫖 Pour it.")
    expect(page.locator("#score")).to_contain_text("48 less 5 for hints")
    expect(page.locator("#score")).to_contain_text("You expected 75: 32 too high")
    wait_for_feedback(page)
    page.get_by_role("textbox", name="Your answer to the follow-up").fill("You pour water over the leaves.")
    page.get_by_role("textbox", name="Your answer to the follow-up").press("Control+Enter")
    expect(page.locator("#recovered")).to_contain_text("+25 recovered")
    expect(page.locator("#recovered")).to_be_focused()
    expect(page.locator("#score")).to_have_attribute("aria-label", re.compile("Score 43"))
    page.get_by_text("I did say this").first.click()
    expect(page.get_by_role("button", name="Look at the marked words").first).to_be_disabled()
    page.evaluate(MARK_ALL)
    page.get_by_role("button", name="Look at the marked words").first.click()
    expect(page.locator(".looked")).to_contain_text("Second look: still not mentioned.")
    check_looks(page)
    page.get_by_role("button", name="Try again").click()
    answer(page, GOOD_TEA)
    expect(page.locator(".comparison .total")).to_contain_text("+52")
    wait_for_feedback(page)
    page.get_by_text("Both answers").click()
    check_looks(page)
    page.context.close()


def test_a_mock_interview_with_its_pause_shows_nothing_before_the_report(page_of_size: Page, url: str) -> None:
    page = page_of_size
    CLOCK.ahead = timedelta()
    page.goto(url)
    page.get_by_role("button", name="Start 3, timed").click()
    expect(page.get_by_role("timer")).to_contain_text(re.compile(r"[34]:\d\d for this question"))
    check_looks(page)
    page.get_by_role("textbox", name="Your answer").fill("half of it")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("heading", name="Paused")).to_be_visible()
    page.get_by_role("button", name="Go on with the interview").click()
    expect(page.get_by_role("textbox", name="Your answer")).to_have_value("half of it")
    expect(page.get_by_role("button", name="Pause")).to_have_count(0)
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("Question 2 of 3")).to_be_visible()
    expect(page.locator("#score")).to_have_count(0)
    CLOCK.ahead = timedelta(seconds=239)
    page.get_by_role("textbox", name="Your answer").press_sequentially("rinse the rice well")
    expect(page.get_by_text("draft saved")).to_be_visible()
    page.reload()  # one second is left, then what is written is handed in
    expect(page.get_by_text("Question 3 of 3")).to_be_visible()
    page.get_by_role("button", name="Skip").click()
    expect(page.locator("#summary-heading")).to_be_visible()
    expect(page.get_by_text("2 answered · 1 skipped")).to_be_visible()
    check_looks(page)
    page.reload()
    expect(page.get_by_text("2 answered · 1 skipped")).to_be_visible()


def test_a_review_day_the_history_and_the_end_of_all_data(page_of_size: Page, url: str) -> None:
    page = page_of_size
    CLOCK.ahead = timedelta()
    begin(page, url)
    answer(page, HALF_TEA)
    wait_for_feedback(page)
    page.get_by_role("button", name="Stop and see the summary").click()
    expect(page.locator("#summary-heading")).to_be_visible()
    CLOCK.ahead = timedelta(days=40)
    page.get_by_role("button", name="Today").click()
    expect(page.get_by_role("button", name="Today 1")).to_be_visible()
    check_looks(page)
    page.get_by_role("button", name="Start today's review").click()
    expect(page.get_by_text("Question 1 of 1")).to_be_visible()
    answer(page, GOOD_TEA)
    page.get_by_role("button", name="History").click()
    expect(page.locator(".lines [data-open]")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"view=history"))
    page.reload()
    expect(page.locator(".lines [data-open]")).to_have_count(2)
    check_looks(page)
    with page.expect_download():
        page.get_by_role("link", name="Download all my data").click()
    page.locator(".lines [data-open]").last.click()
    expect(page.get_by_text("1 answered")).to_be_visible()
    page.get_by_role("button", name="History").click()
    page.get_by_role("button", name="Delete all my data").click()
    check_looks(page)
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_role("alert")).to_contain_text("Everything that was kept of you is deleted.")
    page.get_by_role("button", name="History").click()
    expect(page.get_by_text("No interviews yet")).to_be_visible()


def test_a_report_by_a_rubric_of_yesterday_is_graded_again_at_a_press(page: Page) -> None:
    place = new_place()
    at = ready(place=place)
    token, view = begun(at)
    view = submit(at, token, view, GOOD_TEA)[-1]
    last(handlers.finish(at, token, view.seen))
    heavier = replace(TEA, key_points=(*TEA.key_points, KeyPoint(id="milk", statement="add cold milk", weight=4)))
    with serving(ready(place=place, questions=(heavier, *KITCHEN[1:]))) as url:
        page.context.add_cookies([{"name": COOKIE, "value": token, "url": url}])
        page.goto(f"{url}?interview={view.seen.split('/')[0]}")
        expect(page.locator(".summary .total b")).to_have_text("100")
        check_looks(page)
        page.get_by_role("button", name="Grade again").click()
        expect(page.locator(".summary .total b")).to_have_text("50")
        expect(page.get_by_role("button", name="Grade again")).to_have_count(0)
