"""Identity by a proxy's header: from a trusted address only, and by nothing that a client can send itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from interviewer.errors import SettingsError
from interviewer.records.store import open_store
from tests.ui.desks import new_place, ready
from ui.gates import LogInFirst
from ui.people import COOKIE
from ui.proxy import ByProxy, NamedByProxy
from ui.server import Server, create_app

PROXY = "10.0.0.5"
STORE = open_store(new_place())


def make() -> tuple[FastAPI, ByProxy]:
    """An application that says who it takes the client for, behind the gates of a proxy."""
    people = ByProxy(STORE, [PROXY, "fd00::/8"], "X-Forwarded-User")
    app = FastAPI()

    def who(request: Request) -> dict[str, object]:
        return {"person": people.find_person(request.cookies.get(COOKIE)), "cookies": sorted(request.cookies)}

    app.add_api_route("/who", who)
    app.add_middleware(LogInFirst, people=people, page=None)
    app.add_middleware(NamedByProxy, people=people)
    return app, people


APP, PEOPLE = make()


def ask(address: str, *, headers: list[tuple[str, str]] | dict[str, str]) -> tuple[int, str]:
    """Status and the person's login, for a call from this address."""
    reply = TestClient(APP, client=(address, 1234)).get("/who", headers=headers)
    return reply.status_code, (STORE.person(reply.json()["person"]).login or "") if reply.is_success else ""


def test_whom_the_proxy_names_is_that_person() -> None:
    assert ask(PROXY, headers={"X-Forwarded-User": "ada"}) == (200, "ada")
    assert ask("fd00::1", headers={"x-forwarded-user": "Bob@example.org"}) == (200, "Bob@example.org")


@pytest.mark.parametrize("address", ["10.0.0.6", "127.0.0.1", "::1", "testclient", "", "10.0.0.5.evil"])
def test_the_header_from_any_other_address_counts_nothing(address: str) -> None:
    assert ask(address, headers={"X-Forwarded-User": "ada"}) == (401, "")


def test_what_a_client_says_of_its_address_counts_nothing() -> None:
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
        assert ask("10.0.0.6", headers={"X-Forwarded-User": "ada", header: PROXY})[0] == 401
    made = replace(ready(), people=PEOPLE)
    assert Server(made, lambda: None).config.proxy_headers is False


@pytest.mark.parametrize("name", ["", " ", "@local", "@browser:0", "a" * 65])
def test_a_name_that_could_be_mistaken_is_nobody(name: str) -> None:
    assert ask(PROXY, headers={"X-Forwarded-User": name})[0] == 401


def test_two_names_at_once_are_nobody() -> None:
    assert ask(PROXY, headers=[("X-Forwarded-User", "ada"), ("X-Forwarded-User", "bob")])[0] == 401


def test_a_client_s_own_cookie_and_token_are_taken_away() -> None:
    token = PEOPLE.find_token(PROXY, ["ada"])
    assert PEOPLE.find_person(token) is not None
    for headers in ({"cookie": f"{COOKIE}={token}"}, {"authorization": f"Bearer {token}"}):
        assert ask("10.0.0.6", headers=headers)[0] == 401
        assert ask(PROXY, headers={**headers, "X-Forwarded-User": "bob"}) == (200, "bob")


def test_other_cookies_stay() -> None:
    headers = {"cookie": f"language=de; {COOKIE}=x; theme=dark", "X-Forwarded-User": "ada"}
    reply = TestClient(APP, client=(PROXY, 1)).get("/who", headers=headers)
    assert reply.json()["cookies"] == sorted(["language", "theme", COOKIE])


def test_made_up_tokens_lead_to_nobody() -> None:
    token = PEOPLE.find_token(PROXY, ["ada"]) or ""
    other = ByProxy(open_store(new_place()), [PROXY], "X").find_token(PROXY, ["ada"])
    for wrong in (None, "", ".", token[:-1], "x" + token, token.replace(".", ""), other, "é.ü"):
        assert PEOPLE.find_person(wrong) is None


def test_an_address_that_is_none_is_named() -> None:
    store = open_store(new_place())
    for wrong in (["localhost"], ["10.0.0.0/8x"], ["10.0.0.1/8"], [""], []):
        with pytest.raises(SettingsError, match="INTERVIEWER_PROXY"):
            ByProxy(store, wrong, "X")


def test_the_whole_application_is_behind_it() -> None:
    made = ready()
    app = create_app(replace(made, people=ByProxy(made.ledger.store, [PROXY], "X-Forwarded-User")))
    named = {"X-Forwarded-User": "ada"}
    inside = TestClient(app, base_url="http://127.0.0.1", client=(PROXY, 1))
    outside = TestClient(app, base_url="http://127.0.0.1", client=("10.0.0.6", 1))
    assert inside.post("/api/v1/interviews", json={}, headers=named).status_code == 201
    for path in ("/", "/data.json", "/api/v1/data", "/overrides", "/config"):
        assert outside.get(path, headers=named).status_code == 401
    assert inside.post("/api/v1/token", json={}, headers=named).status_code == 401
