"""What happens on the page, as plain functions: a visitor's token and a wish in, what to show out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from interviewer.errors import InputError, InterviewerError
from interviewer.feedback.writer import Sentence
from interviewer.practice import interview as steps
from interviewer.practice.choose import Choice, choose, fitting
from interviewer.practice.interview import Interview, Turn
from interviewer.practice.report import Report, report_on
from rubrics.model import Question
from ui import render
from ui.loading import Models
from ui.views import FeedbackView, View, view_of
from ui.visitors import Seen, Visitor, Visitors

LONGEST_ANSWER = 100_000
GRADING = "Reading your answer …"
LOST = "This interview is no longer on the server, which was started again: copy your answer, then reload the page."
MOVED = (
    "Your answer is still in the box. This interview has moved on, perhaps in another tab: copy your answer, then "
    "reload the page."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the page works with: the questions, the models and the visitors."""

    questions: tuple[Question, ...]
    models: Models
    visitors: Visitors


def open_page(desk: Desk, token: str | None) -> View:
    """What a visitor sees on opening or reloading the page: the question they were at, or the start."""
    visitor = desk.visitors.find(token)
    return View(stage="start") if visitor is None else replace(view_of(visitor), cue="")


def count_fitting(desk: Desk, levels: tuple[str, ...], topics: tuple[str, ...], wanted: int | None) -> int:
    """How many questions an interview of these levels and topics, and at most `wanted`, would ask."""
    fit = len(fitting(desk.questions, Choice(levels=levels, topics=topics)))
    return fit if wanted is None else min(fit, wanted)


def begin(desk: Desk, token: str | None, choice: Choice) -> View:
    """A new interview at its first question."""
    visitor = desk.visitors.find(token)
    if visitor is None:
        return View(stage="start", notice=render.notice("The server was started again: reload the page, then begin."))
    try:
        visitor.begin(steps.start(choose(desk.questions, choice)))
    except InputError as error:
        return View(stage="start", notice=render.notice(f"No interview was begun: {error}."))
    return replace(view_of(visitor), box="")


def submit(desk: Desk, token: str | None, seen: Seen | None, text: str) -> Iterator[View]:
    """First that the answer is being read, then its grade; the box keeps the text until the grade is there."""
    visitor = desk.visitors.find(token)
    if visitor is None:
        yield View(stage="same", notice=render.notice(LOST))
        return
    interview = _find_asking(visitor, seen)
    if interview is None:
        yield View(stage="same", notice=render.notice(MOVED))
        return
    fault = _find_fault(text)
    if fault:
        yield view_of(visitor, fault)
        return
    waiting = desk.models.status() if not desk.models.settled else ""
    yield replace(view_of(visitor), stage="grading", panel=render.busy_panel(waiting or GRADING), cue="")
    try:
        grade = desk.models.grader().grade(interview.turn.question, text)
    except InterviewerError as error:
        yield view_of(visitor, f"Your answer is still in the box. It could not be graded: {error}.")
        return
    try:
        visitor.change(seen, partial(steps.answer, text=text, grade=grade))
    except InputError:
        yield View(stage="same", notice=render.notice(MOVED), panel=render.plain_panel("Not graded."))
        return
    yield view_of(visitor)


def write_feedback(desk: Desk, token: str | None, seen: Seen | None) -> Iterator[FeedbackView]:
    """The feedback on the last answer, a whole sentence at a time; nothing if there is no answer without feedback.

    It ends early, with what there is, when the visitor stops it, moves on or leaves.
    """
    visitor = desk.visitors.find(token)
    if visitor is None or seen is None:
        return
    interview, at = visitor.look()
    if interview is None or at != seen or interview.turn.stage != "graded" or interview.turn.attempts[-1].feedback:
        return
    turn, place = interview.turn, len(interview.turn.attempts) - 1
    stop = visitor.begin_writing()
    sentences: list[Sentence] = []
    note = ""
    yield FeedbackView(feedback=render.feedback(turn, sentences, note, True), writing=True)
    try:
        attempt = turn.attempts[-1]
        for sentence in desk.models.writer().write(turn.question, attempt.answer, attempt.grade, stop):
            sentences.append(sentence)
            if stop.is_set():
                break
            yield FeedbackView(feedback=render.feedback(turn, sentences, note, True), writing=True)
    except InterviewerError as error:
        note = f"Your answer and its score are saved. The feedback breaks off here: {error}."
    finally:
        stopped = stop.is_set()
        stop.set()
        visitor.keep_feedback(seen, place, sentences)
    if _still_at(visitor, seen, turn):
        note = note or ("You stopped the feedback." if stopped else "")
        yield FeedbackView(feedback=render.feedback(turn, sentences, note, False), writing=False)


