"""The page in Gradio: which function answers which button."""

from __future__ import annotations

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported
os.environ["GRADIO_RUN_HISTORY"] = "False"
os.environ.setdefault("HF_HUB_OFFLINE", "1")

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr
from fastapi import FastAPI

from interviewer.practice.choose import Choice
from interviewer.practice.interview import Mode
from interviewer.records.accounts import Accounts
from ui import handlers, pages, render_report, telling
from ui.desk import Desk
from ui.labels import MOCK_COUNT, SHORT_COUNT, chosen_label, labels
from ui.layout import Parts, place_all
from ui.people import COOKIE
from ui.showing import SHOWN, TOLD, Updates, show, show_feedback
from ui.tongue import words_of
from ui.views import View
from ui.wording import ENGLISH

HEAD = '<link rel="stylesheet" href="page.css"><link rel="stylesheet" href="pages.css"><script src="page.js"></script>'
HEAD += '<script src="practice.js"></script>'
PAPER = ("#f7f6f2", "#14161a")  # as in page.css, for the moment before it has loaded
FEEDBACK_AT_ONCE = 4
AT_ONCE = 200  # visitors who wait for a grade, each on a thread that sleeps
QUEUE_LENGTH = 2 * AT_ONCE
WISH = "(seen, wish) => [seen, window.interviewerWish]"  # what page.js was asked for, in place of the empty box

Step = Callable[[Desk, str | None, str | None], View | Iterator[View]]
Visit = Callable[[Desk, str | None], View | Iterator[View]]
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
        parts = place_all(desk.questions)
        parts["account"].visible = isinstance(desk.people, Accounts)
        writing = _wire_answer(desk, parts)
        _wire_start(desk, parts)
        _wire_practice(desk, parts, writing)
        _wire_pages(desk, parts, writing)
        _wire_opening(desk, page, parts)
    page.max_threads = AT_ONCE
    page.queue(default_concurrency_limit=AT_ONCE, max_size=QUEUE_LENGTH)
    return page


def token_of(request: gr.Request) -> str | None:
    """The visitor's token, from the cookie; None without one."""
    token = request.cookies.get(COOKIE)
    return token if isinstance(token, str) else None


def spoken(desk: Desk, request: gr.Request) -> Desk:
    """The desk in the language of the visitor."""
    return desk.speaking(words_of(request))


def _each(at: Desk, views: View | Iterator[View]) -> Iterator[Updates]:
    """Updates for one view or for several, one after the other; for none, one that leaves all as it is.

    An event that yields nothing at all would empty every part it could have changed.
    """
    is_empty = True
    for view in [views] if isinstance(views, View) else views:
        is_empty = False
        yield show(at.words, view)
    if is_empty:
        yield [gr.skip() for _ in SHOWN]


def _stepper(desk: Desk, step: Step) -> Callable[[str, gr.Request], Iterator[Updates]]:
    def take(seen: str, request: gr.Request) -> Iterator[Updates]:
        at = spoken(desk, request)
        yield from _each(at, step(at, token_of(request), seen))

    return take


def _visitor(desk: Desk, visit: Visit) -> Callable[[gr.Request], Iterator[Updates]]:
    def take(request: gr.Request) -> Iterator[Updates]:
        at = spoken(desk, request)
        yield from _each(at, visit(at, token_of(request)))

    return take


