"""The grader: questions and answers in, grades out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from importlib.metadata import version

import numpy as np

from interviewer.errors import InputError
from interviewer.grading.asides import example_rows, find_asides
from interviewer.grading.gates import Sifted, sift
from interviewer.grading.grade import Evidence, Flag, Grade, GradedWith, Verdict
from interviewer.grading.judging import Judged, judge, point_rows
from interviewer.grading.scoring import Scheme, credit_of, marked_score, score
from interviewer.grading.text import Span, readable
from interviewer.grading.verdicts import Calibration, Row, as_row, expected_mark, is_close, verdict_of
from interviewer.models.protocols import Embedder, Rows, Verifier
from interviewer.settings import Settings
from rubrics.derive import is_derived
from rubrics.model import Question

OFF_TOPIC_BELOW = 0.1  # an answer none of whose points reaches this share of doubt speaks of something else
DECIMALS = 4
NOTHING_SAID: Row = (1.0, 0.0, 0.0)


class Grader:
    """Grades answers; the same answer gets the same grade in any company, order and batch size.

    Args:
        embedder: Finds the windows that a key point may stand in.
        verifier: Decides what they say.
        settings: What verdicts are worth.
        calibration: How probabilities become verdicts.
    """

    def __init__(
        self, embedder: Embedder, verifier: Verifier, settings: Settings, calibration: Calibration | None = None
    ) -> None:
        self._embedder, self._verifier = embedder, verifier
        self._settings = settings
        self._calibration = calibration or Calibration()
        self._scheme = Scheme(partial=settings.partial_credit, contradiction_cost=settings.contradiction_cost)
        self._version = version("interviewer")

    @cached_property
    def _aside_examples(self) -> Rows:
        return example_rows(self._embedder)

    def grade(self, question: Question, answer: str) -> Grade:
        """The grade of one answer.

        Raises:
            InputError: If the question has no key points.
            ModelError: If a model is missing or damaged.
        """
        return self.grade_many([question], [answer])[0]

    def grade_many(self, questions: Sequence[Question], answers: Sequence[str]) -> list[Grade]:
        """A grade for each answer, in order; `questions[n]` is what `answers[n]` answers.

        Raises:
            InputError: If the two differ in length, or a question has no key points.
            ModelError: If a model is missing or damaged.
        """
        if len(questions) != len(answers):
            raise InputError(f"{len(questions)} questions for {len(answers)} answers: give one question an answer")
        for question in questions:
            if not question.key_points:
                raise InputError(
                    f"question {question.id!r} has no key points: derive them first with `interviewer rubrics derive`"
                )
        sifted = self._without_asides(questions, answers)
        graded = [n for n, one in enumerate(sifted) if one.kept]
        judged = iter(
            judge(
                self._embedder,
                self._verifier,
                [(questions[n], answers[n], sifted[n].kept) for n in graded],
                self._settings.evidence,
            )
            if graded
            else []
        )
        return [
            self._finished(question, answer, one, next(judged) if one.kept else None)
            for question, answer, one in zip(questions, answers, sifted, strict=True)
        ]

    def _without_asides(self, questions: Sequence[Question], answers: Sequence[str]) -> list[Sifted]:
        """The sifted answers less their asides; all texts are embedded in one call."""
        sifted = [sift(question.question, answer) for question, answer in zip(questions, answers, strict=True)]
        subjects = [[one.question, *(point.statement for point in one.key_points)] for one in questions]
        said = [[readable(s.of(answer)) for s in one.kept] for one, answer in zip(sifted, answers, strict=True)]
        unique = list(dict.fromkeys(text for of_one in (*subjects, *said) for text in of_one))
        row_of = dict(zip(unique, self._embedder.embed(unique), strict=True))
        return [
            _less_asides(
                one, [row_of[text] for text in texts], [row_of[text] for text in subject], self._aside_examples
            )
            for one, texts, subject in zip(sifted, said, subjects, strict=True)
        ]

    def _finished(self, question: Question, answer: str, sifted: Sifted, judged: Judged | None) -> Grade:
        points = question.key_points
        spans = judged.spans if judged else (None,) * len(points)
        rows = point_rows(judged, self._calibration) if judged else [NOTHING_SAID] * len(points)
        verdicts = tuple(self._verdict(p.id, answer, row, s) for p, row, s in zip(points, rows, spans, strict=True))
        weights = [point.weight for point in points]
        if all(is_derived(point) for point in points):
            verdicts = self._marked(verdicts, rows, judged)
            earned = marked_score(weights, [v.credit for v in verdicts])
        else:
            earned = score(weights, [v.verdict for v in verdicts], self._scheme)
        flags: set[Flag] = set(sifted.flags)
        if judged and any(is_close(v.covered, v.contradicted, self._calibration) for v in verdicts):
            flags.add("close_call")
        if judged and all(v.covered + v.contradicted < OFF_TOPIC_BELOW for v in verdicts):
            flags.add("off_topic")
        return Grade(
            question_id=question.id,
            score=earned,
            reason=None,
            verdicts=verdicts,
            flags=tuple(sorted(flags)),
            confidence=_confidence(weights, verdicts) if judged else 1.0,
            graded_with=self._graded_with(question),
        )

    def _verdict(self, point: str, answer: str, row: Row, span: Span | None) -> Verdict:
        _, covered, contradicted = (round(one, DECIMALS) for one in row)
        name = verdict_of(covered, contradicted, self._calibration)
        evidence = None
        if name != "missing" and span is not None:
            evidence = Evidence(start=span.start, end=span.end, quote=span.of(answer))
        return Verdict(
            key_point=point,
            verdict=name,
            credit=credit_of(name, self._scheme),
            covered=covered,
            contradicted=contradicted,
            evidence=evidence,
        )

    def _marked(self, verdicts: tuple[Verdict, ...], rows: Sequence[Row], judged: Judged | None) -> tuple[Verdict, ...]:
        """Verdicts on derived key points with expected marks as credits; none for a contradicted or sifted-out one."""
        if judged is None:
            return verdicts
        whole = NOTHING_SAID if judged.whole is None else as_row(judged.whole)
        line = self._calibration.line_for(len(verdicts))
        marks = [
            expected_mark(row, float(similarity), whole, line)
            for row, similarity in zip(rows, judged.similarities, strict=True)
        ]
        return tuple(
            v if v.verdict == "contradicted" else replace(v, credit=round(mark, DECIMALS))
            for v, mark in zip(verdicts, marks, strict=True)
        )

    def _graded_with(self, question: Question) -> GradedWith:
        return GradedWith(
            version=self._version,
            rubric=question.fingerprint,
            embedder=self._embedder.name,
            verifier=self._verifier.name,
            generator=None,
            settings=self._settings.fingerprint,
        )


def _less_asides(sifted: Sifted, said: Sequence[Rows], subject: Sequence[Rows], examples: Rows) -> Sifted:
    if not sifted.kept:
        return sifted
    asides = find_asides(np.stack(said), np.stack(subject), examples)
    kept = tuple(span for span, is_aside in zip(sifted.kept, asides, strict=True) if not is_aside)
    return Sifted(kept=kept, flags=sifted.flags if kept else tuple(sorted({*sifted.flags, "off_topic"})))


def _confidence(weights: Sequence[float], verdicts: Sequence[Verdict]) -> float:
    """How sure the verdicts are: each one's highest class probability, weighted like the score; 1/3 to 1."""
    sure = [max(v.covered, v.contradicted, 1.0 - v.covered - v.contradicted) for v in verdicts]
    return round(sum(w * s for w, s in zip(weights, sure, strict=True)) / sum(weights), DECIMALS)
