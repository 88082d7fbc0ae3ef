"""Where things stand on the page, in Gradio; what they do is wired up in `app`."""

from __future__ import annotations

from typing import Any

import gradio as gr

from interviewer.practice.choose import levels_of, topics_of
from rubrics.model import Question
from ui.labels import SHORT_COUNT, Labels, labels
from ui.wording import ENGLISH

Parts = dict[str, Any]


def html(value: str = "", *, elem_id: str | None = None) -> gr.HTML:
    """A part of the page that shows what the server rendered, as it is, and runs nothing."""
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=None)


def place_all(questions: tuple[Question, ...]) -> Parts:
    """Every part of the page, by name; with the labels of English, until the page is opened by someone."""
    said = labels(ENGLISH, questions)
    parts: Parts = {"seen": gr.Textbox(visible="hidden", elem_id="seen", container=False, show_label=False)}
    with gr.Row(elem_id="masthead"):
        parts["brand"] = html(**said["brand"], elem_id="brand")
        parts["to_start"] = gr.Button(**said["to_start"], elem_id="nav-start", elem_classes="nav")
        parts["to_today"] = gr.Button(**said["to_today"], elem_id="nav-today", elem_classes="nav")
        parts["to_history"] = gr.Button(**said["to_history"], elem_id="nav-history", elem_classes="nav")
        parts["switches"] = html(**said["switches"], elem_id="switches")
    parts["status"] = html(elem_id="status")
    parts["notice_apart"] = html(elem_id="notice-apart")
    parts["cue"] = html(elem_id="cue")
    _wishes(parts)
    _start(parts, said, questions)
    _practice(parts, said)
    with gr.Column(elem_id="summary-page", visible=False) as parts["summary_page"]:
        parts["summary"] = html(elem_id="summary")
        parts["again"] = gr.Button(**said["again"], elem_id="again", variant="primary")
    with gr.Column(elem_id="today-page", visible=False) as parts["today_page"]:
        parts["today"] = html(elem_id="today")
        parts["start_review"] = gr.Button(**said["start_review"], elem_id="start-review", variant="primary")
    _history(parts, said)
    parts["account"] = html(**said["account"], elem_id="account")
    return parts


def _wishes(parts: Parts) -> None:
    """Buttons that page.js presses when something is wished for that no button of Gradio stands for."""
    for name in ("appeal", "open", "regrade", "time_up"):
        parts[name] = gr.Button(name, visible="hidden", elem_id=f"wish-{name.replace('_', '-')}")
    parts["nudge"] = gr.Button("nudge", visible="hidden", elem_id="nudge")
    parts["wish"] = gr.Textbox(visible="hidden", elem_id="wish", container=False, show_label=False)


def _start(parts: Parts, said: Labels, questions: tuple[Question, ...]) -> None:
    with gr.Column(elem_id="start-page", visible=False) as parts["start_page"]:
        parts["welcome"] = html(**said["welcome"])
        with gr.Row(elem_id="resume-card", elem_classes="card", visible=False) as parts["resume_card"]:
            parts["resume"] = html()
            parts["go_on"] = gr.Button(**said["go_on"], elem_id="go-on", variant="primary")
        with gr.Row(elem_id="cards"):
            with gr.Column(elem_classes="card"):
                parts["practice_card"] = html(**said["practice_card"])
                with gr.Row(elem_classes="pair"):
                    parts["all"] = gr.Button(**said["all"], elem_id="start-all", variant="primary")
                    is_long = len(questions) > SHORT_COUNT
                    parts["five"] = gr.Button(**said["five"], elem_id="start-five", visible=is_long)
            with gr.Column(elem_classes="card"):
                parts["mock_card"] = html(**said["mock_card"])
                parts["mock"] = gr.Button(**said["mock"], elem_id="start-mock")
            with gr.Column(elem_classes="card"):
                parts["review_card"] = html(**said["review_card"])
                parts["due_today"] = gr.Button(**said["due_today"], elem_id="see-today")
            with gr.Column(elem_classes=["card", "wide"]):
                _choice(parts, said, questions)


