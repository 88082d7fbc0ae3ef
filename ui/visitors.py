"""Who is practising: interviews on the server, each under a token that only its visitor's browser knows."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event, Lock

from interviewer.errors import InputError
from interviewer.feedback.writer import Sentence
from interviewer.practice import interview as steps
from interviewer.practice.interview import Interview

VISITORS_KEPT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Which question a page shows: the visitor's how-many-eth interview, and the place in it."""

    serial: int
    place: int


class Visitor:
    """One visitor's interview; every change happens under a lock, on the question the visitor was looking at."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._interview: Interview | None = None
        self._serial = 0
        self._writing = Event()

    def look(self) -> tuple[Interview | None, Seen]:
        """The interview as it stands, None before the first, and where it stands."""
        with self._lock:
            return self._interview, self._seen()

    def begin(self, interview: Interview) -> None:
        """Put a new interview in the place of the old one."""
        with self._lock:
            self._writing.set()
            self._interview, self._serial = interview, self._serial + 1

    def change(self, seen: Seen | None, step: Callable[[Interview], Interview]) -> None:
        """Take a step from the question that the page showed.

        Raises:
            InputError: If the interview stands elsewhere by now (another tab, a second click), or the step is refused.
        """
        with self._lock:
            if self._interview is None or seen != self._seen():
                raise InputError("this interview has moved on, perhaps in another tab: reload the page to see where")
            self._interview = step(self._interview)

    def begin_writing(self) -> Event:
        """Ends feedback that is being written, and gives the event that will end the next."""
        with self._lock:
            self._writing.set()
            self._writing = Event()
            return self._writing

    def stop_writing(self) -> None:
        """Ends feedback that is being written."""
        with self._lock:
            self._writing.set()

    def keep_feedback(self, seen: Seen, attempt: int, sentences: Sequence[Sentence]) -> None:
        """Keep what has been written on an attempt, unless another interview has begun since."""
        with self._lock:
            if self._interview is not None and self._serial == seen.serial:
                self._interview = steps.add_feedback(self._interview, seen.place, attempt, sentences)

    def _seen(self) -> Seen:
        return Seen(serial=self._serial, place=0 if self._interview is None else self._interview.place)


class Visitors:
    """All visitors by token; beyond `capacity` the one who has been away longest is forgotten."""

    def __init__(self, capacity: int = VISITORS_KEPT) -> None:
        self._lock = Lock()
        self._capacity = capacity
        self._by_token: OrderedDict[str, Visitor] = OrderedDict()

    def admit(self, token: str | None) -> str:
        """The token, if it is one that was given out here; else a new one."""
        with self._lock:
            if token is not None and token in self._by_token:
                self._by_token.move_to_end(token)
                return token
            fresh = secrets.token_urlsafe(32)
            self._by_token[fresh] = Visitor()
            while len(self._by_token) > self._capacity:
                self._by_token.popitem(last=False)
            return fresh

    def stop_writing(self) -> None:
        """End all feedback that is being written."""
        with self._lock:
            for visitor in self._by_token.values():
                visitor.stop_writing()

    def find(self, token: str | None) -> Visitor | None:
        """Whose token this is; None if it was not given out here or is forgotten."""
        with self._lock:
            if token is None or token not in self._by_token:
                return None
            self._by_token.move_to_end(token)
            return self._by_token[token]
