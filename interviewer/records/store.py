"""The store: a database brought up to date, the people in it, and all that is kept of one of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from interviewer.errors import InputError
from interviewer.practice.clock import Clock, utc_now
from interviewer.records import people as persons
from interviewer.records.card_rows import read_cards
from interviewer.records.database import check_is_there, open_engine, writing
from interviewer.records.export import export_document
from interviewer.records.faults import NOT_KEPT, UNREAD, telling
from interviewer.records.people import LOCAL_LOGIN, Person, Role
from interviewer.records.rows import read_interviews
from interviewer.records.upgrade import upgrade


class Store:
    """A database of interviews; holds connections and nothing else, so that many threads may share it.

    Args:
        engine: Of a database with the schema of this version.
        clock: Where the time comes from.
    """

    def __init__(self, engine: Engine, clock: Clock = utc_now) -> None:
        self._engine, self.clock = engine, clock

    @contextmanager
    def reading(self, fate: str = UNREAD) -> Iterator[Connection]:
        """A transaction that reads.

        Raises:
            StorageError: If the database fails; the message begins with `fate`.
        """
        with telling(fate), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self, fate: str = NOT_KEPT) -> Iterator[Connection]:
        """A transaction that writes: all of it is on the disk when this ends, or none of it.

        Raises:
            StorageError: If the database fails; the message begins with `fate`.
        """
        with telling(fate), writing(self._engine) as connection:
            yield connection

    def local_person(self) -> Person:
        """The one person of an own machine, made on first use."""
        return self.person_with_login(LOCAL_LOGIN)

    def person_with_login(self, login: str, name: str = "") -> Person:
        """The person with this login, made on first use."""
        with self.reading() as connection:
            found = persons.find_by_login(connection, login)
        if found is not None:
            return found
        try:
            return self.add_person(name, login)
        except InputError:  # someone was quicker
            with self.reading() as connection:
                found = persons.find_by_login(connection, login)
            if found is None:
                raise
            return found

    def add_person(self, name: str, login: str | None = None) -> Person:
        """A new person.

        Raises:
            InputError: If the login is taken.
        """
        with self.writing() as connection:
            return persons.add_person(connection, name, self.clock(), login)

    def person(self, identity: str) -> Person:
        """The person of this id.

        Raises:
            AccessError: If there is none.
        """
        with self.reading() as connection:
            return persons.get_person(connection, identity)

    def people(self) -> tuple[Person, ...]:
        """Everyone, the first comer first."""
        with self.reading() as connection:
            return persons.all_people(connection)

    def set_role(self, person: str, role: Role) -> None:
        """Give a person another role.

        Raises:
            AccessError: If there is no such person.
        """
        with self.writing() as connection:
            persons.set_role(connection, person, role)

    def export(self, person: str) -> dict[str, object]:
        """Everything that is kept of a person, as one document of plain values.

        Raises:
            AccessError: If there is no such person.
        """
        with self.reading("Nothing was exported") as connection:
            found = persons.get_person(connection, person)
            interviews, cards = read_interviews(connection, person), read_cards(connection, person)
        return export_document(found, interviews, cards, self.clock())

    def delete(self, person: str) -> None:
        """Delete everything that is kept of a person; only who they were to others (reviews they wrote) stays, by id.

        Raises:
            AccessError: If there is no such person.
        """
        with self.writing("Nothing was deleted") as connection:
            persons.remove_person(connection, person)
        with telling("Everything was deleted, but traces may stay in the file"), self._engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()


def open_store(place: str, clock: Clock = utc_now) -> Store:
    """The store at a file's path or a PostgreSQL URL, made or brought up to date where needed.

    Raises:
        SettingsError: If the place is neither.
        StorageError: If the database does not answer, or has the schema of a newer version.
    """
    engine = open_engine(place)
    check_is_there(engine, place)
    upgrade(engine)
    return Store(engine, clock)
