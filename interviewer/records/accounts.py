"""Accounts: names with passwords, log-ins that end, and no more than a few wrong passwords in a while."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, func, insert, select, update

from interviewer.errors import AccessError, InputError, TooManyError, UnknownError
from interviewer.records import people as persons
from interviewer.records.people import Person, Role, new_id
from interviewer.records.store import Store
from interviewer.records.tables import attempts, people, sessions

LASTS = timedelta(days=7)
WINDOW = timedelta(minutes=15)
WRONG_A_NAME = 5
WRONG_AN_ADDRESS = 30
SHORTEST, LONGEST = 10, 1000
LOGIN = re.compile(r"[a-z0-9][a-z0-9._+@-]{0,63}", re.ASCII)
TOKEN = re.compile(r"[\w-]{43}", re.ASCII)
REFUSED = "the name or the password is not right"
NOBODY_CHANGED = "there is no account {!r}: see `interviewer records list`"

_hasher = PasswordHasher()


class Accounts:
    """Who may log in, and who is; a `ui.people.People` for a server with accounts.

    Args:
        store: Where they are kept: of a password its argon2 hash, of a token its checksum.
        hasher: Makes and checks the hashes.
    """

    def __init__(self, store: Store, hasher: PasswordHasher = _hasher) -> None:
        self._store, self._hasher = store, hasher
        self._nobodys = hasher.hash(secrets.token_urlsafe())  # so that an unknown name takes as long as a known one

    def add(self, login: str, password: str, name: str = "", role: Role = "candidate") -> Person:
        """A new account.

        Raises:
            InputError: If the name is taken or cannot be one, or the password is too short or too long.
        """
        known = _login(login)
        hashed = self._hashed(password)
        with self._store.writing() as connection:
            person = persons.add_person(connection, name, self._store.clock(), known)
            connection.execute(update(people).where(people.c.id == person.id).values(password_hash=hashed))
            persons.set_role(connection, person.id, role)
            return persons.get_person(connection, person.id)

    def any(self) -> bool:
        """Whether there is an account."""
        with self._store.reading() as connection:
            wanted = select(people.c.id).where(people.c.password_hash.is_not(None)).limit(1)
            return connection.execute(wanted).first() is not None

    def set_role(self, login: str, role: Role) -> None:
        """Give an account another role.

        Raises:
            AccessError: If there is no such account.
        """
        with self._store.writing() as connection:
            person = persons.find_by_login(connection, _login(login))
            if person is None:
                raise AccessError(NOBODY_CHANGED.format(login))
            persons.set_role(connection, person.id, role)

    def set_password(self, login: str, password: str) -> None:
        """Another password; every log-in of the account ends.

        Raises:
            AccessError: If there is no such account.
            InputError: If the password is too short or too long.
        """
        hashed = self._hashed(password)
        with self._store.writing() as connection:
            person = persons.find_by_login(connection, _login(login))
            if person is None:
                raise AccessError(NOBODY_CHANGED.format(login))
            connection.execute(update(people).where(people.c.id == person.id).values(password_hash=hashed))
            connection.execute(delete(sessions).where(sessions.c.person == person.id))

    def log_in(self, login: str, password: str, address: str) -> tuple[str, datetime]:
        """A new token, and when it ends: LASTS from now.

        An attempt is written down before the password is looked at, so that many at once are no way around the limit.

        Args:
            login: The account's name, in small letters or capitals.
            password: Its password.
            address: Where the call comes from.

        Raises:
            UnknownError: If there is no such account or the password is wrong; which, is not said.
            TooManyError: After WRONG_A_NAME wrong passwords for a name, or WRONG_AN_ADDRESS from an address, in WINDOW.
        """
        noted = self._note_attempt(login.strip().lower(), address)
        with self._store.reading() as connection:
            wanted = select(people.c.id, people.c.password_hash).where(people.c.login == login.strip().lower())
            found = connection.execute(wanted).first()
        hashed = self._nobodys if found is None or found.password_hash is None else found.password_hash
        if not self._is_right(hashed, password) or found is None or found.password_hash is None:
            raise UnknownError(REFUSED)
        token, expires = secrets.token_urlsafe(32), self._store.clock() + LASTS
        fresh = self._hashed(password) if self._hasher.check_needs_rehash(hashed) else hashed
        with self._store.writing() as connection:
            mine = people.c.id == found.id, people.c.password_hash == hashed
            if connection.execute(update(people).where(*mine).values(password_hash=fresh)).rowcount != 1:
                raise UnknownError(REFUSED)  # the password was changed at this moment
            connection.execute(delete(attempts).where(attempts.c.id.in_(noted)))
            connection.execute(delete(sessions).where(sessions.c.expires <= self._store.clock()))
            connection.execute(insert(sessions).values(token=_checksum(token), person=found.id, expires=expires))
        return token, expires

    def log_out(self, token: str | None) -> None:
        """The token leads to nobody from here on."""
        if token is not None:
            with self._store.writing("You are still logged in") as connection:
                connection.execute(delete(sessions).where(sessions.c.token == _checksum(token)))

    def admit(self, token: str | None) -> None:
        """No token: one gets it by logging in."""
        return None

    def find_person(self, token: str | None) -> str | None:
        """Id of who is logged in by this token; None if nobody is, or not any more."""
        if token is None or TOKEN.fullmatch(token) is None:
            return None
        with self._store.reading() as connection:
            wanted = select(sessions.c.person).where(sessions.c.token == _checksum(token))
            return connection.execute(wanted.where(sessions.c.expires > self._store.clock())).scalar()

    def _note_attempt(self, login: str, address: str) -> list[str]:
        """Ids of the attempt for the name and for the address, once both are within their limits."""
        noted = {new_id(): ("name:" + login, WRONG_A_NAME), new_id(): ("address:" + address, WRONG_AN_ADDRESS)}
        now = self._store.clock()
        with self._store.writing() as connection:
            connection.execute(delete(attempts).where(attempts.c.at <= now - WINDOW))
            for identity, (subject, _) in noted.items():
                connection.execute(insert(attempts).values(id=identity, subject=_checksum(subject), at=now))
        with self._store.writing() as connection:
            is_refused = any(_count(connection, subject) > most for subject, most in noted.values())
            if is_refused:
                connection.execute(delete(attempts).where(attempts.c.id.in_(list(noted))))
        if is_refused:
            minutes = round(WINDOW.total_seconds() / 60)
            raise TooManyError(f"too many wrong passwords: wait {minutes} minutes, then try again")
        return list(noted)

    def _hashed(self, password: str) -> str:
        if not SHORTEST <= len(password) <= LONGEST:
            raise InputError(f"a password has {SHORTEST} to {LONGEST} characters, this one has {len(password)}")
        return self._hasher.hash(password.encode("utf-8", "surrogatepass"))

    def _is_right(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password[:LONGEST].encode("utf-8", "surrogatepass"))
        except (VerificationError, InvalidHashError):
            return False


def _login(login: str) -> str:
    known = login.strip().lower()
    if LOGIN.fullmatch(known) is None:
        raise InputError(
            f"{login!r} cannot be an account's name: it has 1 to 64 letters, digits and . _ + @ -, and begins with a "
            "letter or digit"
        )
    return known


def _count(connection: Connection, subject: str) -> int:
    wanted = select(func.count()).select_from(attempts).where(attempts.c.subject == _checksum(subject))
    return int(connection.execute(wanted).scalar_one())


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
