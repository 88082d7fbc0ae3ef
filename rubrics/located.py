"""A question together with the file and the lines it was read from, so that a fault can name its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rubrics.model import Question

Place = tuple[str | int, ...]
"""A way into a document: `("key_points", 1, "accept", 2)` is the third accept of the second key point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A question and where it stands.

    Attributes:
        question: The question; its key points may be derived.
        file: The file as it is shown to people.
        lines: Line, from 1, of every place that stands in the file; `()` is the question itself.
    """

    question: Question
    file: str
    lines: Mapping[Place, int]

    def fault(self, place: Place, problem: str) -> str:
        """A sentence with file, line, place and problem; a place without a line takes that of its parent."""
        ids = {number: point.id for number, point in enumerate(self.question.key_points)}
        return fault_sentence(self.file, find_line(self.lines, place), describe_place(place, ids), problem)


def find_line(lines: Mapping[Place, int], place: Place) -> int:
    """Line of the innermost part of `place` that stands in the file; 1 if none does."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def describe_place(place: Place, ids: Mapping[int, str]) -> str:
    """`("key_points", 1, "accept", 2)` as `key point 2 (bias), accept 3`; empty for the question itself.

    Args:
        place: The place.
        ids: Ids of key points by their index, as far as they are known.
    """
    parts: list[str] = []
    for part in place:
        if isinstance(part, str):
            parts.append("key point" if part == "key_points" and len(place) > 1 else part)
            continue
        parts[-1] += f" {part + 1}"
        if len(parts) == 1 and place[0] == "key_points" and part in ids:
            parts[-1] += f" ({ids[part]})"
    return ", ".join(parts)


def fault_sentence(file: str, line: int, place: str, problem: str) -> str:
    """`FILE line LINE: PLACE: PROBLEM`, less the place where it is empty."""
    return f"{file} line {line}: {place}: {problem}" if place else f"{file} line {line}: {problem}"
