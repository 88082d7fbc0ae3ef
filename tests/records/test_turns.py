"""Many write at the same moment: each in turn, and nobody is refused for another's sake."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from interviewer.errors import StorageError
from interviewer.records import course, database
from interviewer.records.ledger import Ledger
from interviewer.records.store import open_store
from tests.practice.kitchen import KITCHEN
from tests.serving import PATIENCE_S

PEOPLE = 24


def test_all_who_write_at_once_get_their_turn_without_patience_for_one_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_S", 0.0)  # to find the file held by another thread would be an error at once
    monkeypatch.setattr(database, "POOL", PEOPLE)
    ledger = Ledger(open_store(str(tmp_path / "records.sqlite")))

    def practise(number: int) -> str | None:
        person = ledger.store.add_person(f"Visitor {number}").id
        kept = course.submit(ledger, ledger.begin(person, KITCHEN, "practice").where, f"Answer {number}.")
        submitted = ledger.open(person, kept.id).interview.turn.submitted
        return None if submitted is None else submitted.answer

    with ThreadPoolExecutor(PEOPLE) as threads:
        answers = list(threads.map(practise, range(PEOPLE)))
    assert answers == [f"Answer {number}." for number in range(PEOPLE)]


def test_who_gets_no_turn_is_told_that_nothing_was_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "TURN_S", 0.0)
    store = open_store(str(tmp_path / "records.sqlite"))
    writes, let_go = Event(), Event()

    def hold() -> None:
        with store.writing():
            writes.set()
            assert let_go.wait(PATIENCE_S)

    with ThreadPoolExecutor(1) as threads:
        holding = threads.submit(hold)
        assert writes.wait(PATIENCE_S)
        with pytest.raises(StorageError, match=r"^Nothing was changed: too many people write at the same moment"):
            store.add_person("Ada")
        let_go.set()
        holding.result(PATIENCE_S)
    assert store.add_person("Ada").name == "Ada"
