"""A stream of events that ends just as a button is pressed: what was asked for still comes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Request, Route, expect

from tests.ui.desks import ready, serving
from tests.ui.person import begin

pytestmark = pytest.mark.browser
CLOSED = 'data: {"msg": "close_stream", "event_id": null}\n\n'


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(ready()) as address:
        yield address


def test_a_press_whose_stream_is_lost_is_answered_all_the_same(browser: Browser, url: str) -> None:
    page = browser.new_context().new_page()
    open_streams: set[Request] = set()
    page.on("request", lambda request: open_streams.add(request) if "/queue/data" in request.url else None)
    page.on("requestfinished", lambda request: open_streams.discard(request))
    page.on("requestfailed", lambda request: open_streams.discard(request))
    begin(page, url)
    while open_streams:  # a stream still open would serve the press, and none would be lost
        page.wait_for_timeout(50)
    lost: list[str] = []

    def lose_first(route: Route) -> None:
        lost.append(route.request.url)
        route.fulfill(status=200, content_type="text/event-stream", body=CLOSED)

    page.route("**/queue/data*", lose_first, times=1)
    page.get_by_role("button", name="Hint").click()
    expect(page.locator("#hints")).to_contain_text("Hint")
    assert len(lost) == 1
