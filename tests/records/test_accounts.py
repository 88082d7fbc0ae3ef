"""Accounts on SQLite and on PostgreSQL: log-ins, their end, and wrong passwords."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from interviewer.errors import AccessError, InputError, TooManyError, UnknownError
from interviewer.records.accounts import LASTS, WRONG_A_NAME, WRONG_AN_ADDRESS, Accounts
from interviewer.records.store import Store
from interviewer.records.tables import attempts, people, sessions
from tests.practice.times import SetClock

SECRET = "correct horse battery"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def accounts(store: Store) -> Accounts:
    opened = Accounts(store, QUICK)
    opened.add("Ada", SECRET, "Ada Lovelace")
    return opened


def log_in(accounts: Accounts, password: str = SECRET, login: str = "ada", address: str = "127.0.0.1") -> str:
    return accounts.log_in(login, password, address)[0]


def test_the_right_password_leads_to_the_person(accounts: Accounts, store: Store) -> None:
    token = log_in(accounts, login=" ADA ")
    found = accounts.find_person(token)
    assert found is not None
    assert (store.person(found).name, store.person(found).login) == ("Ada Lovelace", "ada")


def test_a_wrong_password_and_an_unknown_name_are_refused_alike(accounts: Accounts, store: Store) -> None:
    store.add_person("No password", "bob")
    refusals = set()
    for login, password in (("ada", "wrong"), ("ada", ""), ("eve", SECRET), ("bob", ""), ("", ""), ("@local", SECRET)):
        with pytest.raises(UnknownError) as refused:
            log_in(accounts, password, login, login)
        refusals.add(str(refused.value))
    assert len(refusals) == 1


def test_neither_password_nor_token_lies_in_the_store(accounts: Accounts, store: Store) -> None:
    token = log_in(accounts)
    with store.reading() as connection:
        (row,) = connection.execute(select(people)).all()
        kept = str([connection.execute(select(table)).all() for table in (people, sessions, attempts)])
    assert row.password_hash.startswith("$argon2id$")
    assert SECRET not in kept and token not in kept
    assert "argon2" not in str(store.export(row.id))


def test_a_log_in_ends_by_itself(accounts: Accounts, clock: SetClock) -> None:
    token = log_in(accounts)
    clock.pass_(seconds=LASTS.total_seconds() - 1)
    assert accounts.find_person(token) is not None
    clock.pass_(seconds=1)
    assert accounts.find_person(token) is None


def test_a_log_out_ends_this_log_in_alone(accounts: Accounts) -> None:
    here, there = log_in(accounts), log_in(accounts)
    accounts.log_out(here)
    assert accounts.find_person(here) is None
    assert accounts.find_person(there) is not None


def test_a_new_password_ends_every_log_in(accounts: Accounts) -> None:
    token = log_in(accounts)
    accounts.set_password("ada", "another long one")
    assert accounts.find_person(token) is None
    with pytest.raises(UnknownError):
        log_in(accounts)
    assert log_in(accounts, "another long one")


def test_a_deleted_person_is_logged_out_and_cannot_log_in(accounts: Accounts, store: Store) -> None:
    token = log_in(accounts)
    person = accounts.find_person(token)
    assert person is not None
    store.delete(person)
    assert accounts.find_person(token) is None
    with pytest.raises(UnknownError):
        log_in(accounts)


def test_made_up_tokens_lead_to_nobody(accounts: Accounts) -> None:
    token = log_in(accounts)
    for wrong in (None, "", "x" * 43, token[:-1], token + "x", token[:-1] + ("a" if token[-1] != "a" else "b"), "é"):
        assert accounts.find_person(wrong) is None


def test_after_a_few_wrong_passwords_even_the_right_one_has_to_wait(accounts: Accounts, clock: SetClock) -> None:
    for number in range(WRONG_A_NAME):
        with pytest.raises(UnknownError):
            log_in(accounts, "wrong", address=f"10.0.0.{number}")
    for _ in range(3):
        with pytest.raises(TooManyError, match="wait 15 minutes"):
            log_in(accounts)
    clock.pass_(seconds=15 * 60)
    assert log_in(accounts)


def test_names_are_not_tried_one_after_the_other_from_one_address(accounts: Accounts) -> None:
    for number in range(WRONG_AN_ADDRESS):
        with pytest.raises(UnknownError):
            log_in(accounts, "wrong", f"person{number}", "10.0.0.1")
    with pytest.raises(TooManyError):
        log_in(accounts, address="10.0.0.1")
    assert log_in(accounts, address="10.0.0.2")


def test_right_passwords_do_not_count_as_attempts(accounts: Accounts) -> None:
    for _ in range(2 * WRONG_A_NAME):
        assert log_in(accounts)


def test_many_wrong_passwords_at_once_are_no_way_around_the_limit(accounts: Accounts) -> None:
    def guess(number: int) -> type[Exception]:
        try:
            log_in(accounts, f"guess number {number}", address=str(number))
        except (UnknownError, TooManyError) as error:
            return type(error)
        raise AssertionError("a guess was let in")

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(guess, range(24)))
    assert outcomes.count(UnknownError) <= WRONG_A_NAME
    assert outcomes.count(TooManyError) >= 24 - WRONG_A_NAME


@pytest.mark.parametrize("login", ["", "@local", "@browser:1", "a b", "a" * 65, "ünal", "-x"])
def test_a_name_that_could_be_mistaken_is_refused(accounts: Accounts, login: str) -> None:
    with pytest.raises(InputError, match="cannot be an account's name"):
        accounts.add(login, SECRET)


def test_a_name_is_taken_once_in_any_letters(accounts: Accounts) -> None:
    with pytest.raises(InputError, match="taken"):
        accounts.add("aDa", SECRET)


def test_a_short_or_endless_password_is_refused(accounts: Accounts) -> None:
    for password in ("short", "x" * 1001):
        with pytest.raises(InputError, match="10 to 1000"):
            accounts.add("bob", password)
        with pytest.raises(InputError, match="10 to 1000"):
            accounts.set_password("ada", password)
    with pytest.raises(AccessError, match="no account 'bob'"):
        accounts.set_password("bob", SECRET)


def test_a_hash_of_former_strength_is_made_anew_at_the_next_log_in(accounts: Accounts, store: Store) -> None:
    stronger = Accounts(store, PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    token = stronger.log_in("ada", SECRET, "here")[0]
    with store.reading() as connection:
        assert "m=16,t=2" in connection.execute(select(people.c.password_hash)).scalar_one()
    assert stronger.find_person(token) is not None
    assert log_in(accounts)
