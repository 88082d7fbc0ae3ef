"""Kills a run again and again at random moments and compares what it ends with to an undisturbed run.

    python -m benchmarks.kill_and_resume [--rows 20000] [--kills 20] [--seed 0]

Models are the plain ones of the tests, all else is what `interviewer grade` runs. Every twentieth row cannot be graded,
and two in five repeat an earlier answer. Exit code 0 if grades and rejects are the same, byte for byte.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from interviewer.batch.run import DEFAULT_CHUNK_ROWS, grade_file
from tests.batch.answers import CountingGrader, answer, job, write_csv

NAMES = ("grades.jsonl", "grades.rejects.jsonl")


def work(answers: Path, output: Path) -> None:
    """One run, to its end if nobody ends it."""
    grade_file(job(answers, output, chunk_rows=DEFAULT_CHUNK_ROWS), CountingGrader())


def start(answers: Path, output: Path) -> subprocess.Popen[bytes]:
    """One run in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.kill_and_resume", "--worker", str(answers), str(output)]
    return subprocess.Popen(command)


def finish(answers: Path, output: Path) -> float:
    """Runs to the end; how long it took, in seconds."""
    begun = time.perf_counter()
    code = start(answers, output).wait()
    if code != 0:
        raise SystemExit(f"the run ended with exit code {code}")
    return time.perf_counter() - begun


def kept_rows(output: Path) -> int:
    """Rows graded but not yet delivered."""
    kept = output.with_suffix(".partial") / "graded.jsonl"
    if not kept.exists():
        return 0
    with kept.open("rb") as file:
        return sum(1 for _ in file)


def disturb(answers: Path, output: Path, delays_s: Sequence[float]) -> None:
    """Starts the run and kills it after each of the delays; says what it left."""
    for number, delay_s in enumerate(delays_s, start=1):
        process = start(answers, output)
        try:
            process.wait(timeout=delay_s)
            print(f"kill {number}: the run came to its end before it could be killed; it starts again")
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            print(f"kill {number} after {delay_s:.2f} s: {kept_rows(output):,} rows kept", flush=True)


def main(rows: int, kills: int, seed: int) -> int:
    """The whole comparison; the exit code."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = [{**answer(n), "question_id": "unknown"} if n % 20 == 7 else answer(n) for n in range(rows)]
        answers = write_csv(folder / "answers.csv", given)
        for place in ("undisturbed", "disturbed"):
            (folder / place).mkdir()
        whole_s = finish(answers, folder / "undisturbed" / NAMES[0])
        print(f"undisturbed: {rows:,} rows in {whole_s:.1f} s", flush=True)
        chance = random.Random(seed)
        # short enough that the kills fall all over the run, for every start goes on where the last one was
        delays_s = [chance.uniform(0, 3 * whole_s / max(kills, 1)) for _ in range(kills)]
        disturb(answers, folder / "disturbed" / NAMES[0], delays_s)
        finish(answers, folder / "disturbed" / NAMES[0])
        same = [
            (folder / "undisturbed" / one).read_bytes() == (folder / "disturbed" / one).read_bytes() for one in NAMES
        ]
        graded = sum(1 for _ in (folder / "disturbed" / NAMES[0]).open("rb"))
        print(f"after {kills} kills: {graded:,} grades; grades the same: {same[0]}; rejects the same: {same[1]}")
        return 0 if all(same) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--worker", nargs=2, metavar=("ANSWERS", "OUTPUT"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.worker:
        work(Path(chosen.worker[0]), Path(chosen.worker[1]))
    else:
        raise SystemExit(main(chosen.rows, chosen.kills, chosen.seed))
