"""The page in German in a real browser: a whole interview on phone and desktop, and the switch of languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.practice.kitchen import HALF_TEA
from tests.ui.access import violations
from tests.ui.desks import PATIENCE_S, ready, serving
from tests.ui.looks import sticking_out
from tests.ui.person import wait_for_feedback

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(ready()) as address:
        yield address


def german(browser: Browser, width: int) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="de-DE")
    context.set_default_timeout(PATIENCE_S * 1000)
    return context.new_page()


@pytest.mark.parametrize("width", [390, 1200])
def test_from_question_to_report_in_german(browser: Browser, url: str, width: int) -> None:
    page = german(browser, width)

    def check() -> None:
        assert sticking_out(page) == []
        assert violations(page) == []

    page.goto(url)
    page.get_by_role("button", name="Alle 3 beginnen").wait_for()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_text("antworten Sie bitte auch auf Englisch")).to_be_visible()
    expect(page.locator("#levels")).to_contain_text("Einstieg")
    check()
    page.get_by_role("button", name="Alle 3 beginnen").click()
    expect(page.get_by_text("Frage 1 von 3")).to_be_visible()
    expect(page.get_by_role("heading", name="How do you make tea?")).to_have_attribute("lang", "en")
    page.get_by_role("textbox", name="Ihre Antwort").press_sequentially(HALF_TEA[:20])
    if width > 800:
        expect(page.get_by_text("Entwurf gespeichert")).to_be_visible()
    page.get_by_role("button", name="Hinweis").click()
    expect(page.locator("#hints h2")).to_contain_text("Hinweise")
    page.get_by_role("textbox", name="Ihre Antwort").fill(HALF_TEA)
    page.get_by_role("button", name="Antworten").click()
    expect(page.locator("#score")).to_have_attribute("aria-label", re.compile("43 von 100 Punkten, 1 von 3"))
    wait_for_feedback(page)
    expect(page.locator(".points li.covered .verdict")).to_have_text("genannt")
    expect(page.locator("#announcer")).to_have_attribute("lang", "en")
    page.get_by_text("Das habe ich gesagt").first.click()
    check()
    page.get_by_role("button", name="Beenden und auswerten").click()
    expect(page.locator("#summary-heading")).to_have_text("Ihr Gespräch")
    expect(page.get_by_text("1 beantwortet · 2 nicht erreicht")).to_be_visible()
    check()
    page.get_by_role("button", name="Verlauf").click()
    expect(page.locator(".lines time").first).to_have_text(re.compile(r"^\d+\. \w+ 20\d\d$"))
    check()
    page.get_by_role("button", name="Heute").click()
    expect(page.locator("#today-heading")).to_have_text("Heute")
    check()
    page.context.close()


def test_the_language_can_be_switched_is_remembered_and_keeps_the_place(browser: Browser, url: str) -> None:
    page = german(browser, 1200)
    page.goto(url)
    page.get_by_role("button", name="Verlauf").click()
    expect(page.get_by_role("heading", name="Verlauf")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(url)
    page.get_by_role("button", name="Start all 3").wait_for()
    page.get_by_role("link", name="Deutsch").click()
    page.get_by_role("button", name="Alle 3 beginnen").wait_for()
    page.context.close()
