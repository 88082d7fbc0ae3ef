"""The clock of a mock interview as HTML: how much time is left, which the page counts down by itself."""

from __future__ import annotations

from datetime import datetime

from interviewer.practice.interview import Interview


def clock(interview: Interview, now: datetime) -> str:
    """Time left for the question and in all; nothing where no clock runs."""
    timing = interview.timing
    question_s = None if timing is None else timing.question_left_s(now)
    total_s = None if timing is None else timing.total_left_s(now)
    if question_s is None or total_s is None or interview.stopped:
        return ""
    still = ' data-still=""' if interview.is_paused else ""
    return (
        f'<div class="clock" role="timer" aria-label="Time left" data-question="{question_s:.0f}" '
        f'data-total="{total_s:.0f}"{still}><b class="left">{minutes(question_s)}</b> for this question '
        f'<span aria-hidden="true">·</span> <b class="total-left">{minutes(total_s)}</b> in all</div>'
    )


def paused() -> str:
    """What stands in the place of the question while the clock stands still."""
    return (
        '<h1 class="question">Paused</h1><p class="soft">The clock stands still, and what you have written is kept. '
        "There is one pause an interview: the question comes back when you go on.</p>"
    )


def minutes(seconds: float) -> str:
    """A time as minutes and seconds: `3:07`."""
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02d}"