def _wire_start(desk: Desk, parts: Parts) -> None:
    shown = [parts[name] for name in SHOWN]
    filters = [parts["levels"], parts["topics"], parts["count"]]

    def begin(choice: Choice, mode: Mode = "practice") -> Callable[[gr.Request], Iterator[Updates]]:
        return _visitor(desk, lambda at, token: handlers.begin(at, token, choice, mode))

    def chosen(levels: list[str], topics: list[str], wanted: int, mode: Mode, request: gr.Request) -> Updates:
        choice = Choice(levels=tuple(levels or ()), topics=tuple(topics or ()), count=wanted or None)
        at = spoken(desk, request)
        view = handlers.begin(at, token_of(request), choice, "mock" if mode == "mock" else "practice")
        return show(at.words, view)

    def fit(levels: list[str], topics: list[str], wanted: int, request: gr.Request) -> Any:
        number = handlers.count_fitting(desk, tuple(levels or ()), tuple(topics or ()), wanted or None)
        return gr.update(value=chosen_label(spoken(desk, request).words, number), interactive=number > 0)

    parts["all"].click(begin(Choice()), None, shown, **QUIETLY)
    parts["five"].click(begin(Choice(count=SHORT_COUNT)), None, shown, **QUIETLY)
    parts["mock"].click(begin(Choice(count=MOCK_COUNT), "mock"), None, shown, **QUIETLY)
    parts["chosen"].click(chosen, [*filters, parts["mode"]], shown, **QUIETLY)
    for part in filters:
        part.change(fit, filters, parts["chosen"], trigger_mode="always_last", **QUIETLY)


def _wire_practice(desk: Desk, parts: Parts, writing: Any) -> None:
    shown, seen, box = [parts[name] for name in SHOWN], parts["seen"], [parts["seen"], parts["box"]]

    def pause(seen: str, text: str, request: gr.Request) -> Updates:
        at = spoken(desk, request)
        return show(at.words, handlers.pause(at, token_of(request), seen, text or ""))

    def time_up(seen: str, text: str, request: gr.Request) -> Iterator[Updates]:
        at = spoken(desk, request)
        yield from _each(at, handlers.time_up(at, token_of(request), seen, text or ""))

    steps: dict[str, Step] = {"hint": handlers.take_hint, "reveal": handlers.show_reference, "unpause": handlers.resume}
    for name, step in steps.items():
        parts[name].click(_stepper(desk, step), seen, shown, **QUIETLY)
    moves: dict[str, Step] = {"retry": handlers.retry, "next": handlers.next_question, "finish": handlers.finish}
    moves |= {"skip": handlers.skip, "leave": handlers.next_question}
    for name, step in moves.items():
        parts[name].click(_stepper(desk, step), seen, shown, cancels=[writing], **QUIETLY)
    parts["pause"].click(pause, box, shown, **QUIETLY)
    parts["time_up"].click(time_up, box, shown, **QUIETLY)


def _wire_answer(desk: Desk, parts: Parts) -> Any:
    """Grade on Answer, then stream the feedback; gives the streaming event."""
    shown, seen = [parts[name] for name in SHOWN], parts["seen"]

    def submit(seen: str, text: str, guess: int | None, request: gr.Request) -> Iterator[Updates]:
        expected, at = None if guess is None or guess < 0 else float(guess), spoken(desk, request)
        yield from _each(at, handlers.submit(at, token_of(request), seen, text or "", expected))

    def write(seen: str, request: gr.Request) -> Iterator[Updates]:
        is_empty = True
        for view in telling.write_feedback(spoken(desk, request), token_of(request), seen):
            is_empty = False
            yield show_feedback(view)
        if is_empty:
            yield [gr.skip() for _ in TOLD]

    def stop(request: gr.Request) -> None:
        telling.stop_feedback(desk, token_of(request))

    def follow(seen: str, text: str, request: gr.Request) -> Iterator[Updates]:
        at = spoken(desk, request)
        yield from _each(at, telling.answer_follow_up(at, token_of(request), seen, text or ""))

    def look_again(seen: str, wish: str, request: gr.Request) -> Iterator[Updates]:
        at = spoken(desk, request)
        yield from _each(at, telling.look_again(at, token_of(request), seen, wish))

    graded = parts["submit"].click(submit, [seen, parts["box"], parts["guess"]], shown, **QUIETLY)
    late = parts["grade_now"].click(_stepper(desk, handlers.grade_now), seen, shown, **QUIETLY)
    parts["write"] = write
    _write_after(parts, late)
    parts["stop"].click(stop, None, None, **QUIETLY)
    parts["follow_submit"].click(follow, [seen, parts["follow_box"]], shown, **QUIETLY)
    parts["appeal"].click(look_again, [seen, parts["wish"]], shown, js=WISH, **QUIETLY)
    return _write_after(parts, graded)


