"""What happens on the practice page, as plain functions: a token, what the page showed and a wish in, a view out.

Every step is stored before it is shown; an answer is stored before anything is graded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from interviewer.errors import InputError, InterviewerError, StaleError, StorageError
from interviewer.practice.choose import Choice, choose, fitting
from interviewer.practice.interview import Mode
from interviewer.records import course
from interviewer.records.ledger import Kept, Ledger, Where
from rubrics.model import Question
from ui import pages, render
from ui.desk import LONGEST_ANSWER, Desk, find_fault, refused
from ui.render_panel import busy_panel, waiting_panel
from ui.views import View, cue, text_of, view_of
from ui.waiting import graded

Step = Callable[[Ledger, Where], Kept]


def open_page(desk: Desk, token: str | None, page: str = "", interview: str = "") -> View:
    """What a person sees on opening or reloading: the page that the address names, or else where they were."""
    if interview:
        return pages.show_interview(desk, token, interview)
    if page in ("history", "today"):
        return pages.show_history(desk, token) if page == "history" else pages.show_today(desk, token)
    try:
        kept = desk.ledger.find_open(desk.person(token))
        if kept is None or page == "start":
            return replace(pages.start(desk, token), cue=cue("", "?view=start" if page else ""))
        return replace(
            view_of(desk.words, kept, desk.now), cue=cue(""), box=text_of(kept), due=pages.count_due(desk, kept.person)
        )
    except InterviewerError as error:
        return View(stage="start", notice=refused(desk.words, error).notice)


def count_fitting(desk: Desk, levels: tuple[str, ...], topics: tuple[str, ...], wanted: int | None) -> int:
    """How many questions an interview of these levels and topics, and at most `wanted`, would ask."""
    fit = len(fitting(desk.questions, Choice(levels=levels, topics=topics)))
    return fit if wanted is None else min(fit, wanted)


def begin(desk: Desk, token: str | None, choice: Choice, mode: Mode = "practice") -> View:
    """A new interview at its first question."""
    try:
        return begin_with(desk, token, choose(desk.questions, choice), mode)
    except InterviewerError as error:
        why = desk.words.written(str(error))
        told = why if isinstance(error, StorageError) else desk.words.html("fate.not_begun", why=why)
        return View(stage="start", notice=render.notice(told))


def begin_review(desk: Desk, token: str | None) -> View:
    """A review of the questions that are due today."""
    try:
        due = pages.due_questions(desk, desk.person(token))
        if not due:
            raise InputError(desk.words("error.nothing_due"))
        return begin_with(desk, token, tuple(question for question, _ in due), "review")
    except InterviewerError as error:
        return refused(desk.words, error, "fate.no_review")


def begin_with(desk: Desk, token: str | None, questions: tuple[Question, ...], mode: Mode) -> View:
    """A new interview of these questions, at its first.

    Raises:
        InterviewerError: If it cannot be begun.
    """
    person = desk.person(token)
    desk.writing.stop(person)
    return replace(view_of(desk.words, desk.ledger.begin(person, questions, mode), desk.now), box="")


def submit(desk: Desk, token: str | None, seen: str | None, text: str, guess: float | None = None) -> Iterator[View]:
    """First that the answer is kept and being read, then its grade; in a mock interview, the next question.

    Args:
        desk: What the page works with.
        token: Of the cookie.
        seen: What the page showed.
        text: The answer.
        guess: The score that the person expects, 0 to 100; None where they gave none.
    """
    fault = find_fault(desk.words, text)
    if fault:
        yield View(stage="same", notice=render.notice(fault))
        return
    try:
        where = desk.where(token, seen)
        if guess is not None:
            course.predict(desk.ledger, where, guess)
        kept = course.submit(desk.ledger, where, text)
        if kept.interview.mode == "mock":
            kept = course.move_on(desk.ledger, kept.where)
    except InterviewerError as error:
        yield refused(desk.words, error, "fate.in_box")
        return
    yield from grade_waiting(desk, kept) if kept.interview.mode != "mock" else arrive(desk, kept)


def grade_waiting(desk: Desk, kept: Kept) -> Iterator[View]:
    """The answer on screen, which is kept, is graded in its turn; it stays kept if that fails."""
    view, question = view_of(desk.words, kept, desk.now), kept.interview.turn.question.id
    busy = replace(view, stage="grading", cue="")
    loading = "" if desk.models.settled else desk.models.status(desk.words)

    def waiting(ahead: int) -> View:
        text = desk.words("wait.explained" if ahead else "panel.reading")
        return replace(busy, panel=waiting_panel(desk.words, ahead, text))

    if loading:
        yield replace(busy, panel=busy_panel(loading))
    try:
        kept = yield from graded(desk.models, partial(course.grade, desk.ledger, kept.where, question), waiting)
    except InterviewerError as error:
        told = refused(desk.words, error, "fate.saved").notice
        yield replace(view, notice=told)
        return
    yield view_of(desk.words, kept, desk.now)


def grade_now(desk: Desk, token: str | None, seen: str | None) -> Iterator[View]:
    """What was cut short is done: after a failure, a reload, or a restart of the server; else nothing happens.

    An answer that awaits its grade gets it; in a mock interview the next question comes; a report waits for all grades.
    """
    try:
        kept = desk.open(token, seen)
        if kept.interview.stopped:
            if any(turn.submitted is not None for turn in kept.interview.turns):
                yield from pages.report(desk, kept)
        elif kept.interview.turn.stage == "answered" and kept.interview.mode == "mock":
            yield from arrive(desk, course.move_on(desk.ledger, kept.where))
        elif kept.interview.turn.stage == "answered":
            yield from grade_waiting(desk, kept)
    except StaleError:  # the page shows no interview, or it has moved on by itself
        return
    except InterviewerError as error:
        yield refused(desk.words, error)


def time_up(desk: Desk, token: str | None, seen: str | None, text: str) -> Iterator[View]:
    """The time of a question is over: what is in the box is handed in, and the next question or the end comes."""
    try:
        where = desk.where(token, seen)
        if text.strip():
            kept = course.submit(desk.ledger, where, text[:LONGEST_ANSWER])
            kept = course.move_on(desk.ledger, kept.where)
        else:
            kept = course.skip(desk.ledger, where)
        timing = kept.interview.timing
        if timing is not None and timing.total_left_s(desk.now) == 0:
            kept = course.finish(desk.ledger, kept.where)
    except InterviewerError as error:
        yield refused(desk.words, error, "fate.in_box")
        return
    yield from arrive(desk, kept)


def pause(desk: Desk, token: str | None, seen: str | None, text: str) -> View:
    """The clock stands still; what has been written is kept."""
    try:
        where = desk.where(token, seen)
        kept = desk.ledger.open(where.person, where.interview)
        desk.ledger.keep_draft(where.person, where.interview, kept.interview.turn.question.id, text[:LONGEST_ANSWER])
        return view_of(desk.words, course.pause(desk.ledger, where), desk.now)
    except InterviewerError as error:
        return refused(desk.words, error)


def resume(desk: Desk, token: str | None, seen: str | None) -> View:
    """The clock runs on, at the question as it was left."""
    try:
        kept = course.resume(desk.ledger, desk.where(token, seen))
    except InterviewerError as error:
        return refused(desk.words, error)
    return replace(view_of(desk.words, kept, desk.now), box=text_of(kept))


def take_hint(desk: Desk, token: str | None, seen: str | None) -> View:
    """The question with one more hint; the box keeps what is in it."""
    try:
        return view_of(desk.words, course.hint(desk.ledger, desk.where(token, seen)), desk.now)
    except InterviewerError as error:
        return refused(desk.words, error)


def show_reference(desk: Desk, token: str | None, seen: str | None) -> View:
    """The reference answer; feedback that is being written goes on."""
    try:
        view = view_of(desk.words, course.show_reference(desk.ledger, desk.where(token, seen)), desk.now)
    except InterviewerError as error:
        return refused(desk.words, error)
    return View(stage="same", seen=view.seen, cue=view.cue, panel=view.panel, reference=view.reference)


def skip(desk: Desk, token: str | None, seen: str | None) -> Iterator[View]:
    """The next question, the one on screen passed over."""
    yield from _move(desk, token, seen, course.skip)


def retry(desk: Desk, token: str | None, seen: str | None) -> Iterator[View]:
    """The same question again, with the last answer in the box to build on."""
    yield from _move(desk, token, seen, course.retry)


def next_question(desk: Desk, token: str | None, seen: str | None) -> Iterator[View]:
    """The next question with an empty box, or the report after the last."""
    yield from _move(desk, token, seen, course.move_on)


def finish(desk: Desk, token: str | None, seen: str | None) -> Iterator[View]:
    """The report, the interview ended where it stands."""
    yield from _move(desk, token, seen, course.finish)


def arrive(desk: Desk, kept: Kept) -> Iterator[View]:
    """The question that an interview stands at, or its report if it has come to its end."""
    if kept.interview.stopped:
        yield from pages.report(desk, kept)
    else:
        yield replace(view_of(desk.words, kept, desk.now), box=text_of(kept))


def _move(desk: Desk, token: str | None, seen: str | None, step: Step) -> Iterator[View]:
    """Take a step away from the answer on screen; feedback that is being written on it ends."""
    try:
        kept = step(desk.ledger, desk.where(token, seen))
    except InterviewerError as error:
        yield refused(desk.words, error)
        return
    desk.writing.stop(kept.person)
    yield from arrive(desk, kept)
