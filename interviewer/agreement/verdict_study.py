"""How well verdicts agree with the labels that people gave to key points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from interviewer.agreement import resampled
from interviewer.agreement.bootstrap import Clusters, Figure, Measure, figures, numbered
from interviewer.agreement.marks import MarkedAnswer
from interviewer.agreement.metrics import (
    CalibrationBin,
    calibration_bins,
    calibration_error,
    confusion,
    contradicted_credited,
    f1_of,
    macro_f1,
)
from interviewer.agreement.resampled import Floats
from interviewer.grading.grade import VERDICTS, Grade, Verdict, VerdictName


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictStudy:
    """Agreement key point by key point.

    Attributes:
        labels: How many labelled key points were compared.
        counts: Shape (4, 4) in the order of VERDICTS: rows the person's verdict, columns the grader's.
        f1: One a verdict, 0 to 1.
        macro_f1: Their mean, 0 to 1.
        contradicted_credited: Share, 0 to 1, of the points a person called contradicted that earned credit.
        calibration_error: Expected calibration error of the probability of `covered`, 0 to 1.
        reliability: What the probability of `covered` said and what happened, by tenths.
    """

    labels: int
    counts: tuple[tuple[int, ...], ...]
    f1: dict[VerdictName, Figure]
    macro_f1: Figure
    contradicted_credited: Figure
    calibration_error: Figure
    reliability: tuple[CalibrationBin, ...]

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "labels": self.labels,
            "verdicts": list(VERDICTS),
            "confusion": [list(row) for row in self.counts],
            "f1": {name: figure.as_json() for name, figure in self.f1.items()},
            "macro_f1": self.macro_f1.as_json(),
            "contradicted_credited": self.contradicted_credited.as_json(),
            "calibration_error": self.calibration_error.as_json(),
            "reliability": [
                {"said": round(one.said, 6), "happened": round(one.happened, 6), "count": one.count}
                for one in self.reliability
            ],
        }


def verdict_study(answers: Sequence[MarkedAnswer], grades: Sequence[Grade]) -> VerdictStudy | None:
    """Agreement of the grades' verdicts with the answers' labels; None where no key point is labelled."""
    pairs = [
        (answer, label, verdict)
        for answer, grade in zip(answers, grades, strict=True)
        for verdict in grade.verdicts
        if (label := answer.labels.get(verdict.key_point)) is not None
    ]
    if not pairs:
        return None
    return _measured([p[0] for p in pairs], [p[1] for p in pairs], [p[2] for p in pairs])


def _measured(
    answers: Sequence[MarkedAnswer], labels: Sequence[VerdictName], verdicts: Sequence[Verdict]
) -> VerdictStudy:
    truth = np.array([VERDICTS.index(label) for label in labels])
    guess = np.array([VERDICTS.index(verdict.verdict) for verdict in verdicts])
    covered = np.array([verdict.covered for verdict in verdicts])
    credit = np.array([verdict.credit for verdict in verdicts])
    is_covered, is_contradicted = truth == VERDICTS.index("covered"), truth == VERDICTS.index("contradicted")
    counts = confusion(truth, guess, len(VERDICTS))
    credited = is_contradicted & (credit > 0)

    def many_counts(times: Floats) -> Floats:
        return resampled.confusions(truth, guess, len(VERDICTS), times)

    measures = {
        "macro": Measure(once=lambda: macro_f1(counts), many=lambda times: resampled.macro_f1(many_counts(times))),
        "credited": Measure(
            once=lambda: contradicted_credited(is_contradicted, credit),
            many=lambda times: resampled.share(times @ credited.astype(float), times @ is_contradicted.astype(float)),
        ),
        "calibration": Measure(
            once=lambda: calibration_error(covered, is_covered),
            many=lambda times: resampled.calibration_error(covered, is_covered, times),
        ),
    }
    for at, name in enumerate(VERDICTS):
        measures[name] = Measure(
            once=partial(f1_of, counts, at),
            many=lambda times, at=at: resampled.f1(many_counts(times))[:, at],  # type: ignore[misc]
        )
    found = figures(measures, clusters_of(answers))
    return VerdictStudy(
        labels=len(labels),
        counts=tuple(tuple(int(n) for n in row) for row in counts),
        f1={name: found[name] for name in VERDICTS},
        macro_f1=found["macro"],
        contradicted_credited=found["credited"],
        calibration_error=found["calibration"],
        reliability=calibration_bins(covered, is_covered),
    )


def clusters_of(answers: Sequence[MarkedAnswer]) -> Clusters:
    """What is drawn together when these answers are resampled: questions, and students where every answer names one."""
    students = [answer.student for answer in answers]
    known = None if any(student is None for student in students) else numbered(students)
    return Clusters(questions=numbered([answer.question_id for answer in answers]), students=known)
