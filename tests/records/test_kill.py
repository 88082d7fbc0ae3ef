"""A process killed at any moment loses no answer that it was told is stored, and the next one goes on from there."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from interviewer.records.ledger import Ledger
from interviewer.records.store import open_store

MOMENTS = 20
MOST_TOUCHES = 600  # of the database: four answers or so


def test_killed_at_twenty_moments_every_acknowledged_answer_is_there(tmp_path: Path) -> None:
    moments = [str(random.Random(number).randint(1, MOST_TOUCHES)) for number in range(MOMENTS)]
    program = [sys.executable, "-m", "tests.records.answering", str(tmp_path), *moments]
    done = subprocess.run(program, capture_output=True, text=True)
    assert done.stdout.split() == ["-9"] * MOMENTS, done.stderr
    acknowledged = [line.split("\t") for line in (tmp_path / "acknowledged").read_text().splitlines()]
    assert len(acknowledged) >= MOMENTS
    ledger = Ledger(open_store(str(tmp_path / "records.sqlite")))
    person = ledger.store.local_person().id
    found = {
        (one.id, turn.question.id, text)
        for one in ledger.past(person)
        for turn in one.interview.turns
        for text in [
            *(attempt.answer for attempt in turn.attempts),
            *([turn.submitted.answer] if turn.submitted else []),
        ]
    }
    assert {tuple(line) for line in acknowledged} <= found
    assert len(found) - len(acknowledged) <= MOMENTS  # one a kill may be stored and not yet acknowledged
    open_ones = [one for one in ledger.past(person) if not one.interview.stopped]
    assert len(open_ones) <= 1
    assert all(one.ended is not None for one in ledger.past(person) if one.interview.stopped)
