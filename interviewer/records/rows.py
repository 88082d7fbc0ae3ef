"""Reading and writing the rows of one interview; every function takes the person, and finds only what is theirs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, Text, delete, insert, select, type_coerce, update
from sqlalchemy.dialects import postgresql, sqlite

from interviewer.errors import AccessError
from interviewer.practice.documents import read_question
from interviewer.practice.events import Begun, Event
from interviewer.practice.timing import Limits
from interviewer.records.tables import drafts, events, interviews, people, rubrics
from rubrics.model import Question

NO_SUCH = "there is no such interview among yours: begin one, or choose one from your history"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An interview as its rows have it.

    Attributes:
        id: Its id.
        person: Id of the person it belongs to.
        begun: How it began.
        events: In order.
        drafts: The text last kept while typing, by question id.
        ended: When it came to its end, UTC; None while it is under way.
    """

    id: str
    person: str
    begun: Begun
    events: tuple[Event, ...]
    drafts: dict[str, str]
    ended: datetime | None


def add_interview(connection: Connection, identity: str, person: str, begun: Begun) -> None:
    """Store the beginning of an interview."""
    hashes = [_keep_rubric(connection, question) for question in begun.questions]
    limits = {"question_s": begun.limits.question_s, "total_s": begun.limits.total_s}
    connection.execute(
        insert(interviews).values(
            id=identity, person=person, mode=begun.mode, questions=hashes, limits=limits, started=begun.at
        )
    )


def lock_interview(connection: Connection, person: str, identity: str) -> None:
    """Hold the person's row until the transaction ends, so that their steps from two tabs come one after the other.

    Raises:
        AccessError: If this person has no such interview.
    """
    wanted = select(people.c.id).join(interviews, interviews.c.person == people.c.id)
    mine = wanted.where(interviews.c.id == identity, people.c.id == person)
    if connection.execute(mine.with_for_update(of=people, key_share=True)).first() is None:
        raise AccessError(NO_SUCH)


def add_events(connection: Connection, identity: str, first: int, new: Sequence[Event]) -> None:
    """Append events, numbered from `first`.

    Raises:
        IntegrityError: If a number is taken.
    """
    for number, event in enumerate(new, first):
        connection.execute(
            insert(events).values(
                interview=identity,
                number=number,
                kind=event.kind,
                question=event.question_id,
                payload=dict(event.payload),
                at=event.at,
            )
        )


def mark_ended(connection: Connection, identity: str, at: datetime) -> None:
    """Note when an interview came to its end."""
    connection.execute(update(interviews).where(interviews.c.id == identity).values(ended=at))


def keep_draft(connection: Connection, identity: str, question_id: str, text: str, at: datetime) -> None:
    """Keep what has been typed, in place of what was kept before."""
    drop_draft(connection, identity, question_id)
    connection.execute(insert(drafts).values(interview=identity, question=question_id, text=text, at=at))


def drop_draft(connection: Connection, identity: str, question_id: str) -> None:
    """Forget what was typed for a question."""
    connection.execute(delete(drafts).where(drafts.c.interview == identity, drafts.c.question == question_id))


def read_interviews(connection: Connection, person: str, identity: str | None = None) -> tuple[Stored, ...]:
    """One interview of a person, or all of them, in the order they were begun; empty if there is none."""
    wanted = select(interviews).where(interviews.c.person == person).order_by(interviews.c.started, interviews.c.id)
    if identity is not None:
        wanted = wanted.where(interviews.c.id == identity)
    heads = connection.execute(wanted).all()
    ids = [head.id for head in heads]
    texts = _texts(connection, {one for head in heads for one in head.questions})
    happened: dict[str, list[Event]] = {one: [] for one in ids}
    for row in connection.execute(_of(events, person, identity).order_by(events.c.interview, events.c.number)):
        event = Event(kind=row.kind, at=row.at, question_id=row.question, payload=row.payload)
        happened.setdefault(row.interview, []).append(event)
    typed: dict[str, dict[str, str]] = {one: {} for one in ids}
    for row in connection.execute(_of(drafts, person, identity)):
        typed.setdefault(row.interview, {})[row.question] = row.text
    return tuple(
        Stored(
            id=head.id,
            person=head.person,
            begun=_begun(head, texts),
            events=tuple(happened[head.id]),
            drafts=typed[head.id],
            ended=head.ended,
        )
        for head in heads
    )


def owner_of(connection: Connection, identity: str) -> str:
    """Id of the person whose interview this is; for reviewers.

    Raises:
        AccessError: If there is no such interview.
    """
    owner = connection.execute(select(interviews.c.person).where(interviews.c.id == identity)).scalar()
    if owner is None:
        raise AccessError(NO_SUCH)
    return str(owner)


def latest_answered(connection: Connection, skip: int, count: int) -> tuple[tuple[str, str], ...]:
    """Person and interview of everyone's interviews with a grade, begun last first, of which `skip` are passed over."""
    graded = select(events.c.interview).where(events.c.kind == "graded")
    wanted = select(interviews.c.person, interviews.c.id).where(interviews.c.id.in_(graded))
    ordered = wanted.order_by(interviews.c.started.desc(), interviews.c.id).offset(skip).limit(count)
    return tuple((row.person, row.id) for row in connection.execute(ordered))


def latest_open(connection: Connection, person: str) -> str | None:
    """Id of the interview begun last among those under way; None if there is none."""
    wanted = select(interviews.c.id).where(interviews.c.person == person, interviews.c.ended.is_(None))
    return connection.execute(wanted.order_by(interviews.c.started.desc(), interviews.c.id).limit(1)).scalar()


def _keep_rubric(connection: Connection, question: Question) -> str:
    """Store a question with its rubric under the hash of all of it, once; the hash."""
    document = question.as_document()
    digest = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    new = dialect.insert(rubrics).values(hash=digest, question=document)
    connection.execute(new.on_conflict_do_nothing())
    return digest


def _of(table: Table, person: str, identity: str | None) -> Select[Any]:
    wanted = select(table).join(interviews, interviews.c.id == table.c.interview).where(interviews.c.person == person)
    return wanted if identity is None else wanted.where(interviews.c.id == identity)


def _texts(connection: Connection, hashes: Iterable[str]) -> dict[str, Question]:
    as_text = type_coerce(rubrics.c.question, Text)
    wanted = select(rubrics.c.hash, as_text).where(rubrics.c.hash.in_(sorted(hashes)))
    return {digest: _question(text) for digest, text in connection.execute(wanted)}


@lru_cache(maxsize=512)
def _question(text: str) -> Question:
    return read_question(json.loads(text))


def _begun(head: Row[tuple[object, ...]], texts: dict[str, Question]) -> Begun:
    return Begun(
        questions=tuple(texts[one] for one in head.questions),
        mode=head.mode,
        limits=Limits(**head.limits),
        at=head.started,
    )
