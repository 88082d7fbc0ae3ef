"""Who is practising: a browser's cookie leads to a person in the store, after a restart of the server, too."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Protocol

from interviewer.records.store import Store

TOKEN = re.compile(r"[\w-]{43}", re.ASCII)


class People(Protocol):
    """Whose interviews a browser shows."""

    def admit(self, token: str | None) -> str:
        """The token, if it is one that can have been given out here; else a new one."""

    def find_person(self, token: str | None) -> str | None:
        """Id of the person behind a token; None if the token was not given out here.

        Raises:
            StorageError: If the store does not answer.
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


def _valid(token: str | None) -> str | None:
    return token if token is not None and TOKEN.fullmatch(token) else None
