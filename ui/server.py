"""The web server: the page, its files, the report to download, and the headers that keep everything at home."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Sequence
from http.cookies import SimpleCookie
from pathlib import Path
from socket import socket

import uvicorn
from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from interviewer.errors import AccessError, InputError, InterviewerError
from interviewer.practice.markdown import as_markdown
from interviewer.practice.pdf import as_pdf
from interviewer.practice.report import Report
from interviewer.practice.table import as_csv
from interviewer.records.accounts import Accounts
from ui import app as page
from ui import pages
from ui.api.app import PLACE, create_api
from ui.desk import Desk
from ui.entrance import Entrance
from ui.gates import LogInFirst, OwnPagesOnly, refuse
from ui.overrides import Overrides
from ui.people import People
from ui.proxy import ByProxy, NamedByProxy
from ui.tongue import PATH, remember, words_of

HOSTS = ["127.0.0.1", "localhost"]
CLOSING_TIME_S = 1
COOKIE_AGE_S = 400 * 24 * 3600
LONGEST_DRAFT = 1_000_000  # bytes
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'"
)
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
]


class Doorkeeper:
    """Gives every page its security headers, and a visitor without a valid token a new one, in a cookie."""

    def __init__(self, app: ASGIApp, people: People) -> None:
        self._app, self._people = app, people

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = list(HEADERS)
        if scope["path"] == "/":
            given = Request(scope).cookies.get(page.COOKIE)
            token = self._people.admit(given)
            headers += [] if token is None or token == given else [(b"set-cookie", _cookie(token))]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *headers]}
            await send(message)

        await self._app(scope, receive, send_with_headers)


def create_app(desk: Desk, names: Sequence[str] = ()) -> FastAPI:
    """The whole application; it answers to the names of this machine and `names` only."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    if isinstance(desk.people, Accounts):
        app.add_middleware(LogInFirst, people=desk.people, page="/login")
        Entrance(desk.people, desk.ledger.store).open(app)
    elif isinstance(desk.people, ByProxy):
        app.add_middleware(LogInFirst, people=desk.people, page=None)
        app.add_middleware(NamedByProxy, people=desk.people)
    app.add_middleware(OwnPagesOnly)
    app.add_middleware(Doorkeeper, people=desk.people)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*HOSTS, *names])
    Overrides(desk).open(app)
    app.add_exception_handler(InterviewerError, refuse)
    app.add_api_route("/healthz", lambda: {"ok": True, "ready": desk.models.settled})
    for name in ("page.css", "pages.css", "plain.css"):
        app.add_api_route(f"/{name}", _file(name, "text/css"))
    for name in ("page.js", "practice.js", "plain.js"):
        app.add_api_route(f"/{name}", _file(name, "text/javascript"))
    for ending, (write, media_type) in REPORTS.items():
        app.add_api_route(f"/report.{ending}", _report(desk, write, media_type), response_model=None)
    app.add_api_route("/data.json", _data(desk), response_model=None)
    app.add_api_route("/draft", _draft(desk), methods=["POST"], response_model=None)
    app.add_api_route(PATH, remember, response_model=None)
    app.mount(PLACE, create_api(desk))
    return page.mount(app, desk)


class Server(uvicorn.Server):
    """A server for a desk, which calls `ready` once it answers and stops what is being written when it closes."""

    def __init__(self, desk: Desk, ready: Callable[[], None], names: Sequence[str] = ()) -> None:
        app = create_app(desk, names)
        super().__init__(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                proxy_headers=False,  # else a client could say that it comes from the trusted address
                timeout_graceful_shutdown=CLOSING_TIME_S,
            )
        )
        self._desk, self._ready = desk, ready

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Start to listen, then say so."""
        current_default_thread_limiter().total_tokens = page.AT_ONCE  # calls of the API that wait for a grade hold one
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Stop all feedback, loading and grading, then close; who waits for a grade is told that the answer is kept."""
        self._desk.models.stop()
        self._desk.writing.stop_all()
        await super().shutdown(sockets=sockets)


def _cookie(token: str) -> bytes:
    cookie: SimpleCookie = SimpleCookie({page.COOKIE: token})
    for name, value in (("path", "/"), ("httponly", True), ("samesite", "Strict"), ("max-age", COOKIE_AGE_S)):
        cookie[page.COOKIE][name] = value
    return cookie[page.COOKIE].OutputString().encode()


def _file(name: str, media_type: str) -> Callable[[], FileResponse]:
    def serve() -> FileResponse:
        return FileResponse(
            Path(__file__).with_name(name), media_type=media_type, headers={"cache-control": "no-cache"}
        )

    return serve


def _as_text(document: object) -> str:
    return json.dumps(document, ensure_ascii=True, indent=2)


REPORTS: dict[str, tuple[Callable[[Report], str | bytes], str]] = {
    "md": (as_markdown, "text/markdown"),
    "json": (lambda report: _as_text(report.as_json()), "application/json"),
    "csv": (as_csv, "text/csv"),
    "pdf": (as_pdf, "application/pdf"),
}


def _report(desk: Desk, write: Callable[[Report], str | bytes], media_type: str) -> Callable[[Request], Response]:
    def serve(request: Request) -> Response:
        try:
            report = pages.find_report(
                desk.speaking(words_of(request)), _token(request), request.query_params.get("interview")
            )
        except InterviewerError as error:
            return PlainTextResponse(words_of(request).told(str(error)), status_code=503)
        if report is None:
            return PlainTextResponse(words_of(request)("error.no_report"), status_code=404)
        name = f"interview{Path(request.url.path).suffix}"
        written = write(report)
        if isinstance(written, bytes):
            return Response(written, media_type=media_type, headers=_attached(name))
        text = written.encode("utf-8", "replace")
        return Response(text, media_type=f"{media_type}; charset=utf-8", headers=_attached(name))

    return serve


def _data(desk: Desk) -> Callable[[Request], Response]:
    def serve(request: Request) -> Response:
        try:
            document = pages.export(desk, _token(request))
        except InterviewerError as error:
            return PlainTextResponse(words_of(request).told(str(error)), status_code=503)
        if document is None:
            return PlainTextResponse(words_of(request)("error.nobody"), status_code=404)
        return Response(_as_text(document), media_type="application/json", headers=_attached("interviewer-data.json"))

    return serve


def _draft(desk: Desk) -> Callable[[Request], Coroutine[None, None, Response]]:
    async def serve(request: Request) -> Response:
        body = await request.body()
        if len(body) > LONGEST_DRAFT or request.headers.get("content-type") != "application/json":
            return JSONResponse({"error": words_of(request)("error.draft")}, status_code=413)
        try:
            draft = json.loads(body)
            if not isinstance(draft, dict):
                raise InputError("a draft is an object")
            await run_in_threadpool(pages.keep_draft, desk.speaking(words_of(request)), _token(request), draft)
        except ValueError:
            return JSONResponse({"error": words_of(request)("error.draft")}, status_code=400)
        except AccessError as error:
            return JSONResponse({"error": words_of(request).told(str(error))}, status_code=404)
        except InputError as error:
            return JSONResponse({"error": words_of(request).told(str(error))}, status_code=400)
        except InterviewerError as error:
            return JSONResponse({"error": words_of(request).told(str(error))}, status_code=503)
        return JSONResponse({"ok": True})

    return serve


def _token(request: Request) -> str | None:
    return request.cookies.get(page.COOKIE)


def _attached(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
