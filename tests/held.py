"""A grader that can be followed by hand and holds still until it is let go."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event

from interviewer.grading.grade import Grade
from interviewer.grading.grader import Grader
from interviewer.settings import Settings
from rubrics.model import Question
from tests.plain import PlainEmbedder, PlainVerifier
from tests.serving import PATIENCE_S


class HeldGrader(Grader):
    """Grades as the plain grader does, once it is let go; notes which answers it was given together."""

    def __init__(self) -> None:
        super().__init__(PlainEmbedder(), PlainVerifier(), Settings(_env_file=None))
        self.asked, self.let_go = Event(), Event()
        self.batches: list[list[str]] = []

    def hold(self) -> None:
        """From here on, hold still at the next answers."""
        self.let_go.clear()
        self.asked.clear()
        self.batches.clear()

    def grade_many(self, questions: Sequence[Question], answers: Sequence[str]) -> list[Grade]:
        """The grades of the plain grader."""
        self.batches.append(list(answers))
        self.asked.set()
        assert self.let_go.wait(PATIENCE_S)
        return super().grade_many(questions, answers)
