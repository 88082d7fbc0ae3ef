"""Where scores lie above or below the marks: by mark, by question, by the length of the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interviewer.agreement import resampled
from interviewer.agreement.bootstrap import FEWEST_FOR_INTERVAL, Clusters, Figure, Measure, figures
from interviewer.agreement.marks import MarkedAnswer
from interviewer.agreement.resampled import Bools, Floats

BANDS = ((0, 20), (20, 40), (40, 60), (60, 80), (80, 100))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A part of the answers; `bias` is the mean of score less mark, in points."""

    name: str
    answers: int
    mean_mark: float
    mean_score: float
    bias: Figure

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "name": self.name,
            "answers": self.answers,
            "mean_mark": round(self.mean_mark, 4),
            "mean_score": round(self.mean_score, 4),
            "bias": self.bias.as_json(),
        }


def by_band(marks: Floats, scores: Floats, clusters: Clusters) -> tuple[Group, ...]:
    """Bias by the mark, in fifths of the scale; parts without answers are left out."""
    groups: list[Group] = []
    for low, high in BANDS:
        inside = (marks >= low) & ((marks < high) | (high == 100))
        name = f"{low} to {high}" if high == 100 else f"{low} to under {high}"
        groups += _group(name, inside, marks, scores, clusters)
    return tuple(groups)


def by_length(answers: Sequence[MarkedAnswer], marks: Floats, scores: Floats, clusters: Clusters) -> tuple[Group, ...]:
    """Bias by the answer's length, in thirds of the answers."""
    words = np.array([len(answer.answer.split()) for answer in answers])
    if not words.size:
        return ()
    first, second = (int(np.quantile(words, q)) for q in (1 / 3, 2 / 3))
    parts = [
        (f"up to {first} words", words <= first),
        (f"{first + 1} to {second} words", (words > first) & (words <= second)),
        (f"over {second} words", words > second),
    ]
    return tuple(group for name, inside in parts for group in _group(name, inside, marks, scores, clusters))


def by_question(answers: Sequence[MarkedAnswer], marks: Floats, scores: Floats) -> tuple[Group, ...]:
    """Bias by question, the most biased first; within one question single answers are resampled."""
    ids = np.array([answer.question_id for answer in answers], dtype=object)
    groups: list[Group] = []
    for name in dict.fromkeys(ids):
        one = np.flatnonzero(ids == name)
        clusters = Clusters(questions=np.zeros(len(one), dtype=np.int64))
        groups += _group(str(name), np.ones(len(one), dtype=bool), marks[one], scores[one], clusters)
    return tuple(sorted(groups, key=lambda group: -abs(group.bias.value or 0.0)))


def _group(name: str, inside: Bools, marks: Floats, scores: Floats, clusters: Clusters) -> list[Group]:
    count = int(inside.sum())
    if not count:
        return []

    within = inside.astype(np.float64)
    difference = within * (scores - marks)
    bias = Measure(
        once=lambda: float(difference.sum() / count),
        many=lambda times: resampled.share(times @ difference, times @ within),
    )
    found = figures({"bias": bias}, clusters)["bias"]
    if count < FEWEST_FOR_INTERVAL:
        found = Figure(value=found.value, why=f"no interval: {count} rows, and it takes {FEWEST_FOR_INTERVAL}")
    return [
        Group(
            name=name,
            answers=count,
            mean_mark=float(marks[inside].mean()),
            mean_score=float(scores[inside].mean()),
            bias=found,
        )
    ]