def _write_after(parts: Parts, event: Any) -> Any:
    """Once the event is done, the feedback that is still to be written is written."""
    told = [parts[name] for name in TOLD]
    return event.success(
        parts["write"], parts["seen"], told, concurrency_limit=FEEDBACK_AT_ONCE, concurrency_id="writing", **QUIETLY
    )


def _wire_pages(desk: Desk, parts: Parts, writing: Any) -> None:
    shown = [parts[name] for name in SHOWN]
    visits: dict[str, Visit] = {
        "to_start": pages.start,
        "again": pages.start,
        "to_today": pages.show_today,
        "due_today": pages.show_today,
        "to_history": pages.show_history,
        "start_review": handlers.begin_review,
        "go_on": pages.go_on,
        "delete_now": pages.delete_all,
    }
    gone = {
        name: parts[name].click(_visitor(desk, visit), None, shown, cancels=[writing], **QUIETLY)
        for name, visit in visits.items()
    }

    def open_interview(seen: str, wish: str, request: gr.Request) -> Iterator[Updates]:
        at = spoken(desk, request)
        yield from _each(at, pages.open_interview(at, token_of(request), wish))

    def regrade(seen: str, wish: str, request: gr.Request) -> Iterator[Updates]:
        at = spoken(desk, request)
        yield from _each(at, pages.regrade(at, token_of(request), wish))

    def ask(really: bool) -> Callable[[], Updates]:
        return lambda: [gr.update(visible=really), gr.update(visible=not really)]

    opened = parts["open"].click(open_interview, [parts["seen"], parts["wish"]], shown, js=WISH, **QUIETLY)
    parts["regrade"].click(regrade, [parts["seen"], parts["wish"]], shown, js=WISH, **QUIETLY)
    for event in (opened, gone["go_on"]):
        _write_after(parts, event)
    parts["delete"].click(ask(True), None, [parts["really"], parts["delete"]], **QUIETLY)
    parts["keep"].click(ask(False), None, [parts["really"], parts["delete"]], **QUIETLY)


def _wire_opening(desk: Desk, page: gr.Blocks, parts: Parts) -> None:
    """Opening or reloading: where the person was; what awaits its grade or its feedback then gets it."""
    timer, seen, shown = gr.Timer(1.0), parts["seen"], [parts[name] for name in SHOWN]

    said = [name for name in labels(ENGLISH, desk.questions) if name not in SHOWN]
    both = [name for name in labels(ENGLISH, desk.questions) if name in SHOWN]

    def look(request: gr.Request) -> Updates:
        status = desk.models.status(spoken(desk, request).words)
        return [render_report.status_line(status), gr.Timer(active=not desk.models.settled)]

    def open_page(request: gr.Request) -> Updates:
        wanted, at = request.query_params, spoken(desk, request)
        view = handlers.open_page(at, token_of(request), wanted.get("view", ""), wanted.get("interview", ""))
        told = labels(at.words, desk.questions)
        face = dict(zip(SHOWN, show(at.words, view), strict=True))
        face |= {name: {**gr.update(**told[name]), **face[name]} for name in both}
        return [*face.values(), *(gr.update(**told[name]) for name in said), *look(request)]

    parts["nudge"].click(lambda: None, None, None, **QUIETLY)
    timer.tick(look, None, [parts["status"], timer], **QUIETLY)
    opened = page.load(open_page, None, [*shown, *(parts[name] for name in said), parts["status"], timer], **QUIETLY)
    _write_after(parts, opened.success(_stepper(desk, handlers.grade_now), seen, shown, **QUIETLY))
