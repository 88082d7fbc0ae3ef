"""A store for every test, once on SQLite and once on PostgreSQL, with a clock that stands where it is put."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from interviewer.records.ledger import Ledger
from interviewer.records.store import Store, open_store
from tests.practice.times import SetClock
from tests.records.servers import PostgresServer

_numbers = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    """One PostgreSQL server for all tests."""
    running = PostgresServer()
    yield running
    running.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new database is to be: a file that is not there yet, or an empty PostgreSQL database."""
    if request.param == "sqlite":
        return str(tmp_path / "data" / "records.sqlite")
    server: PostgresServer = request.getfixturevalue("server")
    return server.new_database(f"records_{next(_numbers)}")


@pytest.fixture
def clock() -> SetClock:
    """A Monday morning."""
    return SetClock()


@pytest.fixture
def store(place: str, clock: SetClock) -> Iterator[Store]:
    """A new store."""
    opened = open_store(place, clock)
    yield opened
    opened.close()


@pytest.fixture
def ledger(store: Store) -> Ledger:
    """A ledger over the new store."""
    return Ledger(store)


@pytest.fixture
def person(store: Store) -> str:
    """Id of a person in it."""
    return store.add_person("Ada").id
