"""A run in a process of its own, beside others: `python -m tests.batch.together HOW ANSWERS OUTPUT LOG`.

HOW is `share` or `ray`; every answer that is graded adds a line to LOG, whoever grades it. A sharing process says
`ready` on stdout when it has its first chunk in hand, and goes on when it is told a line. Models are the plain ones.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from interviewer.batch.cluster import Cluster, grade_on_ray
from interviewer.batch.run import NO_FEEDBACK, Feedback
from interviewer.batch.share import grade_shared
from interviewer.grading.grade import Grade
from rubrics.model import Question
from tests.batch.answers import CountingGrader, job


class LoggingGrader(CountingGrader):
    """Writes down whom it graded, and by which process."""

    def __init__(self, log: Path) -> None:
        super().__init__()
        self._log = log

    def grade_many(self, questions: Sequence[Question], answers: Sequence[str]) -> list[Grade]:
        """One grade for each pair, in order."""
        grades = super().grade_many(questions, answers)
        lines = [
            json.dumps([os.getpid(), question.id, text]) for question, text in zip(questions, answers, strict=True)
        ]
        with self._log.open("ab", buffering=0) as file:
            file.write("".join(line + "\n" for line in lines).encode())
        return grades


class WaitingGrader(LoggingGrader):
    """Waits to be told, before its first grades."""

    def grade_many(self, questions: Sequence[Question], answers: Sequence[str]) -> list[Grade]:
        """One grade for each pair, in order."""
        if not self.asked:
            print("ready", flush=True)
            sys.stdin.readline()
        return super().grade_many(questions, answers)


def make(log: Path) -> tuple[LoggingGrader, Feedback]:
    """What a worker of a cluster grades and writes with."""
    return LoggingGrader(log), NO_FEEDBACK


if __name__ == "__main__":
    how, *names = sys.argv[1:]
    answers, output, log = map(Path, names)
    if how == "share":
        grade_shared(job(answers, output), WaitingGrader(log))
    else:
        grade_on_ray(job(answers, output), partial(make, log), Cluster(workers=2))
