"""Waiting for a grade: the page is told its place in the queue, and the grade is stored whether or not it looks on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

from interviewer.errors import InterviewerError, ModelError
from interviewer.grading.grade import Grade
from interviewer.grading.queue import GradingQueue, HandedIn
from interviewer.practice.single_point import Grades
from interviewer.records.ledger import Kept
from rubrics.model import Question
from ui.loading import Models
from ui.views import View

FAILED = "the grader failed; try again, and if it fails again, start the server anew: its terminal says where"
log = logging.getLogger(__name__)


class Watched:
    """Grades in the queue, and tells who looks on what has been handed in; None once that is all."""

    def __init__(self, queue: GradingQueue) -> None:
        self._queue = queue
        self.handed_in: SimpleQueue[HandedIn | None] = SimpleQueue()

    def grade(self, question: Question, answer: str) -> Grade:
        """The grade of one answer, in its turn.

        Raises:
            InterviewerError: What the grader raised on this answer, or that the queue was closed first.
        """
        one = self._queue.hand_in(question, answer)
        self.handed_in.put(one)
        return one.graded.result()


def graded(
    models: Models, store: Callable[[Grades], Kept], shown: Callable[[int], View]
) -> Generator[View, None, Kept]:
    """What the page shows while an answer waits, first and whenever its place changes; gives what `store` gives.

    The grade is stored by a thread of its own, also for a page that has been closed in the meantime.

    Args:
        models: Have the grader, which may still be loading.
        store: Has answers graded by what it is given, and keeps the grades.
        shown: The page for a number of answers ahead of this one.

    Raises:
        InterviewerError: If the grader cannot be loaded, or that of `store`; for a fault nobody has foreseen, one that
            says so.
    """
    watched = Watched(models.grader())
    one_thread = ThreadPoolExecutor(1, "store-grade")
    stored = one_thread.submit(store, watched)
    one_thread.shutdown(wait=False)  # it ends with what it stores
    stored.add_done_callback(lambda _: watched.handed_in.put(None))
    for one in iter(watched.handed_in.get, None):
        for ahead in one.places():
            yield shown(ahead)
    fault = stored.exception()
    if fault is None or isinstance(fault, InterviewerError):
        return stored.result()
    log.error("the grader failed", exc_info=fault)
    raise ModelError(FAILED) from fault
