"""Opening the database: a SQLite file in the user's data folder, or PostgreSQL by URL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Semaphore

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.exc import TimeoutError as TurnTimeout
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from interviewer.errors import SettingsError, StorageError
from interviewer.records.faults import NOT_KEPT, telling

BUSY_S = 5.0  # longest wait for another program …
TURN_S = 60.0  # … and for the others who write by this one; a slow disk takes a tenth of a second for each
POOL = 10
CONNECT_S = 5
STATEMENT_MS = 15_000


def open_engine(place: str) -> Engine:
    """An engine for the database; of SQLite, file and folder are made where they are missing.

    Args:
        place: A file's path, a `sqlite:///` URL or a `postgresql://` URL.

    Raises:
        SettingsError: If it is none of them, or a library is missing for it.
        StorageError: If file or folder cannot be made.
    """
    if "://" not in place:
        return _sqlite(Path(place).expanduser())
    try:
        url = make_url(place)
    except (ArgumentError, ValueError) as error:
        raise SettingsError("INTERVIEWER_RECORDS is neither a file nor a URL that can be read") from error
    if url.get_backend_name() == "sqlite" and url.database:
        return _sqlite(Path(url.database))
    if url.get_backend_name() in ("postgresql", "postgres"):
        return _postgres(url)
    raise SettingsError(
        f"INTERVIEWER_RECORDS names a {url.get_backend_name()} database: interviews are kept in a SQLite file or in "
        "PostgreSQL (postgresql://user@host/database)"
    )


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes; on SQLite it waits for its turn at the start, so that it cannot fail half-way."""
    with _turn(engine), engine.execution_options(writing=True).begin() as connection:
        yield connection


@contextmanager
def _turn(engine: Engine) -> Iterator[None]:
    """On SQLite one thread writes at a time: many that all wait for the file keep one another from it."""
    turn = engine.get_execution_options().get("turn")
    if not isinstance(turn, Semaphore):
        yield
    elif not turn.acquire(timeout=TURN_S):
        raise TurnTimeout(f"no turn to write within {TURN_S} s")
    else:
        try:
            yield
        finally:
            turn.release()


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """As `writing`, with no row deleted for another one's sake."""
    with engine.execution_options(writing=True, migrating=True).begin() as connection:
        yield connection


def _sqlite(path: Path) -> Engine:
    with telling(NOT_KEPT):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            path.touch(mode=0o600)
    uri = f"{path.absolute().as_uri()}?mode=rw"  # a file that is gone is an error, never a new empty one

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, timeout=BUSY_S, isolation_level=None, check_same_thread=False)

    engine = create_engine(
        "sqlite://",
        creator=connect,
        poolclass=QueuePool,
        pool_size=POOL,
        max_overflow=POOL,
        pool_timeout=BUSY_S,
        execution_options={"turn": Semaphore(1)},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
        record.info["file"] = _identity(path)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "checkout")
    def _check_file(connection: sqlite3.Connection, record: ConnectionPoolEntry, proxy: object) -> None:
        if record.info["file"] != _identity(path):  # what is written to a deleted file is lost without an error
            raise DisconnectionError(f"{path} is another file than it was")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        keys = "OFF" if options.get("migrating", False) else "ON"  # a table that is built anew is dropped in between
        connection.exec_driver_sql(f"PRAGMA foreign_keys={keys}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writing", False) else "BEGIN")

    return engine


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file the path leads to; None if to none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _postgres(url: URL) -> Engine:
    try:
        import psycopg  # noqa: F401  (the driver that SQLAlchemy loads by name)
    except ImportError as error:
        raise SettingsError("PostgreSQL needs its driver: pip install 'interviewer[postgres]'") from error
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        pool_size=POOL,
        max_overflow=POOL,
        pool_timeout=BUSY_S,
        hide_parameters=True,
        connect_args={"connect_timeout": CONNECT_S, "options": f"-c statement_timeout={STATEMENT_MS}"},
    )


def check_is_there(engine: Engine, place: str) -> None:
    """Does nothing if the database answers.

    Raises:
        StorageError: If it does not.
    """
    try:
        with telling(f"Interviews cannot be kept in {shown(place)}"), engine.connect():
            return
    except StorageError:
        engine.dispose()
        raise


def shown(place: str) -> str:
    """The place as it may be shown: without a password."""
    return make_url(place).render_as_string(hide_password=True) if "://" in place else place
