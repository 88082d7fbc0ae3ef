"""The tables that interviews are kept in, the same on SQLite and PostgreSQL.

Texts that people write are stored as JSON in plain ASCII: a text column of PostgreSQL takes no zero character and no
half of a surrogate pair, and no answer may be refused for one.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
)

ID_LENGTH = 32

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A time with its zone: UTC in the table and UTC when read, on databases that forget the zone, too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The time in UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} has no time zone: give one")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The time in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Document(TypeDecorator[Any]):
    """Plain values as JSON text in ASCII, their order kept."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        """The value as text."""
        return json.dumps(value, ensure_ascii=True, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The text as a value."""
        return None if value is None else json.loads(value)


def _owned(name: str, target: str) -> Column[str]:
    return Column(name, String(ID_LENGTH), ForeignKey(target, ondelete="CASCADE"), nullable=False)


people = Table(
    "people",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("name", Document, nullable=False),
    Column("created", Moment, nullable=False),
    Column("login", String(200), nullable=True),
    Column("role", String(20), nullable=False, server_default="candidate"),
    Column("password_hash", Text, nullable=True),
    Index("ix_people_login", "login", unique=True),
)

rubrics = Table(
    "rubrics",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("question", Document, nullable=False),
)

interviews = Table(
    "interviews",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    _owned("person", "people.id"),
    Column("mode", String(20), nullable=False),
    Column("questions", Document, nullable=False),  # hashes of rubrics, in the order of asking
    Column("limits", Document, nullable=False),
    Column("started", Moment, nullable=False),
    Column("ended", Moment, nullable=True),
    Index("ix_interviews_person_started", "person", "started"),
)

events = Table(
    "events",
    metadata,
    _owned("interview", "interviews.id"),
    Column("number", Integer, nullable=False),
    Column("kind", String(30), nullable=False),
    Column("question", String(200), nullable=True),
    Column("payload", Document, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("interview", "number"),
)

drafts = Table(
    "drafts",
    metadata,
    _owned("interview", "interviews.id"),
    Column("question", String(200), nullable=False),
    Column("text", Document, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("interview", "question"),
)

cards = Table(
    "cards",
    metadata,
    _owned("person", "people.id"),
    Column("question", String(200), nullable=False),
    Column("state", Document, nullable=False),
    Column("due", Moment, nullable=False),
    PrimaryKeyConstraint("person", "question"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", String(64), primary_key=True),  # the checksum of the token, never the token
    _owned("person", "people.id"),
    Column("expires", Moment, nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("subject", String(64), nullable=False),  # the checksum of a name or an address
    Column("at", Moment, nullable=False),
    Index("ix_attempts_subject_at", "subject", "at"),
)
