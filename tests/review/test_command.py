"""`interviewer review` as a person starts and ends it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from interviewer.errors import InputError, SettingsError
from tests.review.course import write_course

ROOT = Path(__file__).parents[2]
# a shell starts what runs in the background deaf to interrupts, and so what that starts
INTERRUPTIBLE = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from interviewer.cli import main; main()"
)


def started(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", INTERRUPTIBLE, "review", "exam.jsonl", "--port", "0"]
    options = ["--answers", "answers.jsonl", "--rubrics", "rubrics.jsonl", "--no-browser"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True, env=environment, cwd=folder)


def address(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
            return found.group()
    raise AssertionError("it ended without an address")


def test_it_answers_keeps_a_second_one_out_and_ends_on_an_interrupt(tmp_path: Path) -> None:
    write_course(tmp_path)
    process = started(tmp_path)
    try:
        page = httpx.get(address(process))
        assert page.status_code == 200 and "exam.jsonl" in page.text
        second = started(tmp_path)
        _, said = second.communicate(timeout=120)
        assert second.returncode == 2 and "is under review in another window" in said
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        assert not (tmp_path / "exam.decisions.lock").exists()
    finally:
        process.kill()
        assert process.stderr is not None
        process.stderr.close()


def test_files_that_cannot_be_reviewed_are_refused(tmp_path: Path) -> None:
    from interviewer.commands.review import review

    results, answers, rubrics = write_course(tmp_path)
    for given, error in (
        (tmp_path / "none.jsonl", SettingsError),
        (rubrics, InputError),
        (tmp_path / "x.csv", InputError),
    ):
        (tmp_path / "x.csv").write_text("answer_id\n")
        with pytest.raises(error):
            review(results=given, answers=answers, rubrics=rubrics, port=0, device=None, browser=False)
    assert not list(tmp_path.glob("*.lock")) and results.is_file()
