"""Fits what lies between probabilities and a verdict: temperature and thresholds, on unseen questions."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import lsq_linear, minimize

from interviewer.grading.gates import sift
from interviewer.grading.judging import judge
from interviewer.grading.verdicts import Calibration, calibrated, verdict_of
from interviewer.models.protocols import Embedder, Rows, Verifier
from interviewer.training.examples import TARGET
from rubrics.derive import derive_key_points
from rubrics.model import KeyPoint, Question

MOST_FOR_SIMILARITY = 0.4  # credit of a derived point whose words are there and whose verdict is missing
CREDITED_WEIGHT = 3.0  # how much a credited contradiction weighs against F1 in the choice of thresholds


def as_question(row: dict) -> Question:
    """A question of `authored.jsonl`'s format as a rubric."""
    points = tuple(
        KeyPoint(id=point["id"], statement=point["text"], weight=point["weight"]) for point in row["key_points"]
    )
    return Question(
        id=row["question_id"], question=row["question"], reference_answer=row["reference_answer"], key_points=points
    )


def judged_labels(embedder: Embedder, verifier: Verifier, rows: Sequence[dict]) -> tuple[Rows, list[str]]:
    """Probabilities, shape (N, 3), and the examiner's verdict for every key point of every gradable answer."""
    asked, labels = [], []
    for row in rows:
        question = as_question(row)
        for answer in row["answers"]:
            sifted = sift(question.question, answer["text"])
            if sifted.kept:
                asked.append((question, answer["text"], sifted.kept))
                labels += [answer["labels"][point.id] for point in question.key_points]
    return np.concatenate([one.rows for one in judge(embedder, verifier, asked, "nearest")]), labels


def fit(rows: Rows, labels: Sequence[str]) -> Calibration:
    """Scaling by likelihood (vector scaling, Guo et al. 2017, section 4.2), then the thresholds that serve best."""
    log_rows = np.log(np.clip(rows, 1e-6, 1.0))
    targets = np.array([TARGET[label] for label in labels])

    def loss(values: npt.NDArray[np.float64]) -> float:
        scaled = log_rows / np.exp(values[0]) + np.array([0.0, values[1], values[1]])
        scaled = scaled - np.log(np.exp(scaled).sum(-1, keepdims=True))
        return float(-(targets * scaled).sum(-1).mean())

    log_temperature, stated_bias = minimize(loss, np.zeros(2), method="Nelder-Mead").x
    scaling = Calibration(
        temperature=round(float(np.exp(log_temperature)), 3), stated_bias=round(float(stated_bias), 3)
    )
    scaled = np.array([calibrated((float(m), float(c), float(x)), scaling) for m, c, x in rows])
    grid = (np.arange(0.2, 0.56, 0.05), np.arange(0.35, 0.76, 0.05), np.arange(0.25, 0.61, 0.05))
    tried = (
        replace(scaling, partial_at=_round(p), covered_at=_round(c), contradicted_at=_round(x))
        for p, c, x in itertools.product(*grid)
        if p <= c - 0.1
    )
    return max(tried, key=lambda at: _worth(scaled, labels, at))


def marked_features(embedder: Embedder, verifier: Verifier, rows: Sequence[dict], at: Calibration) -> tuple[Rows, Rows]:
    """For rows of the public sets, marked against a bare reference answer: shape (N, 4) and the marks, shape (N,).

    The columns are 1 and, over the derived key points by their weights, the means of covered, contradicted and
    similarity.
    """
    asked, weights, marks = [], [], []
    for row in rows:
        points = tuple(one.key_point for one in derive_key_points(row["reference_answer"]))
        question = Question(id="marked", question=row["question"] or "Explain.", key_points=points)
        kept = sift(question.question, row["answer"]).kept
        if kept:
            asked.append((question, row["answer"], kept))
            weights.append(np.array([point.weight for point in points]))
            marks.append(float(row["score"]))
    found = judge(embedder, verifier, asked, "nearest")
    features = []
    for one, weight in zip(found, weights, strict=True):
        scaled = np.array([calibrated((float(m), float(c), float(x)), at) for m, c, x in one.rows])
        columns = (np.ones(len(weight)), scaled[:, 1], scaled[:, 2], np.maximum(0.0, one.similarities))
        features.append([float((column * weight).sum() / weight.sum()) for column in columns])
    return np.array(features, dtype=np.float32), np.array(marks, dtype=np.float32)


def fit_marks(features: Rows, marks: Rows, at: Calibration) -> Calibration:
    """The line from probabilities and similarity to people's marks, by least squares; saying nothing earns nothing.

    Similarity alone earns at most MOST_FOR_SIMILARITY: people's marks follow it further, but so would keyword lists.

    Args:
        features: Shape (N, 4), as `marked_features` gives them.
        marks: Shape (N,), 0 to 1.
        at: The calibration that the line is added to.
    """
    bounds = ([-1.0, 0.0, -1.0, 0.0], [1e-9, 2.0, 1e-9, MOST_FOR_SIMILARITY])
    found = lsq_linear(features.astype(np.float64), marks.astype(np.float64), bounds).x
    base, covered, contradicted, similarity = (_round(value) for value in found)
    return replace(at, mark_base=base, mark_covered=covered, mark_contradicted=contradicted, mark_similarity=similarity)


def _round(value: float) -> float:
    return round(float(value), 2)


def _worth(rows: Rows, labels: Sequence[str], at: Calibration) -> float:
    """F1 of covered and contradicted and half that of partial, less the share of contradicted points with credit."""
    said = np.array([verdict_of(float(row[1]), float(row[2]), at) for row in rows])
    truth = np.array(labels)
    contradicted = truth == "contradicted"
    credited = np.isin(said[contradicted], ("covered", "partial")).mean() if contradicted.any() else 0.0
    f1 = {
        name: 2 * ((truth == name) & (said == name)).sum() / max(1, (truth == name).sum() + (said == name).sum())
        for name in ("covered", "contradicted", "partial")
    }
    return float(f1["covered"] + f1["contradicted"] + 0.5 * f1["partial"] - CREDITED_WEIGHT * credited)
