"""A process that answers questions and is killed (SIGKILL) by itself at a given moment, once for each moment.

Run as `python -m tests.records.answering FOLDER MOMENT…`. For each moment a process of its own opens the store of its
person, goes on with the interview and counts what it does with the database; at the moment's count it dies on the spot.
What it was told is stored, it writes to the file FOLDER/acknowledged first, a line an answer.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from sqlalchemy import Engine, event

from interviewer.records import course
from interviewer.records.ledger import Ledger
from interviewer.records.store import open_store
from tests.practice.kitchen import KITCHEN, plain_grader


def answer_until(folder: Path, moment: int) -> None:
    """Answer questions, each with a text of its own, and die at the `moment`-th touch of the database."""
    left = [moment]

    def touched(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, name, touched)
    ledger, grader = Ledger(open_store(str(folder / "records.sqlite"))), plain_grader()
    person = ledger.store.local_person().id
    while True:
        kept = ledger.find_open(person) or ledger.begin(person, KITCHEN, "practice")
        kept = course.grade_all(ledger, kept.where, grader)
        if kept.interview.turn.stage == "graded":
            kept = course.move_on(ledger, kept.where)
            continue
        text = f"answer {kept.events} killed at {moment}"
        ledger.keep_draft(person, kept.id, kept.interview.turn.question.id, text)
        kept = course.submit(ledger, kept.where, text)
        with (folder / "acknowledged").open("a") as file:
            file.write(f"{kept.id}\t{kept.interview.turn.question.id}\t{text}\n")
        kept = course.grade(ledger, kept.where, kept.interview.turn.question.id, grader)


if __name__ == "__main__":
    for given in sys.argv[2:]:
        child = os.fork()
        if child == 0:
            answer_until(Path(sys.argv[1]), int(given))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status))
