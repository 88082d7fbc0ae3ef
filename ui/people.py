"""Who is practising: a browser's cookie leads to a person in the store, after a restart of the server, too."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime
from typing import Protocol

from interviewer.records.store import Store

COOKIE = "interviewer_visitor"
TOKEN = re.compile(r"[\w-]{43}", re.ASCII)


class People(Protocol):
    """Whose interviews a browser shows."""

    def admit(self, token: str | None) -> str | None:
        """The token, if it is one that can have been given out here; else a new one, or None where one logs in."""

    def find_person(self, token: str | None) -> str | None:
        """Id of the person behind a token; None if the token was not given out here.

        Raises:
            StorageError: If the store does not answer.
        """

    def log_in(self, login: str, password: str, address: str) -> tuple[str, datetime | None]:
        """A new token, and when it ends; None where it does not.

        Args:
            login: The account's name; empty where there are no accounts.
            password: Its password; empty where there are no accounts.
            address: Where the call comes from.

        Raises:
            UnknownError: If the name or the password is not right.
            TooManyError: If that has been so too often.
        """


class OwnMachine:
    """Everyone who can reach the server is the one person of this machine; the cookie only keeps other sites out."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def admit(self, token: str | None) -> str:
        """The token, if it looks like one; else a new one."""
        return _valid(token) or secrets.token_urlsafe(32)

    def find_person(self, token: str | None) -> str | None:
        """Id of the person of this machine; None without a token."""
        return None if _valid(token) is None else self._store.local_person().id

    def log_in(self, login: str, password: str, address: str) -> tuple[str, None]:
        """A new token of the person of this machine."""
        return self.admit(None), None


class EachBrowser:
    """Each browser is a person of its own, whom only its token opens; the store keeps no token, only its checksum."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def admit(self, token: str | None) -> str:
        """The token, if it looks like one; else a new one."""
        return _valid(token) or secrets.token_urlsafe(32)

    def find_person(self, token: str | None) -> str | None:
        """Id of the token's person, made on first use; None if it is no token."""
        if token is None or _valid(token) is None:
            return None
        digest = hashlib.sha256(token.encode()).hexdigest()
        return self._store.person_with_login(f"@browser:{digest}").id

    def log_in(self, login: str, password: str, address: str) -> tuple[str, None]:
        """The token of a new person."""
        return self.admit(None), None


def _valid(token: str | None) -> str | None:
    return token if token is not None and TOKEN.fullmatch(token) else None
