"""What comes after a score: the feedback as it is written, the follow-up question, and second looks at a verdict."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from interviewer.errors import InputError, InterviewerError
from interviewer.feedback.writer import Sentence
from interviewer.practice.follow_up import find_follow_up
from interviewer.records import course
from interviewer.records.ledger import Kept
from interviewer.records.second_looks import Point, appeal
from ui import render, render_after, render_panel
from ui.desk import Desk, find_fault, refused
from ui.views import FeedbackView, View, cue, view_of
from ui.waiting import graded
from ui.wording import Wording


def write_feedback(desk: Desk, token: str | None, seen: str | None) -> Iterator[FeedbackView]:
    """The feedback on the last answer, a whole sentence at a time; nothing if there is no answer without feedback.

    It ends early, with what there is, when the person stops it, moves on or leaves.
    """
    kept = _find_untold(desk, token, seen)
    if kept is None:
        return
    turn, number = kept.interview.turn, len(kept.interview.turn.attempts) - 1
    stop = desk.writing.begin(kept.person)
    sentences: list[Sentence] = []
    note = ""
    yield FeedbackView(feedback=render.feedback(desk.words, sentences, note, True), writing=True)
    try:
        attempt = turn.attempts[-1]
        for sentence in desk.models.writer().write(turn.question, attempt.answer, attempt.grade, stop):
            sentences.append(sentence)
            if stop.is_set():
                break
            yield FeedbackView(feedback=render.feedback(desk.words, sentences, note, True), writing=True)
    except InterviewerError as error:
        note = desk.words.html("feedback.broken", why=desk.words.written(str(error)))
    finally:
        note = note or (desk.words("feedback.stopped") if stop.is_set() else "")
        desk.writing.end(kept.person, stop)
        note = _keep(desk, kept, number, sentences) or note
    yield from _end(desk, kept, render.feedback(desk.words, sentences, note, False))


def stop_feedback(desk: Desk, token: str | None) -> None:
    """End the feedback that is being written."""
    person = desk.people.find_person(token)
    if person is not None:
        desk.writing.stop(person)


def answer_follow_up(desk: Desk, token: str | None, seen: str | None, text: str) -> Iterator[View]:
    """The answer to the follow-up question is kept, then graded on its key point alone."""
    fault = find_fault(desk.words, text)
    if fault:
        yield View(stage="same", notice=render.notice(fault), cue=cue("#follow-box textarea"))
        return
    try:
        kept = course.answer_follow_up(desk.ledger, desk.where(token, seen), text)
    except InterviewerError as error:
        yield refused(desk.words, error, "fate.in_box")
        return
    view, turn = replace(view_of(desk.words, kept, desk.now), cue=""), kept.interview.turn
    if not desk.models.settled:
        yield view
    try:
        attempt = (turn.question.id, len(turn.attempts) - 1)
        kept = yield from graded(
            desk.models,
            partial(course.grade_follow_up, desk.ledger, kept.where, attempt),
            lambda ahead: replace(view, follow=render_after.follow_up(desk.words, turn, ahead)),
        )
    except InterviewerError as error:
        yield refused(desk.words, error, "fate.saved")
        return
    yield replace(view_of(desk.words, kept, desk.now), cue=cue("#recovered"))


def look_again(desk: Desk, token: str | None, seen: str | None, wish: str) -> Iterator[View]:
    """A second look at one verdict in the words that the person marked, or in the whole answer, when its turn comes.

    Args:
        desk: What the page works with.
        token: Of the cookie.
        seen: What the page showed.
        wish: JSON: `key`, and `start` and `end` of the marked words in characters, or null in both for all.
    """
    try:
        where = desk.where(token, seen)
        kept = desk.ledger.open(where.person, where.interview)
        turn = kept.interview.turn
        number = len(turn.attempts) - 1
        key, passage = _read_wish(desk.words, wish, turn.attempts[-1].answer if turn.attempts else "")
        point = Point(question_id=turn.question.id, attempt=number, key_point=key)
        kept = yield from graded(
            desk.models,
            partial(appeal, desk.ledger, where, point, passage),
            lambda ahead: View(stage="same", notice=render.place(desk.words, ahead)),
        )
    except InterviewerError as error:
        yield refused(desk.words, error)
        return
    turn = kept.interview.turn
    answer = render.answer(desk.words, turn.attempts[-1])
    yield View(stage="same", panel=render_panel.panel(desk.words, turn), answer=answer, cue=cue("#score"))


def _read_wish(words: Wording, wish: str, answer: str) -> tuple[str, tuple[int, int]]:
    try:
        given = json.loads(wish)
        key, start, end = given["key"], given["start"], given["end"]
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(words("error.unreadable")) from error
    if start is None:
        start, end = 0, len(answer)
    if not isinstance(key, str) or not isinstance(start, int) or not isinstance(end, int):
        raise InputError(words("error.unreadable"))
    return key, (start, end)


def _find_untold(desk: Desk, token: str | None, seen: str | None) -> Kept | None:
    """The interview, if the page shows an answer that has its grade and no feedback yet."""
    try:
        kept = desk.open(token, seen)
    except InterviewerError:
        return None
    interview = kept.interview
    if interview.stopped or interview.mode == "mock" or seen != f"{kept.id}/{interview.spot}":
        return None
    return kept if interview.turn.stage == "graded" and not interview.turn.attempts[-1].feedback else None


def _keep(desk: Desk, kept: Kept, number: int, sentences: list[Sentence]) -> str:
    """Keep what has been written; why it could not be kept, or nothing."""
    if not sentences:
        return ""
    try:
        course.keep_feedback(desk.ledger, kept.where, kept.interview.turn.question.id, number, sentences)
    except InterviewerError as error:
        return desk.words.written(str(error))
    return ""


def _end(desk: Desk, kept: Kept, feedback: str) -> Iterator[FeedbackView]:
    """The whole feedback with the follow-up question, if the page still shows the attempt it belongs to."""
    try:
        now = desk.ledger.open(kept.person, kept.id).interview
    except InterviewerError:
        return
    if now.spot == kept.interview.spot:
        follow, can_follow = render_after.follow_up(desk.words, now.turn), find_follow_up(now.turn) is not None
        yield FeedbackView(feedback=feedback, writing=False, follow=follow, can_follow=can_follow)
