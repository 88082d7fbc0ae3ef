"""Desks with models that can be followed by hand, and a server for them on a free port of this machine."""

from __future__ import annotations

import atexit
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

from interviewer.feedback.writer import FeedbackWriter
from interviewer.grading.grader import Grader
from interviewer.models.protocols import Generator, Message, Source
from interviewer.practice.choose import Choice
from interviewer.practice.clock import Clock, utc_now
from interviewer.practice.interview import Mode
from interviewer.records.ledger import Ledger
from interviewer.records.store import open_store
from rubrics.model import Question
from tests.practice.kitchen import KITCHEN, TEA, plain_grader
from tests.serving import PATIENCE_S, answering
from ui import handlers, telling
from ui.desk import Desk
from ui.loading import Models
from ui.people import EachBrowser
from ui.views import View

ASKED_TEA = replace(TEA, key_points=tuple(replace(one, follow_up="Where does it go?") for one in TEA.key_points))


class RunningClock:
    """This machine's clock, set ahead by as much as a test wants."""

    ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class HeldGenerator:
    """Says nothing until it is let go or stopped; then nothing that could be shown."""

    name = "held-generator"

    def __init__(self) -> None:
        self.asked, self.released = Event(), Event()

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, stop: Event, source: Source | None = None
    ) -> Iterator[str]:
        """An unusable word, once released; ends at once when stopped."""
        self.asked.set()
        while not stop.is_set():
            if self.released.wait(0.05):
                yield "Hm."
                return


def new_place() -> str:
    """Where a new store is to be: a file in a folder of its own, which goes when the tests end."""
    folder = Path(tempfile.mkdtemp(prefix="interviewer-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return str(folder / "records.sqlite")


def desk(
    build_grader: Callable[[], Grader] = plain_grader,
    generator: Generator | None = None,
    questions: tuple[Question, ...] = KITCHEN,
    place: str | None = None,
    clock: Clock = utc_now,
) -> Desk:
    """A desk whose models are not loaded yet; each browser is a person of its own."""
    models = Models(build_grader, lambda: FeedbackWriter(generator, None), questions[0])
    store = open_store(place or new_place(), clock)
    return Desk(questions=questions, models=models, ledger=Ledger(store), people=EachBrowser(store))


def ready(generator: Generator | None = None, **options: Any) -> Desk:
    """A desk whose models have loaded; `options` are those of `desk`."""
    made = desk(generator=generator, **options)
    made.models.start()
    made.models.writer()
    return made


def begun(at: Desk, choice: Choice | None = None, mode: Mode = "practice") -> tuple[str, View]:
    """A new visitor's token, and the first question of the interview they began."""
    token = secrets.token_urlsafe(32)
    return token, handlers.begin(at, token, choice or Choice(), mode)


def submit(at: Desk, token: str, view: View, text: str, guess: float | None = None) -> list[View]:
    """Everything the page shows after an answer."""
    return list(handlers.submit(at, token, view.seen, text, guess))


def last(views: Iterable[View]) -> View:
    """The last of several views."""
    return list(views)[-1]


def told(at: Desk, token: str, view: View) -> View:
    """The page once the feedback on the answer is written."""
    list(telling.write_feedback(at, token, view.seen))
    return handlers.open_page(at, token)


@contextmanager
def serving(served: Desk) -> Iterator[str]:
    """The address of a server for this desk, which ends with the block."""
    from ui.server import Server

    try:
        with answering(lambda ready: Server(served, ready)) as address:
            yield address
    finally:
        served.models.is_idle_within(PATIENCE_S)
