"""A desk with accounts whose hashes are quick to make, for tests."""

from __future__ import annotations

from dataclasses import replace

from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient

from interviewer.records.accounts import Accounts
from tests.ui.desks import ready
from ui.desk import Desk
from ui.people import COOKIE

HOME = "http://127.0.0.1"
SECRET = "correct horse battery"


def desk_with_accounts(*logins: str) -> tuple[Desk, Accounts]:
    """A desk that lets in these accounts only, all with the password SECRET; one called `grace` is a reviewer."""
    made = ready()
    accounts = Accounts(made.ledger.store, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    for login in logins:
        accounts.add(login, SECRET, login.title(), "reviewer" if login == "grace" else "candidate")
    return replace(made, people=accounts), accounts


def browser(app: FastAPI, accounts: Accounts, login: str | None = None) -> TestClient:
    """A browser that is logged in as `login`; as nobody, if None."""
    client = TestClient(app, base_url=HOME, follow_redirects=False, raise_server_exceptions=False)
    if login is not None:
        client.cookies.set(COOKIE, accounts.log_in(login, SECRET, "testclient")[0])
    return client
