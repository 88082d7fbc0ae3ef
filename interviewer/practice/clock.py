"""Where the time comes from: handed in everywhere, so that a test can set it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time of this machine, UTC."""
    return datetime.now(UTC)
