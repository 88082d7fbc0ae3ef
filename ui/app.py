"""The page in Gradio: where things stand and which function answers which button. Nothing else imports Gradio."""

from __future__ import annotations

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported
os.environ["GRADIO_RUN_HISTORY"] = "False"
os.environ.setdefault("HF_HUB_OFFLINE", "1")

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr
from fastapi import FastAPI

from interviewer.practice.choose import Choice, levels_of, topics_of
from ui import handlers, render_report
from ui.handlers import Desk
from ui.views import FeedbackView, View, cue
from ui.visitors import Seen

COOKIE = "interviewer_visitor"
HEAD = '<link rel="stylesheet" href="page.css"><script src="page.js"></script>'
COUNTS: list[tuple[str, int]] = [("all that fit", 0), ("5 at random", 5), ("10 at random", 10)]
PAPER = ("#f7f6f2", "#14161a")  # as in page.css, for the moment before it has loaded
FEEDBACK_AT_ONCE = 4
QUEUE_LENGTH = 64

Updates = list[Any]
Parts = dict[str, Any]
Step = Callable[[Desk, str | None, Seen | None], View]
QUIETLY: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


def mount(app: FastAPI, desk: Desk) -> FastAPI:
    """The application with the page at its root."""
    return gr.mount_gradio_app(
        app,
        build(desk),
        path="/",
        footer_links=[],
        run_history=False,
        allowed_paths=[],
        show_error=False,
        max_file_size="1mb",
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]).set(
            body_background_fill=PAPER[0], body_background_fill_dark=PAPER[1]
        ),
        head=HEAD,
    )


def build(desk: Desk) -> gr.Blocks:
    """The page with its events; every event is private and leaves nothing in the browser's storage."""
    with gr.Blocks(title="Interviewer", analytics_enabled=False, fill_width=True) as page:
        seen = gr.State(None)
        _html(render_report.masthead(), elem_id="masthead")
        status = _html(elem_id="status")
        cue_part = _html(elem_id="cue")
        start = _start(desk)
        practice = _practice()
        with gr.Column(elem_id="summary-page", visible=False) as summary_page:
            summary = _html()
            again = gr.Button("Start another interview", elem_id="again", variant="primary")
        parts = {**start, **practice, "seen": seen, "cue": cue_part, "summary": summary, "summary_page": summary_page}
        _wire_start(desk, parts, again)
        _wire_practice(desk, parts)
        _wire_loading(desk, page, status, parts)
    page.queue(default_concurrency_limit=8, max_size=QUEUE_LENGTH)
    return page


def _html(value: str = "", *, elem_id: str | None = None) -> gr.HTML:
    """A part of the page that shows what the server rendered, as it is, and runs nothing."""
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=None)


def _start(desk: Desk) -> Parts:
    total = len(desk.questions)
    parts: Parts = {}
    with gr.Column(elem_id="start-page", visible=False) as parts["start_page"]:
        _html(render_report.welcome(total))
        parts["start_notice"] = _html(elem_id="start-notice")
        with gr.Row(elem_id="cards"):
            with gr.Column(elem_classes="card"):
                _html(render_report.card("The whole interview", f"All {total}, from the first to the last."))
                parts["all"] = gr.Button(f"Start all {total}", elem_id="start-all", variant="primary")
            with gr.Column(elem_classes="card"):
                _html(render_report.card("Ten minutes", "Five questions at random, other ones each time."))
                parts["five"] = gr.Button("Start five", elem_id="start-five")
            with gr.Column(elem_classes=["card", "wide"]):
                _html(render_report.card("Your choice", "Levels and topics; choose none of them for any."))
                levels, topics = levels_of(desk.questions), topics_of(desk.questions)
                parts["levels"] = gr.CheckboxGroup(list(levels), label="Level", elem_id="levels", visible=bool(levels))
                parts["topics"] = gr.CheckboxGroup(list(topics), label="Topic", elem_id="topics", visible=bool(topics))
                parts["count"] = gr.Radio(COUNTS, value=0, label="How many", elem_id="count")
                parts["chosen"] = gr.Button(_chosen_label(total), elem_id="start-chosen")
    return parts


