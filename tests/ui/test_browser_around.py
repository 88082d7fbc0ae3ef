"""The pages around the chat in a real browser: log-in, account, overrides, review room; both themes and languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from interviewer.records import course
from tests.practice.kitchen import HALF_TEA, KITCHEN, plain_grader
from tests.review.course import room_of
from tests.review.course import serving as serving_room
from tests.ui.access import violations
from tests.ui.accounts import SECRET, desk_with_accounts
from tests.ui.desks import PATIENCE_S, serving
from tests.ui.looks import low_contrast, nameless_controls, sticking_out

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_S * 1000)
LOOKS = [("light", "en-GB", 1200), ("dark", "de-DE", 390), ("dark", "en-GB", 1200), ("light", "de-DE", 390)]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A server with accounts, where Ada has one graded answer."""
    desk, _ = desk_with_accounts("ada", "grace")
    kept = desk.ledger.begin(desk.ledger.store.person_with_login("ada").id, KITCHEN, "practice")
    course.grade(desk.ledger, course.submit(desk.ledger, kept.where, HALF_TEA).where, "tea", plain_grader())
    with serving(desk) as address:
        yield address


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("room")
    with serving_room(room_of(folder)) as address:
        yield address


@pytest.fixture(params=LOOKS, ids=["light English", "dark German phone", "dark English", "light German phone"])
def looked(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, dict[str, list[str]]]]:
    """A page, and what is found wrong with what it shows; nothing at the end, or the test fails."""
    scheme, locale, width = request.param
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, locale=locale
    )
    context.set_default_timeout(PATIENCE_S * 1000)
    found: dict[str, list[str]] = {}
    yield context.new_page(), found
    context.close()
    assert {place: faults for place, faults in found.items() if faults} == {}


def faults_of(page: Page) -> list[str]:
    return [*violations(page), *sticking_out(page), *low_contrast(page), *nameless_controls(page)]


def log_in(page: Page, password: str) -> None:
    page.locator("input[name=login]").fill("grace")
    page.locator("input[name=password]").fill(password)
    page.locator("main button").press("Enter")


def test_log_in_account_and_overrides_are_sound(looked: tuple[Page, dict[str, list[str]]], url: str) -> None:
    page, found = looked
    page.goto(f"{url}account")
    expect(page.locator("h1")).to_be_visible()
    found["log-in"] = faults_of(page)
    log_in(page, "not the password")
    expect(page.get_by_role("alert")).to_be_visible()
    found["refused"] = faults_of(page)
    log_in(page, SECRET)
    expect(page.locator("input[name=old]")).to_be_visible()
    found["account"] = faults_of(page)
    page.locator("a[href='/overrides']").click()
    page.locator("article details summary").first.click()
    expect(page.locator("article select").first).to_be_visible()
    found["overrides"] = faults_of(page)
    page.locator("article input[name=comment]").first.fill("Said in other words.")
    page.locator("article details button").first.click()
    expect(page.locator("article").first).to_contain_text("Said in other words.")
    found["overridden"] = faults_of(page)
    page.goto(url)
    expect(page.locator("#account a")).to_be_visible()
    expect(page.locator("#start-all")).to_be_visible()
    found["start"] = faults_of(page)
    page.locator("#account a").click()
    page.locator("form[action='/logout'] button").click()
    expect(page.locator("input[name=password]")).to_be_visible()


def test_every_page_of_the_review_room_is_sound(looked: tuple[Page, dict[str, list[str]]], room: str) -> None:
    page, found = looked
    for path in ("", "queue", "question/relu", "answer/5?in=relu", "question/none"):
        page.goto(f"{room}{path}")
        expect(page.locator("h1")).to_be_visible()
        found[path] = faults_of(page)
    page.goto(f"{room}answer/3?in=queue")
    page.locator("[data-point] details summary").first.click()
    found["example"] = faults_of(page)
