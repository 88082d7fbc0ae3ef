"""Whose interviews a browser shows."""

from __future__ import annotations

import secrets

from interviewer.records.store import open_store
from tests.ui.desks import new_place
from ui.people import EachBrowser, OwnMachine


def test_a_token_stays_and_anything_else_is_replaced() -> None:
    for people in (OwnMachine(open_store(new_place())), EachBrowser(open_store(new_place()))):
        token = people.admit(None)
        assert people.admit(token) == token
        for wrong in ("", "mine", token + "x", token[:-1] + "é", token + "\n"):
            assert people.admit(wrong) != wrong
            assert people.find_person(wrong) is None


def test_on_an_own_machine_every_browser_is_the_same_person_and_stays_it() -> None:
    place = new_place()
    one, two = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    found = OwnMachine(open_store(place)).find_person(one)
    assert found is not None
    assert OwnMachine(open_store(place)).find_person(two) == found
    assert open_store(place).local_person().id == found


def test_apart_each_browser_is_a_person_of_its_own_after_a_restart_too() -> None:
    place = new_place()
    one, two = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    people = EachBrowser(open_store(place))
    assert people.find_person(one) != people.find_person(two)
    assert EachBrowser(open_store(place)).find_person(one) == people.find_person(one)


def test_the_store_holds_no_token() -> None:
    store, token = open_store(new_place()), secrets.token_urlsafe(32)
    EachBrowser(store).find_person(token)
    assert token not in str(store.people())
