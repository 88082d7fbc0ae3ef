"""The steps a candidate takes in an interview that is kept; each is stored before it gives the interview after it.

An answer is stored when it is handed in, and graded afterwards: whatever happens to the grading, it is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from interviewer.errors import InputError
from interviewer.feedback.writer import Sentence
from interviewer.practice import interview as steps
from interviewer.practice.documents import sentence_documents
from interviewer.practice.events import Event, Kind
from interviewer.practice.follow_up import find_follow_up, follow_up_question
from interviewer.practice.interview import Interview
from interviewer.practice.replay import place_of
from interviewer.practice.single_point import Grades
from interviewer.records.ledger import Kept, Ledger, Where


def predict(ledger: Ledger, where: Where, score: float) -> Kept:
    """The score, 0 to 100, that the candidate expects of this attempt is kept."""
    return _on_screen(ledger, where, "predicted", {"score": score})


def submit(ledger: Ledger, where: Where, text: str) -> Kept:
    """The answer is kept; it awaits its grade."""
    return _on_screen(ledger, where, "answered", {"answer": text})


def grade(ledger: Ledger, where: Where, question_id: str, grader: Grades) -> Kept:
    """The answer that awaits its grade at this question is graded; unchanged if none does, or another was quicker.

    Raises:
        ModelError: If a model fails; the answer stays where it is.
    """
    kept = ledger.open(where.person, where.interview)
    turn = kept.interview.turns[place_of(kept.interview, question_id)]
    if turn.submitted is None:
        return kept
    graded, submitted = grader.grade(turn.question, turn.submitted.answer), turn.submitted

    def write(interview: Interview, at: datetime) -> list[Event]:
        if interview.turns[place_of(interview, question_id)].submitted != submitted:
            return []
        return [Event(kind="graded", at=at, question_id=question_id, payload={"grade": graded.as_json()})]

    return ledger.take(_anywhere(where), "graded", write)


def grade_all(ledger: Ledger, where: Where, grader: Grades) -> Kept:
    """Every answer and follow-up answer that awaits its grade is graded: after a restart, or a mock interview."""
    kept = ledger.open(where.person, where.interview)
    for turn in kept.interview.turns:
        if turn.submitted is not None:
            kept = grade(ledger, where, turn.question.id, grader)
        for number, attempt in enumerate(turn.attempts):
            if attempt.follow_up is not None and attempt.follow_up.grade is None:
                kept = grade_follow_up(ledger, where, (turn.question.id, number), grader)
    return kept


def keep_feedback(ledger: Ledger, where: Where, question_id: str, attempt: int, sentences: Sequence[Sentence]) -> Kept:
    """The feedback on an attempt, counted from 0, is kept in place of what was there."""
    payload = {"attempt": attempt, "sentences": sentence_documents(sentences)}
    return ledger.take(
        _anywhere(where),
        "feedback",
        lambda interview, at: [Event(kind="feedback", at=at, question_id=question_id, payload=payload)],
    )


def hint(ledger: Ledger, where: Where) -> Kept:
    """One more hint is given; it costs HINT_COST of the next attempt's score."""

    def write(interview: Interview, at: datetime) -> list[Event]:
        point = steps.take_hint(interview).turn.hinted[-1]
        question_id = interview.turn.question.id
        return [Event(kind="hinted", at=at, question_id=question_id, payload={"key_point": point})]

    return ledger.take(where, "hinted", write)


def show_reference(ledger: Ledger, where: Where) -> Kept:
    """The reference answer has been shown; attempts from here on do not count."""
    return _on_screen(ledger, where, "reference_shown", {})


def retry(ledger: Ledger, where: Where) -> Kept:
    """The same question is asked again."""
    return _on_screen(ledger, where, "retried", {})


def skip(ledger: Ledger, where: Where) -> Kept:
    """The question on screen is passed over."""
    return _leave(ledger, where, "skipped")


def move_on(ledger: Ledger, where: Where) -> Kept:
    """The next question is asked, or the interview ends."""
    return _leave(ledger, where, "moved")


def finish(ledger: Ledger, where: Where) -> Kept:
    """The interview ends where it stands; unchanged if it has ended."""
    return ledger.take(
        where, "finished", lambda interview, at: [] if interview.stopped else [Event(kind="finished", at=at)]
    )


def pause(ledger: Ledger, where: Where) -> Kept:
    """The clock of a mock interview stands still; once."""
    return ledger.take(where, "paused", lambda interview, at: [Event(kind="paused", at=at)])


def resume(ledger: Ledger, where: Where) -> Kept:
    """The clock runs on."""
    return ledger.take(where, "resumed", lambda interview, at: [Event(kind="resumed", at=at)])


def answer_follow_up(ledger: Ledger, where: Where, text: str) -> Kept:
    """The answer to the follow-up question is kept; it awaits its grade.

    Raises:
        InputError: If there is no follow-up question to answer.
    """

    def write(interview: Interview, at: datetime) -> list[Event]:
        point = find_follow_up(interview.turn)
        if point is None:
            raise InputError("there is no follow-up question to answer now")
        payload = {"key_point": point.id, "answer": text}
        return [Event(kind="follow_up_answered", at=at, question_id=interview.turn.question.id, payload=payload)]

    return ledger.take(where, "follow_up_answered", write)


def grade_follow_up(ledger: Ledger, where: Where, attempt: tuple[str, int], grader: Grades) -> Kept:
    """The follow-up answer of an attempt is graded on its key point alone; unchanged if none awaits a grade.

    Args:
        ledger: Where the interview is kept.
        where: Whose.
        attempt: Id of the question and number of the attempt, from 0.
        grader: Gives the grade.
    """
    question_id, number = attempt
    kept = ledger.open(where.person, where.interview)
    turn = kept.interview.turns[place_of(kept.interview, question_id)]
    asked = turn.attempts[number].follow_up if 0 <= number < len(turn.attempts) else None
    if asked is None or asked.grade is not None:
        return kept
    graded = grader.grade(follow_up_question(turn, asked.key_point), asked.answer)

    def write(interview: Interview, at: datetime) -> list[Event]:
        now = interview.turns[place_of(interview, question_id)].attempts[number].follow_up
        if now != asked:
            return []
        payload = {"attempt": number, "grade": graded.as_json()}
        return [Event(kind="follow_up_graded", at=at, question_id=question_id, payload=payload)]

    return ledger.take(_anywhere(where), "follow_up_graded", write)


def _on_screen(ledger: Ledger, where: Where, kind: Kind, payload: dict[str, object]) -> Kept:
    return ledger.take(
        where,
        kind,
        lambda interview, at: [Event(kind=kind, at=at, question_id=interview.turn.question.id, payload=payload)],
    )


def _leave(ledger: Ledger, where: Where, kind: Kind) -> Kept:
    """Leave the question on screen and put the next one, if there is one."""

    def write(interview: Interview, at: datetime) -> list[Event]:
        left = Event(kind=kind, at=at, question_id=interview.turn.question.id)
        if interview.is_last:
            return [left]
        following = interview.turns[interview.place + 1].question.id
        return [left, Event(kind="asked", at=at, question_id=following)]

    return ledger.take(where, kind, write)


def _anywhere(where: Where) -> Where:
    """The same interview, wherever it stands by now."""
    return Where(person=where.person, interview=where.interview)
