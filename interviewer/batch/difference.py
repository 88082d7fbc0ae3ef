"""What a second grading changes, answer by answer: by how much, and which key points' verdicts make the difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from interviewer.batch.rows import json_text

MARKED_BY = ("answer_id", "question_id", "student", "score_before", "score_after", "change", "why")
SMALLEST = 0.05  # scores are rounded to one decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PointChange:
    """One key point whose verdict or credit differs; `before` is None where the point is new, `after` where it is gone.

    Both are pairs of a verdict and its credit, 0 to 1.
    """

    key_point: str
    before: tuple[str, float] | None
    after: tuple[str, float] | None

    def __str__(self) -> str:
        if self.before is None and self.after is not None:
            return f"{self.key_point} is new: {self.after[0]}"
        if self.after is None and self.before is not None:
            return f"{self.key_point} is gone, it was {self.before[0]}"
        (old, old_credit), (new, new_credit) = self.before or ("", 0.0), self.after or ("", 0.0)
        if old != new:
            return f"{self.key_point}: {old} → {new}"
        return f"{self.key_point}: {old}, credit {old_credit:g} → {new_credit:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One answer whose grade differs.

    Attributes:
        answer_id: As graded.
        question_id: Which question.
        student: Who answered; empty where the results do not say.
        before: Score, 0 to 100, or None where it could not be graded.
        after: As `before`, of the new grade.
        points: The key points that differ, in the order of the new rubric, those that are gone last.
        flags: The flags before and after, where they differ; else None.
    """

    answer_id: str
    question_id: str
    student: str
    before: float | None
    after: float | None
    points: tuple[PointChange, ...]
    flags: tuple[tuple[str, ...], tuple[str, ...]] | None

    @property
    def by(self) -> float:
        """By how much the score changes; what could not be graded counts as 0."""
        return round((self.after or 0.0) - (self.before or 0.0), 1)

    @property
    def why(self) -> str:
        """The reason in a sentence."""
        reasons = [str(point) for point in self.points]
        if not reasons and self.before != self.after:
            reasons.append("the same verdicts, other weights")
        if self.flags is not None:
            old, new = (", ".join(flags) or "none" for flags in self.flags)
            reasons.append(f"flags: {old} → {new}")
        return "; ".join(reasons)

    def as_json(self) -> dict[str, object]:
        """The change as plain values."""
        return {
            "answer_id": self.answer_id,
            "question_id": self.question_id,
            "student": self.student or None,
            "score_before": self.before,
            "score_after": self.after,
            "change": self.by,
            "key_points": [
                {"key_point": point.key_point, "before": _plain(point.before), "after": _plain(point.after)}
                for point in self.points
            ],
            "flags": None if self.flags is None else {"before": list(self.flags[0]), "after": list(self.flags[1])},
            "why": self.why,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What changes in one question: answers whose grade differs, of them up, of them down, and the mean change."""

    question_id: str
    changed: int
    up: int
    down: int
    mean: float


def find_change(before: Mapping[str, object], after: Mapping[str, object]) -> Change | None:
    """How two grades of one answer (rows of a grades file) differ, or None where they do not."""
    old, new = _verdicts(before), _verdicts(after)
    names = [*new, *(name for name in old if name not in new)]
    points = tuple(
        PointChange(key_point=name, before=old.get(name), after=new.get(name))
        for name in names
        if old.get(name) != new.get(name)
    )
    flags = (_flags(before), _flags(after))
    scores = (_score(before), _score(after))
    if not points and flags[0] == flags[1] and scores[0] == scores[1]:
        return None
    extra = before.get("extra")
    return Change(
        answer_id=str(before["answer_id"]),
        question_id=str(before["question_id"]),
        student=str(extra.get("student") or "") if isinstance(extra, Mapping) else "",
        before=scores[0],
        after=scores[1],
        points=points,
        flags=None if flags[0] == flags[1] else flags,
    )


def totals(changes: Iterable[Change]) -> tuple[Totals, ...]:
    """The changes of each question together, in the order in which the questions come."""
    by: dict[str, list[float]] = defaultdict(list)
    for change in changes:
        by[change.question_id].append(change.by)
    return tuple(
        Totals(
            question_id=name,
            changed=len(all_of),
            up=sum(one >= SMALLEST for one in all_of),
            down=sum(one <= -SMALLEST for one in all_of),
            mean=round(sum(all_of) / len(all_of), 1),
        )
        for name, all_of in by.items()
    )


def told(found: Sequence[Change], shown: int) -> Iterator[str]:
    """The report as lines for a person: each question, then the answers that change most.

    Args:
        found: All changes.
        shown: How many answers are listed.
    """
    for one in totals(found):
        yield (
            f"{one.question_id}: {one.changed:,} answers change, {one.up:,} gain, {one.down:,} lose; "
            f"{one.mean:+.1f} on average"
        )
    for change in sorted(found, key=lambda one: (-abs(one.by), one.question_id, one.answer_id))[:shown]:
        who = f"{change.student} " if change.student else ""
        yield (
            f"  {who}({change.answer_id}) {_told_score(change.before)} → {_told_score(change.after)} "
            f"({change.by:+.1f}): {change.why}"
        )
    if len(found) > shown:
        yield f"  and {len(found) - shown:,} more"


def report_line(change: Change) -> bytes:
    """The change as a line of a JSONL file."""
    return json_text(change.as_json()).encode() + b"\n"


def report_cells(change: Change) -> list[str | float | None]:
    """The change as cells under MARKED_BY."""
    return [
        change.answer_id,
        change.question_id,
        change.student or None,
        change.before,
        change.after,
        change.by,
        change.why,
    ]


def _verdicts(row: Mapping[str, object]) -> dict[str, tuple[str, float]]:
    verdicts = row["verdicts"]
    if not isinstance(verdicts, list):
        raise TypeError("verdicts are a list")
    return {one["key_point"]: (one["verdict"], one["credit"]) for one in verdicts}


def _flags(row: Mapping[str, object]) -> tuple[str, ...]:
    flags = row["flags"]
    return tuple(map(str, flags)) if isinstance(flags, list) else ()


def _score(row: Mapping[str, object]) -> float | None:
    score = row["score"]
    return float(score) if isinstance(score, (int, float)) else None


def _plain(point: tuple[str, float] | None) -> dict[str, object] | None:
    return None if point is None else {"verdict": point[0], "credit": point[1]}


def _told_score(score: float | None) -> str:
    return "not graded" if score is None else f"{score:g}"
