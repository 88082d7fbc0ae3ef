"""What a run over a file costs beside its models, at several sizes, and the memory it takes.

    python -m benchmarks.batch RUBRICS.jsonl ANSWERS.jsonl [--answers 20000 [--distinct N]] [--rows 1000 20000 200000]

The files are those of `benchmarks/interview_dev_to_answers.py`; as many answers as are wanted are made out of them (see
`made_answers.py`). With the real models, --answers of them are graded as `interviewer grade` does it, every pass of a
model is recorded, and then the same passes run again with nothing around them; the recording's time is taken off.
20,000 different answers take hours on two cores; --distinct makes a run as long with fewer passes, against which all
that is around them weighs the more.
With models that answer at once (see `instant.py`), a process a size shows the processor time a row of all that is no
model, and the peak memory (Linux). `--answers 0` or an empty `--rows` leaves that part out.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.instant import Clocked, InstantEmbedder, InstantVerifier
from benchmarks.made_answers import read_answers, write_made
from interviewer.batch.run import GradesMany, Job, Summary, grade_file
from interviewer.grading.grader import Grader
from interviewer.settings import Settings, load_settings
from rubrics.loading import load_rubrics

BAR = 1.15


def run(rubrics: Path, answers: Path, grader: GradesMany) -> Summary:
    """Grades the file with the defaults of `interviewer grade`; the grades are thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        job = Job(
            answers=answers,
            output=Path(folder) / "grades.jsonl",
            questions=load_rubrics(rubrics),
            settings=load_settings().fingerprint,
            version="benchmark",
        )
        return grade_file(job, grader)


def with_models(rubrics: Path, answers: Path, folder: Path) -> Iterator[str]:
    """The lines on a run with the real models."""
    from benchmarks.passes import Passes, Spent
    from interviewer.models.verifier import PACK_TOKENS
    from interviewer.wiring import build_grader

    grader = build_grader()
    grader.grade(load_rubrics(rubrics)[0], "The models load now, and not while the clock runs.")
    passes = Passes(folder / "passes")
    with passes.recorded():
        started = Spent.until_now()
        summary = run(rubrics, answers, grader)
        whole = Spent.until_now() - started - passes.recording
    yield f"real models: {summary.graded:,} answers, {summary.repeated:,} of them repeated and graded once, in "
    yield f"{whole.wall_s:.1f} s (processor {whole.processor_s:.1f} s): {summary.graded / whole.wall_s:.2f} a second"
    yield f"a full pack of the verifier on a CPU: {PACK_TOKENS} tokens"
    yield ""
    yield "| model | passes | tokens | tokens a pass | seconds in the run (processor) | seconds bare (processor) |"
    yield "|---|---|---|---|---|---|"
    bare = passes.replayed()
    for name, count in passes.count.items():
        inside, alone = (f"{one.wall_s:.1f} ({one.processor_s:.1f})" for one in (passes.spent[name], bare[name]))
        tokens = passes.tokens[name]
        yield f"| {name} | {count:,} | {tokens:,} | {tokens / count:.0f} | {inside} | {alone} |"
    yield ""
    for what, parts in (("the passes inside it", passes.spent), ("the same passes bare", bare)):
        total = sum(parts.values(), start=Spent())
        wall, processor = whole.wall_s / total.wall_s, whole.processor_s / total.processor_s
        yield f"run against {what}: {wall:.3f} times, in processor time {processor:.3f} (bar: at most {BAR})"


def without_models(rubrics: Path, answers: Path, sizes: list[int], folder: Path) -> Iterator[str]:
    """The lines of a table: a process for each size, with models that answer at once."""
    real = read_answers(answers)
    yield "| rows | rows a second | processor milliseconds a row beside the models | peak memory, MiB | repeated |"
    yield "|---|---|---|---|---|"
    peaks = []
    for size in sizes:
        made = write_made(folder / "made.jsonl", real, size)
        command = [sys.executable, "-m", "benchmarks.batch", str(rubrics), str(made), "--worker"]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        peaks.append(found["peak_mib"])
        beside_ms = 1000 * found["beside_s"] / size
        rate = f"{size / found['whole_s']:,.0f} | {beside_ms:.2f}"
        yield f"| {size:,} | {rate} | {found['peak_mib']:.0f} | {found['repeated']:,} |"
    yield ""
    yield f"peak memory, highest against lowest: {max(peaks) / min(peaks):.2f} times"


def worker(rubrics: Path, answers: Path) -> None:
    """Prints what one run with instant models takes, as JSON."""
    models = Clocked(InstantEmbedder(), InstantVerifier())
    grader, started, worked_s = Grader(models, models, Settings()), time.perf_counter(), time.process_time()
    summary = run(rubrics, answers, grader)
    whole_s = time.perf_counter() - started
    beside_s = time.process_time() - worked_s - models.spent_s
    found = {"whole_s": whole_s, "beside_s": beside_s, "peak_mib": peak_mib(), "repeated": summary.repeated}
    print(json.dumps(found))


def peak_mib() -> float:
    """The most memory this process has had at once, in MiB; unlike `ru_maxrss`, without its parent's."""
    (found,) = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found) / 1024


def main() -> None:
    """Print both parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rubrics", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--answers", dest="count", type=int, default=20_000, help="graded with the real models")
    parser.add_argument("--distinct", type=int, help="how many different ones are among --answers; all unless told")
    parser.add_argument("--rows", type=int, nargs="*", default=[1_000, 20_000, 200_000], help="with instant models")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        worker(given.rubrics, given.answers)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.rows:
            for line in without_models(given.rubrics, given.answers, given.rows, folder):
                print(line, flush=True)
        if given.count:
            made = write_made(folder / "real.jsonl", read_answers(given.answers), given.count, given.distinct)
            for line in with_models(given.rubrics, made, folder):
                print(line, flush=True)


if __name__ == "__main__":
    main()
