"""One grader for many visitors: the answers that wait are graded together, first come, first served."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Condition, Thread

from interviewer.errors import ModelError
from interviewer.grading.grade import Grade
from interviewer.grading.grader import Grader
from rubrics.model import Question

MOST = 8  # fills several packs of the verifier; more at once is hardly faster, and the first would wait for the last
CLOSING = "the server is closing; the answer is kept and can be graded once it runs again"


class HandedIn:
    """An answer that waits for its grade, or has it. Made by `GradingQueue.hand_in`.

    Args:
        queue: Where it waits.
        question: What it answers.
        answer: Its text.
    """

    def __init__(self, queue: GradingQueue, question: Question, answer: str) -> None:
        self._queue, self.question, self.answer = queue, question, answer
        self.graded: Future[Grade] = Future()

    def places(self) -> Iterator[int]:
        """How many answers are still to be graded before this one: at once, and whenever that changes, down to 0.

        An answer is before this one until it has its grade, unless the two are graded together.
        """
        ahead = self._queue.ahead_of(self)
        yield ahead
        while ahead:
            ahead = self._queue.next_place(self, ahead)
            yield ahead

    def is_of(self, question: Question, answer: str) -> bool:
        """Whether this is that answer to that question."""
        return self.answer == answer and self.question == question


class GradingQueue:
    """Grades as its grader does, for any number of threads: one batch after another, of all that wait, up to `most`.

    If a batch fails, its answers are graded one by one: each gets its own grade or its own error. An answer that is
    handed in again while it waits, as by a page that is opened anew, keeps its place.

    Args:
        grader: Gives the same grade in any company; it is used by one thread at a time.
        most: Answers graded together.
    """

    def __init__(self, grader: Grader, most: int = MOST) -> None:
        self._grader, self._most = grader, most
        self._thread = ThreadPoolExecutor(1, "grade-answers")
        self._changed = Condition()
        self._grading: list[HandedIn] = []
        self._waiting: list[HandedIn] = []
        self._is_serving = self._is_closed = False

    def grade(self, question: Question, answer: str) -> Grade:
        """The grade of one answer, in its turn.

        Raises:
            InterviewerError: What the grader raised on this answer, or that the queue was closed first.
        """
        return self.hand_in(question, answer).graded.result()

    def hand_in(self, question: Question, answer: str) -> HandedIn:
        """The answer takes the last place.

        Raises:
            ModelError: If the queue is closed.
        """
        with self._changed:
            if self._is_closed:
                raise ModelError(CLOSING)
            for one in (*self._grading, *self._waiting):
                if one.is_of(question, answer):
                    return one
            handed_in = HandedIn(self, question, answer)
            self._waiting.append(handed_in)
            if not self._is_serving:
                self._is_serving = True
                Thread(target=self._serve, name="serve-answers", daemon=True).start()
        return handed_in

    def ahead_of(self, one: HandedIn) -> int:
        """How many answers are still to be graded before this one; 0 while it is being graded, and afterwards."""
        with self._changed:
            return self._place(one)

    def next_place(self, one: HandedIn, ahead: int) -> int:
        """As `ahead_of`, once that is no longer `ahead`."""
        with self._changed:
            self._changed.wait_for(lambda: self._place(one) != ahead)
            return self._place(one)

    def close(self) -> None:
        """What is being graded is graded to its end; whatever waits fails, and so does what is handed in from now."""
        with self._changed:
            self._is_closed = True
            left, self._waiting = self._waiting, []
            for one in left:
                one.graded.set_exception(ModelError(CLOSING))
            self._changed.notify_all()

    def is_idle_within(self, timeout_s: float) -> bool:
        """Whether nothing waits or is being graded by then; waits at most `timeout_s`."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._is_serving, timeout_s)

    def _place(self, one: HandedIn) -> int:
        return len(self._grading) + self._waiting.index(one) if one in self._waiting else 0

    def _serve(self) -> None:
        """Grade batch after batch until nothing waits."""
        while batch := self._take():
            self._grade(batch)

    def _take(self) -> list[HandedIn]:
        with self._changed:
            batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            self._grading, self._is_serving = list(batch), bool(batch)
            self._changed.notify_all()
            return batch

    def _grade(self, batch: Sequence[HandedIn]) -> None:
        """Settle each answer of a batch; an error of several, whosoever it is, is no answer's own."""
        done = self._thread.submit(self._pairs, batch)
        error = done.exception()
        if error is None:
            for one, grade in done.result():
                self._leave(one)
                one.graded.set_result(grade)
        elif len(batch) > 1:
            for one in batch:
                self._grade([one])
        else:
            self._leave(batch[0])
            batch[0].graded.set_exception(error)

    def _pairs(self, batch: Sequence[HandedIn]) -> list[tuple[HandedIn, Grade]]:
        if len(batch) == 1:
            return [(batch[0], self._grader.grade(batch[0].question, batch[0].answer))]
        grades = self._grader.grade_many([one.question for one in batch], [one.answer for one in batch])
        return list(zip(batch, grades, strict=True))

    def _leave(self, one: HandedIn) -> None:
        with self._changed:
            self._grading.remove(one)
            self._changed.notify_all()
