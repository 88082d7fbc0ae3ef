"""Models that anyone can follow by hand, for tests of the code around models: same words, same direction."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from threading import Event

import numpy as np

from interviewer.models.protocols import Claim, Message, Rows, Source, WholeAnswer

DIMENSIONS = 256


def words(text: str) -> list[str]:
    """Small-letter words of a text."""
    return re.findall(r"\w+", text.lower())


class PlainEmbedder:
    """Counts words: each word has an axis of its own (by checksum), rows have length 1."""

    name = "plain-embedder"

    def embed(self, texts: Sequence[str]) -> Rows:
        """Unit rows, shape (N, DIMENSIONS)."""
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in words(text):
                row[zlib.crc32(word.encode()) % DIMENSIONS] += 1
            row /= max(1e-9, float(np.linalg.norm(row)))
        return rows


class PlainVerifier:
    """A statement is covered if the text holds its words in a row, contradicted if "it is false that" stands before
    them, half covered if the text holds the first half of its words in a row, else missing."""

    name = "plain-verifier"

    def judge(self, claims: Sequence[Claim]) -> list[Rows]:
        """For each claim, shape (S, 3): missing, covered, contradicted."""
        return [
            np.array([self._row(claim.seen(n), s) for n, s in enumerate(claim.statements)], np.float32).reshape(-1, 3)
            for claim in claims
        ]

    def mark(self, answers: Sequence[WholeAnswer]) -> Rows:
        """Shape (N, 3): beside the right answer, right by the share of its words that are there, against it."""
        rows = []
        for one in answers:
            wanted = set(words(one.reference))
            share = len(wanted & set(words(one.answer))) / max(1, len(wanted))
            denied = "it is false that" in " ".join(words(one.answer))
            rows.append((1.0 - share, 0.0, share) if denied else (1.0 - share, share, 0.0))
        return np.array(rows, dtype=np.float32).reshape(-1, 3)

    def _row(self, text: str, statement: str) -> tuple[float, float, float]:
        said, wanted = " ".join(words(text)), words(statement)
        if not wanted:
            return (1.0, 0.0, 0.0)
        if f"it is false that {' '.join(wanted)}" in said:
            return (0.01, 0.01, 0.98)
        if " ".join(wanted) in said:
            return (0.01, 0.98, 0.01)
        if " ".join(wanted[: (len(wanted) + 1) // 2]) in said:
            return (0.5, 0.49, 0.01)
        return (0.98, 0.01, 0.01)


class PlainGenerator:
    """Says what it was made with, word by word."""

    name = "plain-generator"

    def __init__(self, *replies: str) -> None:
        self.replies = list(replies)
        self.asked: list[tuple[Message, ...]] = []

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, stop: Event, source: Source | None = None
    ) -> Iterator[str]:
        """The next reply, a word at a time; the last one again when there are no more."""
        self.asked.append(tuple(messages))
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        for number, word in enumerate(re.findall(r"\S+\s*", reply)):
            if stop.is_set() or number >= max_tokens:
                return
            yield word
