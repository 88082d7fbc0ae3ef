"""Fits what lies between probabilities and a verdict: temperature and thresholds, on unseen questions."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import lsq_linear, minimize

from interviewer.grading.gates import sift
from interviewer.grading.judging import Judged, judge, point_rows
from interviewer.grading.verdicts import Calibration, MarkLine, Row, as_row, calibrated
from interviewer.models.protocols import Embedder, Rows, Verifier
from interviewer.training.examples import TARGET, Target, target_of
from rubrics.derive import derive_key_points
from rubrics.model import KeyPoint, Question

MOST_FOR_SIMILARITY = 0.4  # credit of a derived point whose words are there and whose verdict is missing
CREDITED_WEIGHT = 8.0  # how much a credited contradiction weighs against F1 in the choice of thresholds
GRID = (  # thresholds tried: partial_at, covered_at, contradicted_at, contradicted_share
    np.arange(0.2, 0.61, 0.05),
    np.arange(0.35, 0.81, 0.05),
    np.arange(0.1, 0.5, 0.01),
    np.array([0.2, 0.4, 0.7, 1.0]),
)


def as_question(row: dict) -> Question:
    """A question of `authored.jsonl`'s format as a rubric."""
    points = tuple(
        KeyPoint(id=point["id"], statement=point["text"], weight=point["weight"]) for point in row["key_points"]
    )
    return Question(
        id=row["question_id"], question=row["question"], reference_answer=row["reference_answer"], key_points=points
    )


def judged_labels(
    embedder: Embedder, verifier: Verifier, rows: Sequence[dict], rubrics: Sequence[Question] = ()
) -> tuple[Rows, list[str]]:
    """Probabilities, shape (N, 3), and the examiner's verdict for every key point of every gradable answer.

    A row without key points of its own has those of the rubric that its `question_id` names.
    """
    asked, labels = [], []
    by_id = {question.id: question for question in rubrics}
    for row in rows:
        question = as_question(row) if "key_points" in row else by_id[row["question_id"]]
        for answer in row["answers"]:
            sifted = sift(question.question, answer["text"])
            if sifted.kept:
                asked.append((question, answer["text"], sifted.kept))
                labels += [answer["labels"][point.id] for point in question.key_points]
    return np.concatenate([one.rows for one in judge(embedder, verifier, asked, "nearest")]), labels


def fit(rows: Rows, labels: Sequence[str], learnt: tuple[Rows, Sequence[str]] | None = None) -> Calibration:
    """Scaling by likelihood (vector scaling, Guo et al. 2017, section 4.2), then the thresholds that serve best.

    Args:
        rows: Shape (N, 3), of answers to questions that the verifier has not learnt from.
        labels: Their N verdicts.
        learnt: The same of answers to questions whose rubrics it has learnt from, where it is surer than it should be;
            the scaling stays that of the others, the thresholds are to serve both.
    """
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
    sets = [(rows, labels), *([learnt] if learnt is not None else [])]
    scaled = [(np.array([calibrated(as_row(one), scaling) for one in found]), np.array(said)) for found, said in sets]
    tried = (
        replace(
            scaling,
            partial_at=_round(partial),
            covered_at=_round(covered),
            contradicted_at=_round(contradicted),
            contradicted_share=_round(share),
        )
        for partial, covered, contradicted, share in itertools.product(*GRID)
        if partial <= covered - 0.1
    )
    return max(tried, key=lambda at: sum(_worth(found, said, at) for found, said in scaled))


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedAnswer:
    """An answer marked against a bare reference answer, with what was found for the K key points derived from that.

    judged: Probabilities and similarities, with those of the answer as a whole. weights: Shape (K,). mark: 0 to 1.
    target: Probabilities that the answer as a whole should have.
    """

    judged: Judged
    weights: npt.NDArray[np.float64]
    mark: float
    target: Target

    def rows(self, at: Calibration) -> list[Row]:
        """The calibrated rows, as the grader has them."""
        return point_rows(self.judged, at)


