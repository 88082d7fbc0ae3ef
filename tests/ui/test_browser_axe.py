"""axe-core on every page, in both themes: no violation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.practice.kitchen import GOOD_TEA, HALF_TEA, KITCHEN
from tests.ui.access import violations
from tests.ui.desks import ASKED_TEA, PATIENCE_S, RunningClock, ready, serving
from tests.ui.person import answer, begin, wait_for_feedback

pytestmark = pytest.mark.browser
NAMELESS = '<main><h1>Tea</h1><img src="data:,"><button></button></main>'


CLOCK = RunningClock()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(ready(questions=(ASKED_TEA, *KITCHEN[1:]), clock=CLOCK)) as address:
        yield address


@pytest.fixture(params=["light", "dark"])
def page_in_theme(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 900}, color_scheme=request.param)
    context.set_default_timeout(PATIENCE_S * 1000)
    yield context.new_page()
    context.close()


def test_the_check_itself_sees_what_is_wrong(page: Page) -> None:
    page.set_content(NAMELESS)
    assert {"image-alt", "button-name"} <= {line.split(":")[0] for line in violations(page)}


def test_no_page_of_a_round_and_no_page_around_it_breaks_a_rule(page_in_theme: Page, url: str) -> None:
    page, found = page_in_theme, dict[str, list[str]]()
    CLOCK.ahead = timedelta()
    page.goto(url)
    expect(page.get_by_role("button", name="Start all 3")).to_be_visible()
    found["start"] = violations(page)
    begin(page, url)
    page.get_by_role("button", name="Hint").click()
    expect(page.locator("#hints .hints")).to_be_visible()
    found["asked"] = violations(page)
    answer(page, HALF_TEA)
    wait_for_feedback(page)
    expect(page.locator("#follow-part textarea")).to_be_visible()
    found["graded"] = violations(page)
    page.get_by_role("textbox", name="Your answer to the follow-up").fill("You pour water over the leaves.")
    page.get_by_role("button", name="Answer the follow-up").click()
    expect(page.locator("#recovered")).to_contain_text("recovered")
    found["followed up"] = violations(page)
    page.get_by_text("I did say this").first.click()
    found["appeal"] = violations(page)
    page.get_by_role("button", name="Look at the whole answer").first.click()
    expect(page.locator(".looked")).to_be_visible()
    page.get_by_role("button", name="Show reference answer").click()
    expect(page.locator("#reference-heading")).to_be_visible()
    found["second look and reference"] = violations(page)
    page.get_by_role("button", name="Try again").click()
    answer(page, GOOD_TEA)
    expect(page.locator(".comparison")).to_be_visible()
    found["two tries"] = violations(page)
    page.get_by_role("button", name="Stop and see the summary").click()
    expect(page.locator("#summary-heading")).to_be_visible()
    page.locator(".won summary").first.click()
    found["report"] = violations(page)
    page.get_by_role("button", name="History").click()
    expect(page.locator(".lines [data-open]")).to_be_visible()
    found["history"] = violations(page)
    page.get_by_role("button", name="Delete all my data").click()
    expect(page.get_by_role("button", name="Delete for good")).to_be_visible()
    found["delete"] = violations(page)
    CLOCK.ahead = timedelta(days=40)
    page.get_by_role("button", name="Today").click()
    expect(page.get_by_role("button", name="Start today's review")).to_be_visible()
    found["today"] = violations(page)
    assert {place: faults for place, faults in found.items() if faults} == {}


def test_no_page_of_a_mock_interview_breaks_a_rule(page_in_theme: Page, url: str) -> None:
    page, found = page_in_theme, dict[str, list[str]]()
    CLOCK.ahead = timedelta()
    page.goto(url)
    page.get_by_role("button", name="Start 3, timed").click()
    expect(page.get_by_role("timer")).to_be_visible()
    found["mock"] = violations(page)
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("alert")).to_be_visible()
    found["notice"] = violations(page)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("heading", name="Paused")).to_be_visible()
    found["paused"] = violations(page)
    page.get_by_role("button", name="Stop and see the report").click()
    expect(page.locator("#summary-heading")).to_be_visible()
    found["nothing answered"] = violations(page)
    assert {place: faults for place, faults in found.items() if faults} == {}
