"""Several people hand in at once: what each is shown of the queue, and what becomes of their answers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from queue import SimpleQueue

import httpx
import pytest
from playwright.sync_api import Page, expect

from interviewer.grading.queue import GradingQueue, HandedIn
from rubrics.model import Question
from tests.held import HeldGrader
from tests.practice.kitchen import GOOD_TEA, HALF_TEA, KITCHEN
from tests.serving import PATIENCE_S
from tests.ui.api.calls import Caller
from tests.ui.desks import ASKED_TEA, begun, desk, last, ready, serving, submit, told
from tests.ui.person import begin
from ui import handlers, loading, pages, telling
from ui.api.app import PLACE
from ui.desk import Desk
from ui.views import View
from ui.wording import wording

MORE_THAN_USUAL = 45  # threads that a server keeps by itself: 40


@pytest.fixture
def held() -> Iterator[HeldGrader]:
    grader = HeldGrader()
    grader.let_go.set()
    yield grader
    grader.let_go.set()


@pytest.fixture
def others() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(MORE_THAN_USUAL) as threads:
        yield threads


@pytest.fixture
def at(held: HeldGrader) -> Desk:
    """A desk whose grader will hold still at the next answer."""
    made = ready(build_grader=lambda: held, questions=(ASKED_TEA, *KITCHEN[1:]))
    held.hold()
    return made


def occupy(at: Desk, held: HeldGrader, others: ThreadPoolExecutor) -> Future[list[View]]:
    """Somebody's answer is being graded from here on; what they are shown in the end."""
    token, view = begun(at)
    shown = others.submit(submit, at, token, view, f"{GOOD_TEA} Say I.")
    assert held.asked.wait(PATIENCE_S)
    return shown


def test_who_has_others_ahead_is_told_how_many_and_who_has_none_is_not(
    at: Desk, held: HeldGrader, others: ThreadPoolExecutor
) -> None:
    first = occupy(at, held, others)
    (one, view_one), (two, view_two) = begun(at), begun(at)
    second, third = (
        handlers.submit(at, one, view_one.seen, HALF_TEA),
        handlers.submit(at, two, view_two.seen, GOOD_TEA),
    )
    waiting = [next(second), next(third)]
    assert [one.stage for one in waiting] == ["grading", "grading"]
    assert ">1 ahead of you<" in waiting[0].panel
    assert ">2 ahead of you<" in waiting[1].panel
    assert all("Your answer is saved" in one.panel for one in waiting)
    held.let_go.set()
    seen = list(second)
    assert "Reading your answer" in seen[-2].panel
    assert "Score 48 of 100" in seen[-1].panel
    assert "Score 100 of 100" in last(third).panel
    assert not any("ahead" in view.panel for view in first.result(PATIENCE_S))


def test_the_place_is_told_in_the_reader_s_language(at: Desk, held: HeldGrader, others: ThreadPoolExecutor) -> None:
    occupy(at, held, others)
    german = at.speaking(wording("de"))
    token, view = begun(german)
    panel = next(handlers.submit(german, token, view.seen, HALF_TEA)).panel
    assert ">Noch 1 vor Ihnen<" in panel
    assert "Ihre Antwort ist gespeichert" in panel


def test_a_place_that_changes_is_no_message_of_its_own_to_a_screen_reader(
    at: Desk, held: HeldGrader, others: ThreadPoolExecutor
) -> None:
    occupy(at, held, others)
    token, view = begun(at)
    panel = next(handlers.submit(at, token, view.seen, HALF_TEA)).panel
    assert "role=" not in panel
    assert "aria-live" not in panel
    assert 'aria-busy="true"' in panel


