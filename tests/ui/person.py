"""What a person does on the page again and again."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.ui.desks import PATIENCE_S

expect.set_options(timeout=PATIENCE_S * 1000)


def begin(page: Page, url: str) -> None:
    """Open the page and start the whole interview."""
    page.goto(url)
    page.get_by_role("button", name="Start all 3").click()
    expect(page.get_by_role("heading", name="How do you make tea?")).to_be_visible()


def answer(page: Page, text: str) -> None:
    """Write an answer, hand it in, and wait for the score."""
    page.get_by_role("textbox", name="Your answer").fill(text)
    page.get_by_role("button", name="Answer").click()
    expect(page.locator("#score")).to_be_visible()


def wait_for_feedback(page: Page) -> None:
    """Wait until the feedback is whole."""
    expect(page.locator('#feedback .feedback[aria-busy="false"]')).to_be_visible()
