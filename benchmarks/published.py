"""Published short-answer sets as questions and marked answers, and grades as the labels that these sets use."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from interviewer.agreement.marks import MarkedAnswer, MarkedFile
from interviewer.agreement.metrics import confusion, macro_f1
from interviewer.grading.grade import Grade
from interviewer.training.examples import read_lines
from rubrics.derive import DERIVED_SOURCE, derive_key_points
from rubrics.model import KeyPoint, Question

LABELS = ("correct", "contradictory", "incorrect")
NO_QUESTION = "What is the right answer?"  # one set comes without its questions
SEED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSet:
    """One set: its questions, its answers with marks 0 to 100, and each answer's label, or None without labels."""

    name: str
    questions: tuple[Question, ...]
    file: MarkedFile
    labels: tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Border:
    """How a grade becomes a label: correct from one probability on, else contradictory from another on."""

    correct_at: float = 0.5
    contradictory_at: float = 0.3


def read_set(path: Path, most: int | None = None) -> PublishedSet:
    """A set from its `.jsonl.gz` file; `most` draws so many of its answers by a fixed seed."""
    return as_set(path.name.removesuffix(".jsonl.gz"), list(read_lines(path)), most)


def as_set(name: str, records: Sequence[dict[str, Any]], most: int | None = None) -> PublishedSet:
    """A set of the records that have a mark; `most` draws so many of them by a fixed seed."""
    records = [record for record in records if record["score"] is not None]
    if most is not None and most < len(records):
        records = random.Random(SEED).sample(records, most)
    questions = {one["question_id"]: _question(one) for one in records}
    answers = tuple(
        MarkedAnswer(
            answer_id=str(number),
            question_id=questions[one["question_id"]].id,
            answer=one["answer"],
            marks=(100.0 * one["score"],),
            labels={},
        )
        for number, one in enumerate(records, start=1)
    )
    labelled = all(one["label"] in LABELS for one in records)
    return PublishedSet(
        name=name,
        questions=tuple(questions.values()),
        file=MarkedFile(answers=answers, graders=("score",), notes=()),
        labels=tuple(one["label"] for one in records) if labelled else None,
    )


def _question(record: dict[str, Any]) -> Question:
    """A labelled set's reference is one key point, its other references its other wordings; else points are derived."""
    reference, *others = record.get("all_references") or [record["reference_answer"]]
    bare = Question(
        id=re.sub(r"[^a-z0-9]+", "-", record["question_id"].lower()).strip("-"),
        question=record["question"] or NO_QUESTION,
        reference_answer=record["reference_answer"],
    )
    if others or record["label"] in LABELS:
        points: tuple[KeyPoint, ...] = (
            KeyPoint(
                id="reference", statement=reference, accept=tuple(others), source=f"{DERIVED_SOURCE} 0-{len(reference)}"
            ),
        )
    else:
        points = tuple(one.key_point for one in derive_key_points(bare.reference_answer))
    return replace(bare, key_points=points)


def label_of(grade: Grade, question: Question, border: Border) -> str:
    """The label that a grade amounts to."""
    stated, denied = probabilities(grade, question)
    if stated >= border.correct_at:
        return "correct"
    return "contradictory" if denied >= border.contradictory_at else "incorrect"


def probabilities(grade: Grade, question: Question) -> tuple[float, float]:
    """Mean probability of covered and of contradicted over the key points, by their weights, each 0 to 1."""
    weights = [point.weight for point in question.key_points]
    stated = sum(w * v.covered for w, v in zip(weights, grade.verdicts, strict=True)) / sum(weights)
    denied = sum(w * v.contradicted for w, v in zip(weights, grade.verdicts, strict=True)) / sum(weights)
    return stated, denied


def fitted(published: PublishedSet, grades: Sequence[Grade]) -> Border:
    """The borders with the highest sum of 2-way and 3-way macro-F1 on a labelled set, which must be one to train on."""
    best, best_value = Border(), -1.0
    known = {question.id: question for question in published.questions}
    both = np.array([probabilities(grade, known[grade.question_id]) for grade in grades])
    stated, denied = both[:, 0], both[:, 1]
    truth = np.array([LABELS.index(label) for label in published.labels or ()])
    for correct_at in np.arange(0.05, 1.0, 0.05):
        for contradictory_at in np.arange(0.05, 1.0, 0.05):
            guess = np.where(stated >= correct_at, 0, np.where(denied >= contradictory_at, 1, 2))
            value = macro_f1(confusion(truth, guess, 3)) + macro_f1(
                confusion((truth == 0).astype(np.int64), (guess == 0).astype(np.int64), 2)
            )
            if value > best_value:
                best = Border(
                    correct_at=round(float(correct_at), 2), contradictory_at=round(float(contradictory_at), 2)
                )
                best_value = value
    return best
