"""Where things stand on the page, in Gradio; what they do is wired up in `app`."""

from __future__ import annotations

from typing import Any

import gradio as gr

from interviewer.practice.choose import levels_of, topics_of
from rubrics.model import Question
from ui import render_report

COUNTS: list[tuple[str, int]] = [("all that fit", 0), ("5 at random", 5), ("10 at random", 10)]
MODES: list[tuple[str, str]] = [("practice", "practice"), ("mock interview", "mock")]
GUESSES: list[tuple[str, int]] = [("no guess", -1), ("0", 0), ("25", 25), ("50", 50), ("75", 75), ("100", 100)]
MOCK_COUNT = 10

Parts = dict[str, Any]


def html(value: str = "", *, elem_id: str | None = None) -> gr.HTML:
    """A part of the page that shows what the server rendered, as it is, and runs nothing."""
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=None)


def place_all(questions: tuple[Question, ...]) -> Parts:
    """Every part of the page, by name."""
    parts: Parts = {"seen": gr.Textbox(visible="hidden", elem_id="seen", container=False, show_label=False)}
    with gr.Row(elem_id="masthead"):
        html(render_report.masthead(), elem_id="brand")
        parts["to_start"] = gr.Button("Practice", elem_id="nav-start", elem_classes="nav")
        parts["to_today"] = gr.Button("Today", elem_id="nav-today", elem_classes="nav")
        parts["to_history"] = gr.Button("History", elem_id="nav-history", elem_classes="nav")
        html(render_report.theme_switch(), elem_id="theme")
    parts["status"] = html(elem_id="status")
    parts["notice_apart"] = html(elem_id="notice-apart")
    parts["cue"] = html(elem_id="cue")
    _wishes(parts)
    _start(parts, questions)
    _practice(parts)
    with gr.Column(elem_id="summary-page", visible=False) as parts["summary_page"]:
        parts["summary"] = html(elem_id="summary")
        parts["again"] = gr.Button("Start another interview", elem_id="again", variant="primary")
    with gr.Column(elem_id="today-page", visible=False) as parts["today_page"]:
        parts["today"] = html(elem_id="today")
        parts["start_review"] = gr.Button("Start today's review", elem_id="start-review", variant="primary")
    _history(parts)
    return parts


def _wishes(parts: Parts) -> None:
    """Buttons that page.js presses when something is wished for that no button of Gradio stands for."""
    for name in ("appeal", "open", "regrade", "time_up"):
        parts[name] = gr.Button(name, visible="hidden", elem_id=f"wish-{name.replace('_', '-')}")
    parts["wish"] = gr.Textbox(visible="hidden", elem_id="wish", container=False, show_label=False)


def _start(parts: Parts, questions: tuple[Question, ...]) -> None:
    total = len(questions)
    with gr.Column(elem_id="start-page", visible=False) as parts["start_page"]:
        html(render_report.welcome(total))
        with gr.Row(elem_id="resume-card", elem_classes="card", visible=False) as parts["resume_card"]:
            parts["resume"] = html()
            parts["go_on"] = gr.Button("Go on", elem_id="go-on", variant="primary")
        with gr.Row(elem_id="cards"):
            with gr.Column(elem_classes="card"):
                html(
                    render_report.card("Practice", "Score, evidence and feedback after each answer; hints and retries.")
                )
                with gr.Row(elem_classes="pair"):
                    parts["all"] = gr.Button(f"Start all {total}", elem_id="start-all", variant="primary")
                    parts["five"] = gr.Button("Start five", elem_id="start-five", visible=total > 5)
            with gr.Column(elem_classes="card"):
                html(render_report.card("Mock interview", "On time, with nothing shown before the end. One pause."))
                parts["mock"] = gr.Button(f"Start {min(MOCK_COUNT, total)}, timed", elem_id="start-mock")
            with gr.Column(elem_classes="card"):
                html(render_report.card("Today's review", "Questions that come back before you would forget them."))
                parts["due_today"] = gr.Button("See what is due", elem_id="see-today")
            with gr.Column(elem_classes=["card", "wide"]):
                _choice(parts, questions)


