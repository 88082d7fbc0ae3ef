"""Walks that come past everything the page can show, in any language: what is to be seen on the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from fastapi.testclient import TestClient

from interviewer.practice.choose import Choice
from interviewer.records import course
from interviewer.records.store import open_store
from rubrics.model import KeyPoint
from tests.practice.kitchen import GOOD_TEA, HALF_TEA, KITCHEN, TEA, plain_grader
from tests.practice.times import SetClock
from tests.review.course import room_of
from tests.ui.accounts import HOME, browser, desk_with_accounts
from tests.ui.desks import begun, last, new_place, ready, submit, told
from ui import handlers, pages, telling
from ui.proxy import ByProxy
from ui.review.server import create_app as create_review
from ui.server import create_app
from ui.views import View
from ui.wording import Wording

ASKED_TEA = replace(TEA, key_points=tuple(replace(one, follow_up=f"What of {one.id}?") for one in TEA.key_points))
Walk = Callable[[Wording], list[View]]


def a_round(words: Wording) -> list[View]:
    """Hint, guess, answer, feedback, follow-up, second look, reference, retry, what is refused, and the report."""
    at = ready(questions=(ASKED_TEA, *KITCHEN[1:])).speaking(words)
    token, view = begun(at)
    seen = [view, handlers.take_hint(at, token, view.seen)]
    seen += submit(at, token, seen[-1], HALF_TEA, guess=75)
    seen += [told(at, token, seen[-1])]
    seen += telling.answer_follow_up(at, token, seen[-1].seen, "You pour water over the leaves.")
    wish = json.dumps({"key": "pour", "start": None, "end": None})
    seen += telling.look_again(at, token, seen[-1].seen, wish)
    seen += [*telling.look_again(at, token, view.seen, wish), handlers.open_page(at, token)]
    seen += telling.look_again(at, token, seen[-1].seen, "{")
    seen += [handlers.show_reference(at, token, seen[3].seen), last(handlers.retry(at, token, seen[3].seen))]
    seen += submit(at, token, seen[-1], GOOD_TEA)
    seen += [told(at, token, seen[-1]), last(handlers.skip(at, token, "x")), *submit(at, token, seen[0], " ")]
    seen += list(submit(at, token, seen[0], "w" * 100_001)) + list(handlers.finish(at, token, seen[-1].seen))
    return [*seen, *handlers.finish(at, token, handlers.open_page(at, token).seen)]


def around(words: Wording) -> list[View]:
    """Start, history, today, a review, a choice that nothing fits, a rubric that changed, and the end of all data."""
    clock, place = SetClock(), new_place()
    at = ready(clock=clock, place=place).speaking(words)
    token, view = begun(at)
    seen = [pages.show_history(at, token), pages.show_today(at, token)]
    seen += submit(at, token, view, HALF_TEA, guess=100)
    seen += [pages.start(at, token), last(handlers.finish(at, token, seen[-1].seen)), pages.show_today(at, token)]
    clock.pass_(days=40)
    seen += [pages.show_today(at, token), handlers.begin_review(at, token)]
    seen += submit(at, token, seen[-1], GOOD_TEA)
    seen += [pages.show_history(at, token), handlers.begin(at, token, Choice(topics=("physics",)))]
    heavier = replace(TEA, key_points=(*TEA.key_points, KeyPoint(id="milk", statement="add cold milk", weight=4)))
    other = ready(place=place, questions=(heavier, *KITCHEN[1:]), clock=clock).speaking(words)
    interview = view.seen.split("/")[0]
    seen += [handlers.open_page(other, token, interview=interview), *pages.regrade(other, token, interview)]
    seen += [handlers.begin_review(at, token), handlers.open_page(at, token, interview="none")]
    return [*seen, pages.delete_all(at, token), pages.show_history(at, None)]


def a_mock(words: Wording) -> list[View]:
    """A mock interview with its pause, an answer that waits for its grade, and the report."""
    at = ready().speaking(words)
    token, view = begun(at, mode="mock")
    seen = [view, handlers.take_hint(at, token, view.seen), handlers.pause(at, token, view.seen, "half")]
    seen += [handlers.resume(at, token, seen[-1].seen)]
    seen += [handlers.pause(at, token, seen[-1].seen, "half")]
    course.submit(at.ledger, at.where(token, seen[3].seen), GOOD_TEA)
    seen += [handlers.open_page(at, token)]
    seen += handlers.grade_now(at, token, seen[-1].seen)
    seen += handlers.finish(at, token, seen[-1].seen)
    assert seen[-1].stage == "summary"
    return seen


VIEWS: tuple[Walk, ...] = (a_round, around, a_mock)


def plain_pages(language: str, folder: Path) -> dict[str, str]:
    """Every page without the chat, by its address and who looks: log-in, account, overrides, refusals, review room.

    Args:
        language: As a browser asks for it.
        folder: An empty one, for the graded answers of the review room.
    """
    reader = {"accept-language": language}
    desk, accounts = desk_with_accounts("ada", "grace")
    kept = desk.ledger.begin(desk.ledger.store.person_with_login("ada").id, KITCHEN, "practice")
    course.grade(desk.ledger, course.submit(desk.ledger, kept.where, HALF_TEA).where, "tea", plain_grader())
    app = create_app(desk)
    nobody, ada, grace = (browser(app, accounts, login) for login in (None, "ada", "grace"))
    found = {
        "/login": nobody.get("/login", headers=reader),
        "/login wrong": nobody.post("/login", data={"login": "ada", "password": "x"}, headers=reader),
        "/login no form": nobody.post("/login", json={}, headers=reader),
        "/account": grace.get("/account", headers=reader),
        "/account short": ada.post("/account", data={"old": "x", "new": "x"}, headers=reader),
        "/overrides": grace.get("/overrides", headers=reader),
        "/overrides of ada": ada.get("/overrides", headers=reader),
        "/overrides no comment": grace.post(
            "/overrides",
            data={"interview": kept.id, "question": "tea", "attempt": "0", "key_point": "wait", "verdict": "covered"},
            headers=reader,
        ),
        "elsewhere": nobody.post("/draft", headers={**reader, "sec-fetch-site": "cross-site"}),
        "/report.md": ada.get("/report.md?interview=none", headers=reader),
    }
    store = open_store(new_place())
    unnamed = TestClient(create_app(replace(ready(), people=ByProxy(store, ["10.0.0.1"], "X-User"))), base_url=HOME)
    found["unnamed"] = unnamed.get("/", headers={**reader, "accept": "text/html"})
    room = TestClient(create_review(room_of(folder)), base_url=HOME)
    for path in ("/", "/queue?told=end", "/question/relu", "/answer/5?in=relu&told=kept", "/answer/0", "/answer/99"):
        found[f"room {path}"] = room.get(path, headers=reader)
    found["room no question"] = room.get("/question/none", headers=reader)
    found["room of an earlier start"] = room.post("/decide", data={"token": "x"}, headers=reader)
    return {address: reply.text for address, reply in found.items()}
