"""The review room's web server: pages for one person on this machine, and decisions that only they can send."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from socket import socket
from urllib.parse import parse_qsl, quote

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from interviewer.errors import InputError, InterviewerError
from interviewer.review.decisions import Decision
from interviewer.review.room import Room
from ui.review import pages
from ui.review.answer_page import answer_page, order_of
from ui.tongue import words_of
from ui.wording import Wording

HOSTS = ["127.0.0.1", "localhost"]
FOLDER = Path(__file__).parent
FILES = {
    "page.css": (FOLDER.parent / "page.css", "text/css"),
    "review.css": (FOLDER / "review.css", "text/css"),
    "review.js": (FOLDER / "review.js", "text/javascript"),
}
LONGEST_FORM = 200_000  # bytes
MARK = re.compile(r"(\d+(?:[.,]\d+)?)(?:\s*/\s*(\d+(?:[.,]\d+)?))?")
TOLD = ("kept", "undone", "nothing", "end")
HEADERS = [
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        b"form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
]


class Headers:
    """Gives every reply its security headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *HEADERS]}
            await send(message)

        await self._app(scope, receive, send_with_headers)


def create_app(room: Room) -> FastAPI:
    """The whole application; it answers to the names of this machine only."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)
    app.add_middleware(Headers)
    app.add_exception_handler(InterviewerError, _refused)
    desk = _Desk(room)
    for name in FILES:
        app.add_api_route(f"/{name}", _file(name), response_model=None)
    for path, serve in (
        ("/", desk.overview),
        ("/queue", desk.queue),
        ("/queue/next", desk.next_in_doubt),
        ("/question/{name}", desk.question),
        ("/answer/{place}", desk.answer),
    ):
        app.add_api_route(path, serve, response_model=None)
    app.add_api_route("/decide", desk.decide, methods=["POST"], response_model=None)
    return app


class Server(uvicorn.Server):
    """A server for a room, which calls `ready` once it answers."""

    def __init__(self, room: Room, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(create_app(room), log_level="warning", access_log=False, timeout_graceful_shutdown=1)
        )
        self._ready = ready

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Start to listen, then say so."""
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()


class _Desk:
    """What each address of the room answers."""

    def __init__(self, room: Room) -> None:
        self._room, self._token = room, secrets.token_urlsafe(32)

    def overview(self, request: Request, told: str = "") -> Response:
        words = words_of(request)
        return _page(words, words("room.overview"), pages.overview(words, self._room), told)

    def queue(self, request: Request, told: str = "") -> Response:
        words = words_of(request)
        return _page(words, words("room.queue"), pages.queue_page(words, self._room), told)

    def next_in_doubt(self) -> Response:
        for doubt in self._room.queue:
            if not self._room.standing(doubt.place).is_reviewed:
                return RedirectResponse(pages.place_link(doubt.place, "queue"), status_code=303)
        return RedirectResponse("/queue?told=end", status_code=303)

    def question(self, request: Request, name: str, told: str = "") -> Response:
        words = words_of(request)
        found = next((one for one in self._room.questions if one.id == name), None)
        if found is None:
            return _refusal(words, words("room.not_here"), words("room.no_question"), 404)
        return _page(words, found.id, pages.question_page(words, self._room, found), told)

    def answer(self, request: Request, place: int, told: str = "") -> Response:
        words, order = words_of(request), self._order(request.query_params.get("in", "queue"))
        if not 0 <= place < len(self._room.answers):
            return _refusal(words, words("room.not_here"), words("room.no_answer"), 404)
        body = answer_page(words, self._room, place, order, self._token)
        return _page(words, self._room.answers[place].answer_id, body, told)

    async def decide(self, request: Request) -> Response:
        body = await request.body()
        if len(body) > LONGEST_FORM:
            raise InputError("the form is too long: shorten the comment or the example")
        form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        if not secrets.compare_digest(form.get("token", "").encode(), self._token.encode()):
            words = words_of(request)
            return _refusal(words, words("room.refused"), words("room.earlier_start"), 403)
        return RedirectResponse(await run_in_threadpool(self._done, form), status_code=303)

    def _done(self, form: Mapping[str, str]) -> str:
        """Does what the form asks for, and gives the address to be shown next."""
        place, order = _place(form, len(self._room.answers)), self._order(form.get("in", ""))
        action = form.get("do", "")
        if action == "undo":
            undone = self._room.undo()
            shown = self._room.find_place(undone.answers[0]) if undone is not None and undone.answers else None
            return (
                f"{pages.place_link(place if shown is None else shown, order)}&told={'undone' if undone else 'nothing'}"
            )
        places = self._room.group_of(place).places if "alike" in form else (place,)
        decision = _decision(form, action, self._room, (place, places))
        self._room.decide(decision)
        if action != "confirm":
            return f"{pages.place_link(place, order)}&told=kept"
        after = [one for one in _after(order_of(self._room, order), place) if one not in places]
        return f"{pages.place_link(after[0], order)}&told=kept" if after else f"{_list(order)}?told=end"

    def _order(self, order: str) -> str:
        return order if any(order == one.id for one in self._room.questions) else "queue"


