"""The server is killed while a person practises: everything is there when it is back."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.practice.kitchen import GOOD_TEA, HALF_TEA
from tests.ui.person import answer, begin, wait_for_feedback

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]


@contextmanager
def running(place: Path, port: int = 0, *how: str) -> Iterator[int]:
    """A server on this port, or any free one, killed at the end of the block; its port."""
    program = [sys.executable, "-m", "tests.ui.plain_server", str(place), str(port), *how]
    process = subprocess.Popen(program, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_killed_and_started_again_it_goes_on_with_everything_there(page: Page, tmp_path: Path) -> None:
    place = tmp_path / "data" / "records.sqlite"
    with running(place) as port:
        url = f"http://127.0.0.1:{port}/"
        begin(page, url)
        answer(page, HALF_TEA)
        wait_for_feedback(page)
        page.get_by_role("button", name="Next").click()
        expect(page.get_by_text("Question 2 of 3")).to_be_visible()
        page.get_by_role("textbox", name="Your answer").press_sequentially("rinse the")
        expect(page.get_by_text("draft saved")).to_be_visible()
    with running(place, port, "stuck"):
        page.evaluate("window.sessionStorage.clear()")
        page.reload()
        expect(page.get_by_text("Question 2 of 3")).to_be_visible()
        expect(page.get_by_role("textbox", name="Your answer")).to_have_value("rinse the")
        page.get_by_role("textbox", name="Your answer").fill("rinse the rice well")
        page.get_by_role("button", name="Answer").click()
        expect(page.locator(".panel.busy")).to_be_visible()
    with running(place, port):
        page.reload()
        expect(page.locator(".answered p")).to_have_text("rinse the rice well")
        expect(page.locator("#score")).to_have_attribute("aria-label", re.compile("Score 25"))
        wait_for_feedback(page)
        page.get_by_role("button", name="Stop and see the summary").click()
        expect(page.locator(".bars")).to_contain_text(["How do you make tea?"])
        expect(page.get_by_text("2 answered")).to_be_visible()
        assert GOOD_TEA not in page.content()


def test_a_page_left_open_while_the_server_restarts_takes_the_answer(page: Page, tmp_path: Path) -> None:
    place = tmp_path / "records.sqlite"
    with running(place) as port:
        begin(page, f"http://127.0.0.1:{port}/")
        expect(page.locator("#status")).to_have_text("")  # while models load, the page asks the server every second
        page.get_by_role("textbox", name="Your answer").fill(GOOD_TEA)
    with running(place, port):
        page.get_by_role("button", name="Answer").click()
        expect(page.locator("#score")).to_have_attribute("aria-label", re.compile("Score 100"))
