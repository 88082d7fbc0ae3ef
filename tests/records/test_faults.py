"""A database that is locked, full, gone, damaged or shut down: a sentence, no lost answer, and it goes on again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import event, text

from interviewer.errors import SettingsError, StorageError
from interviewer.practice.events import Event
from interviewer.practice.interview import Interview
from interviewer.records import course, database
from interviewer.records.database import open_engine, shown
from interviewer.records.ledger import Kept, Ledger
from interviewer.records.store import Store, open_store
from interviewer.records.upgrade import upgrade
from tests.practice.kitchen import HALF_TEA, KITCHEN, plain_grader
from tests.records.servers import PostgresServer

NOT_SAVED = r"^Your answer is not saved and still in the box: "


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "records.sqlite"


@pytest.fixture
def local(file: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A ledger in a SQLite file that does not wait long for a lock."""
    monkeypatch.setattr(database, "BUSY_S", 0.05)
    return Ledger(open_store(str(file)))


@pytest.fixture
def begun(local: Ledger) -> Kept:
    return local.begin(local.store.local_person().id, KITCHEN, "practice")


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    """A server that a test may stop."""
    server = PostgresServer()
    yield server
    server.remove()


def works_again(ledger: Ledger, kept: Kept) -> bool:
    """Whether nothing has happened since, and the answer can be handed in now."""
    assert ledger.open(kept.person, kept.id) == kept
    after = course.submit(ledger, kept.where, HALF_TEA)
    return ledger.open(kept.person, kept.id) == after and after.interview.turn.stage == "answered"


def test_a_locked_database_is_told_and_waited_for(local: Ledger, begun: Kept, file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match=NOT_SAVED + "another program holds the database"):
        course.submit(local, begun.where, HALF_TEA)
    assert local.open(begun.person, begun.id) == begun  # reading goes on
    other.execute("ROLLBACK")
    assert works_again(local, begun)


def test_a_full_disk_is_told(file: Path, begun: Kept) -> None:
    engine = open_engine(str(file))
    full = [True]

    @event.listens_for(engine, "connect")
    def _no_more_pages(connection: sqlite3.Connection, record: object) -> None:
        if full[0]:
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count={pages}")

    ledger = Ledger(Store(engine))
    with pytest.raises(StorageError, match=NOT_SAVED + "the disk is full; free some space"):
        course.submit(ledger, begun.where, HALF_TEA * 2000)
    full[0] = False
    engine.dispose()
    assert works_again(ledger, begun)


def test_a_file_that_was_replaced_is_not_written_to_under_its_old_name(local: Ledger, begun: Kept, file: Path) -> None:
    local.store.close()
    whole = file.read_bytes()
    local.open(begun.person, begun.id)
    file.unlink()
    file.write_bytes(whole)
    assert works_again(local, begun)
    assert Ledger(open_store(str(file))).open(begun.person, begun.id).interview.turn.stage == "answered"


def test_a_file_that_is_gone_is_told_and_never_made_anew(local: Ledger, begun: Kept, file: Path) -> None:
    aside = file.with_name("aside")
    file.rename(aside)
    with pytest.raises(StorageError, match=NOT_SAVED + "the database file is gone"):
        course.submit(local, begun.where, HALF_TEA)
    with pytest.raises(StorageError, match=r"^What you have answered is safe but cannot be shown now: .* gone"):
        local.open(begun.person, begun.id)
    assert not file.exists()
    aside.rename(file)
    assert works_again(local, begun)


def test_a_damaged_file_is_told(local: Ledger, begun: Kept, file: Path) -> None:
    local.store.close()
    whole = file.read_bytes()
    file.write_bytes(b"no database at all" * 1000)
    with pytest.raises(StorageError, match=NOT_SAVED + "the file is no database"):
        course.submit(local, begun.where, HALF_TEA)
    file.write_bytes(whole)
    assert works_again(local, begun)


def test_a_grade_that_cannot_be_stored_leaves_the_answer(local: Ledger, begun: Kept, file: Path) -> None:
    kept = course.submit(local, begun.where, HALF_TEA)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match=r"^Your answer is saved, its grade is not: "):
        course.grade(local, kept.where, "tea", plain_grader())
    other.execute("ROLLBACK")
    assert course.grade_all(local, kept.where, plain_grader()).interview.turn.score == 47.5


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match=r"Nothing was changed: .*file.* cannot be used"):
        open_store(str(tmp_path / "file" / "records.sqlite"))


def test_a_server_that_stops_is_told_and_used_again_when_it_is_back(own_server: PostgresServer) -> None:
    ledger = Ledger(open_store(own_server.new_database("records")))
    kept = ledger.begin(ledger.store.local_person().id, KITCHEN, "practice")
    own_server.stop()
    with pytest.raises(StorageError, match=NOT_SAVED + "the database server does not answer"):
        course.submit(ledger, kept.where, HALF_TEA)
    own_server.start()
    assert works_again(ledger, kept)


def test_a_connection_that_is_cut_in_the_middle_stores_nothing(server: PostgresServer) -> None:
    url = server.new_database("cut_off")
    ledger = Ledger(open_store(url))
    kept = ledger.begin(ledger.store.local_person().id, KITCHEN, "practice")
    other = open_engine(url)

    def cut(interview: Interview, at: datetime) -> list[Event]:
        with other.begin() as connection:
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
            )
        return [Event(kind="answered", at=at, question_id="tea", payload={"answer": "x"})]

    with pytest.raises(StorageError, match=NOT_SAVED):
        ledger.take(kept.where, "answered", cut)
    assert works_again(ledger, kept)


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("mysql://localhost/records", "names a mysql database"),
        ("postgresql://:::", "neither a file nor a URL"),
    ],
)
def test_a_place_that_is_no_database_of_ours_is_refused(place: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        open_engine(place)


def test_a_server_that_is_not_there_is_told_without_the_password(tmp_path: Path) -> None:
    place = f"postgresql://ada:secret@/records?host={tmp_path}"
    with pytest.raises(StorageError, match="the database server does not answer") as refused:
        open_store(place)
    assert "secret" not in str(refused.value) + shown(place)
    assert "ada" in str(refused.value)


def test_a_database_without_the_tables_is_told(server: PostgresServer) -> None:
    url = server.new_database("emptied")
    engine = open_engine(url)
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE events"))
    ledger = Ledger(Store(engine))
    person = ledger.store.local_person().id
    with pytest.raises(StorageError, match=r"^No interview was begun: the database reports relation"):
        ledger.begin(person, KITCHEN, "practice")
