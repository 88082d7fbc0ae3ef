"""One row of probabilities (missing, covered, contradicted) out of several, each a finding of the verifier."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

MISSING, COVERED, CONTRADICTED = range(3)
EXAMPLES_WEIGH = 2.0  # on the log odds of covered against contradicted, against 1 for the passage
LIKELY_WEIGH = 3.0  # the same for a likely point …
CLEARLY_HEARD = 0.3  # … of which the statement or an example is stated with at least this
FAINT = 0.03  # added to a probability before its logarithm is taken
HEARD = 0.15  # a reject stated with less than this is not stated …
NO_REJECT = 0.7  # … which counts for so much in the log odds


def with_examples(row: np.ndarray, accepted: float, rejected: float) -> np.ndarray:
    """The row with what the examples say: raised where they see more, and turned towards the side they take.

    How an answer sounds as a whole can make all of it look denied; which of the examiner's own sentences it states does
    not depend on that. So they weigh twice in the odds of covered against contradicted, and an answer that states none
    of the rejects is a little less likely to contradict.
    """
    covered, contradicted = float(row[COVERED]), float(row[CONTRADICTED])
    bonus = NO_REJECT if rejected < HEARD else 0.0
    share = _share_covered(row, EXAMPLES_WEIGH * _log_odds(accepted, rejected) + bonus)
    stated = max(covered + contradicted, (covered + accepted) / 2, (contradicted + rejected) / 2)
    return _stated(stated, share)


def with_rejects(row: np.ndarray, accepted: float, rejected: float) -> np.ndarray:
    """The row of a likely point, turned towards what its nearest sentences state: the point or a reject."""
    if max(accepted, rejected) < CLEARLY_HEARD:
        return row
    share = _share_covered(row, LIKELY_WEIGH * _log_odds(accepted, rejected))
    return _stated(float(row[COVERED]) + float(row[CONTRADICTED]), share)


def against_all(rows: Sequence[np.ndarray]) -> np.ndarray:
    """One row out of those by several right answers: as right as by the nearest of them; the rest in their shares."""
    if len(rows) == 1:
        return rows[0]
    stacked = np.stack(rows)
    covered, beside, against = stacked[:, COVERED].max(), stacked[:, MISSING].min(), stacked[:, CONTRADICTED].max()
    rest = (1.0 - covered) / max(FAINT, float(beside + against))
    return np.array([1.0 - covered - against * rest, covered, against * rest], dtype=np.float32)


def _log_odds(chance: float, against: float) -> float:
    return float(np.log((chance + FAINT) / (against + FAINT)))


def _share_covered(row: np.ndarray, turned_by: float) -> float:
    """The share of covered in what is stated, its log odds against contradicted moved by so much."""
    return float(1.0 / (1.0 + np.exp(-(_log_odds(float(row[COVERED]), float(row[CONTRADICTED])) + turned_by))))


def _stated(stated: float, share: float) -> np.ndarray:
    return np.array([1.0 - stated, stated * share, stated * (1.0 - share)], dtype=np.float32)
