"""The page in a real browser, used as a person uses it; no request leaves this machine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.practice.kitchen import GOOD_TEA, HALF_TEA
from tests.ui.desks import ready, serving
from tests.ui.looks import low_contrast, nameless_controls, sticking_out
from tests.ui.person import answer, begin, wait_for_feedback

pytestmark = pytest.mark.browser
HOSTILE = "<img src=http://example.com/x.png onerror=alert(1)> ![p](http://example.com/y.png) ${alert(2)} `{{3}}`"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(ready()) as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1400])
def test_a_whole_interview_at_every_width_and_theme(
    browser: Browser, url: str, width: int, scheme: str, tmp_path: Path
) -> None:
    asked: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))

    def check_looks() -> None:
        assert sticking_out(page) == []
        assert low_contrast(page) == []
        assert nameless_controls(page) == []

    page.goto(url)
    expect(page.get_by_role("button", name="Start all 3")).to_be_visible()
    check_looks()
    begin(page, url)
    expect(page.get_by_text("Question 1 of 3")).to_be_visible()
    page.get_by_role("button", name="Hint").click()
    expect(page.get_by_text("What has to happen in the kettle?")).to_be_visible()
    check_looks()
    answer(page, HALF_TEA)
    expect(page.locator("#score")).to_have_attribute("aria-label", re.compile("Score 43 of 100, 1 of 3"))
    expect(page.locator(".points li")).to_have_count(3)
    expect(page.locator(".points li.covered .verdict")).to_have_text("covered")
    expect(page.locator("mark.covered")).to_contain_text("boil fresh water")
    wait_for_feedback(page)
    expect(page.locator("#feedback")).to_contain_text("boil fresh water")
    check_looks()
    page.get_by_role("button", name="Show reference answer").click()
    expect(page.get_by_text("First boil fresh water in a kettle.")).to_be_visible()
    check_looks()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("textbox", name="Your answer")).to_have_value(HALF_TEA)
    answer(page, GOOD_TEA)
    expect(page.get_by_text("practice, does not count")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Question 2 of 3")).to_be_visible()
    expect(page.get_by_role("textbox", name="Your answer")).to_have_value("")
    page.get_by_role("button", name="Skip").click()
    expect(page.get_by_text("Question 3 of 3")).to_be_visible()
    page.get_by_role("button", name="Stop and see the summary").click()
    expect(page.locator(".summary .total b")).to_have_text("21")
    page.get_by_text("1. How do you make tea?").last.click()
    expect(page.get_by_text("things to study next")).to_be_visible()
    check_looks()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as JSON").click()
    download.value.save_as(tmp_path / "interview.json")
    report = json.loads((tmp_path / "interview.json").read_text(encoding="utf-8"))
    assert [one["score"] for one in report["questions"]] == [42.5, 0.0, None]
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as Markdown").click()
    download.value.save_as(tmp_path / "interview.md")
    assert GOOD_TEA in (tmp_path / "interview.md").read_text(encoding="utf-8")
    for name, heading in (("History", "History"), ("Today", "Today"), ("Practice", "Practise for the interview")):
        page.locator("#masthead").get_by_role("button", name=name).click()
        expect(page.get_by_role("heading", level=1, name=heading)).to_be_focused()
        expect(page.locator("#masthead [aria-current]")).to_contain_text(name)
        check_looks()
    context.close()
    assert [address for address in asked if not address.startswith((url, "data:", "blob:"))] == []
    assert faults == []


def test_an_interview_by_keyboard_alone(page: Page, url: str, outside: list[str]) -> None:
    page.goto(url)
    expect(page.get_by_role("button", name="Start all 3")).to_be_visible()

    def press_until(key: str, name: str) -> None:
        for _ in range(40):
            page.keyboard.press(key)
            focused = page.evaluate("document.activeElement.textContent + document.activeElement.ariaLabel")
            if name in focused:
                return
        raise AssertionError(f"{name!r} cannot be reached with {key}")

    press_until("Tab", "Start all 3")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Your answer")).to_be_focused()
    page.keyboard.type(HALF_TEA)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#score")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("mark.lit")).to_contain_text("boil fresh water")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "I did say this"
    page.keyboard.press("Tab")
    expect(page.locator("mark.lit")).to_contain_text("false that")
    wait_for_feedback(page)
    expect(page.locator("#announcer")).to_contain_text("boil fresh water")
    press_until("Tab", "Next")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Question 2 of 3")).to_be_visible()
    expect(page.get_by_role("textbox", name="Your answer")).to_be_focused()
    press_until("Tab", "Skip")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Question 3 of 3")).to_be_visible()
    press_until("Shift+Tab", "Stop and see the summary")
    page.keyboard.press("Enter")
    expect(page.locator("#summary-heading")).to_be_focused()
    with page.expect_download():
        press_until("Tab", "Download as Markdown")
        page.keyboard.press("Enter")
    press_until("Tab", "Start another interview")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Practise for the interview")).to_be_visible()


def test_markup_in_an_answer_is_shown_as_text_and_fetches_nothing(page: Page, url: str, outside: list[str]) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    begin(page, url)
    answer(page, f"boil fresh water {HOSTILE}.\n\n{HOSTILE}")
    wait_for_feedback(page)
    expect(page.locator(".answered p")).to_contain_text(f"{HOSTILE}.")
    assert page.locator(".answered img, .panel img, .feedback img").count() == 0
    assert dialogs == []


def test_the_policy_keeps_even_injected_images_from_being_fetched(page: Page, url: str) -> None:
    begin(page, url)
    blocked = page.evaluate(
        """() => new Promise((resolve) => {
            document.addEventListener("securitypolicyviolation", (event) => resolve(event.blockedURI));
            new Image().src = "http://192.0.2.1/x.png";
        })"""
    )
    assert blocked.startswith("http://192.0.2.1")


def test_an_empty_answer_gets_a_message_and_keeps_the_question(page: Page, url: str, outside: list[str]) -> None:
    begin(page, url)
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("alert")).to_contain_text("Your answer is empty")
    expect(page.get_by_role("heading", name="How do you make tea?")).to_be_visible()
    answer(page, GOOD_TEA)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_pointing_at_a_key_point_lights_its_words(page: Page, url: str, outside: list[str]) -> None:
    begin(page, url)
    answer(page, HALF_TEA)
    expect(page.locator(".lit")).to_have_count(0)
    page.locator(".points li.contradicted").hover()
    expect(page.locator("mark.lit")).to_have_count(1)
    expect(page.locator("mark.lit")).to_contain_text("false that")
    page.locator("mark.covered").hover()
    expect(page.locator(".point.lit .statement")).to_have_text("boil fresh water")


def test_a_reload_keeps_the_question_the_grade_and_the_draft(page: Page, url: str, outside: list[str]) -> None:
    begin(page, url)
    page.get_by_role("button", name="Skip").click()
    expect(page.get_by_role("heading", name="How do you cook rice?")).to_be_visible()
    page.get_by_role("textbox", name="Your answer").press_sequentially("rinse the rice well")
    page.reload()
    expect(page.get_by_role("textbox", name="Your answer")).to_have_value("rinse the rice well")
    page.get_by_role("button", name="Answer").click()
    expect(page.locator("#score")).to_have_attribute("aria-label", re.compile("Score 25"))
    wait_for_feedback(page)
    page.reload()
    expect(page.locator("#score")).to_have_attribute("aria-label", re.compile("Score 25"))


def test_two_browsers_hold_two_interviews(browser: Browser, url: str) -> None:
    one, two = browser.new_context().new_page(), browser.new_context().new_page()
    begin(one, url)
    answer(one, GOOD_TEA)
    two.goto(url)
    expect(two.get_by_role("button", name="Start all 3")).to_be_visible()
    assert two.request.get(f"{url}report.json").status == 404
    begin(two, url)
    answer(two, HALF_TEA)
    one.reload()
    expect(one.locator("#score")).to_have_attribute("aria-label", re.compile("Score 100"))
    expect(two.locator("#score")).to_have_attribute("aria-label", re.compile("Score 48"))
    one.context.close()
    two.context.close()


def test_the_theme_can_be_switched_and_stays(page: Page, url: str, outside: list[str]) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(url)
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.get_by_role("button", name="Switch between dark and light").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_choice_says_how_many_questions_fit(page: Page, url: str, outside: list[str]) -> None:
    page.goto(url)
    page.locator("#topics").get_by_text("drinks").click()
    expect(page.locator("#start-chosen")).to_have_text("Start these 2")
    page.locator("#levels").get_by_text("advanced").click()
    expect(page.locator("#start-chosen")).to_have_text("Start this 1")
    page.locator("#topics").get_by_text("drinks").click()
    page.locator("#topics").get_by_text("grains").click()
    expect(page.locator("#start-chosen")).to_have_text("No question fits")
    expect(page.locator("#start-chosen")).to_be_disabled()
    page.locator("#levels").get_by_text("advanced").click()
    expect(page.locator("#start-chosen")).to_have_text("Start this 1")
    page.locator("#start-chosen").click()
    expect(page.get_by_role("heading", name="How do you cook rice?")).to_be_visible()
