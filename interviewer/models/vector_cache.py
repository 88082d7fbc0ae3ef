"""Vectors of texts that come again and again, kept by content."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from interviewer.models.protocols import Rows


class VectorCache:
    """Keeps the vectors of texts met a second time, up to a bound; the longest unused goes first.

    A key point is met with every answer and stays; the sentences of an answer are met once and never displace it. Of
    texts met once only a number each is remembered. Not thread-safe.

    Args:
        capacity: Vectors kept, at most.
        remembered: Texts met once that are remembered, at most.
    """

    def __init__(self, capacity: int = 8192, remembered: int = 65536) -> None:
        self._capacity, self._remembered = capacity, remembered
        self._kept: OrderedDict[str, Rows] = OrderedDict()
        self._met: OrderedDict[int, None] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, text: str) -> Rows | None:
        """The kept vector of a text, shape (D,)."""
        row = self._kept.get(text)
        if row is not None:
            self._kept.move_to_end(text)
        return row

    def offer(self, texts: Sequence[str], rows: Rows) -> None:
        """Take note of freshly embedded texts; rows has shape (N, D), row n for text n."""
        for text, row in zip(texts, rows, strict=True):
            met = hash(text)
            if met in self._met:
                del self._met[met]
                self._kept[text] = np.array(row)
            else:
                self._met[met] = None
        while len(self._kept) > self._capacity:
            self._kept.popitem(last=False)
        while len(self._met) > self._remembered:
            self._met.popitem(last=False)
