"""A stream of events that ends just as a button is pressed: what was asked for still comes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

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
    begin(page, url)
    lost: list[str] = []

    def lose_first(route: Route) -> None:
        lost.append(route.request.url)
        route.fulfill(status=200, content_type="text/event-stream", body=CLOSED)

    page.route("**/queue/data*", lose_first, times=1)
    page.get_by_role("button", name="Hint").click()
    expect(page.locator("#hints")).to_contain_text("Hint")
    assert len(lost) == 1
