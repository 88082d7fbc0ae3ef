"""The store: whatever people write comes back as it was; all of one person's data goes out, or away."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select

from interviewer.errors import AccessError, StaleError
from interviewer.practice.documents import read_question
from interviewer.practice.events import Begun, Event
from interviewer.practice.replay import replay
from interviewer.practice.timing import Limits
from interviewer.records import course
from interviewer.records.ledger import Ledger
from interviewer.records.store import Store, open_store
from interviewer.records.tables import metadata, sessions
from tests.practice.kitchen import GOOD_TEA, HALF_TEA, KITCHEN, plain_grader

GRADER = plain_grader()
NOT_OF_A_PERSON = {"rubrics", "attempts"}  # an attempt to log in is kept by the checksum of what was typed


def practise(ledger: Ledger, person: str) -> str:
    kept = ledger.begin(person, KITCHEN, "practice")
    kept = course.grade(ledger, course.submit(ledger, kept.where, HALF_TEA).where, "tea", GRADER)
    kept = course.move_on(ledger, kept.where)
    ledger.keep_draft(person, kept.id, "rice", "First of all")
    with ledger.store.writing("No session was begun") as connection:
        connection.execute(
            insert(sessions).values(token=uuid4().hex, person=person, expires=datetime(2030, 1, 1, tzinfo=UTC))
        )
    return kept.id


def rows_by_table(store: Store) -> dict[str, int]:
    with store.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), max_size=200))
def test_any_answer_comes_back_character_for_character(ledger: Ledger, person: str, text: str) -> None:
    kept = ledger.begin(person, KITCHEN, "practice")
    ledger.keep_draft(person, kept.id, "tea", text)
    assert ledger.open(person, kept.id).draft == text
    course.submit(ledger, kept.where, text)
    found = ledger.open(person, kept.id).interview.turn.submitted
    assert found is not None and found.answer == text


@pytest.mark.parametrize("text", ["\x00", "\ud800", "a\x00b\udfff", "🦥" * 50_000, "'; DROP TABLE events; --"])
def test_answers_that_databases_dislike_are_kept(ledger: Ledger, person: str, text: str) -> None:
    kept = course.submit(ledger, ledger.begin(person, KITCHEN, "practice").where, text)
    found = ledger.open(person, kept.id).interview.turn.submitted
    assert found is not None and found.answer == text


def test_times_come_back_in_utc_to_the_microsecond(ledger: Ledger, person: str) -> None:
    moment = datetime(2026, 7, 1, 1, 2, 3, 456789, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    ledger.store.clock = lambda: moment
    kept = ledger.begin(person, KITCHEN, "practice")
    found = ledger.open(person, kept.id)
    assert found.started == moment
    assert found.started.tzinfo == UTC


def test_the_person_of_this_machine_is_one(store: Store) -> None:
    assert store.local_person() == store.local_person()
    assert store.people() == (store.local_person(),)
    assert store.local_person().role == "candidate"


def test_an_export_is_enough_to_rebuild_every_interview(ledger: Ledger, person: str) -> None:
    identity = practise(ledger, person)
    document = json.loads(json.dumps(ledger.store.export(person)))
    (told,) = document["interviews"]
    begun = Begun(
        questions=tuple(read_question(one) for one in told["questions"]),
        mode=told["mode"],
        limits=Limits(**told["limits"]),
        at=datetime.fromisoformat(told["started"]),
    )
    events = [
        Event(
            kind=one["kind"],
            question_id=one["question_id"],
            at=datetime.fromisoformat(one["at"]),
            payload=one["payload"],
        )
        for one in told["events"]
    ]
    assert replay(begun, events) == ledger.open(person, identity).interview
    assert told["drafts"] == {"rice": "First of all"}
    assert told["report"]["score"] == 47.5
    assert document["person"]["name"] == "Ada"
    assert [card["question_id"] for card in document["cards"]] == ["tea"]


def test_deletion_leaves_no_row_of_a_person_and_every_row_of_the_others(ledger: Ledger, person: str) -> None:
    other = ledger.store.add_person("Grace").id
    practise(ledger, other)
    before = rows_by_table(ledger.store)
    theirs = ledger.store.export(other)
    practise(ledger, person)
    between = rows_by_table(ledger.store)
    assert all(between[name] > before[name] for name in before.keys() - NOT_OF_A_PERSON - {"people"})
    ledger.store.delete(person)
    assert rows_by_table(ledger.store) == {**before, "people": before["people"] - 1}
    assert ledger.store.export(other) == theirs
    with pytest.raises(AccessError):
        ledger.store.export(person)
    with pytest.raises(AccessError, match="nothing was deleted"):
        ledger.store.delete(person)


def test_deleted_words_are_not_left_in_the_file(tmp_path: Path) -> None:
    word = "rhabarberbarbara"
    ledger = Ledger(open_store(str(tmp_path / "records.sqlite")))
    person = ledger.store.local_person().id
    kept = course.submit(ledger, ledger.begin(person, KITCHEN, "practice").where, word)
    ledger.keep_draft(person, kept.id, "rice", word)
    ledger.store.delete(person)
    assert [file.name for file in tmp_path.iterdir() if word.encode() in file.read_bytes()] == []


def test_two_interviews_at_once_lose_no_review(ledger: Ledger, person: str) -> None:
    kept = [ledger.begin(person, KITCHEN, "practice") for _ in range(4)]

    def answer(number: int) -> None:
        where = course.submit(ledger, kept[number].where, GOOD_TEA).where
        course.grade(ledger, where, "tea", GRADER)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(answer, range(4)))
    (card,) = ledger.due(person, ledger.store.clock() + timedelta(days=400))
    assert {one.interview for one in card.reviews} == {one.id for one in kept}


def test_of_two_clicks_at_the_same_moment_one_counts(ledger: Ledger, person: str) -> None:
    kept = ledger.begin(person, KITCHEN, "practice")

    def skip(_: int) -> str:
        try:
            course.skip(ledger, kept.where)
        except StaleError:
            return "stale"
        return "taken"

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(skip, range(6))) == ["stale"] * 5 + ["taken"]
    assert ledger.open(person, kept.id).interview.place == 1
