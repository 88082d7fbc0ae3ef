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
from dataclasses import dataclass
from pathlib import Path

from interviewer.batch.run import grade_file
from tests.batch.answers import CountingGrader, answer, job, write_csv

NAMES = ("grades.jsonl", "grades.rejects.jsonl")


def work(answers: Path, output: Path) -> None:
    """One run, to its end if nobody ends it."""
    grade_file(job(answers, output, chunk_rows=128), CountingGrader())


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


@dataclass(frozen=True, slots=True)
class Moment:
    """When a kill falls: once so many bytes of grades are kept, and then so much later, in seconds."""

    kept_bytes: int
    later_s: float


def moments(kills: int, whole_bytes: int, chance: random.Random) -> list[Moment]:
    """Random moments all over the run; every fourth one soon after a start, whatever is kept by then."""
    places = sorted(chance.randrange(1, whole_bytes) for _ in range(kills))
    early = [number % 4 == 3 for number in range(kills)]
    return [
        Moment(0 if soon else place, chance.uniform(0, 3 if soon else 0.1))
        for place, soon in zip(places, early, strict=True)
    ]


def disturb(answers: Path, output: Path, planned: Sequence[Moment]) -> None:
    """Starts the run and kills it, for each of the moments; says what it left."""
    kept = output.with_suffix(".partial") / "graded.jsonl"
    for number, moment in enumerate(planned, start=1):
        process = start(answers, output)
        while process.poll() is None and moment.kept_bytes and not reaches(kept, moment.kept_bytes):
            time.sleep(0.002)
        time.sleep(moment.later_s)
        ended = process.poll() is not None
        process.kill()
        process.wait()
        left = "it had come to its end, so it starts anew" if ended else f"{kept_rows(kept):,} rows kept"
        print(f"kill {number}: {left}", flush=True)


def reaches(file: Path, size: int) -> bool:
    """Whether the file is there and has so many bytes."""
    try:
        return file.stat().st_size >= size
    except FileNotFoundError:
        return False


def kept_rows(kept: Path) -> int:
    """Rows graded but not yet delivered."""
    return kept.read_bytes().count(b"\n") if kept.exists() else 0


def main(rows: int, kills: int, seed: int) -> int:
    """The whole comparison; the exit code."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = [{**answer(n), "question_id": "unknown"} if n % 20 == 7 else answer(n) for n in range(rows)]
        answers = write_csv(folder / "answers.csv", given)
        wanted, output = folder / "undisturbed" / NAMES[0], folder / "disturbed" / NAMES[0]
        for path in (wanted, output):
            path.parent.mkdir()
        whole_s = finish(answers, wanted)
        print(f"undisturbed: {rows:,} rows in {whole_s:.1f} s", flush=True)
        disturb(answers, output, moments(kills, wanted.stat().st_size, random.Random(seed)))
        finish(answers, output)
        same = [(wanted.with_name(one)).read_bytes() == (output.with_name(one)).read_bytes() for one in NAMES]
        graded = kept_rows(output)
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
