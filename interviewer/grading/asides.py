"""Sentences that are not about the subject: orders to the grader, made-up grades, where one has it from, apologies.

They are told by meaning: an aside is nearer to one of the examples in `asides.txt` than to anything that the rubric
asks for. The verifier does not see them, for what stands around a statement sways its verdict.
"""

from __future__ import annotations

from importlib.resources import files

import numpy as np

from interviewer.models.protocols import Embedder, Rows

LIKE_AN_EXAMPLE = 0.4  # cosine with the nearest example from which a sentence may be an aside …
NEARER_BY = 0.1  # … if it exceeds the cosine with question and key points by this much


def example_rows(embedder: Embedder) -> Rows:
    """The examples' embeddings, shape (E, D), unit rows."""
    lines = files("interviewer.grading").joinpath("asides.txt").read_text(encoding="utf-8").splitlines()
    return embedder.embed([line for line in lines if line and not line.startswith("#")])


def find_asides(sentences: Rows, subject: Rows, examples: Rows) -> np.ndarray:
    """Which sentences are asides.

    Args:
        sentences: Shape (N, D), unit rows; N may be 0.
        subject: Shape (K, D), unit rows: the question and its key points.
        examples: Shape (E, D), unit rows.

    Returns:
        Shape (N,), bool.
    """
    of_aside, of_subject = (sentences @ examples.T).max(axis=1), (sentences @ subject.T).max(axis=1)
    return (of_aside >= LIKE_AN_EXAMPLE) & (of_aside - of_subject >= NEARER_BY)
