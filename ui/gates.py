"""What stands before every route: no call for another site's page, and with accounts, nobody without a log-in."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from interviewer.errors import InterviewerError
from ui.api.faults import status_of, told
from ui.people import COOKIE, People
from ui.plain import plain_page
from ui.tongue import words_of

CHANGES_NOTHING = ("GET", "HEAD", "OPTIONS")
OPEN = (  # nothing of anyone's
    "/login",
    "/page.css",
    "/plain.css",
    "/plain.js",
    "/healthz",
    "/api/v1/token",
    "/api/v1/openapi.json",
)
UNNAMED = "Who you are is not known: the proxy in front of this server did not say."
LOG_IN = "You are not logged in, or your log-in has ended: log in at /login, or get a token with POST /api/v1/token."


class OwnPagesOnly:
    """Refuses every changing request that a browser makes for another site's page, another port's included.

    Browsers say in `Sec-Fetch-Site` whose page asks, and in `Origin` from where; a page can change neither. A program
    that is no browser sends neither, and holds no one's cookies. Websockets are refused: nothing here uses them.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "websocket" or (scope["type"] == "http" and _is_elsewhere(scope)):
            why = words_of(HTTPConnection(scope))("gate.elsewhere")
            await PlainTextResponse(why, status_code=403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


class LogInFirst:
    """Lets nobody in but to OPEN: pages lead to the log-in page, all else is refused with 401.

    Args:
        app: What stands behind it.
        people: Who is who.
        page: Address of the log-in page; None where a proxy says who asks.
    """

    def __init__(self, app: ASGIApp, people: People, page: str | None) -> None:
        self._app, self._people, self._page = app, people, page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "lifespan" or scope["path"] in OPEN:
            await self._app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        try:
            known = await run_in_threadpool(self._is_known, asked)
        except InterviewerError as error:
            await _told(asked, told(error), status_of(error))(scope, receive, send)
            return
        await (self._app if known else self._refusal(asked))(scope, receive, send)

    def _is_known(self, asked: HTTPConnection) -> bool:
        kind, _, sent = asked.headers.get("authorization", "").partition(" ")
        tokens = [asked.cookies.get(COOKIE), sent if kind.lower() == "bearer" else None]
        return any(token and self._people.find_person(token) for token in tokens)

    def _refusal(self, asked: HTTPConnection) -> Response:
        if self._page is None:
            return _told(asked, UNNAMED, 401)
        if not _wants_page(asked):
            return JSONResponse({"error": LOG_IN}, status_code=401, headers={"www-authenticate": "Bearer"})
        there = asked.url.path + (f"?{asked.url.query}" if asked.url.query else "")
        return RedirectResponse(f"{self._page}?to={quote(there, safe='')}", status_code=303)


async def refuse(request: Request, error: Exception) -> Response:
    """The reply to a request in which one of our errors was raised and nobody has answered for it."""
    if not isinstance(error, InterviewerError):
        raise error
    return _told(request, told(error), status_of(error))


def _wants_page(asked: HTTPConnection) -> bool:
    return asked.scope.get("method") == "GET" and "text/html" in asked.headers.get("accept", "")


def _told(asked: HTTPConnection, why: str, status: int) -> Response:
    """A refusal: to a person as a page in their language, to a program as JSON."""
    if not _wants_page(asked):
        return JSONResponse({"error": why}, status_code=status)
    words = words_of(asked)
    return plain_page(words, words("gate.title"), Markup(""), words.told(why), status=status)


def _is_elsewhere(scope: Scope) -> bool:
    if scope["method"] in CHANGES_NOTHING:
        return False
    headers = HTTPConnection(scope).headers
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host", "")
