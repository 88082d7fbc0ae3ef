"""Other number formats and runtimes for the models: how fast, and how many verdicts they change.

    python -m benchmarks.backends RUBRICS.jsonl ANSWERS.jsonl [--count 12] [--only verifier|embedder]

The files are those of `benchmarks/interview_dev_to_answers.py`; --count answers are drawn by a fixed seed. The
verifier judges each answer as a whole against the key points of its question: a verdict is changed if another of
missing, covered and contradicted is the likeliest ("argmax"), or if the calibrated verdict is another one. The embedder
embeds the windows and key points, and grades are made with each of its forms and the verifier as it ships.

ONNX and OpenVINO need packages that Interviewer does not: `pip install onnx onnxscript onnxruntime openvino`. The
converters are called directly: sentence-transformers' own backends come with a package that holds transformers below 5.
"""

from __future__ import annotations

import argparse
import random
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.embedder_backends import embedder_backends
from benchmarks.made_answers import read_answers
from benchmarks.verifier_backends import VerifierBackends
from interviewer.grading.asking import AskedOnce
from interviewer.grading.gates import sift
from interviewer.grading.grader import Grader
from interviewer.grading.text import clauses, readable
from interviewer.grading.verdicts import Calibration, as_row, calibrated, verdict_of
from interviewer.models.protocols import Claim, Embedder, Rows
from interviewer.settings import Settings, load_settings
from interviewer.wiring import build_embedder, build_verifier, load_calibration, verifier_folder
from rubrics.loading import load_rubrics
from rubrics.model import Question

TIMES = 2  # each is timed so often, and the faster time counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The answers that are judged, and what is asked of them."""

    questions: tuple[Question, ...]
    answers: tuple[str, ...]

    @property
    def claims(self) -> list[Claim]:
        """Each answer against the key points of its question."""
        return [
            Claim(
                question=q.question, sentences=(readable(answer),), statements=tuple(p.statement for p in q.key_points)
            )
            for q, answer in zip(self.questions, self.answers, strict=True)
        ]

    @property
    def texts(self) -> list[str]:
        """What is embedded to grade them: windows and key points, each once."""
        windows = [
            readable(part.of(answer))
            for question, answer in zip(self.questions, self.answers, strict=True)
            for sentence in sift(question.question, answer).kept
            for part in (sentence, *clauses(answer, sentence))
        ]
        return sorted({*windows, *(point.statement for q in self.questions for point in q.key_points)})


def verifier_lines(sample: Sample, settings: Settings) -> Iterator[str]:
    """The table of the verifier's forms."""
    at = load_calibration(verifier_folder(settings))
    backends, claims = VerifierBackends(settings), sample.claims
    full, full_s = timed(lambda: backends.judge("float32", claims))
    yield "| verifier | time, float32 = 1 | speed | verdicts changed, argmax | calibrated | largest difference |"
    yield "|---|---|---|---|---|---|"
    for name in backends.names:
        rows, spent_s = (full, full_s) if name == "float32" else timed(lambda n=name: backends.judge(n, claims))
        argmax = np.mean(full.argmax(1) != rows.argmax(1))
        verdicts = np.mean([a != b for a, b in zip(verdicts_of(full, at), verdicts_of(rows, at), strict=True)])
        apart = np.abs(full - rows).max()
        yield f"| {name} | {_times(spent_s, full_s)} | {argmax:.1%} | {verdicts:.1%} | {apart:.3f} |"
    yield f"\n{len(full)} verdicts on {len(claims)} answers"


def embedder_lines(sample: Sample, settings: Settings) -> Iterator[str]:
    """The table of the embedder's forms."""
    verifier, at = AskedOnce(build_verifier(settings)), load_calibration(verifier_folder(settings))

    def grades(embedder: Embedder) -> list[tuple[object, object]]:
        grader = Grader(embedder, verifier, settings, at)
        found = grader.grade_many(sample.questions, sample.answers)
        return [(verdict.verdict, verdict.evidence) for grade in found for verdict in grade.verdicts]

    texts, shipped = sample.texts, build_embedder(settings)
    wanted, vectors = grades(shipped), shipped.embed(texts)
    yield "| embedder | time, float32 = 1 | speed | verdicts changed | evidence changed | largest difference |"
    yield "|---|---|---|---|---|---|"
    full_s = None
    for embedder in embedder_backends(settings):
        rows, spent_s = timed(lambda one=embedder: one.embed(texts))
        full_s = spent_s if full_s is None else full_s
        pairs = list(zip(wanted, grades(embedder), strict=True))
        verdicts, evidence = (np.mean([a[part] != b[part] for a, b in pairs]) for part in (0, 1))
        apart = np.abs(rows - vectors).max()
        yield f"| {embedder.name} | {_times(spent_s, full_s)} | {verdicts:.1%} | {evidence:.1%} | {apart:.1e} |"
    yield f"\n{len(texts)} texts, {len(wanted)} verdicts; differences are against the embedder as it ships"


def verdicts_of(rows: Rows, at: Calibration) -> list[str]:
    """The calibrated verdict of each row."""
    scaled = (calibrated(as_row(row), at) for row in rows)
    return [verdict_of(covered, contradicted, at) for _, covered, contradicted in scaled]


def timed(work: Callable[[], Rows]) -> tuple[Rows, float]:
    """What the work gives, and the seconds of its fastest run after a first one that is not counted."""
    result, spent = work(), []
    for _ in range(TIMES):
        started = time.perf_counter()
        work()
        spent.append(time.perf_counter() - started)
    return result, min(spent)


def _times(spent_s: float, full_s: float) -> str:
    return f"{spent_s / full_s:.2f} | {full_s / spent_s:.2f} times"


def sample_of(rubrics: Path, answers: Path, count: int) -> Sample:
    """`count` answers, drawn by a fixed seed."""
    known = {question.id: question for question in load_rubrics(rubrics)}
    rows = read_answers(answers)
    taken = random.Random(0).sample(rows, min(count, len(rows)))
    return Sample(
        questions=tuple(known[row["question_id"]] for row in taken), answers=tuple(row["answer"] for row in taken)
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rubrics", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--count", type=int, default=12)
    parser.add_argument("--only", choices=("verifier", "embedder"))
    given = parser.parse_args()
    warnings.filterwarnings("ignore")  # the converters' own
    sample, settings = sample_of(given.rubrics, given.answers, given.count), load_settings("cpu")
    for name, lines in (("verifier", verifier_lines), ("embedder", embedder_lines)):
        if given.only in (None, name):
            for line in lines(sample, settings):
                print(line, flush=True)


if __name__ == "__main__":
    main()
