"""What is due today as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from interviewer.practice.interview import whole
from interviewer.practice.scheduling import Card
from rubrics.model import Question
from ui.wording import Wording


def today(words: Wording, due: Sequence[tuple[Question, Card]], upcoming: datetime | None, now: datetime) -> str:
    """The questions that are due, most nearly forgotten first, or when the next one will be."""
    heading = f'<h1 tabindex="-1" id="today-heading">{words.html("today.heading")}</h1>'
    if not due:
        return f'<article class="sheet">{heading}<p class="lead">{_nothing(words, upcoming)}</p></article>'
    lines = "".join(_line(words, question, card, now) for question, card in due)
    return (
        f'<article class="sheet">{heading}<p class="lead">{words.html("today.lead", count=len(due))}</p>'
        f'<ul class="lines">{lines}</ul></article>'
    )


def _line(words: Wording, question: Question, card: Card, now: datetime) -> str:
    last = card.reviews[-1]
    topic = words.written(question.topic) if question.topic else words.html("today.no_topic")
    seen = words.html("today.last", score=whole(last.score), day=words.day(last.at.astimezone(now.tzinfo)))
    kept = words.html("today.known", share=words.percent(card.retrievability(now)))
    return (
        f"<li><div><b{words.foreign}>{escape(question.question)}</b>"
        f'<span class="note">{topic} · {seen} · {kept}</span></div></li>'
    )


def _nothing(words: Wording, upcoming: datetime | None) -> str:
    if upcoming is None:
        return words.html("today.nothing_yet")
    return words.html("today.nothing", day=words.day(upcoming))
