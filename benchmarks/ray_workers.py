"""The same answers graded by one process and by the workers of a Ray cluster on this machine: same output, how fast.

    python -m benchmarks.ray_workers [ANSWERS] [--rubrics PATH] [--rows 400] [--workers 2]

Runs `interviewer grade` with its own models. Without ANSWERS it makes so many rows: statements of the thirty rubrics, a
few at a time, no answer twice. Times hold everything, from the command to the file: the start of Ray and of the models
in every worker, too. Exit code 0 if the outputs are the same, byte for byte.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rubrics.loading import load_rubrics


def write_answers(path: Path, rows: int) -> Path:
    """So many different answers to the thirty questions, as JSONL."""
    chance = random.Random(0)
    questions = load_rubrics()
    with path.open("w", encoding="utf-8") as file:
        for number in range(rows):
            question = questions[number % len(questions)]
            points = chance.sample(question.key_points, k=min(3, len(question.key_points)))
            said = " ".join(point.statement for point in points)
            row = {"answer_id": str(number), "question_id": question.id, "answer": f"In case {number}: {said}"}
            file.write(json.dumps(row) + "\n")
    return path


def graded(answers: Path, output: Path, options: list[str], threads: int | None = None) -> float:
    """Grades the file; how long it took, in seconds."""
    environment = dict(os.environ)
    if threads:
        environment["OMP_NUM_THREADS"] = str(threads)
    command = [sys.executable, "-m", "interviewer", "grade", str(answers), "--output", str(output), *options]
    begun = time.perf_counter()
    code = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL).returncode
    if code not in (0, 1):
        raise SystemExit(f"{' '.join(options) or 'one process'}: exit code {code}")
    return time.perf_counter() - begun


def main(answers: Path | None, rubrics: str | None, rows: int, workers: int) -> int:
    """Prints the table; the exit code."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = answers or write_answers(folder / "answers.jsonl", rows)
        set_ = ["--rubrics", rubrics] if rubrics else []
        ray = ["--engine", "ray", "--workers", str(workers)]
        runs: list[tuple[str, list[str], int | None]] = [
            ("one process, one thread", set_, 1),
            ("one process, all threads", set_, None),
            (f"Ray, {workers} workers", [*set_, *ray], None),
        ]
        wanted: bytes | None = None
        first_s = 0.0
        same = True
        for number, (title, options, threads) in enumerate(runs):
            output = folder / f"{number}.jsonl"
            taken_s = graded(given, output, options, threads)
            first_s = first_s or taken_s
            wanted = wanted or output.read_bytes()
            same = same and output.read_bytes() == wanted
            count = wanted.count(b"\n")
            print(
                f"{title:<26} {count:>8,} answers {taken_s:>8.1f} s {count / taken_s:>8.2f} answers/s "
                f"{first_s / taken_s:>6.2f} times as fast",
                flush=True,
            )
        print(f"outputs the same: {same}")
        return 0 if same else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("answers", type=Path, nargs="?")
    parser.add_argument("--rubrics")
    parser.add_argument("--rows", type=int, default=400)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    raise SystemExit(main(chosen.answers, chosen.rubrics, chosen.rows, chosen.workers))