def _choice(parts: Parts, questions: tuple[Question, ...]) -> None:
    html(render_report.card("Your choice", "Levels and topics; choose none of them for any."))
    levels, topics = levels_of(questions), topics_of(questions)
    parts["levels"] = gr.CheckboxGroup(list(levels), label="Level", elem_id="levels", visible=bool(levels))
    parts["topics"] = gr.CheckboxGroup(list(topics), label="Topic", elem_id="topics", visible=bool(topics))
    parts["count"] = gr.Radio(COUNTS, value=0, label="How many", elem_id="count")
    parts["mode"] = gr.Radio(MODES, value="practice", label="How", elem_id="mode")
    parts["chosen"] = gr.Button(chosen_label(len(questions)), elem_id="start-chosen")


def chosen_label(number: int) -> str:
    """What the button says that starts so many questions."""
    return f"Start {'this' if number == 1 else 'these'} {number}" if number else "No question fits"


def _practice(parts: Parts) -> None:
    with gr.Column(elem_id="practice-page", visible=False) as parts["practice_page"]:
        with gr.Row(elem_id="top"):
            parts["progress"] = html(elem_id="progress")
            parts["pause"] = gr.Button("Pause", elem_id="pause", elem_classes="quiet", visible=False)
            parts["finish"] = gr.Button("Stop and see the summary", elem_id="finish", elem_classes="quiet")
        with gr.Row(elem_id="columns"):
            with gr.Column(elem_id="asking"):
                _asking(parts)
            with gr.Column(elem_id="judging"):
                parts["panel"] = html(elem_id="panel")
            with gr.Column(elem_id="telling"):
                _telling(parts)


def _asking(parts: Parts) -> None:
    parts["question"] = html()
    parts["hints"] = html(elem_id="hints")
    parts["box"] = gr.Textbox(label="Your answer", lines=8, max_lines=20, elem_id="answer-box", container=False)
    parts["answer"] = html(elem_id="answer")
    parts["notice"] = html(elem_id="notice")
    parts["guess"] = gr.Radio(GUESSES, value=-1, label="What score do you expect? (optional)", elem_id="guess")
    with gr.Row(elem_id="asking-actions") as parts["asking_actions"]:
        parts["hint"] = gr.Button("Hint (−5)", elem_id="hint", elem_classes="quiet")
        parts["skip"] = gr.Button("Skip", elem_id="skip", elem_classes="quiet")
        html('<span class="keys" id="draft-state"></span><span class="keys">Ctrl+Enter</span>', elem_id="keys")
        parts["submit"] = gr.Button("Answer", elem_id="submit", variant="primary")
    with gr.Row(elem_id="waiting-actions", visible=False) as parts["waiting_actions"]:
        parts["grade_now"] = gr.Button("Grade it now", elem_id="grade-now", variant="primary")
        parts["leave"] = gr.Button("Next question", elem_id="leave", elem_classes="quiet")
    parts["unpause"] = gr.Button("Go on with the interview", elem_id="resume", variant="primary", visible=False)


def _telling(parts: Parts) -> None:
    parts["comparison"] = html(elem_id="comparison")
    parts["feedback"] = html(elem_id="feedback")
    parts["stop"] = gr.Button("Stop writing", elem_id="stop-writing", elem_classes="quiet", visible=False)
    parts["follow"] = html(elem_id="follow")
    with gr.Column(elem_id="follow-part", visible=False) as parts["follow_part"]:
        parts["follow_box"] = gr.Textbox(
            label="Your answer to the follow-up", lines=3, max_lines=10, elem_id="follow-box", container=False
        )
        parts["follow_submit"] = gr.Button("Answer the follow-up", elem_id="follow-submit")
    parts["reference"] = html(elem_id="reference")
    with gr.Row(elem_id="telling-actions", visible=False) as parts["telling_actions"]:
        parts["retry"] = gr.Button("Try again", elem_id="retry", elem_classes="quiet")
        parts["reveal"] = gr.Button("Show reference answer", elem_id="reveal", elem_classes="quiet")
        parts["next"] = gr.Button("Next", elem_id="next", variant="primary")


def _history(parts: Parts) -> None:
    with gr.Column(elem_id="history-page", visible=False) as parts["history_page"]:
        parts["history"] = html(elem_id="history")
        html(render_report.own_data(), elem_id="own-data")
        parts["delete"] = gr.Button("Delete all my data", elem_id="delete", elem_classes="quiet")
        with gr.Row(elem_id="really", visible=False) as parts["really"]:
            html('<p role="alert"><b>Delete everything for good?</b> No copy is kept, and it cannot be undone.</p>')
            parts["delete_now"] = gr.Button("Delete for good", elem_id="delete-now", variant="stop")
            parts["keep"] = gr.Button("Keep it", elem_id="keep-data")
