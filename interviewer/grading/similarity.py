"""Nearest windows of an answer to its key points: arrays in, arrays out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from interviewer.models.protocols import Rows

Ints = npt.NDArray[np.int64]
SAME = 1e-4  # similarities nearer than this count as equal: batches differ by about 1e-7


def nearest_windows(windows: Rows, statements: Rows, count: int) -> Ints:
    """Indices of the `count` windows closest to each statement, closest first; the earlier window where two are equal.

    Args:
        windows: Shape (W, D), float32, unit rows; W may be 0.
        statements: Shape (S, D), float32, unit rows.
        count: At least 1.

    Returns:
        Shape (S, min(count, W)).

    Raises:
        ValueError: If the two have different D.
    """
    if windows.shape[1] != statements.shape[1]:
        raise ValueError(f"windows have {windows.shape[1]} dimensions, statements {statements.shape[1]}")
    similarity = np.round((statements @ windows.T) / SAME) * SAME
    return np.argsort(-similarity, axis=1, kind="stable")[:, :count].astype(np.int64)
