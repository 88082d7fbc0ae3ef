"""Desks with models that can be followed by hand, and a server for them on a free port of this machine."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread

from interviewer.feedback.writer import FeedbackWriter
from interviewer.grading.grader import Grader
from interviewer.models.protocols import Generator, Message
from interviewer.practice.choose import Choice
from rubrics.model import Question
from tests.practice.kitchen import KITCHEN, plain_grader
from ui import handlers
from ui.handlers import Desk
from ui.loading import Models
from ui.views import View
from ui.visitors import Visitors

PATIENCE_S = 60


class HeldGenerator:
    """Says nothing until it is let go or stopped; then nothing that could be shown."""

    name = "held-generator"

    def __init__(self) -> None:
        self.asked, self.released = Event(), Event()

    def stream(self, messages: Sequence[Message], *, max_tokens: int, stop: Event) -> Iterator[str]:
        """An unusable word, once released; ends at once when stopped."""
        self.asked.set()
        while not stop.is_set():
            if self.released.wait(0.05):
                yield "Hm."
                return


def desk(
    build_grader: Callable[[], Grader] = plain_grader,
    generator: Generator | None = None,
    questions: tuple[Question, ...] = KITCHEN,
) -> Desk:
    """A desk whose models are not loaded yet."""
    models = Models(build_grader, lambda: FeedbackWriter(generator, None), questions[0])
    return Desk(questions=questions, models=models, visitors=Visitors())


def ready(generator: Generator | None = None) -> Desk:
    """A desk whose models have loaded."""
    made = desk(generator=generator)
    made.models.start()
    made.models.writer()
    return made


def begun(at: Desk) -> tuple[str, View]:
    """A new visitor's token, and the first question of the interview they began."""
    token = at.visitors.admit(None)
    return token, handlers.begin(at, token, Choice())


def submit(at: Desk, token: str, view: View, text: str) -> list[View]:
    """Everything the page shows after an answer."""
    return list(handlers.submit(at, token, view.seen, text))


@contextmanager
def serving(served: Desk) -> Iterator[str]:
    """The address of a server for this desk, which ends with the block."""
    from ui.server import Server

    listener = socket.create_server(("127.0.0.1", 0))
    ready = Event()
    server = Server(served, ready.set)
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    if not ready.wait(PATIENCE_S):
        raise TimeoutError(f"the server did not answer within {PATIENCE_S} s")
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join(PATIENCE_S)
        served.models.is_idle_within(PATIENCE_S)
