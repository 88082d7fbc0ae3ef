"""From a view to an update for each part of the page."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ui.layout import Parts
from ui.views import FeedbackView, View
from ui.wording import Wording

Updates = list[Any]

PAGES = {"start": "start_page", "summary": "summary_page", "history": "history_page", "today": "today_page"}
TEXTS = "progress question hints answer comparison panel feedback follow reference summary history today resume".split()
SHOWN = (
    "seen cue start_page practice_page summary_page history_page today_page notice notice_apart resume_card to_today "
    "box guess asking_actions waiting_actions unpause telling_actions follow_part follow_box hint skip reveal retry "
    "next submit stop pause finish start_review really delete"
).split() + TEXTS
TOLD = ["feedback", "stop", "follow", "follow_part"]


def show(words: Wording, view: View) -> Updates:
    """One update for each part in SHOWN."""
    updates = _same(view) if view.stage == "same" else {**_pages(words, view), **_practice(words, view)}
    return [updates.get(name, gr.skip()) for name in SHOWN]


def show_feedback(view: FeedbackView) -> Updates:
    """One update for each part in TOLD."""
    return [view.feedback, gr.update(visible=view.writing), view.follow, gr.update(visible=view.can_follow)]


def _same(view: View) -> Parts:
    """Only what the view has something for; the Answer button can be pressed again."""
    told: Parts = {name: getattr(view, name) for name in ("seen", "cue", *TEXTS) if getattr(view, name)}
    told |= {"notice": view.notice, "notice_apart": view.notice, "submit": gr.update(interactive=True)}
    if view.reference:  # once it is shown, neither it nor the follow-up question can be asked for
        told |= {"reveal": gr.update(visible=False), "follow_part": gr.update(visible=False)}
    return told


def _pages(words: Wording, view: View) -> Parts:
    """Which page is up, and what stands on the pages around practice."""
    updates: Parts = {part: gr.update(visible=view.stage == stage) for stage, part in PAGES.items()}
    practising = view.stage not in PAGES
    updates |= {name: getattr(view, name) for name in ("seen", "cue", *TEXTS)}
    updates |= {
        "practice_page": gr.update(visible=practising),
        "notice": view.notice if practising else "",
        "notice_apart": "" if practising else view.notice,
        "resume_card": gr.update(visible=bool(view.resume)),
        "start_review": gr.update(visible=bool(view.due)),
        "really": gr.update(visible=False),
        "delete": gr.update(visible=True),
    }
    if view.due is not None:
        updates["to_today"] = gr.update(value=words("nav.due", count=view.due) if view.due else words("nav.today"))
    return updates


def _practice(words: Wording, view: View) -> Parts:
    """Which boxes and buttons of the practice page there are."""
    asking, graded = view.stage in ("asked", "grading"), view.stage == "graded"
    busy, mock = view.stage == "grading", view.mode == "mock"
    box: dict[str, Any] = {} if view.box is None else {"value": view.box}
    fresh: Parts = {"guess": gr.update(visible=asking and not mock)}
    if not asking:
        fresh = {"guess": gr.update(visible=False, value=-1), "follow_box": gr.update(value="")}
    return {
        **fresh,
        "box": gr.update(visible=asking, **box),
        "asking_actions": gr.update(visible=asking),
        "waiting_actions": gr.update(visible=view.stage == "answered"),
        "unpause": gr.update(visible=view.stage == "paused"),
        "telling_actions": gr.update(visible=graded),
        "follow_part": gr.update(visible=view.can_follow),
        "hint": gr.update(interactive=view.can_hint and not busy, visible=not mock),
        "skip": gr.update(interactive=not busy),
        "reveal": gr.update(visible=view.can_reveal),
        "next": gr.update(value=_next_label(words, view)),
        "submit": gr.update(interactive=not busy),
        "stop": gr.update(visible=False),
        "pause": gr.update(visible=view.can_pause and view.stage == "asked"),
        "finish": gr.update(value=words("button.finish_mock" if mock else "button.finish")),
    }


def _next_label(words: Wording, view: View) -> str:
    if not view.is_last:
        return words("button.next")
    return words("button.see_report" if view.mode == "mock" else "button.see_summary")
