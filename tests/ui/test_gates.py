"""A browser that has been led to another site's page cannot be made to change anything here."""

from __future__ import annotations

import json

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.ui.desks import ready
from ui.server import create_app

HOME = "http://127.0.0.1"
ELSEWHERE = (
    {"sec-fetch-site": "cross-site", "origin": "http://evil.example"},
    {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:3000"},
    {"origin": "http://127.0.0.1:3000"},
    {"origin": "null"},
)


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create_app(ready())


@pytest.fixture
def browser(app: FastAPI) -> TestClient:
    client = TestClient(app, base_url=HOME)
    client.get("/")
    return client


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_another_site_s_page_changes_nothing_though_the_cookie_came_along(
    browser: TestClient, headers: dict[str, str]
) -> None:
    browser.post("/api/v1/interviews", json={})
    before = browser.get("/data.json").json()["interviews"]
    assert len(before) == 1
    for method, path in (
        ("POST", "/api/v1/interviews"),
        ("DELETE", "/api/v1/data"),
        ("POST", "/draft"),
        ("POST", "/gradio_api/queue/join"),
        ("PUT", "/anything"),
    ):
        assert browser.request(method, path, json={}, headers=headers).status_code == 403, path
    assert browser.get("/data.json").json()["interviews"] == before


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}, {"origin": HOME}])
def test_the_page_itself_may(browser: TestClient, headers: dict[str, str]) -> None:
    assert browser.post("/api/v1/interviews", json={}, headers=headers).status_code == 201


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None])
def test_what_a_form_could_send_is_no_call(browser: TestClient, kind: str | None) -> None:
    headers = {} if kind is None else {"content-type": kind}
    reply = browser.post("/api/v1/interviews", content=json.dumps({"mode": "practice"}).encode(), headers=headers)
    assert reply.status_code == 422
    assert reply.json()["error"]


def test_no_other_site_may_read_a_reply(browser: TestClient) -> None:
    headers = {"origin": "http://evil.example", "sec-fetch-site": "cross-site"}
    for path in ("/api/v1/data", "/data.json", "/api/v1/questions"):
        assert "access-control-allow-origin" not in browser.get(path, headers=headers).headers
    asked = {**headers, "access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    reply = browser.options("/api/v1/interviews", headers=asked)
    assert "access-control-allow-origin" not in reply.headers
