"""Nobody and a stranger are refused on every route of the application; a route that is added is tried by itself.

The routes are taken from the application as it runs, the page's own and those of Gradio, and every event of the page is
sent with another person's places in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.routing import Mount, Route

from interviewer.records import course
from interviewer.records.ledger import Kept
from tests.practice.kitchen import KITCHEN, plain_grader
from tests.ui.accounts import SECRET, browser, desk_with_accounts
from tests.ui.desks import serving
from ui.gates import OPEN
from ui.people import COOKIE
from ui.server import create_app

ADAS = "You boil fresh water, and this is Ada's own kestrel."
DRAFT = "A draft on a kestrel."
PATIENCE_S = 60
SILENCE_S = 5
LONGEST_STREAM = 2000  # pieces

DESK, ACCOUNTS = desk_with_accounts("ada", "mallory", "victor")
CHANGES = ("POST", "PUT", "PATCH", "DELETE")


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create_app(DESK)


@pytest.fixture(scope="module")
def kept() -> Kept:
    """Ada's interview, with a graded answer and a draft."""
    ledger, person = DESK.ledger, DESK.ledger.store.person_with_login("ada").id
    begun = ledger.begin(person, KITCHEN, "practice")
    ledger.keep_draft(person, begun.id, "rice", DRAFT)
    return course.grade(ledger, course.submit(ledger, begun.where, ADAS).where, "tea", plain_grader())


def routes_of(routes: Iterable[Any], place: str = "") -> Iterator[tuple[str, str]]:
    """Method and path of every route, those of included routers and of what is mounted, too.

    Raises:
        TypeError: At a kind of route that is not known here, so that none is left out.
    """
    for route in routes:
        original = getattr(route, "original_route", route)
        if hasattr(route, "effective_candidates"):
            yield from routes_of(route.effective_candidates(), place)
        elif isinstance(original, Mount):
            yield from routes_of(original.routes or [], place + original.path)
            yield "GET", place + original.path + "/x"
        elif isinstance(original, Route):
            path = place + (route.path or original.path)
            yield from ((method, path) for method in sorted(original.methods or {"GET"}))
        else:
            raise TypeError(f"{original!r} is a kind of route that this test does not know")


def every_route(app: FastAPI, kept: Kept) -> list[tuple[str, str]]:
    """Method and address of every route, with Ada's interview wherever a place asks for something."""
    found = {(method, re.sub(r"\{[^}]*\}", kept.id, path)) for method, path in routes_of(list(app.routes))}
    return sorted(found)


def export(kept: Kept) -> dict[str, object]:
    return {**DESK.ledger.store.export(kept.person), "exported": None}


def wishes(kept: Kept) -> dict[str, object]:
    """A body with Ada's places under every name that any route knows."""
    return {
        "interview": kept.id,
        "question": "tea",
        "question_id": "tea",
        "text": "stolen",
        "answer": "stolen",
        "step": "finish",
        "attempt": 0,
        "key_point": "boil",
        "start": 0,
        "end": 9,
        "verdict": "missing",
        "comment": "stolen",
    }


def bodies(kept: Kept, path: str, document: dict[str, object]) -> list[dict[str, object]]:
    """Arguments for the request: all wishes as JSON and as a form, and, for the API, those its document knows."""
    everything = wishes(kept)
    shapes = document["components"]["schemas"]  # type: ignore[index]
    fitting = []
    for shape in shapes.values():
        known = {name: value for name, value in everything.items() if name in shape.get("properties", {})}
        if known and path.startswith("/api/v1/"):
            fitting.append({"json": known})
    return [{"json": everything}, {"data": {name: str(value) for name, value in everything.items()}}, *fitting]


def test_the_routes_of_the_page_the_api_and_gradio_are_all_found(app: FastAPI, kept: Kept) -> None:
    found = every_route(app, kept)
    assert ("POST", f"/api/v1/interviews/{kept.id}/answers") in found
    assert ("POST", "/gradio_api/queue/join") in found
    assert ("POST", "/overrides") in found
    assert ("GET", "/data.json") in found
    assert len(found) > 50


def test_nobody_gets_anything_but_the_way_in(app: FastAPI, kept: Kept) -> None:
    before = export(kept)
    for token in (None, "x" * 43, kept.id):
        client = browser(app, ACCOUNTS)
        if token is not None:
            client.cookies.set(COOKIE, token)
        for method, path in every_route(app, kept):
            if path in OPEN:
                continue
            reply = client.request(method, path, json=wishes(kept) if method in CHANGES else None)
            assert reply.status_code == 401, f"{method} {path} lets nobody in: {reply.status_code}"
            page = client.request(method, path, headers={"accept": "text/html"})
            assert page.status_code in (303, 401), f"{method} {path}"
            assert page.headers.get("location", "/login").startswith("/login"), f"{method} {path}"
    assert export(kept) == before


def test_what_is_open_holds_nothing_of_anyone(app: FastAPI, kept: Kept) -> None:
    client = browser(app, ACCOUNTS)
    for path in OPEN:
        text = client.get(path).text
        assert "kestrel" not in text and kept.id not in text and "Ada" not in text


def said(client: httpx.Client, wish: tuple[str, str], arguments: dict[str, Any]) -> tuple[int, str]:
    """Status and text of a reply; of a stream that does not end or breaks off, what came until then."""
    pieces: list[str] = []
    try:
        with client.stream(*wish, **arguments) as reply:
            pieces.extend(islice(reply.iter_text(), LONGEST_STREAM))
            return reply.status_code, "".join(pieces)
    except (httpx.ReadTimeout, httpx.RemoteProtocolError):
        return 200, "".join(pieces)


