"""The clock of a mock interview as HTML: how much time is left, which the page counts down by itself."""

from __future__ import annotations

from datetime import datetime
from html import escape

from markupsafe import Markup

from interviewer.practice.interview import Interview
from ui.wording import Wording


def clock(words: Wording, interview: Interview, now: datetime) -> str:
    """Time left for the question and in all; nothing where no clock runs."""
    timing = interview.timing
    question_s = None if timing is None else timing.question_left_s(now)
    total_s = None if timing is None else timing.total_left_s(now)
    if question_s is None or total_s is None or interview.stopped:
        return ""
    still = ' data-still=""' if interview.is_paused else ""
    left = words.html("clock.question", time=Markup(f'<b class="left">{minutes(question_s)}</b>'))
    total = words.html("clock.total", time=Markup(f'<b class="total-left">{minutes(total_s)}</b>'))
    return (
        f'<div class="clock" role="timer" aria-label="{escape(words("clock.label"))}" data-question="{question_s:.0f}" '
        f'data-total="{total_s:.0f}"{still}>{left} <span aria-hidden="true">·</span> {total}</div>'
    )


def paused(words: Wording) -> str:
    """What stands in the place of the question while the clock stands still."""
    return (
        f'<h1 class="question">{words.html("paused.heading")}</h1><p class="soft">{words.html("paused.explained")}</p>'
    )


def minutes(seconds: float) -> str:
    """A time as minutes and seconds: `3:07`."""
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02d}"
