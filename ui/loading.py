"""The grader, which all visitors share, and the feedback writer, loaded once while the page is already there."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Event, Thread
from time import monotonic
from typing import TypeVar

from interviewer.errors import InterviewerError, ModelError
from interviewer.feedback.writer import FeedbackWriter
from interviewer.grading.grader import Grader
from interviewer.grading.queue import GradingQueue
from rubrics.model import Question
from ui.wording import Wording

Loaded = TypeVar("Loaded")


class Models:
    """Gives the grader and the writer once they are loaded, and says how far the loading is.

    Args:
        build_grader: Makes the grader; may take long.
        build_writer: Makes the feedback writer; may take long.
        first: A question to warm both up with, so that the first answer is not the slow one.
    """

    def __init__(
        self, build_grader: Callable[[], Grader], build_writer: Callable[[], FeedbackWriter], first: Question
    ) -> None:
        self._build_grader, self._build_writer, self._first = build_grader, build_writer, first
        self._grader: Future[GradingQueue] = Future()
        self._writer: Future[FeedbackWriter] = Future()
        self._stop = Event()
        self._thread = Thread(target=self._load, name="load-models", daemon=True)

    def start(self) -> None:
        """Begin to load in a thread that does not keep the program alive."""
        self._thread.start()

    def stop(self) -> None:
        """Load nothing further and grade nothing further; what is being loaded or graded is brought to its end."""
        self._stop.set()
        self._grader.add_done_callback(_close)

    def is_idle_within(self, timeout_s: float) -> bool:
        """Whether nothing is being loaded or graded by then; waits at most `timeout_s`."""
        end = monotonic() + timeout_s
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        if self._thread.is_alive():
            return False
        if not self._grader.done() or self._grader.exception() is not None:
            return True
        return self._grader.result().is_idle_within(max(0.0, end - monotonic()))

    def grader(self) -> GradingQueue:
        """The queue for the grader, as soon as that is there.

        Raises:
            ModelError: If it could not be loaded.
        """
        return self._grader.result()

    def writer(self) -> FeedbackWriter:
        """The writer, as soon as it is there.

        Raises:
            ModelError: If it could not be loaded.
        """
        return self._writer.result()

    @property
    def settled(self) -> bool:
        """Whether nothing is being loaded any more."""
        return self._grader.done() and self._writer.done()

    def status(self, words: Wording) -> str:
        """One line for the page: what is being loaded or what failed; empty when all is ready."""
        if not self._grader.done():
            return words("loading.grader")
        failure = self._grader.exception()
        if failure is not None:
            return words.html("loading.no_grader", why=words.written(str(failure)))
        if not self._writer.done():
            return words("loading.writer")
        failure = self._writer.exception()
        return "" if failure is None else words.html("loading.no_writer", why=words.written(str(failure)))

    def _load(self) -> None:
        try:
            _settle(self._grader, self._load_grader, "the grader")
        finally:
            _settle(self._writer, self._load_writer, "the feedback writer")

    def _load_grader(self) -> GradingQueue:
        self._go_on()
        grader = self._build_grader()
        grader.grade(self._first, self._sample())
        return GradingQueue(grader)

    def _load_writer(self) -> FeedbackWriter:
        self._go_on()
        writer = self._build_writer()
        if self._grader.exception() is None:
            grade = self._grader.result().grade(self._first, self._sample())
            next(writer.write(self._first, self._sample(), grade, self._stop), None)
        return writer

    def _go_on(self) -> None:
        if self._stop.is_set():
            raise ModelError("the server is closing")

    def _sample(self) -> str:
        return self._first.reference_answer or self._first.key_points[0].statement


def _close(loaded: Future[GradingQueue]) -> None:
    if loaded.exception() is None:
        loaded.result().close()


def _settle(future: Future[Loaded], load: Callable[[], Loaded], name: str) -> None:
    """Run `load` into `future`; an error that is not ours still goes to the terminal, and the page says so."""
    try:
        future.set_result(load())
    except InterviewerError as error:
        future.set_exception(error)
    finally:
        if not future.done():
            future.set_exception(ModelError(f"{name} stopped while loading; the terminal shows where: start it again"))