def test_a_stranger_gets_and_changes_nothing_of_another_s_by_any_route(app: FastAPI, kept: Kept) -> None:
    before = export(kept)
    ACCOUNTS.add("trudy", SECRET)
    cookies = {COOKIE: ACCOUNTS.log_in("trudy", SECRET, "here")[0]}
    asked = {"interview": kept.id, "view": "history", "person": kept.person}
    own_end = [("POST", "/logout"), ("DELETE", "/api/v1/data")]
    with serving(DESK) as address, httpx.Client(base_url=address, cookies=cookies, timeout=SILENCE_S) as client:
        document = client.get("/api/v1/openapi.json").json()
        for wish in [*(one for one in every_route(app, kept) if one not in own_end), own_end[1]]:
            for body in bodies(kept, wish[1], document) if wish[0] in CHANGES else [{}]:
                status, text = said(client, wish, {"params": asked, **body})
                assert "kestrel" not in text, f"{wish} shows what is Ada's"
                assert status != 500 or wish[1].startswith("/gradio_api/"), wish
                if kept.id in wish[1] and wish[1].startswith("/api/v1/"):
                    assert status in (404, 405, 422), f"{wish}: {status}"
        assert client.get("/data.json").status_code == 401  # the stranger's own end has come, and nobody else's
    assert export(kept) == before


def test_each_call_of_the_api_with_another_s_interview_says_it_is_not_there(app: FastAPI, kept: Kept) -> None:
    client = browser(app, ACCOUNTS, "mallory")
    document = client.get("/api/v1/openapi.json").json()
    calls = [
        (method.upper(), path, call)
        for path, methods in document["paths"].items()
        for method, call in methods.items()
        if "{interview}" in path
    ]
    assert len(calls) >= 7
    for method, path, call in calls:
        content = call.get("requestBody", {}).get("content", {}).get("application/json")
        shape = content and document["components"]["schemas"][content["schema"]["$ref"].split("/")[-1]]
        body = {name: value for name, value in wishes(kept).items() if shape and name in shape["properties"]}
        for interview in (kept.id, "none"):
            reply = client.request(
                method, "/api/v1" + path.replace("{interview}", interview), json=body if shape else None
            )
            assert (reply.status_code, "no such interview" in reply.text) == (404, True), f"{method} {path}"


def events_of(client: httpx.Client) -> list[dict[str, object]]:
    return [one for one in client.get("/config").json()["dependencies"] if one["backend_fn"]]


def fire(client: httpx.Client, event: dict[str, object], data: list[object], session: str) -> str:
    """Everything that the server says to one event of the page."""
    wish = {"fn_index": event["id"], "data": data, "session_hash": session, "event_data": None, "trigger_id": None}
    joined = client.post("/gradio_api/queue/join", json=wish)
    if joined.status_code != 200:
        return joined.text
    said = []
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        for line in stream.iter_lines():
            said.append(line)
            if "process_completed" in line or "close_stream" in line:
                break
    return "\n".join(said)


def test_no_event_of_the_page_shows_or_changes_what_is_another_s(kept: Kept) -> None:
    before = export(kept)
    seen = f"{kept.id}/{kept.interview.spot}"
    mark = json.dumps({"key": "boil", "start": 0, "end": 9})
    token = ACCOUNTS.log_in("mallory", SECRET, "here")[0]
    with (
        serving(DESK) as address,
        httpx.Client(base_url=address, cookies={COOKIE: token}, timeout=PATIENCE_S) as client,
    ):
        events = events_of(client)
        assert len(events) > 20
        for event in events:
            count = len(event["inputs"])  # type: ignore[arg-type]
            for second in (kept.id, mark, "stolen"):
                data: list[object] = [seen, second, None][:count] + [None] * max(0, count - 3)
                said = fire(client, event, data, f"session{event['id']}{second[:3]}")
                assert "kestrel" not in said, event["targets"]
                assert ADAS not in said
    assert export(kept) == before


def test_the_page_s_events_do_something_for_the_person_themselves() -> None:
    """So that the test above does not pass because nothing is ever done."""
    desk, accounts = desk_with_accounts("victor")  # a server that has closed grades no more
    ledger, person = desk.ledger, desk.ledger.store.person_with_login("victor").id
    begun = ledger.begin(person, KITCHEN, "practice")
    token = accounts.log_in("victor", SECRET, "here")[0]
    with (
        serving(desk) as address,
        httpx.Client(base_url=address, cookies={COOKIE: token}, timeout=PATIENCE_S) as client,
    ):
        for event in events_of(client):
            if len(event["inputs"]) == 3:  # type: ignore[arg-type]
                data: list[object] = [f"{begun.id}/{begun.interview.spot}", "You boil fresh water.", None]
                fire(client, event, data, f"mine{event['id']}")
    assert ledger.open(person, begun.id).interview.turn.attempts


def test_a_reviewer_reads_others_answers_on_the_reviewer_s_page_alone(app: FastAPI, kept: Kept) -> None:
    ACCOUNTS.add("grace", SECRET, role="reviewer")
    client = browser(app, ACCOUNTS, "grace")
    assert "kestrel" in client.get("/overrides").text
    for path in (f"/api/v1/interviews/{kept.id}", "/api/v1/data", "/data.json", f"/report.json?interview={kept.id}"):
        assert "kestrel" not in client.get(path).text
