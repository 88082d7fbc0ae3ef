"""`interviewer accounts` on a store in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from interviewer.commands.accounts import app
from interviewer.errors import AccessError, InputError, UnknownError
from interviewer.records.accounts import Accounts
from interviewer.records.store import Store, open_store

SECRET = "correct horse battery"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    place = str(tmp_path / "records.sqlite")
    monkeypatch.setenv("INTERVIEWER_RECORDS", place)
    return open_store(place)


def run(*words: str, typed: str) -> Result:
    return CliRunner().invoke(app, list(words), input=typed)


def test_an_account_is_added_with_a_password_that_is_asked_for_twice(store: Store) -> None:
    done = run("add", "Ada", "--name", "Ada Lovelace", "--role", "reviewer", typed=f"{SECRET}\n{SECRET}\n")
    assert done.exit_code == 0, done.output
    assert SECRET not in done.output
    (person,) = store.people()
    assert (person.login, person.name, person.role) == ("ada", "Ada Lovelace", "reviewer")
    assert Accounts(store).log_in("ada", SECRET, "here")


def test_a_password_and_a_role_are_changed(store: Store) -> None:
    assert run("add", "ada", "--password-stdin", typed=f"{SECRET}\n").exit_code == 0
    assert run("password", "ada", "--password-stdin", typed="another long one\n").exit_code == 0
    with pytest.raises(UnknownError):
        Accounts(store).log_in("ada", SECRET, "here")
    assert Accounts(store).log_in("ada", "another long one", "here")
    assert run("role", "ada", "reviewer", typed="").exit_code == 0
    assert store.people()[0].role == "reviewer"
    assert run("role", "ada", "king", typed="").exit_code == 2


def test_what_cannot_be_is_told(store: Store) -> None:
    assert isinstance(run("add", "ada", "--password-stdin", typed="short\n").exception, InputError)
    assert isinstance(run("add", "@ada", "--password-stdin", typed=f"{SECRET}\n").exception, InputError)
    assert isinstance(run("role", "bob", "reviewer", typed="").exception, AccessError)
    assert isinstance(run("password", "bob", "--password-stdin", typed=f"{SECRET}\n").exception, AccessError)
    assert store.people() == ()
