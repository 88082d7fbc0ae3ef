"""Log-in, account and log-out of a server with accounts."""

from __future__ import annotations

from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from fastapi import FastAPI
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from interviewer.errors import AccessError, InterviewerError, TooManyError, UnknownError
from interviewer.records.accounts import LASTS, SHORTEST, Accounts
from interviewer.records.people import Person
from interviewer.records.store import Store
from ui.api.faults import status_of, told
from ui.people import COOKIE
from ui.plain import plain_page, read_form
from ui.tongue import words_of
from ui.wording import Wording

LOG_IN_FORM = Markup(
    '<form class="narrow" method="post" action="/login"><input type="hidden" name="to" value="{to}">'
    '<label>{name}<input name="login" value="{login}" autocomplete="username" autocapitalize="none" required></label>'
    '<label>{password}<input name="password" type="password" autocomplete="current-password" required></label>'
    "<button>{button}</button></form>"
)
ACCOUNT = Markup(
    '<p class="soft">{who}</p>{review}<form method="post" action="/logout"><button class="second">{out}</button></form>'
    '<form class="narrow" method="post" action="/account"><h2>{heading}</h2>'
    '<label>{old}<input name="old" type="password" autocomplete="current-password" required></label>'
    '<label>{new}<input name="new" type="password" autocomplete="new-password" minlength="{least}" required></label>'
    "<button>{button}</button></form>"
)
BACK = Markup('<a href="/">{}</a>')
REVIEW = Markup('<p><a href="/overrides">{}</a></p>')


class Entrance:
    """The routes of the log-in.

    Args:
        accounts: Who may log in.
        store: Where people are kept.
    """

    def __init__(self, accounts: Accounts, store: Store) -> None:
        self._accounts, self._store = accounts, store

    def open(self, app: FastAPI) -> None:
        """Add the routes to the application."""
        app.add_api_route("/login", self.ask, response_model=None)
        app.add_api_route("/login", self.log_in, methods=["POST"], response_model=None)
        app.add_api_route("/logout", self.log_out, methods=["POST"], response_model=None)
        app.add_api_route("/account", self.show, response_model=None)
        app.add_api_route("/account", self.change, methods=["POST"], response_model=None)

    def ask(self, request: Request) -> Response:
        """The log-in page; whoever is logged in goes on."""
        to = _inside(request.query_params.get("to", "/"))
        if self._accounts.find_person(request.cookies.get(COOKIE)) is not None:
            return RedirectResponse(to, status_code=303)
        return _log_in_page(words_of(request), to)

    async def log_in(self, request: Request) -> Response:
        """With the right password, on to where the person was going, with a cookie; else the page with the reason."""
        words, form = words_of(request), {"login": "", "to": "/"}
        address = request.client.host if request.client is not None else ""
        try:
            form |= await read_form(request)
            token, _ = await run_in_threadpool(self._accounts.log_in, form["login"], form.get("password", ""), address)
        except InterviewerError as error:
            why = words("login.wrong") if isinstance(error, UnknownError) else words.told(told(error))
            why = words("login.too_many") if isinstance(error, TooManyError) else why
            return _log_in_page(words, _inside(form["to"]), form["login"], why, status_of(error))
        reply = RedirectResponse(_inside(form["to"]), status_code=303)
        reply.headers.append("set-cookie", _cookie(request, token, int(LASTS.total_seconds())))
        return reply

    async def log_out(self, request: Request) -> Response:
        """The log-in ends, on the server and in the browser."""
        try:
            await run_in_threadpool(self._accounts.log_out, request.cookies.get(COOKIE))
        except InterviewerError as error:
            return self._account_page(request, words_of(request).told(told(error)), 503)
        reply = RedirectResponse("/login", status_code=303)
        reply.headers.append("set-cookie", _cookie(request, "", 0))
        return reply

    def show(self, request: Request) -> Response:
        """Who is logged in, and what they can do."""
        return self._account_page(request)

    async def change(self, request: Request) -> Response:
        """Another password, for who knows the present one; then every log-in has ended."""
        words = words_of(request)
        login = (await run_in_threadpool(self._person, request)).login or ""
        address = request.client.host if request.client is not None else ""
        try:
            form = await read_form(request)
            await run_in_threadpool(self._accounts.log_in, login, form.get("old", ""), address)
            await run_in_threadpool(self._accounts.set_password, login, form.get("new", ""))
        except InterviewerError as error:
            return self._account_page(request, words.told(told(error)), status_of(error))
        reply = _log_in_page(words, "/", login, words("login.changed"))
        reply.headers.append("set-cookie", _cookie(request, "", 0))
        return reply

    def _person(self, request: Request) -> Person:
        return self._store.person(self._accounts.find_person(request.cookies.get(COOKIE)) or "")

    def _account_page(self, request: Request, notice: str = "", status: int = 200) -> Response:
        words = words_of(request)
        try:
            person = self._person(request)
        except AccessError:
            return RedirectResponse("/login", status_code=303)
        body = ACCOUNT.format(
            who=words("login.who", name=person.login or person.name),
            review=REVIEW.format(words("override.title")) if person.role == "reviewer" else "",
            out=words("login.out"),
            heading=words("login.new_password"),
            old=words("login.old"),
            new=words("login.new", count=SHORTEST),
            least=SHORTEST,
            button=words("login.change"),
        )
        return plain_page(words, words("login.account"), body, notice, BACK.format(words("nav.practice")), status)


def _log_in_page(words: Wording, to: str, login: str = "", notice: str = "", status: int = 200) -> Response:
    body = LOG_IN_FORM.format(
        to=to, name=words("login.name"), login=login, password=words("login.password"), button=words("login.in")
    )
    return plain_page(words, words("login.title"), body, notice, status=status)


def _inside(there: str) -> str:
    """The address, if it is one of this server; else its first page."""
    parts = urlsplit(there)
    is_own = there.startswith("/") and not there.startswith("//") and "\\" not in there and there.isprintable()
    return there if is_own and not parts.netloc and not parts.scheme else "/"


def _cookie(request: Request, token: str, age_s: int) -> str:
    cookie: SimpleCookie = SimpleCookie({COOKIE: token})
    secure = urlsplit(request.headers.get("origin", "")).scheme == "https"  # the proxy in front may speak TLS, not we
    values = {"path": "/", "httponly": True, "samesite": "Strict", "max-age": age_s, "secure": secure}
    for name, value in values.items():
        if value is not False:
            cookie[COOKIE][name] = value
    return cookie[COOKIE].OutputString()
