"""The clock of an interview: for each question, for all of it, and one pause.

Every time is handed in. A clock that jumps back takes no time away and gives none: what has passed is never below 0.
One that jumps ahead can make an answer late, and a late answer is kept, graded and counted like any other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from interviewer.errors import InputError

MOCK_QUESTION_S = 240.0
MOCK_MEAN_S = 150.0
PAUSES = 1
GRACE_S = 5.0  # between the last second on screen and the arrival of what the page hands in then


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long an interview may take.

    Attributes:
        question_s: Seconds for each question; None for no limit.
        total_s: Seconds in all; None for no limit.

    Raises:
        InputError: If one is not positive.
    """

    question_s: float | None = None
    total_s: float | None = None

    def __post_init__(self) -> None:
        for limit in (self.question_s, self.total_s):
            if limit is not None and not 0 < limit < float("inf"):
                raise InputError(f"a limit of {limit} seconds cannot be kept: give more than 0, or none")


def mock_limits(questions: int) -> Limits:
    """The usual limits of a mock interview: four minutes a question, two and a half on average."""
    return Limits(question_s=MOCK_QUESTION_S, total_s=max(MOCK_QUESTION_S, MOCK_MEAN_S * questions))


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Where the clock of an interview stands.

    Attributes:
        limits: How long it may take.
        started: When the interview was begun, UTC.
        asked: When the question on screen was put, UTC.
        paused: Since when the clock stands still; None while it runs.
        pauses: How many pauses there have been.
        paused_s: Seconds of all pauses that have ended.
        paused_question_s: Seconds of those that fell into the question on screen.
    """

    limits: Limits
    started: datetime
    asked: datetime
    paused: datetime | None = None
    pauses: int = 0
    paused_s: float = 0.0
    paused_question_s: float = 0.0

    def total_s(self, now: datetime) -> float:
        """Seconds spent on the interview by `now`, pauses left out; at least 0."""
        return max(0.0, _seconds(self.started, self.paused or now) - self.paused_s)

    def question_s(self, now: datetime) -> float:
        """Seconds spent on the question on screen by `now`, pauses left out; at least 0."""
        return max(0.0, _seconds(self.asked, self.paused or now) - self.paused_question_s)

    def total_left_s(self, now: datetime) -> float | None:
        """Seconds left of the interview, at least 0; None without a limit."""
        return _left(self.limits.total_s, self.total_s(now))

    def question_left_s(self, now: datetime) -> float | None:
        """Seconds left of the question on screen, at least 0 and never more than of the interview; None without one."""
        left = [one for one in (_left(self.limits.question_s, self.question_s(now)), self.total_left_s(now))]
        known = [one for one in left if one is not None]
        return min(known, default=None)

    def is_late(self, now: datetime) -> bool:
        """Whether an answer that arrives at `now` comes more than GRACE_S after its time."""
        limits = ((self.limits.total_s, self.total_s(now)), (self.limits.question_s, self.question_s(now)))
        return any(limit is not None and spent > limit + GRACE_S for limit, spent in limits)

    def ask(self, at: datetime) -> Timing:
        """The clock with another question put at `at`."""
        return replace(self, asked=at, paused_question_s=0.0)

    def pause(self, at: datetime) -> Timing:
        """The clock, standing still from `at` on.

        Raises:
            InputError: If it stands still already, or the pauses are used up.
        """
        if self.paused is not None:
            raise InputError("the interview is paused already")
        if self.pauses >= PAUSES:
            raise InputError("the interview has been paused once, and once is all there is")
        return replace(self, paused=at, pauses=self.pauses + 1)

    def resume(self, at: datetime) -> Timing:
        """The clock, running again from `at` on.

        Raises:
            InputError: If it runs already.
        """
        if self.paused is None:
            raise InputError("the interview is not paused")
        lasted = max(0.0, _seconds(self.paused, at))
        return replace(
            self,
            paused=None,
            paused_s=self.paused_s + lasted,
            paused_question_s=self.paused_question_s + lasted,
        )


def start_clock(limits: Limits, at: datetime) -> Timing:
    """A clock that starts at `at`, with the first question put."""
    return Timing(limits=limits, started=at, asked=at)


def _seconds(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds()


def _left(limit: float | None, spent: float) -> float | None:
    return None if limit is None else max(0.0, limit - spent)