def _practice() -> Parts:
    parts: Parts = {}
    with gr.Column(elem_id="practice-page", visible=False) as parts["practice_page"]:
        with gr.Row(elem_id="top"):
            parts["progress"] = _html(elem_id="progress")
            parts["finish"] = gr.Button("Stop and see the summary", elem_id="finish", elem_classes="quiet")
        with gr.Row(elem_id="columns"):
            with gr.Column(elem_id="asking"):
                _asking(parts)
            with gr.Column(elem_id="judging"):
                parts["panel"] = _html(elem_id="panel")
            with gr.Column(elem_id="telling"):
                _telling(parts)
    return parts


def _asking(parts: Parts) -> None:
    parts["question"] = _html()
    parts["hints"] = _html(elem_id="hints")
    parts["box"] = gr.Textbox(label="Your answer", lines=8, max_lines=20, elem_id="answer-box", container=False)
    parts["answer"] = _html(elem_id="answer")
    parts["notice"] = _html(elem_id="notice")
    with gr.Row(elem_id="asking-actions") as parts["asking_actions"]:
        parts["hint"] = gr.Button("Hint (−5)", elem_id="hint", elem_classes="quiet")
        parts["skip"] = gr.Button("Skip", elem_id="skip", elem_classes="quiet")
        _html('<span class="keys">Ctrl+Enter</span>', elem_id="keys")
        parts["submit"] = gr.Button("Answer", elem_id="submit", variant="primary")


def _telling(parts: Parts) -> None:
    parts["feedback"] = _html(elem_id="feedback")
    parts["stop"] = gr.Button("Stop writing", elem_id="stop-writing", elem_classes="quiet", visible=False)
    parts["reference"] = _html(elem_id="reference")
    with gr.Row(elem_id="telling-actions", visible=False) as parts["telling_actions"]:
        parts["retry"] = gr.Button("Try again", elem_id="retry", elem_classes="quiet")
        parts["reveal"] = gr.Button("Show reference answer", elem_id="reveal", elem_classes="quiet")
        parts["next"] = gr.Button("Next", elem_id="next", variant="primary")


SHOWN = (
    "seen cue start_page practice_page summary_page start_notice notice progress question hints answer panel feedback "
    "reference summary box asking_actions telling_actions hint reveal next submit stop"
).split()


def show(view: View) -> Updates:
    """One update for each part in SHOWN."""
    if view.stage == "same":
        told = {"notice": view.notice, "submit": gr.update(interactive=True)}
        told |= {"panel": view.panel} if view.panel else {}
        return [told.get(name, gr.skip()) for name in SHOWN]
    asking, graded = view.stage in ("asked", "grading"), view.stage == "graded"
    box = {"visible": asking} if view.box is None else {"visible": asking, "value": view.box}
    busy = view.stage == "grading"
    updates: Parts = {
        "seen": view.seen,
        "start_page": gr.update(visible=view.stage == "start"),
        "practice_page": gr.update(visible=asking or graded),
        "summary_page": gr.update(visible=view.stage == "summary"),
        "start_notice": view.notice if view.stage == "start" else "",
        "box": gr.update(**box),
        "asking_actions": gr.update(visible=asking),
        "telling_actions": gr.update(visible=graded),
        "hint": gr.update(interactive=view.can_hint and not busy),
        "reveal": gr.update(visible=view.can_reveal),
        "next": gr.update(value="See the summary" if view.is_last else "Next"),
        "submit": gr.update(interactive=not busy),
        "stop": gr.update(visible=False),
    }
    return [updates[name] if name in updates else getattr(view, name) for name in SHOWN]


def _show_feedback(view: FeedbackView) -> Updates:
    return [view.feedback, gr.update(visible=view.writing)]


def _chosen_label(number: int) -> str:
    return f"Start {'this' if number == 1 else 'these'} {number}" if number else "No question fits"


def _token(request: gr.Request) -> str | None:
    token = request.cookies.get(COOKIE)
    return token if isinstance(token, str) else None


def _choice(levels: list[str] | None, topics: list[str] | None, wanted: int | None) -> Choice:
    return Choice(levels=tuple(levels or ()), topics=tuple(topics or ()), count=wanted or None)


