"""Identity from a proxy: a header names who asks, and counts only where it comes from a trusted address."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from interviewer.errors import SettingsError, UnknownError
from interviewer.records.store import Store
from ui.people import COOKIE

LONGEST_NAME = 64
BY_PROXY = "who you are is said by the proxy in front of this server: log in there"


class ByProxy:
    """Whoever the proxy names is that person; the tokens stand for names and never leave the server.

    Args:
        store: Where people are kept; one who is named for the first time is made there.
        trusted: Addresses or networks of the proxy, as `127.0.0.1` or `10.0.0.0/24`.
        header: The header that names who asks.

    Raises:
        SettingsError: If there is no address, or one is none.
    """

    def __init__(self, store: Store, trusted: Sequence[str], header: str) -> None:
        self._store, self.header, self._key = store, header.lower(), secrets.token_bytes(32)
        self._trusted = [_network(one) for one in trusted]
        if not self._trusted:
            raise SettingsError("INTERVIEWER_PROXY names no address: give the proxy's, as 127.0.0.1")

    def find_token(self, address: str, names: Sequence[str]) -> str | None:
        """The token of who is named; None if the address is not trusted, or not exactly one usable name came."""
        if len(names) != 1 or not self._is_trusted(address):
            return None
        name = names[0].strip()
        if not 0 < len(name) <= LONGEST_NAME or name.startswith("@") or not name.isprintable():
            return None
        said = base64.urlsafe_b64encode(name.encode()).decode()
        return f"{said}.{self._seal(said)}"

    def admit(self, token: str | None) -> None:
        """No token: the proxy says who asks."""
        return None

    def find_person(self, token: str | None) -> str | None:
        """Id of who the token of `find_token` stands for, made on first use; None for any other token."""
        said, _, seal = (token or "").partition(".")
        if not hmac.compare_digest(seal.encode(), self._seal(said).encode()):
            return None
        try:
            name = base64.urlsafe_b64decode(said).decode()
        except (binascii.Error, UnicodeDecodeError):
            return None
        return self._store.person_with_login(name, name).id

    def log_in(self, login: str, password: str, address: str) -> tuple[str, None]:
        """Never a token.

        Raises:
            UnknownError: Always; one logs in at the proxy.
        """
        raise UnknownError(BY_PROXY)

    def _seal(self, said: str) -> str:
        return hmac.new(self._key, said.encode(), hashlib.sha256).hexdigest()

    def _is_trusted(self, address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self._trusted)


class NamedByProxy:
    """Takes away whatever a client says of who it is, and puts in the token of who the proxy names."""

    def __init__(self, app: ASGIApp, people: ByProxy) -> None:
        self._app, self._people = app, people

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        address = scope["client"][0] if scope.get("client") else ""
        token = self._people.find_token(address, headers.getlist(self._people.header))
        kept = [one for line in headers.getlist("cookie") for one in line.split(";") if not _is_ours(one)]
        cookies = [one.strip() for one in kept] + ([] if token is None else [f"{COOKIE}={token}"])
        others = [(name, value) for name, value in scope["headers"] if name not in (b"cookie", b"authorization")]
        await self._app(
            {**scope, "headers": [*others, (b"cookie", "; ".join(cookies).encode("latin-1"))]}, receive, send
        )


def _is_ours(cookie: str) -> bool:
    return cookie.partition("=")[0].strip() == COOKIE


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text.strip())
    except ValueError as error:
        raise SettingsError(f"INTERVIEWER_PROXY is {text!r}, which is no address or network: {error}") from error
