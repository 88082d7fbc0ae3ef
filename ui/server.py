"""The web server: the page, its files, the report to download, and the headers that keep everything at home."""

from __future__ import annotations

import json
from collections.abc import Callable
from http.cookies import SimpleCookie
from pathlib import Path
from socket import socket

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from interviewer.practice.markdown import as_markdown
from ui import app as page
from ui import handlers
from ui.handlers import Desk
from ui.visitors import Visitors

HOSTS = ["127.0.0.1", "localhost"]
CLOSING_TIME_S = 1
NO_REPORT = "There is no interview to report on: open the page and begin one."
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

    def __init__(self, app: ASGIApp, visitors: Visitors) -> None:
        self._app, self._visitors = app, visitors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = list(HEADERS)
        if scope["path"] == "/":
            given = Request(scope).cookies.get(page.COOKIE)
            token = self._visitors.admit(given)
            headers += [] if token == given else [(b"set-cookie", _cookie(token))]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *headers]}
            await send(message)

        await self._app(scope, receive, send_with_headers)


def create_app(desk: Desk) -> FastAPI:
    """The whole application; it answers to the names of this machine only."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Doorkeeper, visitors=desk.visitors)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)
    app.add_api_route("/healthz", lambda: {"ok": True, "ready": desk.models.settled})
    app.add_api_route("/page.css", _file("page.css", "text/css"))
    app.add_api_route("/page.js", _file("page.js", "text/javascript"))
    app.add_api_route("/report.md", _markdown_report(desk), response_model=None)
    app.add_api_route("/report.json", _json_report(desk), response_model=None)
    return page.mount(app, desk)


class Server(uvicorn.Server):
    """A server for a desk, which calls `ready` once it answers and stops what is being written when it closes."""

    def __init__(self, desk: Desk, ready: Callable[[], None]) -> None:
        app = create_app(desk)
        super().__init__(
            uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=CLOSING_TIME_S)
        )
        self._desk, self._ready = desk, ready

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Start to listen, then say so."""
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Stop all feedback and all loading, then close."""
        self._desk.models.stop()
        self._desk.visitors.stop_writing()
        await super().shutdown(sockets=sockets)


def _cookie(token: str) -> bytes:
    cookie: SimpleCookie = SimpleCookie({page.COOKIE: token})
    for name, value in (("path", "/"), ("httponly", True), ("samesite", "Strict")):
        cookie[page.COOKIE][name] = value
    return cookie[page.COOKIE].OutputString().encode()


def _file(name: str, media_type: str) -> Callable[[], FileResponse]:
    def serve() -> FileResponse:
        return FileResponse(
            Path(__file__).with_name(name), media_type=media_type, headers={"cache-control": "no-cache"}
        )

    return serve


def _markdown_report(desk: Desk) -> Callable[[Request], Response]:
    def serve(request: Request) -> Response:
        report = handlers.find_report(desk, request.cookies.get(page.COOKIE))
        if report is None:
            return PlainTextResponse(NO_REPORT, status_code=404)
        return PlainTextResponse(as_markdown(report), media_type="text/markdown", headers=_attached("interview.md"))

    return serve


def _json_report(desk: Desk) -> Callable[[Request], Response]:
    def serve(request: Request) -> Response:
        report = handlers.find_report(desk, request.cookies.get(page.COOKIE))
        if report is None:
            return JSONResponse({"error": NO_REPORT}, status_code=404)
        text = json.dumps(report.as_json(), ensure_ascii=False, indent=2)
        return Response(text, media_type="application/json", headers=_attached("interview.json"))

    return serve


def _attached(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
