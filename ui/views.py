"""What the page shows at each place of an interview, as values that the page can take over part by part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from itertools import count
from typing import Literal

from interviewer.practice.follow_up import find_follow_up
from interviewer.practice.interview import Mode, Turn
from interviewer.practice.timing import PAUSES
from interviewer.records.ledger import Kept
from ui import render, render_after, render_clock, render_panel
from ui.wording import Wording

Stage = Literal["start", "asked", "paused", "grading", "answered", "graded", "summary", "history", "today", "same"]
_stamps = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows; the names of the parts are those of the page.

    Attributes:
        stage: Which of the page's faces is up; `same` replaces only the parts that are given.
        seen: What the page shows, to be handed back with the next wish.
        cue: A hidden mark that names the element to focus and the page's address.
        resume: The interview that could be gone on with, on the start page.
        box: A new text for the answer box; None leaves it as it is.
        due: How many questions are due today; None leaves the number as it is.
    """

    stage: Stage
    seen: str = ""
    cue: str = ""
    notice: str = ""
    progress: str = ""
    question: str = ""
    hints: str = ""
    answer: str = ""
    comparison: str = ""
    panel: str = ""
    feedback: str = ""
    follow: str = ""
    reference: str = ""
    summary: str = ""
    history: str = ""
    today: str = ""
    resume: str = ""
    box: str | None = None
    due: int | None = None
    mode: Mode = "practice"
    can_hint: bool = False
    can_reveal: bool = False
    can_follow: bool = False
    can_pause: bool = False
    is_last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackView:
    """The feedback so far, whether it is still being written, and the follow-up question once it is whole."""

    feedback: str
    writing: bool
    follow: str = ""
    can_follow: bool = False


def view_of(words: Wording, kept: Kept, now: datetime, message: str = "") -> View:
    """The page for where an interview under way stands."""
    interview, turn = kept.interview, kept.interview.turn
    view = View(
        stage="asked",
        seen=f"{kept.id}/{interview.spot}",
        cue=cue("#answer-box textarea"),
        notice=render.notice(message),
        progress=render.progress(words, interview) + render_clock.clock(words, interview, now),
        question=render.question(words, turn.question, kept.id, f"{interview.place}.{len(turn.attempts)}"),
        hints=render.hints(words, turn),
        panel=render_panel.mock_panel(words) if interview.mode == "mock" else render_panel.empty_panel(words, turn),
        mode=interview.mode,
        can_hint=interview.mode != "mock" and turn.find_next_hint() is not None,
        can_pause=interview.timing is not None and interview.mode == "mock" and interview.timing.pauses < PAUSES,
        is_last=interview.is_last,
    )
    if interview.is_paused:
        return replace(view, stage="paused", cue=cue("#resume"), question=render_clock.paused(words), hints="")
    if turn.stage == "answered" and turn.submitted is not None:
        waiting = render.plain_answer(words, turn.submitted.answer)
        return replace(view, stage="answered", cue="", answer=waiting, panel=render_panel.ungraded_panel(words))
    return _graded(words, view, turn) if turn.stage == "graded" else view


def text_of(kept: Kept) -> str:
    """What belongs into the answer box: the draft, or else the last answer to build on."""
    attempts = kept.interview.turn.attempts
    return kept.draft or (attempts[-1].answer if attempts else "")


def _graded(words: Wording, view: View, turn: Turn) -> View:
    attempt = turn.attempts[-1]
    told = bool(attempt.feedback)
    return replace(
        view,
        stage="graded",
        cue=cue("#reference-heading" if turn.reference_shown else "#score"),
        answer=render.answer(words, attempt),
        comparison=render_after.comparison(words, turn),
        panel=render_panel.panel(words, turn),
        feedback=render.feedback(words, attempt.feedback, "", False) if told else "",
        follow=render_after.follow_up(words, turn) if told else "",
        reference=render.reference(words, turn),
        can_reveal=not turn.reference_shown,
        can_follow=told and find_follow_up(turn) is not None,
    )


def cue(selector: str, address: str = "") -> str:
    """A hidden mark on which the page focuses the element that `selector` names, once, and takes an address."""
    marks = f'data-focus="{escape(selector)}" data-address="{escape(address)}" data-stamp="{next(_stamps)}"'
    return f"<i hidden {marks}></i>"
