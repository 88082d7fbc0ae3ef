"""Who practises: the one person of an own machine, or many with accounts."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from interviewer.errors import AccessError, InputError
from interviewer.records.tables import people

LOCAL_LOGIN = "@local"  # no account can have it: an account's name has no @ at its start
Role = Literal["candidate", "reviewer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone whose interviews are kept.

    Attributes:
        id: Unguessable.
        name: As they wish to be called; may be empty.
        created: When they first came, UTC.
        login: The name of their account; None without one.
        role: `reviewer` may look at others' interviews and override verdicts.
    """

    id: str
    name: str
    created: datetime
    login: str | None
    role: Role


def new_id() -> str:
    """An id that cannot be guessed: 128 random bits as 32 hexadecimal digits, so that none looks like an option."""
    return secrets.token_hex(16)


def add_person(connection: Connection, name: str, at: datetime, login: str | None = None) -> Person:
    """A new person.

    Raises:
        InputError: If the login is taken.
    """
    person = Person(id=new_id(), name=name, created=at, login=login, role="candidate")
    try:
        connection.execute(insert(people).values(id=person.id, name=name, created=at, login=login))
    except IntegrityError as error:
        raise InputError(f"the name {login!r} is taken: choose another") from error
    return person


def find_by_login(connection: Connection, login: str) -> Person | None:
    """The person with this login; None if there is none."""
    row = connection.execute(select(people).where(people.c.login == login)).first()
    return None if row is None else _person(row)


def get_person(connection: Connection, person: str) -> Person:
    """The person of this id.

    Raises:
        AccessError: If there is none.
    """
    row = connection.execute(select(people).where(people.c.id == person)).first()
    if row is None:
        raise AccessError("there is no such person: log in again")
    return _person(row)


def all_people(connection: Connection) -> tuple[Person, ...]:
    """Everyone, the first comer first."""
    return tuple(_person(row) for row in connection.execute(select(people).order_by(people.c.created, people.c.id)))


def set_role(connection: Connection, person: str, role: Role) -> None:
    """Give a person another role.

    Raises:
        AccessError: If there is no such person.
    """
    if connection.execute(update(people).where(people.c.id == person).values(role=role)).rowcount != 1:
        raise AccessError("there is no such person: see `interviewer records list`")


def required_reviewer(connection: Connection, person: str) -> Person:
    """The person of this id, if they may review.

    Raises:
        AccessError: If they may not.
    """
    found = get_person(connection, person)
    if found.role != "reviewer":
        raise AccessError("only a person with the reviewer role may do this")
    return found


def remove_person(connection: Connection, person: str) -> None:
    """Delete a person and, by the tables' own rule, everything that is theirs.

    Raises:
        AccessError: If there is no such person.
    """
    if connection.execute(delete(people).where(people.c.id == person)).rowcount != 1:
        raise AccessError("there is no such person: nothing was deleted")


def _person(row: Row[tuple[object, ...]]) -> Person:
    return Person(id=row.id, name=row.name, created=row.created, login=row.login, role=row.role)
