"""Interviews under way: every step is checked, stored and only then taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

from sqlalchemy import Connection

from interviewer.errors import AccessError, StaleError
from interviewer.grading.scoring import Scheme
from interviewer.practice.events import Begun, Event, Kind
from interviewer.practice.interview import Interview, Mode
from interviewer.practice.progress import Past
from interviewer.practice.replay import apply, begin, replay
from interviewer.practice.scheduling import Card, due_today, find_review, reviewed
from interviewer.practice.timing import Limits, mock_limits
from interviewer.records import rows
from interviewer.records.card_rows import find_card, keep_card, read_cards
from interviewer.records.faults import NOT_KEPT, NOT_SAVED
from interviewer.records.people import get_person, new_id, required_reviewer
from interviewer.records.rows import NO_SUCH, Stored
from interviewer.records.store import Store
from rubrics.model import Question

MOVED = "this interview has moved on, perhaps in another tab: reload the page to see where"
FATES: dict[Kind, str] = {
    "answered": NOT_SAVED,
    "follow_up_answered": NOT_SAVED,
    "graded": "Your answer is saved, its grade is not",
    "follow_up_graded": "Your answer is saved, its grade is not",
    "feedback": "Your answer and its score are saved, the feedback is not",
}

Write = Callable[[Interview, datetime], Sequence[Event]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Whose interview a step is for, and what the page showed when it was taken.

    Attributes:
        person: Id of who takes the step.
        interview: Id of the interview.
        spot: `Interview.spot` of what the page showed; None for a step that holds wherever the interview stands.
    """

    person: str
    interview: str
    spot: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An interview as it is stored.

    Attributes:
        id: Its id.
        person: Id of the person it belongs to.
        interview: Where it stands.
        started: When it was begun, UTC.
        ended: When it came to its end, UTC; None while it is under way.
        draft: What was typed last for the question on screen; empty if nothing was, or it has been handed in.
        events: How many there are.
    """

    id: str
    person: str
    interview: Interview
    started: datetime
    ended: datetime | None
    draft: str
    events: int

    @property
    def where(self) -> Where:
        """What to hand back with the next step."""
        return Where(person=self.person, interview=self.id, spot=self.interview.spot)

    @property
    def past(self) -> Past:
        """The interview for `interviewer.practice.progress`."""
        return Past(id=self.id, interview=self.interview, started=self.started, ended=self.ended)


class Ledger:
    """People's interviews in a store; it holds none of them itself.

    Args:
        store: Where they are kept.
        scheme: What a verdict is worth, for second looks at a grade.
    """

    def __init__(self, store: Store, scheme: Scheme | None = None) -> None:
        self.store, self.scheme = store, scheme or Scheme()

    def begin(self, person: str, questions: Sequence[Question], mode: Mode, limits: Limits | None = None) -> Kept:
        """A new interview at its first question.

        Args:
            person: Id of the candidate.
            questions: What is asked, in this order.
            mode: How.
            limits: Of its clock; by default those of a mock interview, and none in the other modes.

        Raises:
            InputError: If there are no questions, or one is there twice.
            AccessError: If there is no such person.
        """
        usual = mock_limits(len(questions)) if mode == "mock" else Limits()
        begun = Begun(questions=tuple(questions), mode=mode, limits=limits or usual, at=self.store.clock())
        first = begin(begun).turn.question.id
        identity = new_id()
        with self.store.writing("No interview was begun") as connection:
            get_person(connection, person)
            rows.add_interview(connection, identity, person, begun)
            rows.add_events(connection, identity, 1, [Event(kind="asked", at=begun.at, question_id=first)])
            return _kept(_one(connection, person, identity))

    def open(self, person: str, interview: str) -> Kept:
        """An interview as it stands.

        Raises:
            AccessError: If this person has no such interview.
        """
        with self.store.reading() as connection:
            return _kept(_one(connection, person, interview))

    def find_open(self, person: str) -> Kept | None:
        """The interview to go on with: begun last among those under way; None if there is none."""
        with self.store.reading() as connection:
            identity = rows.latest_open(connection, person)
            return None if identity is None else _kept(_one(connection, person, identity))

    def open_for_review(self, reviewer: str, interview: str) -> Kept:
        """Anyone's interview, for a reviewer.

        Raises:
            AccessError: If the person is no reviewer, or there is no such interview.
        """
        with self.store.reading() as connection:
            required_reviewer(connection, reviewer)
            return _kept(_one(connection, rows.owner_of(connection, interview), interview))

    def to_review(self, reviewer: str, skip: int, count: int) -> tuple[Kept, ...]:
        """Everyone's interviews with a grade in them, begun last first, for a reviewer.

        Args:
            reviewer: Id of who asks.
            skip: How many are passed over.
            count: How many are given, at most.

        Raises:
            AccessError: If the person is no reviewer.
        """
        with self.store.reading() as connection:
            required_reviewer(connection, reviewer)
            found = rows.latest_answered(connection, skip, count)
            return tuple(_kept(_one(connection, person, identity)) for person, identity in found)

    def keep_draft(self, person: str, interview: str, question_id: str, text: str) -> None:
        """Keep what is being typed for a question, unless an answer to it awaits its grade.

        Raises:
            AccessError: If this person has no such interview.
        """
        with self.store.writing("What you type is not saved") as connection:
            rows.lock_interview(connection, person, interview)
            stands = _kept(_one(connection, person, interview)).interview
            if any(t.question.id == question_id and t.stage == "asked" for t in stands.turns) and not stands.stopped:
                rows.keep_draft(connection, interview, question_id, text, self.store.clock())

    def take(self, where: Where, kind: Kind, write: Write) -> Kept:
        """Store what `write` says happened, and give the interview after it.

        Args:
            where: Whose, and what was shown.
            kind: Of the first event, for the sentence in which a failure is told.
            write: Given the interview as it stands and the time, the events to add; none to leave it as it is.

        Raises:
            StaleError: If the interview stands elsewhere than what was shown.
            AccessError: If this person has no such interview.
            InputError: If an event does not follow from where the interview stands.
        """
        with self.store.writing(FATES.get(kind, NOT_KEPT)) as connection:
            rows.lock_interview(connection, where.person, where.interview)
            stored = _one(connection, where.person, where.interview)
            before = replay(stored.begun, stored.events)
            if where.spot is not None and where.spot != before.spot:
                raise StaleError(MOVED)
            at = max(self.store.clock(), stored.events[-1].at)  # a clock set back does not turn the order around
            new = write(before, at)
            after = reduce(apply, new, before)
            self._store(connection, stored, new, after)
            return _kept_after(stored, new, after)

    def past(self, person: str) -> tuple[Past, ...]:
        """All interviews of a person, in the order they were begun, for `interviewer.practice.progress`."""
        with self.store.reading() as connection:
            return tuple(_kept(stored).past for stored in rows.read_interviews(connection, person))

    def due(self, person: str, now: datetime) -> tuple[Card, ...]:
        """The person's cards that are due before the end of the day of `now`, what is most nearly forgotten first."""
        with self.store.reading() as connection:
            return due_today(read_cards(connection, person), now)

    def _store(self, connection: Connection, stored: Stored, new: Sequence[Event], after: Interview) -> None:
        rows.add_events(connection, stored.id, len(stored.events) + 1, new)
        if after.stopped and stored.ended is None:
            rows.mark_ended(connection, stored.id, new[-1].at)
        for event in new:
            if event.kind == "answered" and event.question_id is not None:
                rows.drop_draft(connection, stored.id, event.question_id)
        touched = {event.question_id for event in new}
        for turn in after.turns:
            review = find_review(stored.id, turn) if turn.question.id in touched else None
            card = find_card(connection, stored.person, turn.question.id) if review is not None else None
            if review is not None and (card is None or review not in card.reviews):
                keep_card(connection, stored.person, reviewed(turn.question.id, card, review))


def _one(connection: Connection, person: str, identity: str) -> Stored:
    found = rows.read_interviews(connection, person, identity)
    if not found:
        raise AccessError(NO_SUCH)
    return found[0]


def _kept(stored: Stored) -> Kept:
    return _kept_after(stored, (), replay(stored.begun, stored.events))


def _kept_after(stored: Stored, new: Sequence[Event], interview: Interview) -> Kept:
    """What is kept once `new` has followed the stored events and led to `interview`."""
    ended = stored.ended or (new[-1].at if new and interview.stopped else None)
    on_screen = interview.turn.question.id
    answered = any(event.kind == "answered" and event.question_id == on_screen for event in new)
    return Kept(
        id=stored.id,
        person=stored.person,
        interview=interview,
        started=stored.begun.at,
        ended=ended,
        draft="" if answered else stored.drafts.get(on_screen, ""),
        events=len(stored.events) + len(new),
    )