def judged_marks(embedder: Embedder, verifier: Verifier, rows: Sequence[dict]) -> list[MarkedAnswer]:
    """What is found for rows of the public sets by their bare reference answers; those without substance fall out."""
    asked, kept_rows = [], []
    for row in rows:
        points = tuple(one.key_point for one in derive_key_points(row["reference_answer"]))
        if len(points) == 1:
            points = (replace(points[0], accept=tuple(row.get("all_references") or ())),)
        question = Question(
            id="marked",
            question=row["question"] or "Explain.",
            reference_answer=row["reference_answer"],
            key_points=points,
        )
        kept = sift(question.question, row["answer"]).kept
        if kept:
            asked.append((question, row["answer"], kept))
            kept_rows.append(row)
    return [
        MarkedAnswer(
            judged=one,
            weights=np.array([point.weight for point in question.key_points]),
            mark=float(row["score"]),
            target=target_of(row),
        )
        for one, (question, *_), row in zip(judge(embedder, verifier, asked, "nearest"), asked, kept_rows, strict=True)
    ]


def fit_marks(answers: Sequence[MarkedAnswer], at: Calibration) -> Calibration:
    """What a derived key point earns, so that scores follow people's marks; saying nothing earns nothing.

    First the share of the answer as a whole, by likelihood where the reference is one key point; then a line for
    references of one point and one for those of several, by least squares. Similarity alone earns at most
    MOST_FOR_SIMILARITY: people's marks follow it further, but so would keyword lists.

    Args:
        answers: Of questions that the marker has not learnt from.
        at: The calibration that this is added to.
    """
    single, several = ([one for one in answers if (len(one.weights) == 1) == is_one] for is_one in (True, False))
    shares = [replace(at, whole_share=_round(share)) for share in np.arange(0.0, 1.01, 0.05)]
    at = max(shares, key=lambda one: _likelihood(single, one)) if single else at
    lines = [_line(of_kind, at) for of_kind in (single or several, several or single)]
    return replace(at, one_point=lines[0], several_points=lines[1])


def _line(answers: Sequence[MarkedAnswer], at: Calibration) -> MarkLine:
    marks = np.array([one.mark for one in answers])
    bounds = ([-1.0, 0.0, -1.0, 0.0, 0.0, -1.0], [1e-9, 2.0, 1e-9, MOST_FOR_SIMILARITY, 2.0, 1e-9])
    found = lsq_linear(np.array([_columns(one, at) for one in answers]), marks, bounds).x
    return MarkLine(**{one.name: _round(value) for one, value in zip(fields(MarkLine), found, strict=True)})


def _likelihood(answers: Sequence[MarkedAnswer], at: Calibration) -> float:
    return sum(
        wanted * math.log(max(1e-6, found))
        for one in answers
        for wanted, found in zip(one.target, one.rows(at)[0], strict=True)
    )


def _columns(answer: MarkedAnswer, at: Calibration) -> list[float]:
    """1 and, over the key points by their weights, the means of what `expected_mark` adds up."""
    judged = answer.judged
    rows, whole = np.array(answer.rows(at)), judged.whole if judged.whole is not None else np.zeros(3)
    found = np.stack([rows[:, 1], rows[:, 2], np.maximum(0.0, judged.similarities)])
    return [1.0, *(found @ answer.weights / answer.weights.sum()), float(whole[1]), float(whole[2])]


def _round(value: float) -> float:
    return round(float(value), 2)


def _worth(rows: Rows, truth: npt.NDArray[np.str_], at: Calibration) -> float:
    """F1 of covered and contradicted and half that of partial, less the share of contradicted points with credit."""
    covered, contradicted = rows[:, 1], rows[:, 2]
    is_against = (contradicted >= at.contradicted_at) & (contradicted >= at.contradicted_share * covered)
    said = {
        "contradicted": is_against,
        "covered": ~is_against & (covered >= at.covered_at),
        "partial": ~is_against & (covered >= at.partial_at) & (covered < at.covered_at),
    }
    f1 = {
        name: 2 * ((truth == name) & found).sum() / max(1, (truth == name).sum() + found.sum())
        for name, found in said.items()
    }
    against = truth == "contradicted"
    credited = (said["covered"] | said["partial"])[against].mean() if against.any() else 0.0
    return float(f1["covered"] + f1["contradicted"] + 0.5 * f1["partial"] - CREDITED_WEIGHT * credited)
