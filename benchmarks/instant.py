"""Models that answer at once, for measuring what everything else costs, and a clock on any model."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from interviewer.models.protocols import Claim, Embedder, Rows, Verifier, WholeAnswer

DIMENSIONS = 384
VECTORS = 4096
FINDINGS = np.array([[0.97, 0.02, 0.01], [0.02, 0.97, 0.01], [0.5, 0.45, 0.05], [0.02, 0.01, 0.97]], dtype=np.float32)
Given = TypeVar("Given")


class InstantEmbedder:
    """Gives every text one of a few thousand fixed directions, by its checksum."""

    name = "instant-embedder"

    def __init__(self) -> None:
        rows = np.random.default_rng(0).normal(size=(VECTORS, DIMENSIONS)).astype(np.float32)
        self._rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def embed(self, texts: Sequence[str]) -> Rows:
        """Unit rows, shape (N, DIMENSIONS)."""
        return self._rows[[zlib.crc32(text.encode()) % VECTORS for text in texts]]


class InstantVerifier:
    """Finds each statement missing, covered, doubtful or contradicted, by checksum: every round has work to do."""

    name = "instant-verifier"

    def judge(self, claims: Sequence[Claim]) -> list[Rows]:
        """For each claim, shape (S, 3)."""
        return [
            FINDINGS[
                [zlib.crc32(f"{claim.seen(n)}\n{s}".encode()) % len(FINDINGS) for n, s in enumerate(claim.statements)]
            ]
            for claim in claims
        ]

    def mark(self, answers: Sequence[WholeAnswer]) -> Rows:
        """Shape (N, 3)."""
        return FINDINGS[[zlib.crc32(one.answer.encode()) % len(FINDINGS) for one in answers]].reshape(-1, 3)


class Clocked:
    """An embedder and a verifier in one, over two others; adds up the processor time that those take, in seconds."""

    def __init__(self, embedder: Embedder, verifier: Verifier) -> None:
        self._embedder, self._verifier = embedder, verifier
        self.name = f"{embedder.name} and {verifier.name}"
        self.spent_s = 0.0

    def embed(self, texts: Sequence[str]) -> Rows:
        """As the embedder does."""
        return self._timed(lambda: self._embedder.embed(texts))

    def judge(self, claims: Sequence[Claim]) -> list[Rows]:
        """As the verifier does."""
        return self._timed(lambda: self._verifier.judge(claims))

    def mark(self, answers: Sequence[WholeAnswer]) -> Rows:
        """As the verifier does."""
        return self._timed(lambda: self._verifier.mark(answers))

    def _timed(self, work: Callable[[], Given]) -> Given:
        started = time.process_time()
        try:
            return work()
        finally:
            self.spent_s += time.process_time() - started
