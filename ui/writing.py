"""Feedback that is being written at this moment: the one thing about a person that is held in memory alone."""

from __future__ import annotations

from threading import Event, Lock


class Writing:
    """For each person at most one piece of feedback being written, and the event that ends it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._by_person: dict[str, Event] = {}

    def begin(self, person: str) -> Event:
        """Ends what is being written for the person, and gives the event that will end the next."""
        fresh = Event()
        with self._lock:
            before = self._by_person.get(person)
            self._by_person[person] = fresh
        if before is not None:
            before.set()
        return fresh

    def end(self, person: str, stop: Event) -> None:
        """The writing that `stop` belongs to has ended."""
        stop.set()
        with self._lock:
            if self._by_person.get(person) is stop:
                del self._by_person[person]

    def stop(self, person: str) -> None:
        """Ends what is being written for the person."""
        with self._lock:
            found = self._by_person.get(person)
        if found is not None:
            found.set()

    def stop_all(self) -> None:
        """Ends all that is being written."""
        with self._lock:
            found = list(self._by_person.values())
        for one in found:
            one.set()
