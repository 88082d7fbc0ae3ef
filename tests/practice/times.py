"""A clock that stands where it is put, and times to put it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class SetClock:
    """Shows the time it was set to; starts on a Monday morning."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        """The time it shows."""
        return self.now

    def pass_(self, *, seconds: float = 0, days: float = 0) -> None:
        """Move it; back, if negative."""
        self.now += timedelta(seconds=seconds, days=days)
