"""The first schema: people, interviews with their events and drafts, rubrics, cards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "first"
down_revision = None
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "people",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    op.create_table(
        "rubrics",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_rubrics"),
    )
    op.create_table(
        "interviews",
        sa.Column("id", sa.String(32), nullable=False),
        _owner("person", "people", "interviews"),
        sa.Column("mode", sa.String(20), nullable=False),
        sa.Column("questions", sa.Text, nullable=False),
        sa.Column("limits", sa.Text, nullable=False),
        sa.Column("started", MOMENT, nullable=False),
        sa.Column("ended", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_interviews"),
    )
    op.create_index("ix_interviews_person_started", "interviews", ["person", "started"])
    op.create_table(
        "events",
        _owner("interview", "interviews", "events"),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("question", sa.String(200), nullable=True),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("interview", "number", name="pk_events"),
    )
    op.create_table(
        "drafts",
        _owner("interview", "interviews", "drafts"),
        sa.Column("question", sa.String(200), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("interview", "question", name="pk_drafts"),
    )
    op.create_table(
        "cards",
        _owner("person", "people", "cards"),
        sa.Column("question", sa.String(200), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("due", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person", "question", name="pk_cards"),
    )


def _owner(name: str, target: str, table: str) -> sa.Column[str]:
    key = sa.ForeignKey(f"{target}.id", name=f"fk_{table}_{name}_{target}", ondelete="CASCADE")
    return sa.Column(name, sa.String(32), key, nullable=False)