def test_the_answer_to_a_follow_up_question_is_told_its_place_too(
    held: HeldGrader, at: Desk, others: ThreadPoolExecutor
) -> None:
    held.let_go.set()
    token, view = begun(at)
    view = told(at, token, submit(at, token, view, "You wait three minutes.")[-1])
    held.hold()
    occupy(at, held, others)
    stream = telling.answer_follow_up(at, token, view.seen, "You boil fresh water.")
    waiting = next(stream)
    assert "it is not graded yet" in waiting.follow
    assert ">1 ahead of you<" in waiting.follow
    held.let_go.set()
    assert "recovered" in last(stream).follow


def test_a_second_look_is_told_its_place_too(held: HeldGrader, at: Desk, others: ThreadPoolExecutor) -> None:
    held.let_go.set()
    token, view = begun(at)
    view = submit(at, token, view, "You wait three minutes.")[-1]
    held.hold()
    occupy(at, held, others)
    stream = telling.look_again(at, token, view.seen, '{"key": "boil", "start": null, "end": null}')
    assert ">1 ahead of you<" in next(stream).notice
    held.let_go.set()
    looked = last(stream)
    assert "Second look: still not mentioned." in looked.panel
    assert not looked.notice


def test_a_mock_interview_s_report_waits_in_the_same_queue(
    at: Desk, held: HeldGrader, others: ThreadPoolExecutor
) -> None:
    occupy(at, held, others)
    token, view = begun(at, mode="mock")
    view = submit(at, token, view, HALF_TEA)[-1]
    stream = handlers.finish(at, token, view.seen)
    waiting = next(stream)
    assert waiting.stage == "summary"
    assert ">1 ahead of you<" in waiting.summary
    assert "Grading answer 1 of 1" in waiting.summary
    held.let_go.set()
    assert "1 answered" in last(stream).summary


def test_an_answer_whose_page_was_closed_while_it_waited_gets_its_grade(
    at: Desk, held: HeldGrader, others: ThreadPoolExecutor
) -> None:
    occupy(at, held, others)
    token, view = begun(at)
    stream = handlers.submit(at, token, view.seen, HALF_TEA)
    next(stream)
    assert isinstance(stream, Iterator)
    stream.close()
    held.let_go.set()
    for thread in threading.enumerate():
        if thread.name.startswith("store-grade"):
            thread.join(PATIENCE_S)
    assert "Score 48 of 100" in handlers.open_page(at, token).panel


def test_a_page_opened_anew_keeps_its_place(at: Desk, held: HeldGrader, others: ThreadPoolExecutor) -> None:
    occupy(at, held, others)
    (one, view), (two, later) = begun(at), begun(at)
    first, second = handlers.submit(at, one, view.seen, HALF_TEA), handlers.submit(at, two, later.seen, GOOD_TEA)
    next(first), next(second)
    again = handlers.grade_now(at, one, handlers.open_page(at, one).seen)
    assert ">1 ahead of you<" in next(again).panel
    held.let_go.set()
    assert "Score 48 of 100" in last(again).panel
    assert "Score 48 of 100" in last(first).panel
    report = pages.find_report(at, one)
    assert report is not None
    assert len(report.questions[0].turn.attempts) == 1


def test_a_server_that_closes_tells_those_who_wait_that_their_answer_is_saved(
    at: Desk, held: HeldGrader, others: ThreadPoolExecutor
) -> None:
    first = occupy(at, held, others)
    token, view = begun(at)
    stream = handlers.submit(at, token, view.seen, HALF_TEA)
    next(stream)
    at.models.stop()
    left = last(stream)
    assert left.stage == "answered"
    assert left.notice.index("Your answer is saved") < left.notice.index("closing")
    assert not at.models.is_idle_within(0)
    held.let_go.set()
    assert "Score 100 of 100" in first.result(PATIENCE_S)[-1].panel
    assert at.models.is_idle_within(PATIENCE_S)


