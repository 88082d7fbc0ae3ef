"""People may have an account: a name to log in with, a role, a password hash."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "accounts"
down_revision = "first"


def upgrade() -> None:
    """Add the columns; everyone who is there already is a candidate without an account."""
    op.add_column("people", sa.Column("login", sa.String(200), nullable=True))
    op.add_column("people", sa.Column("role", sa.String(20), nullable=False, server_default="candidate"))
    op.add_column("people", sa.Column("password_hash", sa.Text, nullable=True))
    op.create_index("ix_people_login", "people", ["login"], unique=True)