def _wire_start(desk: Desk, parts: Parts, again: gr.Button) -> None:
    shown = [parts[name] for name in SHOWN]
    filters = [parts["levels"], parts["topics"], parts["count"]]

    def whole(request: gr.Request) -> Updates:
        return show(handlers.begin(desk, _token(request), Choice()))

    def five(request: gr.Request) -> Updates:
        return show(handlers.begin(desk, _token(request), Choice(count=5)))

    def chosen(levels: list[str], topics: list[str], wanted: int, request: gr.Request) -> Updates:
        return show(handlers.begin(desk, _token(request), _choice(levels, topics, wanted)))

    def fit(levels: list[str], topics: list[str], wanted: int) -> Any:
        number = handlers.count_fitting(desk, tuple(levels or ()), tuple(topics or ()), wanted or None)
        return gr.update(value=_chosen_label(number), interactive=number > 0)

    parts["all"].click(whole, None, shown, **QUIETLY)
    parts["five"].click(five, None, shown, **QUIETLY)
    parts["chosen"].click(chosen, filters, shown, **QUIETLY)
    again.click(lambda: show(View(stage="start", cue=cue("#welcome-heading"))), None, shown, **QUIETLY)
    for part in filters:
        part.change(fit, filters, parts["chosen"], trigger_mode="always_last", **QUIETLY)


def _wire_practice(desk: Desk, parts: Parts) -> None:
    shown, seen, writing = [parts[name] for name in SHOWN], parts["seen"], _wire_answer(desk, parts)

    def reveal(at: Seen | None, request: gr.Request) -> Updates:
        view = handlers.show_reference(desk, _token(request), at)
        if view.stage == "same":
            return [gr.skip(), gr.skip(), view.notice, gr.skip(), gr.skip()]
        return [view.reference, view.cue, view.notice, view.panel, gr.update(visible=view.can_reveal)]

    parts["hint"].click(_stepper(desk, handlers.take_hint), seen, shown, **QUIETLY)
    parts["skip"].click(_stepper(desk, handlers.skip), seen, shown, **QUIETLY)
    moves: dict[str, Step] = {"retry": handlers.retry, "next": handlers.next_question, "finish": handlers.finish}
    for name, step in moves.items():
        parts[name].click(_stepper(desk, step), seen, shown, cancels=[writing], **QUIETLY)
    revealed = [parts[name] for name in ("reference", "cue", "notice", "panel", "reveal")]
    parts["reveal"].click(reveal, seen, revealed, **QUIETLY)


def _wire_answer(desk: Desk, parts: Parts) -> Any:
    """Grade on Answer, then stream the feedback; gives the streaming event."""
    shown, told = [parts[name] for name in SHOWN], [parts["feedback"], parts["stop"]]

    def submit(at: Seen | None, text: str, request: gr.Request) -> Iterator[Updates]:
        for view in handlers.submit(desk, _token(request), at, text or ""):
            yield show(view)

    def write(at: Seen | None, request: gr.Request) -> Iterator[Updates]:
        for view in handlers.write_feedback(desk, _token(request), at):
            yield _show_feedback(view)

    def stop(request: gr.Request) -> None:
        handlers.stop_feedback(desk, _token(request))

    graded = parts["submit"].click(submit, [parts["seen"], parts["box"]], shown, **QUIETLY)
    parts["stop"].click(stop, None, None, **QUIETLY)
    return graded.success(write, parts["seen"], told, concurrency_limit=FEEDBACK_AT_ONCE, **QUIETLY)


def _stepper(desk: Desk, step: Step) -> Callable[[Seen | None, gr.Request], Updates]:
    def take(at: Seen | None, request: gr.Request) -> Updates:
        return show(step(desk, _token(request), at))

    return take


def _wire_loading(desk: Desk, page: gr.Blocks, status: gr.HTML, parts: Parts) -> None:
    timer = gr.Timer(1.0)

    def look() -> Updates:
        return [render_report.status_line(desk.models.status()), gr.Timer(active=not desk.models.settled)]

    def open_page(request: gr.Request) -> Updates:
        return [*show(handlers.open_page(desk, _token(request))), *look()]

    timer.tick(look, None, [status, timer], **QUIETLY)
    page.load(open_page, None, [*[parts[name] for name in SHOWN], status, timer], **QUIETLY)
