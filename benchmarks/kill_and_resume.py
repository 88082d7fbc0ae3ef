"""Kills a run again and again at random moments and compares what it ends with to an undisturbed run.

    python -m benchmarks.kill_and_resume [--engine local|share|ray] [--rows 20000] [--kills 20] [--seed 0]

Models are the plain ones of the tests, all else is what `interviewer grade` runs. Every twentieth row cannot be graded,
and two in five repeat an earlier answer. `share` is two processes on one output, of which each kill ends one; `ray` is
two workers of a cluster, and the kills end by turns the driver, all processes at once (as if the machine lost its
power), and one worker. Exit code 0 if grades and rejects are those of one undisturbed process, byte for byte.
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
from functools import partial
from pathlib import Path

import psutil

from interviewer.batch.cluster import Cluster, grade_on_ray
from interviewer.batch.run import NO_FEEDBACK, Feedback, grade_file
from interviewer.batch.share import grade_shared
from tests.batch.answers import CountingGrader, answer, job, write_csv

NAMES = ("grades.jsonl", "grades.rejects.jsonl")
CHUNK_ROWS = 128


def make() -> tuple[CountingGrader, Feedback]:
    """What a worker of a cluster grades and writes with."""
    return CountingGrader(), NO_FEEDBACK


def work(answers: Path, output: Path, engine: str) -> None:
    """One run, to its end if nobody ends it."""
    given = job(answers, output, chunk_rows=CHUNK_ROWS)
    if engine == "ray":
        grade_on_ray(given, partial(make), Cluster(workers=2))
    elif engine == "share":
        grade_shared(given, CountingGrader())
    else:
        grade_file(given, CountingGrader())


@dataclass(frozen=True, slots=True)
class Moment:
    """When a kill falls: once this share of the work is kept, and then so much later, in seconds."""

    kept: float
    later_s: float


def moments(kills: int, chance: random.Random) -> list[Moment]:
    """Random moments all over the run; every fourth one soon after a start, whatever is kept by then."""
    places = sorted(chance.random() for _ in range(kills))
    early = [number % 4 == 3 for number in range(kills)]
    return [
        Moment(0 if soon else place, chance.uniform(0, 3 if soon else 0.1))
        for place, soon in zip(places, early, strict=True)
    ]


class Victim:
    """The run that is killed: its processes, and what it has kept."""

    def __init__(self, answers: Path, output: Path, engine: str, wanted: Path) -> None:
        self._command = [sys.executable, "-m", __spec__.name, "--worker", str(answers), str(output), engine]
        self._output = output
        self._folder = output.with_suffix(".partial")
        self._engine = engine
        self._rows = lines_in(wanted)
        self._bytes = wanted.stat().st_size
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Starts what does not run; a shared run that is delivered is begun anew."""
        if self._engine == "share" and self.is_over() and not self._folder.exists():
            self._output.unlink(missing_ok=True)
        wanted = 2 if self._engine == "share" else 1
        self._processes = [one for one in self._processes if one.poll() is None]
        while len(self._processes) < wanted:
            self._processes.append(subprocess.Popen(self._command, stderr=subprocess.PIPE))

    def is_over(self) -> bool:
        """Whether all of it has ended."""
        return all(one.poll() is not None for one in self._processes)

    def kept(self) -> float:
        """The share of the rows that is graded but not yet delivered, 0 to 1."""
        try:
            if self._engine == "local":
                return (self._folder / "graded.jsonl").stat().st_size / self._bytes
            parts = [path.name for path in (self._folder / "parts").iterdir() if path.name.endswith(".jsonl")]
            return min(1.0, len(parts) * CHUNK_ROWS / self._rows)
        except FileNotFoundError:
            return 0.0

    def kill(self, number: int) -> str:
        """Ends a part of it that depends on the kill's number; what that was."""
        process = self._processes[number % len(self._processes)]
        what = ("the driver", "all processes", "one worker")[number % 3] if self._engine == "ray" else "the process"
        below = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        if what == "one worker":
            victims = [one for one in below if "RayWorker" in " ".join(one.cmdline())][:1]
        else:
            process.kill()
            process.wait()
            victims = below if what == "all processes" else []
        for one in victims:
            one.kill()
        return what if victims or what != "one worker" else "no worker, for there was none"

    def finish(self) -> None:
        """Lets it run to its end; starts it if nothing runs and nothing is delivered."""
        while True:
            codes = [(one.wait(), one.stderr.read().decode() if one.stderr else "") for one in self._processes]
            if self._output.exists() and not self._folder.exists():
                return
            if any(code not in (0, -9) for code, _ in codes):
                raise SystemExit("\n".join(told for _, told in codes))
            self.start()


def lines_in(path: Path) -> int:
    """Lines of a file."""
    return path.read_bytes().count(b"\n")


def disturb(victim: Victim, planned: Sequence[Moment]) -> None:
    """Starts the run and kills it, for each of the moments; says what it left."""
    for number, moment in enumerate(planned, start=1):
        victim.start()
        while not victim.is_over() and moment.kept and victim.kept() < moment.kept:
            time.sleep(0.02)
        time.sleep(moment.later_s)
        over = victim.is_over()
        what = victim.kill(number)
        left = "it had come to its end, so it starts anew" if over else f"{victim.kept():.0%} kept"
        print(f"kill {number} ({what}): {left}", flush=True)


def undisturbed(answers: Path, output: Path) -> float:
    """One process grades the file; how long it took, in seconds."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", __spec__.name, "--worker", str(answers), str(output), "local"], check=True)
    return time.perf_counter() - begun


def main(engine: str, rows: int, kills: int, seed: int) -> int:
    """The whole comparison; the exit code."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = [{**answer(n), "question_id": "unknown"} if n % 20 == 7 else answer(n) for n in range(rows)]
        answers = write_csv(folder / "answers.csv", given)
        wanted, output = folder / "undisturbed" / NAMES[0], folder / "disturbed" / NAMES[0]
        for path in (wanted, output):
            path.parent.mkdir()
        print(f"undisturbed: {rows:,} rows in {undisturbed(answers, wanted):.1f} s", flush=True)
        victim = Victim(answers, output, engine, wanted)
        disturb(victim, moments(kills, random.Random(seed)))
        victim.start()
        victim.finish()
        same = [(wanted.with_name(one)).read_bytes() == (output.with_name(one)).read_bytes() for one in NAMES]
        print(
            f"after {kills} kills: {lines_in(output):,} grades; grades the same: {same[0]}; rejects the same: {same[1]}"
        )
        return 0 if all(same) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=("local", "share", "ray"), default="local")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--worker", nargs=3, metavar=("ANSWERS", "OUTPUT", "ENGINE"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.worker:
        work(Path(chosen.worker[0]), Path(chosen.worker[1]), chosen.worker[2])
    else:
        raise SystemExit(main(chosen.engine, chosen.rows, chosen.kills, chosen.seed))
