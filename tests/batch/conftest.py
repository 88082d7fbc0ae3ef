"""Runs that are killed, for the tests of what is left of them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Protocol

import pytest

from interviewer.batch.run import Job


class Killer(Protocol):
    """Runs a job in a process of its own."""

    def __call__(self, given: Job, event: str, number: int, how: str = "alone") -> bool:
        """Whether it was killed at that event or came to its end."""


@pytest.fixture(scope="package")
def killed() -> Iterator[Killer]:
    """What `tests.batch.worker` does."""
    command = [sys.executable, "-m", "tests.batch.worker"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdin and worker.stdout
        asked, told = worker.stdin, worker.stdout

        def run(given: Job, event: str, number: int, how: str = "alone") -> bool:
            print(json.dumps([str(given.answers), str(given.output), event, number, how]), file=asked, flush=True)
            code = int(told.readline())
            assert code in (0, -signal.SIGKILL)
            return code != 0

        yield run
        asked.close()
