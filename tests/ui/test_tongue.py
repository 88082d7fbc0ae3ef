"""The language of a request: what the browser wants, what was chosen, and the cookie that keeps it."""

from __future__ import annotations

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from ui.tongue import PATH, remember, words_of
from ui.wording import COOKIE

HOME = "http://127.0.0.1"


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    app.add_api_route(PATH, remember, response_model=None)
    app.add_api_route("/", _which, response_model=None)
    return TestClient(app, base_url=HOME, follow_redirects=False)


def _which(request: Request) -> dict[str, str]:
    return {"language": words_of(request).language}


def test_the_browser_s_language_is_used_until_another_is_chosen(client: TestClient) -> None:
    german = {"accept-language": "de-CH,en;q=0.5"}
    assert client.get("/", headers=german).json() == {"language": "de"}
    cookie = client.get("/language/en").headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=en;")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert client.get("/", headers=german).json() == {"language": "en"}


@pytest.mark.parametrize(
    ("referer", "there"),
    [
        (f"{HOME}/?view=history", "/?view=history"),
        (f"{HOME}/", "/"),
        ("", "/"),
        ("https://elsewhere.example/steal?x=1", "/"),
        ("//elsewhere.example/?y=2", "/?y=2"),
    ],
)
def test_the_person_is_led_back_to_where_they_were_and_nowhere_else(
    client: TestClient, referer: str, there: str
) -> None:
    reply = client.get("/language/de", headers={"referer": referer})
    assert (reply.status_code, reply.headers["location"]) == (303, there)


def test_a_language_that_there_is_not_changes_nothing(client: TestClient) -> None:
    reply = client.get("/language/xx")
    assert (reply.status_code, reply.headers["location"]) == (303, "/")
    assert "set-cookie" not in reply.headers
