"""Speed and memory of grading and feedback, each beside what it is compared with in the same run.

usage: python benchmarks/speed.py RUBRICS.jsonl ANSWERS.jsonl [--count 40]

The files are those of `benchmarks/interview_dev_to_answers.py`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

import psutil

from interviewer.feedback.writer import FeedbackWriter
from interviewer.grading.gates import sift
from interviewer.grading.text import clauses
from interviewer.settings import Settings
from interviewer.wiring import build_embedder, build_grader, build_writer
from rubrics.loading import load_rubrics


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def start_up(*arguments: str) -> float:
    """The fastest of three starts of the command, in seconds."""
    command = [sys.executable, "-m", "interviewer", *arguments]
    return min(seconds(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(3))


def first_words(writer: FeedbackWriter, question: object, answer: str, grade: object) -> tuple[float, float]:
    """Seconds to the first and to the last sentence of the feedback."""
    started = time.perf_counter()
    times = [time.perf_counter() - started for _ in writer.write(question, answer, grade, Event())]
    return times[0], times[-1]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rubrics", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--count", type=int, default=40)
    given = parser.parse_args()
    questions = {question.id: question for question in load_rubrics(given.rubrics)}
    rows = [json.loads(line) for line in given.answers.read_text(encoding="utf-8").splitlines()][: given.count]
    asked, texts = [questions[row["question_id"]] for row in rows], [row["answer"] for row in rows]
    settings = Settings()
    grader, embedder = build_grader(settings), build_embedder(settings)
    grader.grade(asked[0], texts[0])
    windows = [
        part.of(text)
        for question, text in zip(asked, texts, strict=True)
        for sentence in sift(question.question, text).kept
        for part in (sentence, *clauses(text, sentence))
    ]
    embedder.embed(windows[:8])
    together = seconds(lambda: grader.grade_many(asked, texts))
    alone = seconds(lambda: [grader.grade(question, text) for question, text in zip(asked, texts, strict=True)])
    raw = seconds(lambda: build_embedder(settings).embed([f"{window} ." for window in windows]))
    writer = build_writer(settings)
    grades = grader.grade_many(asked[:4], texts[:4])
    list(writer.write(asked[0], texts[0], grades[0], Event()))
    feedback = [first_words(writer, q, t, g) for q, t, g in zip(asked[:4], texts[:4], grades, strict=True)]
    score_time = alone / len(rows)
    print(f"answers graded together: {len(rows) / together:.2f} a second")
    print(f"one by one against together: {alone / together:.2f} times the time")
    print(f"grading against embedding the same {len(windows)} windows: {together / raw:.1f} times the time")
    print(
        f"submit to first feedback sentence against submit to score: {1 + max(f for f, _ in feedback) / score_time:.1f}"
    )
    print(
        f"submit to last feedback sentence against submit to score: {1 + max(t for _, t in feedback) / score_time:.1f}"
    )
    print(f"`interviewer --help` against a bare `python -c pass`: {start_up('--help') / _bare():.1f} times the time")
    print(f"memory of this process: {psutil.Process().memory_info().rss / 2**20:.0f} MiB")


def _bare() -> float:
    return min(seconds(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True)) for _ in range(3))


if __name__ == "__main__":
    main()
