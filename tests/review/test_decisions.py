"""The decisions file: lines are only added, each survives a kill, and undo is a line too."""

from __future__ import annotations

import json
import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.errors import InputError, StorageError
from interviewer.review.decisions import Decision, DecisionLog, by_answer, decisions_file, read_entries, standing


def mark(score: float, *answers: str, comment: str = "") -> Decision:
    return Decision(kind="mark", question_id="q", answers=answers or ("a",), score=score, comment=comment)


def test_a_decision_is_on_the_disk_when_it_is_kept_and_read_again_as_it_was(tmp_path: Path) -> None:
    path = decisions_file(tmp_path / "exam.jsonl")
    assert path.name == "exam.decisions.jsonl"
    log = DecisionLog(path, lambda: datetime(2026, 11, 22, 23, 0, tzinfo=UTC))
    made = (
        Decision(
            kind="verdict", question_id="q", answers=("a", "b"), key_point="p", verdict="partial", comment="“ä”\n"
        ),
        mark(62.5),
        Decision(kind="confirm", question_id="q", answers=("c",)),
        Decision(kind="example", question_id="q", key_point="p", side="reject", text="no"),
    )
    for number, decision in enumerate(made, 1):
        log.add(decision)
        assert len(path.read_bytes().splitlines()) == number
    assert standing(read_entries(path)) == made == DecisionLog(path).standing()
    assert json.loads(path.read_text().splitlines()[1]) == {
        "number": 2,
        "at": "2026-11-22T23:00:00+00:00",
        "kind": "mark",
        "question_id": "q",
        "answers": ["a"],
        "score": 62.5,
    }


def test_undo_takes_back_the_last_that_stands_and_keeps_every_line(tmp_path: Path) -> None:
    log = DecisionLog(tmp_path / "d.jsonl")
    log.add(mark(10))
    log.add(mark(20))
    assert log.undo() == mark(20)
    log.add(mark(30))
    assert (log.undo(), log.undo(), log.undo()) == (mark(30), mark(10), None)
    assert log.standing() == ()
    assert len((tmp_path / "d.jsonl").read_bytes().splitlines()) == 6
    assert DecisionLog(tmp_path / "d.jsonl").standing() == ()


@given(st.lists(st.one_of(st.none(), st.integers(0, 100)), max_size=12))
def test_undo_is_the_reverse_of_deciding(steps: list[int | None]) -> None:
    import tempfile

    stack: list[int] = []
    with tempfile.TemporaryDirectory() as folder:
        log = DecisionLog(Path(folder) / "d.jsonl")
        for step in steps:
            if step is None:
                log.undo()
                stack = stack[:-1]
            else:
                log.add(mark(step))
                stack.append(step)
        assert [one.score for one in log.standing()] == stack
        assert DecisionLog(Path(folder) / "d.jsonl").standing() == log.standing()


def test_a_killed_process_loses_nothing_that_it_kept(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    child = os.fork()
    if child == 0:
        log = DecisionLog(path)
        for score in range(7):
            log.add(mark(score))
        os.kill(os.getpid(), signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert [one.score for one in DecisionLog(path).standing()] == list(range(7))


def test_a_line_torn_at_any_byte_is_cut_off_and_the_next_follows_whole(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    log = DecisionLog(path)
    log.add(mark(1))
    start = path.stat().st_size
    log.add(mark(2))
    whole = path.read_bytes()
    for end in range(start, len(whole)):
        path.write_bytes(whole[:end])
        torn = DecisionLog(path)
        assert [one.score for one in torn.standing()] == [1]
        torn.add(mark(3))
        assert [one.score for one in DecisionLog(path).standing()] == [1, 3]


def test_a_damaged_line_within_is_named(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    DecisionLog(path).add(mark(1))
    for damage in (b"{}\n", b"nonsense\n", b'{"number": 2, "at": "", "kind": "bribe", "question_id": "q"}\n'):
        path.write_bytes(path.read_bytes().splitlines(keepends=True)[0] + damage)
        with pytest.raises(InputError, match=r"d\.jsonl line 2 is no decision"):
            DecisionLog(path)


def test_what_cannot_be_written_is_not_kept(tmp_path: Path) -> None:
    log = DecisionLog(tmp_path / "gone" / "d.jsonl")
    with pytest.raises(StorageError, match="cannot be written"):
        log.add(mark(1))
    assert log.standing() == ()


@pytest.mark.parametrize(
    "parts",
    [
        {"kind": "verdict", "answers": ("a",), "key_point": "p", "verdict": "great"},
        {"kind": "verdict", "answers": ("a",), "verdict": "covered"},
        {"kind": "verdict", "key_point": "p", "verdict": "covered"},
        {"kind": "mark", "answers": ("a",), "score": 101.0},
        {"kind": "mark", "answers": ("a",)},
        {"kind": "mark", "answers": ("a",), "score": float("nan")},
        {"kind": "example", "key_point": "p", "side": "accept", "text": " "},
        {"kind": "example", "key_point": "p", "side": "maybe", "text": "x"},
        {"kind": "bribe", "answers": ("a",)},
        {"kind": "confirm", "answers": ("a",), "comment": "x" * 3000},
    ],
)
def test_half_a_decision_is_none(parts: dict) -> None:
    with pytest.raises(ValueError):
        Decision(question_id="q", **parts)


def test_a_decision_serves_every_answer_it_names() -> None:
    found = by_answer([mark(1, "a", "b"), mark(2, "b")])
    assert {name: [one.score for one in all_of] for name, all_of in found.items()} == {"a": [1], "b": [1, 2]}