def _find_asking(visitor: Visitor, seen: Seen | None) -> Interview | None:
    """The interview, if the question that the page shows is still the one that awaits an answer."""
    interview, at = visitor.look()
    if interview is None or interview.stopped or at != seen or interview.turn.stage != "asked":
        return None
    return interview


def _still_at(visitor: Visitor, seen: Seen, turn: Turn) -> bool:
    """Whether the page still shows the attempt on which feedback was begun."""
    interview, at = visitor.look()
    if interview is None or interview.stopped or at != seen:
        return False
    return interview.turn.stage == "graded" and len(interview.turn.attempts) == len(turn.attempts)


def stop_feedback(desk: Desk, token: str | None) -> None:
    """End the feedback that is being written."""
    visitor = desk.visitors.find(token)
    if visitor is not None:
        visitor.stop_writing()


def take_hint(desk: Desk, token: str | None, seen: Seen | None) -> View:
    """The question with one more hint."""
    return _step(desk, token, seen, steps.take_hint)


def skip(desk: Desk, token: str | None, seen: Seen | None) -> View:
    """The next question, the one on screen passed over; the box is emptied."""
    return _move(desk, token, seen, steps.skip, "")


def retry(desk: Desk, token: str | None, seen: Seen | None) -> View:
    """The same question again, with the last answer in the box to build on."""
    visitor = desk.visitors.find(token)
    interview = None if visitor is None else visitor.look()[0]
    last = interview.turn.attempts[-1].answer if interview is not None and interview.turn.attempts else None
    return _move(desk, token, seen, steps.retry, last)


def show_reference(desk: Desk, token: str | None, seen: Seen | None) -> View:
    """The graded question with its reference answer; feedback being written goes on."""
    return _step(desk, token, seen, steps.show_reference)


def next_question(desk: Desk, token: str | None, seen: Seen | None) -> View:
    """The next question with an empty box, or the summary after the last."""
    return _move(desk, token, seen, steps.next_question, "")


def finish(desk: Desk, token: str | None, seen: Seen | None) -> View:
    """The summary, the interview ended where it stands."""
    return _move(desk, token, seen, steps.stop, None)


def find_report(desk: Desk, token: str | None) -> Report | None:
    """The report on the visitor's interview so far; None where there is none."""
    visitor = desk.visitors.find(token)
    interview = None if visitor is None else visitor.look()[0]
    return None if interview is None else report_on(interview)


def _move(
    desk: Desk, token: str | None, seen: Seen | None, step: Callable[[Interview], Interview], box: str | None
) -> View:
    """Take a step away from the answer on screen: feedback being written on it ends, the box gets a new text."""
    view = _step(desk, token, seen, step)
    if view.notice:
        return view
    stop_feedback(desk, token)
    return replace(view, box=box)


def _step(desk: Desk, token: str | None, seen: Seen | None, step: Callable[[Interview], Interview]) -> View:
    visitor = desk.visitors.find(token)
    if visitor is None:
        return View(stage="same", notice=render.notice(LOST))
    try:
        visitor.change(seen, step)
    except InputError as error:
        return View(stage="same", notice=render.notice(f"Nothing was changed: {error}."))
    return view_of(visitor)


def _find_fault(text: str) -> str:
    """Why an answer cannot be taken; empty if it can."""
    if not text.strip():
        return "Your answer is empty. Write a sentence or two, take a hint, or skip the question."
    if len(text) > LONGEST_ANSWER:
        return (
            f"Your answer is still in the box. It has {len(text):,} characters; the most that is graded here is "
            f"{LONGEST_ANSWER:,}: shorten it."
        )
    return ""
