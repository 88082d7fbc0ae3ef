"""Migrations: from the first schema with data in it, under a lock, all or nothing, and never back."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.resources import files

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from interviewer.errors import StorageError
from interviewer.records import course
from interviewer.records.database import migrating, open_engine
from interviewer.records.ledger import Ledger
from interviewer.records.store import open_store
from interviewer.records.tables import metadata
from interviewer.records.upgrade import HEAD, migrate, upgrade, version_of
from tests.practice.kitchen import plain_grader

STARTED = datetime(2026, 1, 5, 9, tzinfo=UTC)


def write_first_schema(engine: Engine) -> None:
    """A database of the first version, with a person, an interview, its events, a draft and a card."""
    with migrating(engine) as connection:
        migrate(connection, "first")
        at = "2026-01-05 09:00:00.000000" + ("+00:00" if connection.dialect.name == "postgresql" else "")
        for statement in (
            f"INSERT INTO people VALUES ('ada', '\"Ada\"', '{at}')",
            """INSERT INTO rubrics VALUES ('h', '{"id":"tea","question":"How?","key_points":"""
            """[{"id":"boil","statement":"boil fresh water","weight":1.0}]}')""",
            "INSERT INTO interviews VALUES ('one', 'ada', 'practice', '[\"h\"]', "
            f"""'{{"question_s":null,"total_s":null}}', '{at}', NULL)""",
            f"INSERT INTO events VALUES ('one', 1, 'asked', 'tea', '{{}}', '{at}')",
            f"""INSERT INTO events VALUES ('one', 2, 'answered', 'tea', '{{"answer":"boil fresh water"}}', '{at}')""",
            f"INSERT INTO drafts VALUES ('one', 'tea', '\"typed\"', '{at}')",
            f"""INSERT INTO cards VALUES ('ada', 'tea', '{{"question_id":"tea","reviews":[{{"interview":"none","""
            f""""at":"2026-01-05T09:00:00+00:00","score":75}}],"due":"2026-01-07T09:00:00+00:00","stability":2.3,"""
            f""""difficulty":5.0}}', '{at}')""",
        ):
            connection.execute(text(statement.replace(":", "\\:")))


def differences(connection: Connection) -> list[object]:
    return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)


def test_a_new_database_has_the_tables_that_the_program_uses(place: str) -> None:
    open_store(place)
    with open_engine(place).connect() as connection:
        assert differences(connection) == []
        assert version_of(connection) == HEAD


def test_the_newest_migration_is_the_one_the_program_asks_for() -> None:
    assert ScriptDirectory(str(files("interviewer.records") / "migrations")).get_heads() == [HEAD]


def test_data_of_the_first_schema_is_all_there_and_works(place: str) -> None:
    engine = open_engine(place)
    write_first_schema(engine)
    engine.dispose()
    ledger = Ledger(open_store(place))
    found = ledger.find_open("ada")
    assert found is not None and found.interview.turn.submitted is not None
    assert (found.interview.turn.submitted.answer, found.draft, found.started) == (
        "boil fresh water",
        "typed",
        STARTED,
    )
    ada = ledger.store.person("ada")
    assert (ada.name, ada.role, ada.login) == ("Ada", "candidate", None)
    assert [card.question_id for card in ledger.due("ada", datetime(2026, 1, 7, 12, tzinfo=UTC))] == ["tea"]
    graded = course.grade(ledger, found.where, "tea", plain_grader())
    assert graded.interview.turn.score == 100
    grace = ledger.store.add_person("Grace").id
    ledger.store.set_role(grace, "reviewer")
    assert ledger.to_review(grace, 0, 10) == (graded,)
    with open_engine(place).connect() as connection:
        assert differences(connection) == []


def test_a_migration_that_fails_half_way_leaves_the_database_as_it_was(place: str) -> None:
    engine = open_engine(place)
    write_first_schema(engine)
    with migrating(engine) as connection:  # in the way of the migration's last step
        connection.execute(text("CREATE INDEX ix_people_login ON people (name)"))
    with pytest.raises(StorageError, match="Nothing was changed"):
        upgrade(engine)
    with engine.connect() as connection:
        assert version_of(connection) == "first"
        assert set(connection.execute(text("SELECT * FROM people")).keys()) == {"id", "name", "created"}
    with migrating(engine) as connection:
        connection.execute(text("DROP INDEX ix_people_login"))
    assert Ledger(open_store(place)).find_open("ada") is not None


def test_programs_that_start_together_take_turns(place: str) -> None:
    def opened(_: int) -> str:
        return open_store(place).local_person().id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(opened, range(4)))) == 1


def test_a_database_of_a_newer_version_is_left_alone(place: str) -> None:
    engine = open_engine(place)
    upgrade(engine)
    with migrating(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from-the-future'"))
    with pytest.raises(StorageError, match=r"'from-the-future' of a newer version"):
        open_store(place)


def test_a_start_without_migrations_loads_no_migration_library(place: str) -> None:
    open_store(place).close()
    opening = f"from interviewer.records.store import open_store; open_store({place!r})"
    code = f"import sys; {opening}; print('alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