def _choice(parts: Parts, said: Labels, questions: tuple[Question, ...]) -> None:
    parts["choice_card"] = html(**said["choice_card"])
    levels, topics = levels_of(questions), topics_of(questions)
    parts["levels"] = gr.CheckboxGroup(**said["levels"], elem_id="levels", visible=bool(levels))
    parts["topics"] = gr.CheckboxGroup(**said["topics"], elem_id="topics", visible=bool(topics))
    parts["count"] = gr.Radio(**said["count"], value=0, elem_id="count")
    parts["mode"] = gr.Radio(**said["mode"], value="practice", elem_id="mode")
    parts["chosen"] = gr.Button(**said["chosen"], elem_id="start-chosen")


def _practice(parts: Parts, said: Labels) -> None:
    with gr.Column(elem_id="practice-page", visible=False) as parts["practice_page"]:
        with gr.Row(elem_id="top"):
            parts["progress"] = html(elem_id="progress")
            parts["pause"] = gr.Button(**said["pause"], elem_id="pause", elem_classes="quiet", visible=False)
            parts["finish"] = gr.Button(**said["finish"], elem_id="finish", elem_classes="quiet")
        with gr.Row(elem_id="columns"):
            with gr.Column(elem_id="asking"):
                _asking(parts, said)
            with gr.Column(elem_id="judging"):
                parts["panel"] = html(elem_id="panel")
            with gr.Column(elem_id="telling"):
                _telling(parts, said)


def _asking(parts: Parts, said: Labels) -> None:
    parts["question"] = html()
    parts["hints"] = html(elem_id="hints")
    parts["box"] = gr.Textbox(**said["box"], lines=8, max_lines=20, elem_id="answer-box", container=False)
    parts["answer"] = html(elem_id="answer")
    parts["notice"] = html(elem_id="notice")
    parts["guess"] = gr.Radio(**said["guess"], value=-1, elem_id="guess")
    with gr.Row(elem_id="asking-actions") as parts["asking_actions"]:
        parts["hint"] = gr.Button(**said["hint"], elem_id="hint", elem_classes="quiet")
        parts["skip"] = gr.Button(**said["skip"], elem_id="skip", elem_classes="quiet")
        parts["keys"] = html(**said["keys"], elem_id="keys")
        parts["submit"] = gr.Button(**said["submit"], elem_id="submit", variant="primary")
    with gr.Row(elem_id="waiting-actions", visible=False) as parts["waiting_actions"]:
        parts["grade_now"] = gr.Button(**said["grade_now"], elem_id="grade-now", variant="primary")
        parts["leave"] = gr.Button(**said["leave"], elem_id="leave", elem_classes="quiet")
    parts["unpause"] = gr.Button(**said["unpause"], elem_id="resume", variant="primary", visible=False)


def _telling(parts: Parts, said: Labels) -> None:
    parts["comparison"] = html(elem_id="comparison")
    parts["feedback"] = html(elem_id="feedback")
    parts["stop"] = gr.Button(**said["stop"], elem_id="stop-writing", elem_classes="quiet", visible=False)
    parts["follow"] = html(elem_id="follow")
    with gr.Column(elem_id="follow-part", visible=False) as parts["follow_part"]:
        parts["follow_box"] = gr.Textbox(
            **said["follow_box"], lines=3, max_lines=10, elem_id="follow-box", container=False
        )
        parts["follow_submit"] = gr.Button(**said["follow_submit"], elem_id="follow-submit")
    parts["reference"] = html(elem_id="reference")
    with gr.Row(elem_id="telling-actions", visible=False) as parts["telling_actions"]:
        parts["retry"] = gr.Button(**said["retry"], elem_id="retry", elem_classes="quiet")
        parts["reveal"] = gr.Button(**said["reveal"], elem_id="reveal", elem_classes="quiet")
        parts["next"] = gr.Button(**said["next"], elem_id="next", variant="primary")


def _history(parts: Parts, said: Labels) -> None:
    with gr.Column(elem_id="history-page", visible=False) as parts["history_page"]:
        parts["history"] = html(elem_id="history")
        parts["own"] = html(**said["own"], elem_id="own-data")
        parts["delete"] = gr.Button(**said["delete"], elem_id="delete", elem_classes="quiet")
        with gr.Row(elem_id="really", visible=False) as parts["really"]:
            parts["sure"] = html(**said["sure"])
            parts["delete_now"] = gr.Button(**said["delete_now"], elem_id="delete-now", variant="stop")
            parts["keep"] = gr.Button(**said["keep"], elem_id="keep-data")
