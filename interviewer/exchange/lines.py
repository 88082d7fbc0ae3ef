"""One line of a table as text cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from interviewer.batch.rows import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The cells of one line.

    Attributes:
        place: Where it stands.
        cells: Their texts; an empty cell is an empty text.
        broken: By column, why a cell holds no text that can be used, such as an error of Excel's.
        may_be_short: Whether cells left out at the end are empty ones, as in Excel.
    """

    place: Place
    cells: tuple[str, ...]
    broken: Mapping[int, str] = field(default_factory=dict)
    may_be_short: bool = False

    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(cell.strip() for cell in self.cells)
