"""Logging in and out of a server with accounts, in a browser and as a program."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from interviewer.records.accounts import WRONG_A_NAME, Accounts
from tests.ui.accounts import HOME, SECRET, browser, desk_with_accounts
from ui import pages
from ui.people import COOKIE
from ui.server import create_app

Served = tuple[FastAPI, Accounts]


@pytest.fixture(scope="module")
def served() -> Served:
    desk, accounts = desk_with_accounts("ada", "bob", "cleo", "dora", "grace")
    return create_app(desk), accounts


def send(client: TestClient, login: str, password: str = SECRET, to: str = "/", **headers: str) -> tuple[int, str, str]:
    """Status, where it leads and the page's text after the log-in form was sent."""
    reply = client.post("/login", data={"login": login, "password": password, "to": to}, headers=headers)
    return reply.status_code, reply.headers.get("location", ""), reply.text


def test_a_page_leads_to_the_log_in_and_from_there_to_where_one_was_going(served: Served) -> None:
    client = browser(*served)
    asked = client.get("/?view=history", headers={"accept": "text/html"})
    assert (asked.status_code, asked.headers["location"]) == (303, "/login?to=%2F%3Fview%3Dhistory")
    page = client.get(asked.headers["location"])
    assert page.status_code == 200
    assert 'name="to" value="/?view=history"' in page.text
    assert send(client, "ada", to="/?view=history")[:2] == (303, "/?view=history")
    assert client.get("/data.json").json()["person"]["login"] == "ada"
    assert client.get("/login").headers["location"] == "/"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(served: Served) -> None:
    client = browser(*served)
    reply = client.post("/login", data={"login": "ada", "password": SECRET})
    cookie = reply.headers["set-cookie"]
    assert re.match(rf"{COOKIE}=[\w-]{{43}};", cookie)
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Secure" not in cookie
    safe = client.post(
        "/login",
        data={"login": "ada", "password": SECRET},
        headers={"origin": "https://x", "host": "127.0.0.1", "sec-fetch-site": "same-origin"},
    )
    assert "Secure" in safe.headers["set-cookie"]


def test_a_cookie_from_before_is_not_the_one_from_after(served: Served) -> None:
    client = browser(*served)
    client.cookies.set(COOKIE, "a" * 43)
    assert send(client, "ada")[0] == 303
    fixed = browser(*served)
    fixed.cookies.set(COOKIE, "a" * 43)
    assert fixed.get("/data.json").status_code == 401


@pytest.mark.parametrize(
    "there", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "/a\nb"]
)
def test_the_log_in_leads_nowhere_else(served: Served, there: str) -> None:
    assert send(browser(*served), "ada", to=there)[:2] == (303, "/")
    page = browser(*served).get("/login", params={"to": there})
    assert 'name="to" value="/"' in page.text


def test_a_wrong_password_says_so_and_keeps_the_name(served: Served) -> None:
    status, _, page = send(browser(*served), '"><b>bob', "wrong")
    assert status == 401
    assert "not right" in page
    assert "<b>bob" not in page and "&lt;b&gt;bob" in page
    assert "wrong" not in page.replace("wrong password", "")


def test_after_too_many_wrong_passwords_one_has_to_wait(served: Served) -> None:
    client = browser(*served)
    for _ in range(WRONG_A_NAME):
        assert send(client, "cleo", "wrong")[0] == 401
    status, _, page = send(client, "cleo")
    assert (status, "15 minutes" in page) == (429, True)
    assert client.post("/api/v1/token", json={"login": "cleo", "password": SECRET}).status_code == 429


def test_logging_out_ends_it_on_the_server_too(served: Served) -> None:
    client = browser(*served, login="ada")
    token = client.cookies[COOKIE]
    reply = client.post("/logout")
    assert (reply.status_code, reply.headers["location"]) == (303, "/login")
    assert "Max-Age=0" in reply.headers["set-cookie"]
    client.cookies.set(COOKIE, token)
    assert client.get("/data.json").status_code == 401


def test_the_account_page_says_who_and_offers_the_overrides_to_reviewers(served: Served) -> None:
    assert "Logged in as bob" in browser(*served, login="bob").get("/account").text
    assert "/overrides" not in browser(*served, login="bob").get("/account").text
    assert "/overrides" in browser(*served, login="grace").get("/account").text


def test_a_password_is_changed_by_who_knows_it_and_ends_every_log_in(served: Served) -> None:
    client, other = browser(*served, login="dora"), browser(*served, login="dora")
    assert client.post("/account", data={"old": "wrong", "new": "another long one"}).status_code == 401
    assert client.post("/account", data={"old": SECRET, "new": "short"}).status_code == 422
    assert client.post("/account", data={"old": SECRET, "new": "another long one"}).status_code == 200
    assert other.get("/account").status_code == 401
    assert send(client, "dora", "another long one")[0] == 303


def test_a_program_logs_in_for_a_token(served: Served) -> None:
    client = TestClient(served[0], base_url=HOME)
    given = client.post("/api/v1/token", json={"login": "ada", "password": SECRET}).json()
    assert given["expires"]
    headers = {"authorization": f"Bearer {given['token']}"}
    assert client.get("/api/v1/data", headers=headers).json()["person"]["login"] == "ada"
    refused = client.post("/api/v1/token", json={"login": "bob", "password": "wrong"})
    assert (refused.status_code, refused.json()["error"]) == (401, "The name or the password is not right.")
    assert client.post("/api/v1/token", json={}).status_code == 401


def test_the_log_in_page_is_in_the_reader_s_language(served: Served) -> None:
    page = browser(*served).get("/login", headers={"accept-language": "de"}).text
    assert "Anmelden" in page and '<html lang="de">' in page


def test_deleting_all_of_one_s_data_ends_the_log_in_and_the_account(served: Served) -> None:
    app, accounts = served
    accounts.add("emil", SECRET)
    client = browser(app, accounts, "emil")
    assert client.delete("/api/v1/data").status_code == 204
    assert client.get("/data.json").status_code == 401
    assert send(client, "emil")[0] == 401


def test_deleting_on_the_page_says_so_though_the_account_is_gone() -> None:
    desk, accounts = desk_with_accounts("fay")
    token = accounts.log_in("fay", SECRET, "here")[0]
    view = pages.delete_all(desk, token)
    assert "Everything that was kept of you is deleted." in view.notice
    assert accounts.find_person(token) is None
