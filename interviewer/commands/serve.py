"""`interviewer serve`: the chat in the browser."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from interviewer.errors import EXIT_INTERRUPTED, InputError, SettingsError
from interviewer.settings import Settings, load_settings
from rubrics.loading import load_rubrics
from rubrics.model import Question

if TYPE_CHECKING:
    from interviewer.records.store import Store
    from ui.people import People

Who = Literal["one", "apart", "accounts"]

HOST = "127.0.0.1"
CLOSING_TIME_S = 3.0


def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where to listen; 0 takes any free port.")] = 7860,
    rubrics: Annotated[
        Path | None, typer.Option(help="Your own questions: a folder, a YAML file or a JSONL file.")
    ] = None,
    device: Annotated[str | None, typer.Option(help="Where models run: auto, cpu, cuda or mps.")] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
    apart: Annotated[bool, typer.Option(help="Keep each browser's interviews apart from every other's.")] = False,
    auth: Annotated[
        bool, typer.Option("--auth", help="Let in accounts only (`interviewer accounts`), or whom a proxy names.")
    ] = False,
) -> None:
    """Practise in the browser: questions, answers, a score you can check, feedback."""
    questions = load_rubrics(rubrics)
    if not questions:
        raise InputError(f"{rubrics} holds no question: give a folder, a YAML file or a JSONL file with at least one")
    settings = load_settings(device)
    if apart and auth:
        raise InputError("--apart is for people without accounts: leave it out with --auth")
    listener = listen(port, settings.listen if auth else HOST)
    _run(questions, settings, listener, browser, "accounts" if auth else "apart" if apart else "one")


def listen(port: int, host: str = HOST) -> socket.socket:
    """A socket that listens there; by default of this machine alone.

    Raises:
        SettingsError: If the port cannot be used.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"port {port} of {host} cannot be used ({error.strerror}): choose another with --port, or --port 0 for any "
            "free one"
        ) from error
    return listener


def _run(questions: tuple[Question, ...], settings: Settings, listener: socket.socket, browser: bool, who: Who) -> None:
    from interviewer.grading.scoring import Scheme
    from interviewer.records.ledger import Ledger
    from interviewer.records.store import open_store
    from interviewer.wiring import build_grader, build_writer
    from ui.desk import Desk
    from ui.loading import Models
    from ui.server import Server

    store = open_store(settings.records)
    scheme = Scheme(partial=settings.partial_credit, contradiction_cost=settings.contradiction_cost)
    people = _people(store, settings, who)
    models = Models(lambda: build_grader(settings), lambda: build_writer(settings), questions[0])
    address, port = listener.getsockname()
    url = f"http://{HOST if address == '0.0.0.0' else address}:{port}/"

    def ready() -> None:
        typer.echo(f"Interviewer answers at {url} (Ctrl+C ends it)", err=True)
        if browser:
            typer.launch(url)

    desk = Desk(questions=questions, models=models, ledger=Ledger(store, scheme), people=people)
    names = [name.strip() for name in settings.names.split(",") if name.strip()] if who == "accounts" else []
    server = Server(desk, ready, names)
    models.start()
    try:
        server.run(sockets=[listener])
    finally:
        store.close()
        if not models.is_idle_within(CLOSING_TIME_S):
            os._exit(EXIT_INTERRUPTED)  # torch aborts a process that ends in the ordinary way while it still loads


def _people(store: Store, settings: Settings, who: Who) -> People:
    """Who may practise: the person of this machine, each browser for itself, accounts, or whom a proxy names.

    Raises:
        SettingsError: If the proxy's address is none.
    """
    from interviewer.records.accounts import Accounts
    from ui.people import EachBrowser, OwnMachine
    from ui.proxy import ByProxy

    if who != "accounts":
        return EachBrowser(store) if who == "apart" else OwnMachine(store)
    if settings.proxy:
        return ByProxy(store, settings.proxy.split(","), settings.proxy_header)
    accounts = Accounts(store)
    if not accounts.any():
        typer.echo("There is no account yet: add one with `interviewer accounts add NAME`.", err=True)
    return accounts