def _decision(form: Mapping[str, str], action: str, room: Room, served: tuple[int, tuple[int, ...]]) -> Decision:
    place, places = served
    kind, _, rest = action.partition(":")
    key_point, _, choice = rest.rpartition(":")
    question_id = room.answers[place].question.id
    answers = tuple(room.answers[one].answer_id for one in places)
    comment = " ".join(form.get("comment", "").split())
    try:
        if kind == "example":
            text = " ".join(form.get(f"text:{key_point}", "").split())
            return Decision(kind="example", question_id=question_id, key_point=key_point, side=choice, text=text)
        if kind == "verdict":
            return Decision(
                kind="verdict",
                question_id=question_id,
                answers=answers,
                key_point=key_point,
                verdict=choice,
                comment=comment,
            )
        if kind == "confirm":
            return Decision(kind="confirm", question_id=question_id, answers=answers, comment=comment)
        score = mark_of(form.get("mark", ""))
        return Decision(kind="mark", question_id=question_id, answers=answers, score=score, comment=comment)
    except ValueError as fault:
        raise InputError(f"{fault}: go back and try again") from fault


def mark_of(text: str) -> float:
    """The score, 0 to 100, that a person writes: `80`, or `4/5`.

    Raises:
        InputError: If it is neither.
    """
    found = MARK.fullmatch(text.strip())
    if not found:
        raise InputError(f"{text!r} is no mark: write 0 to 100, or points of points as in 3/5")
    earned, most = (float(one.replace(",", ".")) if one else None for one in found.groups())
    score = earned if most is None else 100.0 * (earned or 0.0) / most if most else None
    if score is None or not 0 <= score <= 100:
        raise InputError(f"{text!r} is more than all points: write 0 to 100, or points of points as in 3/5")
    return round(score, 1)


def _place(form: Mapping[str, str], count: int) -> int:
    text = form.get("place", "")
    if not text.isascii() or not text.isdigit() or int(text) >= count:
        raise InputError(f"there is no answer {text!r} here")
    return int(text)


def _after(places: list[int], place: int) -> list[int]:
    return places[places.index(place) + 1 :] if place in places else places


def _list(order: str) -> str:
    return "/queue" if order == "queue" else f"/question/{quote(order)}"


async def _refused(request: Request, error: Exception) -> Response:
    words, title = words_of(request), words_of(request)("room.not_kept")
    why, home = words.written(str(error)), words.html("room.overview")
    body = f'<h1>{title}</h1><p class="notice">{why}</p><p><a href="/">{home}</a></p>'
    status = 400 if isinstance(error, InputError) else 503
    return HTMLResponse(pages.page(words, title, body), status_code=status)


def _page(words: Wording, title: str, body: str, told: str) -> Response:
    notice = words(f"told.{told}") if told in TOLD else ""
    return HTMLResponse(pages.page(words, title, body, notice))


def _refusal(words: Wording, title: str, heading: str, status: int) -> Response:
    return HTMLResponse(pages.page(words, title, f"<h1>{pages.escape(heading)}</h1>"), status_code=status)


def _file(name: str) -> Callable[[], FileResponse]:
    path, media_type = FILES[name]

    def serve() -> FileResponse:
        return FileResponse(path, media_type=media_type)

    return serve
