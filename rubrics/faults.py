"""The error of rubric files: all faults at once."""

from __future__ import annotations

from collections.abc import Sequence


class RubricError(ValueError):
    """One or several faults in rubric files; `faults` holds a sentence for each: file, place, value, what to do."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))
