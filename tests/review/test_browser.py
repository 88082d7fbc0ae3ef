"""The review room in a real browser, by keyboard alone; no request leaves this machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from interviewer.review.decisions import DecisionLog, decisions_file
from interviewer.review.examples import rubrics_copy
from rubrics.loading import load_rubrics
from tests.review.course import room_of, serving
from tests.ui.looks import low_contrast, nameless_controls, sticking_out

pytestmark = pytest.mark.browser


def test_from_the_rubrics_health_to_decisions_by_keyboard_alone(page: Page, tmp_path: Path, outside: list[str]) -> None:
    room = room_of(tmp_path)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    with serving(room) as url:
        page.goto(url)
        expect(page.get_by_role("heading", name="The rubric’s health")).to_be_visible()
        expect(page.locator(".findings .of-reference").first).to_contain_text("smooth")
        page.get_by_role("link", name="Look at the most doubtful").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#score")).to_contain_text("0 of 100, by the grader")
        expect(page.locator("[data-point='1']")).to_be_focused()
        page.keyboard.press("2")
        expect(page.locator("[data-point='2']")).to_be_focused()
        page.keyboard.press("c")
        expect(page.get_by_role("status")).to_have_text("Kept.")
        expect(page.locator("#score")).to_contain_text("by you")
        expect(page.locator("[data-point='2']")).to_have_class(re.compile("covered chosen"))
        expect(page.locator("[data-point='2']")).to_be_focused()
        page.keyboard.press("u")
        expect(page.get_by_role("status")).to_have_text("Undone.")
        expect(page.locator("#score")).to_contain_text("0 of 100, by the grader")
        expect(page.locator("[data-point='2']")).to_be_focused()
        page.keyboard.press("n")
        page.keyboard.type("jukebox")  # letters are text here, not keys
        page.keyboard.press("Escape")
        page.keyboard.press("e")
        page.keyboard.type("3/5")
        page.keyboard.press("Enter")
        expect(page.locator("#score")).to_contain_text("60 0 of 100, by you")
        expect(page.get_by_text("“jukebox”")).to_be_visible()
        expect(page.locator("[data-point='2']")).to_be_focused()
        page.keyboard.press("j")
        expect(page.locator(".neighbours")).to_contain_text("2 of")
        expect(page.locator("[data-point='1']")).to_be_focused()
        page.keyboard.press("k")
        expect(page.locator(".neighbours")).to_contain_text("1 of")
        expect(page.locator("[data-point='1']")).to_be_focused()
        page.keyboard.press("1")
        page.keyboard.press("r")
        expect(page.get_by_role("textbox", name="Example for keeps")).to_be_focused()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("It turns everything round")
        page.keyboard.press("Escape")
        page.keyboard.press("r")
        expect(page.get_by_text("reject: It turns everything round")).to_be_visible()
        expect(page.locator("[data-point='1']")).to_be_focused()
        page.keyboard.press("y")
        expect(page.locator(".neighbours")).to_contain_text("2 of")
    kinds = [one.kind for one in DecisionLog(decisions_file(room.results)).standing()]
    assert kinds == ["mark", "example", "confirm"]
    assert load_rubrics(rubrics_copy(room.results))[0].key_points[0].reject == ("It turns everything round",)
    assert faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1400])
def test_it_is_readable_at_every_width_and_theme(browser: Browser, tmp_path: Path, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    with serving(room_of(tmp_path)) as url:
        for path in ("", "queue", "question/relu", "answer/4?in=queue", "answer/0?in=relu"):
            page.goto(url + path)
            expect(page.locator("html")).to_have_attribute("data-theme", scheme)
            assert sticking_out(page) == []
            assert low_contrast(page) == []
            assert nameless_controls(page) == []
    context.close()
