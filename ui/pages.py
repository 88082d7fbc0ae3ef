"""The pages around practice: start, report, history, what is due today, and what is kept of a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

from interviewer.errors import AccessError, InputError, InterviewerError
from interviewer.practice import progress
from interviewer.practice.report import Report, report_on
from interviewer.practice.revising import outdated
from interviewer.practice.scheduling import Card
from interviewer.records import course, second_looks
from interviewer.records.ledger import Kept
from rubrics.model import Question
from ui import render, render_history, render_report, render_today
from ui.desk import Desk, refused
from ui.render_panel import waiting_panel
from ui.views import View, cue, text_of, view_of
from ui.waiting import graded

AHEAD = timedelta(days=3650)


def start(desk: Desk, token: str | None, message: str = "") -> View:
    """The start page, with the interview that could be gone on with."""
    try:
        person = desk.person(token)
        kept, due = desk.ledger.find_open(person), count_due(desk, person)
    except InterviewerError as error:
        return View(stage="start", notice=refused(desk.words, error).notice)
    return View(
        stage="start",
        notice=render.notice(message),
        cue=cue("#welcome-heading", "?view=start"),
        seen="" if kept is None else f"{kept.id}/{kept.interview.spot}",
        resume="" if kept is None else render_report.resume_card(desk.words, kept.interview, kept.started.astimezone()),
        due=due,
    )


def go_on(desk: Desk, token: str | None) -> Iterator[View]:
    """The interview begun last among those under way, where it stands; the start page if there is none."""
    try:
        kept = desk.ledger.find_open(desk.person(token))
    except InterviewerError as error:
        yield refused(desk.words, error)
        return
    yield start(desk, token) if kept is None else replace(view_of(desk.words, kept, desk.now), box=text_of(kept))


def show_interview(desk: Desk, token: str | None, interview: str) -> View:
    """One interview: where it stands, or its report."""
    try:
        kept = desk.ledger.open(desk.person(token), interview)
    except InterviewerError as error:
        return replace(start(desk, token), notice=refused(desk.words, error, "fate.not_shown").notice)
    if not kept.interview.stopped:
        return replace(view_of(desk.words, kept, desk.now), box=text_of(kept))
    return _report_view(desk, kept)


def open_interview(desk: Desk, token: str | None, interview: str) -> Iterator[View]:
    """As `show_interview`, and answers that are still without a grade get one."""
    try:
        kept = desk.ledger.open(desk.person(token), interview)
    except InterviewerError as error:
        yield refused(desk.words, error)
        return
    if kept.interview.stopped:
        yield from report(desk, kept)
    else:
        yield replace(view_of(desk.words, kept, desk.now), box=text_of(kept))


def report(desk: Desk, kept: Kept) -> Iterator[View]:
    """The report of an interview that has ended, once every answer in it has its grade."""
    waiting = [turn.question.id for turn in kept.interview.turns if turn.submitted is not None]
    told = ""
    for number, question in enumerate(waiting, 1):
        shown = _busy(desk, kept, desk.words("report.grading", number=number, total=len(waiting)))
        if not desk.models.settled and (loading := desk.models.status(desk.words)):
            yield _busy(desk, kept, loading)(0)
        try:
            kept = yield from graded(desk.models, partial(course.grade, desk.ledger, kept.where, question), shown)
        except InterviewerError as error:
            told = desk.words.html("report.not_all", why=desk.words.written(str(error).removesuffix(".")))
            break
    yield replace(_report_view(desk, kept), notice=render.notice(told))


def _busy(desk: Desk, kept: Kept, text: str) -> Callable[[int], View]:
    """The page of a report that is not there yet, for a number of other people's answers that are graded before it."""
    return lambda ahead: View(stage="summary", cue=_address(kept, ""), summary=waiting_panel(desk.words, ahead, text))


def _report_view(desk: Desk, kept: Kept) -> View:
    return View(
        stage="summary",
        seen=f"{kept.id}/{kept.interview.spot}",
        cue=_address(kept, "#summary-heading"),
        summary=render_report.summary(
            desk.words, report_on(kept.interview), kept.id, len(outdated(kept.interview, _by_id(desk)))
        ),
        due=count_due(desk, kept.person),
    )


