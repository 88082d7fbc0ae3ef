"""A stream of events that ends just as a button is pressed: what was asked for still comes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.practice.kitchen import HALF_TEA
from tests.ui.desks import ready, serving
from tests.ui.person import answer, begin, wait_for_feedback

pytestmark = pytest.mark.browser
CLOSED = 'data: {"msg": "close_stream", "event_id": null}\n\n'


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(ready()) as address:
        yield address


def test_a_press_whose_stream_is_lost_is_answered_all_the_same(browser: Browser, url: str) -> None:
    page = browser.new_context().new_page()
    streams = follow_streams(page)
    begin(page, url)
    lost = lose_next_stream(page, streams)
    page.get_by_role("button", name="Hint").click()
    expect(page.locator("#hints")).to_contain_text("Hint")
    assert len(lost) == 1


def test_feedback_that_is_still_being_written_does_not_pass_for_the_answer_to_a_press(
    browser: Browser, url: str
) -> None:
    page = browser.new_context().new_page()
    streams = follow_streams(page)
    begin(page, url)
    answer(page, HALF_TEA)
    wait_for_feedback(page)
    lost = lose_next_stream(page, streams)
    page.get_by_role("button", name="Next").click()
    page.locator("#feedback .sentences").evaluate("element => element.append(' And one word more.')")
    expect(page.get_by_text("Question 2 of 3")).to_be_visible()
    assert len(lost) == 1


def follow_streams(page: Page) -> set[Request]:
    """The streams of events that are open, kept up to date."""
    streams: set[Request] = set()
    page.on("request", lambda request: streams.add(request) if "/queue/data" in request.url else None)
    page.on("requestfinished", lambda request: streams.discard(request))
    page.on("requestfailed", lambda request: streams.discard(request))
    return streams


def lose_next_stream(page: Page, streams: set[Request]) -> list[str]:
    """Wait until no stream is open, which would serve a press, and lose the next; gives the addresses lost."""
    while streams:
        page.wait_for_timeout(50)
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.request.url)
        route.fulfill(status=200, content_type="text/event-stream", body=CLOSED)

    page.route("**/queue/data*", lose, times=1)
    return lost
