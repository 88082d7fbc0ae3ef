"""What the page shows at each place of an interview, as values that the page can take over part by part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import Literal

from interviewer.practice.interview import Turn
from interviewer.practice.report import report_on
from ui import render, render_report
from ui.visitors import Seen, Visitor

Stage = Literal["start", "asked", "grading", "graded", "summary", "same"]
_stamps = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows; the names of the parts are those of the page.

    Attributes:
        stage: Which of the page's faces is up; `same` leaves everything but notice and panel as it is.
        seen: What the page shows, to be handed back with the next wish.
        cue: A hidden mark that names the element to focus.
        box: A new text for the answer box; None leaves it as it is.
    """

    stage: Stage
    seen: Seen | None = None
    cue: str = ""
    notice: str = ""
    progress: str = ""
    question: str = ""
    hints: str = ""
    answer: str = ""
    panel: str = ""
    feedback: str = ""
    reference: str = ""
    summary: str = ""
    box: str | None = None
    can_hint: bool = False
    can_reveal: bool = False
    is_last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackView:
    """The feedback so far, and whether it is still being written."""

    feedback: str
    writing: bool


def view_of(visitor: Visitor, message: str = "") -> View:
    """The page for where the visitor's interview stands."""
    interview, seen = visitor.look()
    if interview is None:
        return View(stage="start", notice=render.notice(message))
    if interview.stopped:
        summary = render_report.summary(report_on(interview))
        return View(stage="summary", seen=seen, cue=cue("#summary-heading"), summary=summary)
    turn = interview.turn
    view = View(
        stage="asked",
        seen=seen,
        cue=cue("#answer-box textarea"),
        notice=render.notice(message),
        progress=render.progress(interview),
        question=render.question(turn.question, f"{seen.serial}.{seen.place}.{len(turn.attempts)}"),
        hints=render.hints(turn),
        panel=render.empty_panel(turn),
        can_hint=turn.find_next_hint() is not None,
        is_last=interview.is_last,
    )
    return view if turn.stage == "asked" else _graded(view, turn)


def _graded(view: View, turn: Turn) -> View:
    attempt = turn.attempts[-1]
    return replace(
        view,
        stage="graded",
        cue=cue("#reference-heading" if turn.reference_shown else "#score"),
        answer=render.answer(attempt),
        panel=render.panel(turn),
        feedback=render.feedback(turn, attempt.feedback, "", False) if attempt.feedback else "",
        reference=render.reference(turn),
        can_reveal=not turn.reference_shown,
    )


def cue(selector: str) -> str:
    """A hidden mark on which the page puts the focus on the element that `selector` names, once."""
    return f'<i hidden data-focus="{selector}" data-stamp="{next(_stamps)}"></i>'