def regrade(desk: Desk, token: str | None, interview: str) -> Iterator[View]:
    """The answers of an interview whose rubrics have changed are graded by today's; the former grades are kept."""
    try:
        kept = desk.ledger.open(desk.person(token), interview)
        shown = _busy(desk, kept, desk.words("report.regrading"))
        yield shown(0)
        kept = yield from graded(
            desk.models, partial(second_looks.regrade, desk.ledger, kept.where, _by_id(desk)), shown
        )
    except InterviewerError as error:
        yield replace(show_interview(desk, token, interview), notice=refused(desk.words, error).notice)
        return
    yield from report(desk, kept)


def _by_id(desk: Desk) -> dict[str, Question]:
    return {question.id: question for question in desk.questions}


def _address(kept: Kept, focus: str) -> str:
    return cue(focus, f"?interview={kept.id}")


def show_history(desk: Desk, token: str | None) -> View:
    """Every interview in a line, and what they say together."""
    try:
        person = desk.person(token)
        past = desk.ledger.past(person)
    except InterviewerError as error:
        return refused(desk.words, error)
    found = render_history.History(
        lines=progress.history(past),
        topics=progress.standings(past, "topic"),
        misconceptions=progress.misconceptions(past),
        foreseen=progress.calibration(past),
    )
    shown = render_history.history(desk.words, found, desk.now.tzinfo)
    return View(
        stage="history", cue=cue("#history-heading", "?view=history"), history=shown, due=count_due(desk, person)
    )


def show_today(desk: Desk, token: str | None) -> View:
    """What is due today, or when something will be."""
    try:
        person = desk.person(token)
        due = due_questions(desk, person)
        later = [] if due else desk.ledger.due(person, desk.now + AHEAD)
    except InterviewerError as error:
        return refused(desk.words, error)
    upcoming = min((card.due.astimezone() for card in later), default=None)
    shown = render_today.today(desk.words, due, upcoming, desk.now)
    return View(stage="today", cue=cue("#today-heading", "?view=today"), today=shown, due=len(due))


def due_questions(desk: Desk, person: str) -> tuple[tuple[Question, Card], ...]:
    """The questions due before the end of today, what is most nearly forgotten first; those no longer asked left out.

    Raises:
        StorageError: If the store does not answer.
    """
    by_id = _by_id(desk)
    cards = desk.ledger.due(person, desk.now)
    return tuple((by_id[card.question_id], card) for card in cards if card.question_id in by_id)


def count_due(desk: Desk, person: str) -> int:
    """How many questions are due today."""
    return len(due_questions(desk, person))


def delete_all(desk: Desk, token: str | None) -> View:
    """Everything that is kept of the person is deleted, for good."""
    try:
        person = desk.person(token)
        desk.writing.stop(person)
        desk.ledger.store.delete(person)
        is_gone = desk.people.find_person(token) is None
    except InterviewerError as error:
        return refused(desk.words, error, "fate.not_deleted")
    if is_gone:  # an account goes with the data, and the log-in with it
        return View(stage="start", notice=render.notice(desk.words("own.deleted")), box="")
    return replace(start(desk, token, desk.words("own.deleted")), box="")


def find_report(desk: Desk, token: str | None, interview: str | None = None) -> Report | None:
    """The report on an interview, the person's latest by default; None where there is none to be shown."""
    try:
        person = desk.person(token)
        past = desk.ledger.past(person) if interview is None else [desk.ledger.open(person, interview).past]
    except AccessError:
        return None
    return report_on(past[-1].interview) if past and past[-1].interview.reveals else None


def export(desk: Desk, token: str | None) -> dict[str, object] | None:
    """Everything that is kept of the person; None if the token leads to nobody."""
    person = desk.people.find_person(token)
    return None if person is None else desk.ledger.store.export(person)


def keep_draft(desk: Desk, token: str | None, draft: dict[str, object]) -> None:
    """What is being typed is kept.

    Args:
        desk: What the page works with.
        token: Of the cookie.
        draft: `interview`, `question` and `text`.

    Raises:
        InputError: If one is missing or too long.
        InterviewerError: If it cannot be kept.
    """
    interview, question, text = (draft.get(name) for name in ("interview", "question", "text"))
    if not (isinstance(interview, str) and isinstance(question, str) and isinstance(text, str)):
        raise InputError("a draft has an interview, a question and a text")
    desk.ledger.keep_draft(desk.person(token), interview, question, text)
