"""What a person decides on graded answers, and the file it is kept in: lines are added to it and never changed.

`RESULTS.decisions.jsonl` lies beside the results, which no decision changes. Each line is on the disk before the page
says that it is kept; a line that a kill has torn was never said to be kept and is cut off.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any, Literal, get_args

from interviewer.batch.rows import json_text
from interviewer.batch.storage import flush, writing
from interviewer.errors import InputError
from interviewer.grading.grade import VERDICTS

Kind = Literal["verdict", "mark", "confirm", "example"]
Side = Literal["accept", "reject"]
LONGEST_COMMENT = 2_000
LONGEST_EXAMPLE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision, on one answer or on several alike.

    Attributes:
        kind: `verdict` (of a key point), `mark` (of an answer), `confirm` (the grade is right) or `example`.
        question_id: Which question.
        answers: Ids of the answers it serves; empty for an example.
        key_point: Of a verdict or an example; else empty.
        verdict: One of VERDICTS, of a verdict; else empty.
        score: 0 to 100, of a mark; else None.
        side: Of an example, what it is to the key point; else empty.
        text: The example; else empty.
        comment: May be empty.

    Raises:
        ValueError: If a part is missing or out of range.
    """

    kind: Kind
    question_id: str
    answers: tuple[str, ...] = ()
    key_point: str = ""
    verdict: str = ""
    score: float | None = None
    side: str = ""
    text: str = ""
    comment: str = ""

    def __post_init__(self) -> None:
        faults = {
            f"{self.kind!r} is no kind of decision": self.kind not in get_args(Kind),
            "a decision needs an answer": self.kind != "example" and not self.answers,
            "a decision on a verdict needs a key point": self.kind in ("verdict", "example") and not self.key_point,
            f"{self.verdict!r} is no verdict": self.kind == "verdict" and self.verdict not in VERDICTS,
            f"the score {self.score} is not 0 to 100": self.kind == "mark"
            and not (isinstance(self.score, (int, float)) and 0 <= self.score <= 100),
            f"{self.side!r} is neither accept nor reject": self.kind == "example" and self.side not in get_args(Side),
            f"an example has 1 to {LONGEST_EXAMPLE:,} characters": self.kind == "example"
            and not 0 < len(self.text.strip()) <= LONGEST_EXAMPLE,
            f"a comment has at most {LONGEST_COMMENT:,} characters": len(self.comment) > LONGEST_COMMENT,
        }
        for fault, is_so in faults.items():
            if is_so:
                raise ValueError(fault)

    def as_json(self) -> dict[str, object]:
        """The decision as plain values, empty parts left out."""
        document = {name: getattr(self, name) for name in self.__slots__}
        return {name: list(v) if name == "answers" else v for name, v in document.items() if v not in ((), "", None)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the file: a decision, or that the decision of an earlier number is undone; `at` is UTC, ISO 8601."""

    number: int
    at: str
    decision: Decision | None
    undoes: int | None = None

    def as_json(self) -> dict[str, object]:
        """The line as plain values."""
        what = {"undo": self.undoes} if self.decision is None else self.decision.as_json()
        return {"number": self.number, "at": self.at, **what}


def decisions_file(results: Path) -> Path:
    """Where the decisions on a results file are kept."""
    return results.with_suffix(".decisions.jsonl")


def read_entries(path: Path) -> tuple[Entry, ...]:
    """The lines of a decisions file; a torn last one is left out. Empty where there is no file.

    Raises:
        InputError: If another line cannot be understood.
    """
    if not path.is_file():
        return ()
    lines = path.read_bytes().splitlines(keepends=True)
    return tuple(_entry(line, f"{path.name} line {n}") for n, line in enumerate(lines, 1) if line.endswith(b"\n"))


def standing(entries: Sequence[Entry]) -> tuple[Decision, ...]:
    """The decisions that are not undone, in their order."""
    undone = {entry.undoes for entry in entries if entry.decision is None}
    return tuple(entry.decision for entry in entries if entry.decision is not None and entry.number not in undone)


class DecisionLog:
    """The decisions on one results file, to be read and added to; safe among threads."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.path = path
        self._clock, self._lock = clock, Lock()
        self._entries = list(read_entries(path))
        _cut_torn_end(path)

    def standing(self) -> tuple[Decision, ...]:
        """The decisions that are not undone, in their order."""
        with self._lock:
            return standing(self._entries)

    def __len__(self) -> int:
        """How many decisions stand."""
        return len(self.standing())

    def add(self, decision: Decision) -> None:
        """Keeps a decision; it survives a kill from here on.

        Raises:
            StorageError: If it cannot be written; it is not kept then.
        """
        with self._lock:
            self._append(decision, None)

    def undo(self) -> Decision | None:
        """Takes back the last decision that stands, and gives it; None where none stands.

        Raises:
            StorageError: If that cannot be written.
        """
        with self._lock:
            undone = {entry.undoes for entry in self._entries if entry.decision is None}
            left = [one for one in self._entries if one.decision is not None and one.number not in undone]
            if not left:
                return None
            self._append(None, left[-1].number)
            return left[-1].decision

    def _append(self, decision: Decision | None, undoes: int | None) -> None:
        number = self._entries[-1].number + 1 if self._entries else 1
        at = self._clock().astimezone(UTC).isoformat(timespec="seconds")
        entry = Entry(number=number, at=at, decision=decision, undoes=undoes)
        line = json_text(entry.as_json()).encode() + b"\n"
        with writing(self.path), self.path.open("ab", buffering=0) as file:
            start = os.fstat(file.fileno()).st_size
            try:
                rest = memoryview(line)
                while rest:
                    rest = rest[file.write(rest) :]
                flush(file)
            except OSError:
                file.truncate(start)
                raise
        self._entries.append(entry)


def by_answer(decisions: Sequence[Decision]) -> Mapping[str, Sequence[Decision]]:
    """The decisions on each answer, in their order."""
    found: dict[str, list[Decision]] = {}
    for decision in decisions:
        for answer_id in decision.answers:
            found.setdefault(answer_id, []).append(decision)
    return found


def examples(decisions: Sequence[Decision]) -> Iterator[Decision]:
    """The examples among decisions."""
    return (decision for decision in decisions if decision.kind == "example")


def _entry(line: bytes, place: str) -> Entry:
    try:
        record: dict[str, Any] = json.loads(line)
        number, at, undoes = int(record.pop("number")), str(record.pop("at")), record.pop("undo", None)
        if undoes is not None:
            return Entry(number=number, at=at, decision=None, undoes=int(undoes))
        decision = Decision(**{**record, "answers": tuple(record.get("answers", ()))})
        return Entry(number=number, at=at, decision=decision)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(
            f"{place} is no decision ({error}): restore the file, or move it away to start anew"
        ) from error


def _cut_torn_end(path: Path) -> None:
    if not path.is_file():
        return
    content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        with writing(path), path.open("r+b") as file:
            file.truncate(whole)
            flush(file)
