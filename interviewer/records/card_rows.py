"""The rows of a person's cards: when which question comes back."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from interviewer.practice.documents import read_card
from interviewer.practice.scheduling import Card
from interviewer.records.tables import cards


def find_card(connection: Connection, person: str, question_id: str) -> Card | None:
    """The person's card of a question; None before its first review."""
    wanted = select(cards.c.state).where(cards.c.person == person, cards.c.question == question_id)
    state = connection.execute(wanted).scalar()
    return None if state is None else read_card(state)


def read_cards(connection: Connection, person: str) -> tuple[Card, ...]:
    """All cards of a person, what is due first first."""
    wanted = select(cards.c.state).where(cards.c.person == person).order_by(cards.c.due, cards.c.question)
    return tuple(read_card(state) for state in connection.execute(wanted).scalars())


def keep_card(connection: Connection, person: str, card: Card) -> None:
    """Store a card in place of the one before."""
    connection.execute(delete(cards).where(cards.c.person == person, cards.c.question == card.question_id))
    connection.execute(
        insert(cards).values(person=person, question=card.question_id, state=card.as_json(), due=card.due)
    )
