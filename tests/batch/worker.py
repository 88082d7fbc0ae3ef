"""Runs in processes of their own that end themselves without warning at a chosen moment.

A line of JSON on stdin, `[ANSWERS, OUTPUT, EVENT, NUMBER, HOW]`, starts a run, HOW being `alone` or `share`. EVENT is
an event that Python reports to audit hooks (`os.rename`, `os.remove`, `os.truncate`), or `grade`; at its NUMBER-th
occurrence the run is killed. A line on stdout says how it ended: 0, or minus the signal's number.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from interviewer.batch.run import grade_file
from interviewer.batch.share import grade_shared
from interviewer.grading.grade import Grade
from rubrics.model import Question
from tests.batch.answers import CountingGrader, job

RUNS = {"alone": grade_file, "share": grade_shared}


class Countdown:
    """Kills the process when an event occurs for the n-th time."""

    def __init__(self, event: str, left: int) -> None:
        self.event = event
        self.left = left

    def occurred(self, event: str, _: object = None) -> None:
        """Counts the event, if it is the one."""
        if event == self.event:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class MortalGrader(CountingGrader):
    """Reports every call to the countdown."""

    def __init__(self, countdown: Countdown) -> None:
        super().__init__()
        self._countdown = countdown

    def grade_many(self, questions: Sequence[Question], answers: Sequence[str]) -> list[Grade]:
        """One grade for each pair, in order, if the process lives."""
        self._countdown.occurred("grade")
        return super().grade_many(questions, answers)


def run(answers: str, output: str, event: str, number: int, how: str) -> None:
    """Grades the file, or dies."""
    countdown = Countdown(event, number)
    sys.addaudithook(countdown.occurred)
    RUNS[how](job(Path(answers), Path(output)), MortalGrader(countdown))


if __name__ == "__main__":
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            run(*json.loads(line))
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