def test_a_call_of_the_api_that_waits_is_told_the_same(
    at: Desk, held: HeldGrader, others: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    occupy(at, held, others)
    caller = Caller(at)
    where, _ = caller.begin()
    handed_in: SimpleQueue[HandedIn] = SimpleQueue()
    queue = at.models.grader()
    monkeypatch.setattr(queue, "hand_in", lambda *one: _noted(handed_in, GradingQueue.hand_in(queue, *one)))
    refused = others.submit(caller.ask, "POST", f"{where}/answers", 503, {"answer": HALF_TEA})
    handed_in.get(timeout=PATIENCE_S)
    at.models.stop()
    assert "answer is saved" in refused.result(PATIENCE_S)
    assert caller.ask("GET", where)["stage"] == "answered"
    held.let_go.set()


def _noted(notes: SimpleQueue[HandedIn], one: HandedIn) -> HandedIn:
    notes.put(one)
    return one


class CountingQueue(GradingQueue):
    """Notes what is handed in."""

    handed_in: SimpleQueue[str]

    def hand_in(self, question: Question, answer: str) -> HandedIn:
        """As any queue."""
        handed_in = super().hand_in(question, answer)
        self.handed_in.put(answer)
        return handed_in


def test_many_who_wait_do_not_keep_others_from_the_page(
    held: HeldGrader, others: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_in: SimpleQueue[str] = SimpleQueue()
    monkeypatch.setattr(CountingQueue, "handed_in", handed_in, raising=False)
    monkeypatch.setattr(loading, "GradingQueue", CountingQueue)
    at = desk(build_grader=lambda: held)
    at.models.start()
    at.models.writer()
    while not handed_in.empty():
        handed_in.get()
    held.hold()
    with serving(at) as url, httpx.Client(base_url=f"{url.rstrip('/')}{PLACE}", timeout=PATIENCE_S) as api:

        def visit(number: int) -> float:
            mine = {"authorization": f"Bearer {api.post('/token', json={}).json()['token']}"}
            where = f"/interviews/{api.post('/interviews', json={}, headers=mine).json()['id']}"
            text = f"{GOOD_TEA if number % 2 else HALF_TEA} So says visitor {number}."
            given = api.post(f"{where}/answers", json={"answer": text}, headers=mine).raise_for_status().json()
            assert given["attempts"][0]["answer"] == text
            return float(given["attempts"][0]["score"])

        scores = [others.submit(visit, number) for number in range(MORE_THAN_USUAL)]
        for _ in scores:
            handed_in.get(timeout=PATIENCE_S)
        assert httpx.get(f"{url}healthz", timeout=PATIENCE_S).json() == {"ok": True, "ready": True}
        held.let_go.set()
        found = [score.result(PATIENCE_S) for score in scores]
    assert found == [100.0 if number % 2 else 47.5 for number in range(MORE_THAN_USUAL)]
    assert len(held.batches) < MORE_THAN_USUAL / 2


@pytest.mark.browser
def test_the_page_shows_the_place_and_reads_it_out_once(
    page: Page, outside: list[str], at: Desk, held: HeldGrader, others: ThreadPoolExecutor
) -> None:
    queue = at.models.grader()
    with serving(at) as url:
        begin(page, url)
        occupy(at, held, others)
        other = queue.hand_in(replace(ASKED_TEA, question="And with milk?"), GOOD_TEA)
        page.get_by_role("textbox", name="Your answer").fill(HALF_TEA)
        page.evaluate(
            """() => {
              window.spoken = [];
              const announcer = document.getElementById("announcer");
              const note = () => window.spoken.push(announcer.textContent);
              new MutationObserver(note).observe(announcer, {childList: true});
            }"""
        )
        page.get_by_role("button", name="Answer").click()
        expect(page.get_by_role("heading", name="2 ahead of you")).to_be_visible()
        expect(page.locator("#announcer")).to_have_text("2 ahead of you")
        held.let_go.set()
        assert other.graded.result(PATIENCE_S).score == 100.0
        expect(page.locator("#score")).to_be_visible()
        expect(page.get_by_text("ahead of you")).to_have_count(0, timeout=PATIENCE_S * 1000)
        assert [text for text in page.evaluate("() => window.spoken") if "ahead" in text] == ["2 ahead of you"]
