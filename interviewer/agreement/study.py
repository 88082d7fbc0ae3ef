"""Grades against human marks: everything measured, as one value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

import numpy as np

from interviewer.agreement.baselines import CONSTANT, baseline_scores
from interviewer.agreement.bias import Group, by_band, by_length, by_question
from interviewer.agreement.bootstrap import FEWEST_FOR_INTERVAL, Clusters, Figure, Measure, figures
from interviewer.agreement.marks import MarkedAnswer, MarkedFile
from interviewer.agreement.metrics import POINT_MEASURES, risk_coverage
from interviewer.agreement.resampled import Floats
from interviewer.agreement.verdict_study import VerdictStudy, clusters_of, verdict_study
from interviewer.grading.grade import Grade
from interviewer.models.protocols import Embedder
from rubrics.model import Question

OURS = "Interviewer"
FEW_QUESTIONS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table: who is compared with the marks, over how many pairs, and the measures by name."""

    name: str
    pairs: int
    measures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One answer with its mark and its score, both 0 to 100, and the grader's confidence, 0 to 1."""

    answer_id: str
    question_id: str
    answer: str
    mark: float
    score: float
    confidence: float
    close_call: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """The whole comparison.

    Attributes:
        compared: Every answer that has a mark and a score, in the order of the file.
        questions: How many questions they answer.
        students: How many people wrote them; None where the file does not say.
        graders: The mark columns.
        lines: Interviewer first, then the baselines, then person against person where two marks are given.
        bands, by_question, by_length: Bias in parts of the answers.
        risk: Share kept and mean absolute error, the most confident answers first.
        verdicts: Agreement on key points; None where none is labelled.
        notes: Sentences on what was left out and how far the numbers carry.
    """

    compared: tuple[Compared, ...]
    questions: int
    students: int | None
    graders: tuple[str, ...]
    lines: tuple[Line, ...]
    bands: tuple[Group, ...]
    by_question: tuple[Group, ...]
    by_length: tuple[Group, ...]
    risk: tuple[tuple[float, float], ...]
    verdicts: VerdictStudy | None
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Plain values, no NaN anywhere: what has no value is null, with `why` beside it."""
        return {
            "answers": len(self.compared),
            "questions": self.questions,
            "students": self.students,
            "graders": list(self.graders),
            "unit": "points from 0 to 100",
            "lines": [
                {"name": line.name, "pairs": line.pairs} | {name: f.as_json() for name, f in line.measures.items()}
                for line in self.lines
            ],
            "bias": {
                "by_mark": [group.as_json() for group in self.bands],
                "by_question": [group.as_json() for group in self.by_question],
                "by_length": [group.as_json() for group in self.by_length],
            },
            "risk_coverage": [{"kept": round(kept, 6), "mae": round(risk, 6)} for kept, risk in self.risk],
            "verdicts": None if self.verdicts is None else self.verdicts.as_json(),
            "notes": list(self.notes),
            "compared": [_compared_json(one) for one in self.compared],
        }


def study_of(file: MarkedFile, grades: Sequence[Grade], questions: Sequence[Question], embedder: Embedder) -> Study:
    """Compare grades with the marks of a file.

    Args:
        file: The marked answers.
        grades: One for each answer, in the same order; those without a score are left out and counted.
        questions: The rubrics.
        embedder: For the cosine baseline.
    """
    both = [(a, g) for a, g in zip(file.answers, grades, strict=True) if g.score is not None]
    answers, graded = [pair[0] for pair in both], [pair[1] for pair in both]
    marks = np.array([answer.mark for answer in answers])
    scores = np.array([grade.score for grade in graded], dtype=np.float64)
    clusters = clusters_of(answers)
    lines = [_line(OURS, marks, scores, clusters)]
    if len(answers) > 1:
        for name, guessed in baseline_scores(answers, questions, embedder).items():
            lines.append(_line(name, marks, guessed, clusters))
    lines += _between_people(answers, scores)
    students = {answer.student for answer in answers}
    return Study(
        compared=tuple(_compared(a, g) for a, g in both),
        questions=len({answer.question_id for answer in answers}),
        students=None if None in students or not students else len(students),
        graders=file.graders,
        lines=tuple(lines),
        bands=by_band(marks, scores, clusters),
        by_question=by_question(answers, marks, scores),
        by_length=by_length(answers, marks, scores, clusters),
        risk=risk_coverage(scores - marks, np.array([grade.confidence for grade in graded])),
        verdicts=verdict_study(answers, graded),
        notes=(*file.notes, *_notes(answers, marks, [g for g in grades if g.score is None])),
    )


def _line(name: str, marks: Floats, scores: Floats, clusters: Clusters) -> Line:
    measures = {
        title: Measure(once=partial(once, marks, scores), many=partial(many, marks, scores))
        for title, (once, many) in POINT_MEASURES.items()
    }
    found = figures(measures, clusters)
    if name == CONSTANT:  # each fold has its own constant, so a correlation would only show how the folds were cut
        none = Figure(value=None, why="a constant follows nothing")
        found |= dict.fromkeys(("pearson", "spearman", "quadratic_kappa"), none)
    return Line(name=name, pairs=len(marks), measures=found)


def _between_people(answers: Sequence[MarkedAnswer], scores: Floats) -> list[Line]:
    """Person against person over every pair of marks of one answer, and Interviewer against each single mark."""
    pairs = [
        (answer, left, right)
        for answer in answers
        for left, right in combinations([mark for mark in answer.marks if mark is not None], 2)
    ]
    if not pairs:
        return []
    single = [
        (a, mark, score) for a, score in zip(answers, scores, strict=True) for mark in a.marks if mark is not None
    ]
    return [
        _line(
            name,
            np.array([one[1] for one in rows]),
            np.array([one[2] for one in rows]),
            clusters_of([one[0] for one in rows]),
        )
        for name, rows in ((f"{OURS} against one person", single), ("person against person", pairs))
    ]


def _compared(answer: MarkedAnswer, grade: Grade) -> Compared:
    return Compared(
        answer_id=answer.answer_id,
        question_id=answer.question_id,
        answer=answer.answer,
        mark=answer.mark,
        score=float(grade.score or 0.0),
        confidence=grade.confidence,
        close_call="close_call" in grade.flags,
    )


def _notes(answers: Sequence[MarkedAnswer], marks: Floats, ungraded: Sequence[Grade]) -> list[str]:
    notes = []
    for reason, count in Counter(grade.reason for grade in ungraded).items():
        were = "answer could not be graded ({}) and is" if count == 1 else "answers could not be graded ({}) and are"
        notes.append(f"{count} {were.format(reason)} left out.")
    if len(answers) < FEWEST_FOR_INTERVAL:
        answers_text = "1 marked answer" if len(answers) == 1 else f"{len(answers)} marked answers"
        notes.append(
            f"Only {answers_text}: too few for intervals, and any figure may be chance. "
            f"Mark at least {FEWEST_FOR_INTERVAL}, better 50 or more."
        )
    questions = len({answer.question_id for answer in answers})
    if questions == 1:
        notes.append(
            "Only one question: the figures say nothing about other questions, and baselines are fitted on it."
        )
    elif 1 < questions < FEW_QUESTIONS:
        notes.append(f"Only {questions} questions: the intervals over questions are rough.")
    if len(answers) > 1 and np.ptp(marks) < 1e-9:
        notes.append(f"Every mark is {marks[0]:g}: no correlation exists; RMSE and MAE still count.")
    return notes


def _compared_json(one: Compared) -> dict[str, object]:
    return {
        "answer_id": one.answer_id,
        "question_id": one.question_id,
        "mark": round(one.mark, 4),
        "score": one.score,
        "confidence": one.confidence,
        "close_call": one.close_call,
    }
