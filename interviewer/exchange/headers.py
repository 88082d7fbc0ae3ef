"""The header of a table: titles above it are passed over, and a header of two rows becomes one.

Two rows are taken for one header where merged cells group columns, as in `Question 1 | (empty)` over `Answer | Mark`:
the lower row says `answer` or `mark` (in some wording) under a cell of the upper row and under the gap after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from interviewer.batch.rows import Reject
from interviewer.errors import InputError
from interviewer.exchange.lines import Line
from interviewer.exchange.notes import Notes
from interviewer.exchange.words import find_role

GROUPED_ROLES = ("answer", "mark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Names of the columns.

    Attributes:
        names: Each once; a nameless column is called `column 3`, a repeated name gets a number.
        groups: The name of the merged cell above each column, or empty; of the length of `names`.
        roles: What the lower row says a grouped column holds, `answer`, `mark` or empty; of the length of `names`.
    """

    names: tuple[str, ...]
    groups: tuple[str, ...]
    roles: tuple[str, ...]


def find_header(lines: Iterator[Line | Reject], file: str, notes: Notes) -> tuple[Header, Iterator[Line | Reject]]:
    """The header, and the lines under it, without blank ones.

    Raises:
        InputError: If there is no line to be a header.
    """
    filled = (line for line in lines if isinstance(line, Reject) or not line.is_blank())
    line = next(filled, None)
    if line is None:
        raise InputError(f"{file} is empty: give a table with a header")
    if isinstance(line, Reject):
        raise InputError(f"{line.place}: the header cannot be read: {line.reason}")
    after = next(filled, None)
    while isinstance(after, Line) and _is_title(line, after):
        notes.say(f"{line.place} was passed over as a title: {_shown(line)!r}")
        line, after = after, next(filled, None)
    if isinstance(after, Line) and _is_grouped(line, after):
        return _grouped(line, after), filled
    rest = filled if after is None else chain([after], filled)
    blank = ("",) * len(line.cells)
    return Header(names=_unique([cell.strip() for cell in line.cells]), groups=blank, roles=blank), rest


def _is_title(line: Line, after: Line) -> bool:
    return _filled(line) == 1 and _filled(after) > 1


def _filled(line: Line) -> int:
    return sum(bool(cell.strip()) for cell in line.cells)


def _shown(line: Line) -> str:
    return " ".join(" ".join(line.cells).split())[:60]


def _is_grouped(upper: Line, lower: Line) -> bool:
    """Whether the lower row names what stands under the upper row's merged cells, and nothing else."""
    groups = _carried(upper.cells, len(lower.cells))
    gaps = 0
    for at, cell in enumerate(lower.cells):
        if not cell.strip():
            continue
        if not groups[at] or find_role(cell) not in GROUPED_ROLES:
            return False
        gaps += at >= len(upper.cells) or not upper.cells[at].strip()
    return gaps > 0


def _carried(cells: Sequence[str], width: int) -> list[str]:
    """The upper row with each name carried over the gaps right of it."""
    carried, name = [], ""
    for at in range(width):
        name = cells[at].strip() if at < len(cells) and cells[at].strip() else name
        carried.append(name)
    return carried


def _grouped(upper: Line, lower: Line) -> Header:
    width = max(len(upper.cells), len(lower.cells))
    lower_cells = [*lower.cells, *[""] * (width - len(lower.cells))]
    carried = _carried(upper.cells, width)
    below = [cell.strip() for cell in lower_cells]
    own = [upper.cells[at].strip() if at < len(upper.cells) else "" for at in range(width)]
    return Header(
        names=_unique([f"{carried[at]} {below[at]}" if below[at] else own[at] for at in range(width)]),
        groups=tuple(carried[at] if below[at] else "" for at in range(width)),
        roles=tuple((find_role(cell) or "") if cell else "" for cell in below),
    )


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for at, name in enumerate(names, start=1):
        name = name or f"column {at}"
        number, tried = 2, name
        while tried in found:
            tried = f"{name} ({number})"
            number += 1
        found[tried] = None
    return tuple(found)
