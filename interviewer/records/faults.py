"""What a database reports, as a sentence for people that says first what happened to their answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from interviewer.errors import StorageError

NOT_SAVED = "Your answer is not saved and still in the box"
SAVED = "Your answer is saved"
NOT_KEPT = "Nothing was changed"
UNREAD = "What you have answered is safe but cannot be shown now"

SQLITE_REASONS = {
    sqlite3.SQLITE_BUSY: "another program holds the database; try again in a moment",
    sqlite3.SQLITE_LOCKED: "another program holds the database; try again in a moment",
    sqlite3.SQLITE_FULL: "the disk is full; free some space, then try again",
    sqlite3.SQLITE_READONLY: "the database may not be written; check the permissions of the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "the database file is gone or may not be opened; put it back, then try again",
    sqlite3.SQLITE_IOERR: "the disk reports an error; check it, then try again",
    sqlite3.SQLITE_CORRUPT: "the database file is damaged; put a copy of it back",
    sqlite3.SQLITE_NOTADB: "the file is no database; check the setting INTERVIEWER_RECORDS",
}
POSTGRES_REASONS = {  # by SQLSTATE, or its class of two letters
    "53100": "the database server's disk is full; free some space, then try again",
    "53300": "the database server has too many connections; try again in a moment",
    "25006": "the database may only be read; try again later",
    "42501": "the database user may not write its tables; check its rights",
    "55P03": "another program holds the database; try again in a moment",
    "57014": "the database took too long; try again in a moment",
    "28": "the database server refuses user or password; check the setting INTERVIEWER_RECORDS",
    "3D": "the database server has no database of that name; check the setting INTERVIEWER_RECORDS",
    "57": "the database server is shutting down; try again in a moment",
    "08": "the database server does not answer; try again in a moment",
}


@contextmanager
def telling(fate: str) -> Iterator[None]:
    """Within it, a failure of the database becomes a sentence that begins with `fate`.

    Args:
        fate: What has become of the answer; one of the constants above, without a full stop.

    Raises:
        StorageError: In place of what the database reports; broken constraints are passed on.
    """
    try:
        yield
    except IntegrityError:
        raise
    except (SQLAlchemyError, OSError) as error:
        raise StorageError(f"{fate}: {reason_of(error)}.") from error


def reason_of(error: SQLAlchemyError | OSError) -> str:
    """Why the database failed and what to do, without a full stop."""
    if isinstance(error, OSError):
        return f"{error.filename or 'the database'} cannot be used ({error.strerror or error})"
    if isinstance(error, PoolTimeout):
        return "too many people write at the same moment; try again in a moment"
    original = error.orig if isinstance(error, DBAPIError) else None
    if isinstance(original, sqlite3.Error):
        code = getattr(original, "sqlite_errorcode", None)
        return SQLITE_REASONS.get((code or 0) & 0xFF, f"the database reports {original}")
    state = getattr(original, "sqlstate", None)
    if state is None and original is not None:
        return POSTGRES_REASONS["08"]
    known = POSTGRES_REASONS.get(state or "") or POSTGRES_REASONS.get((state or "")[:2])
    first_line = (str(original or error).splitlines() or ["an error"])[0]
    return known or f"the database reports {first_line}"
