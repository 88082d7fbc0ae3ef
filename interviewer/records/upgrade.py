"""Bringing a database to the schema of this version: migrations inside the package, under a lock, all or nothing."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, inspect, text

from interviewer.errors import StorageError
from interviewer.records.database import migrating
from interviewer.records.faults import NOT_KEPT, telling

HEAD = "sessions"
LOCK_KEY = 0x1E7E_71E3


def upgrade(engine: Engine) -> None:
    """Run the migrations that are missing; two programs that start together take turns.

    The lock is the transaction itself on SQLite (it holds the file from its start) and an advisory lock on PostgreSQL.
    A failure in the middle leaves the database as it was.

    Raises:
        StorageError: If the database is of a newer version, or does not take the change.
    """
    with telling(NOT_KEPT):
        with engine.connect() as connection:
            if version_of(connection) == HEAD:
                return
        with migrating(engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
            if version_of(connection) != HEAD:
                migrate(connection, HEAD)


def version_of(connection: Connection) -> str | None:
    """The schema that the database has; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrate(connection: Connection, target: str) -> None:
    """Run the migrations up to `target` within the connection's transaction.

    Raises:
        StorageError: If the database has a schema that this version does not know.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "interviewer.records:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, target)
    except CommandError as error:
        raise StorageError(
            f"Nothing was changed: the interviews are kept in the schema {version_of(connection)!r} of a newer "
            f"version; install that version again ({error})."
        ) from error
