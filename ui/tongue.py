"""Which language a request is answered in, and the cookie that remembers the one that was chosen."""

from __future__ import annotations

from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from fastapi.responses import RedirectResponse, Response
from starlette.requests import HTTPConnection, Request

from ui.wording import COOKIE, LANGUAGES, Wording, choose

PATH = "/language/{language}"
AGE_S = 400 * 24 * 3600


def words_of(request: HTTPConnection) -> Wording:
    """What the page says to whoever asks: in the language they chose, else in the one their browser wants."""
    return choose(request.cookies.get(COOKIE), request.headers.get("accept-language"))


def remember(request: Request, language: str) -> Response:
    """Back to where the person was, with the language kept in a cookie; one that there is not changes nothing."""
    there = urlsplit(request.headers.get("referer", ""))
    home = f"/?{there.query}" if there.path == "/" and there.query else "/"
    reply = RedirectResponse(home, status_code=303)
    if language in LANGUAGES:
        cookie: SimpleCookie = SimpleCookie({COOKIE: language})
        for name, value in (("path", "/"), ("httponly", True), ("samesite", "Strict"), ("max-age", AGE_S)):
            cookie[COOKIE][name] = value
        reply.headers.append("set-cookie", cookie[COOKIE].OutputString())
    return reply
