"""What is due today as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from interviewer.practice.interview import whole
from interviewer.practice.scheduling import Card
from rubrics.model import Question
from ui.render_history import day


def today(due: Sequence[tuple[Question, Card]], upcoming: datetime | None, now: datetime) -> str:
    """The questions that are due, most nearly forgotten first, or when the next one will be."""
    heading = '<h1 tabindex="-1" id="today-heading">Today</h1>'
    if not due:
        return f'<article class="sheet">{heading}{_nothing(upcoming)}</article>'
    lines = "".join(_line(question, card, now) for question, card in due)
    count = f"{len(due)} question{'s' if len(due) != 1 else ''} to see again"
    return (
        f'<article class="sheet">{heading}<p class="lead">{count}: each comes back just before it would be forgotten, '
        f'sooner after a low score and later after a high one.</p><ul class="lines">{lines}</ul></article>'
    )


def _line(question: Question, card: Card, now: datetime) -> str:
    last = card.reviews[-1]
    seen = f"last time {whole(last.score)} of 100, {day(last.at.astimezone(now.tzinfo))}"
    kept = f"{round(100 * card.retrievability(now))} % likely to be still known"
    return (
        f'<li><div><b>{escape(question.question)}</b><span class="note">{escape(question.topic or "other")} · {seen} '
        f"· {kept}</span></div></li>"
    )


def _nothing(upcoming: datetime | None) -> str:
    if upcoming is None:
        return (
            '<p class="lead">Nothing is due yet. Answer a few questions first: each comes back here just before you '
            "would forget it. Press <b>Practice</b> above to begin.</p>"
        )
    return (
        f'<p class="lead">Nothing is due today. The next question comes back on {day(upcoming)}. Until then, '
        "<b>Practice</b> above has new ones.</p>"
    )
