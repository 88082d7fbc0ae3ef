"""`interviewer grade`: a file of answers to a file of grades."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from interviewer.errors import EXIT_INTERRUPTED, EXIT_REJECTED_ROWS, ModelError, SettingsError

if TYPE_CHECKING:
    from interviewer.batch.display import Display
    from interviewer.batch.run import Feedback, GradesMany, Job, Summary
    from interviewer.grading.grade import Grade
    from interviewer.settings import Settings
    from rubrics.model import Question

FeedbackKind = Literal["none", "template", "llm"]
DeviceName = Literal["auto", "cpu", "cuda", "mps"]
EngineName = Literal["local", "ray"]


def grade(
    answers: Annotated[Path, typer.Argument(help="CSV, JSONL, Parquet or XLSX with answer_id, question_id, answer")],
    rubrics: Annotated[
        Path | None, typer.Option(help="folder, YAML or JSONL file of questions; default: the thirty questions")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="OUT.jsonl, .csv, .parquet or .xlsx; default: ANSWERS with .grades.jsonl")
    ] = None,
    feedback: Annotated[
        FeedbackKind, typer.Option(help="what is written to each candidate besides the score")
    ] = "none",
    device: Annotated[
        DeviceName | None, typer.Option(help="where models run; default: INTERVIEWER_DEVICE, else auto")
    ] = None,
    share: Annotated[
        bool, typer.Option("--share", help="grade along with all who were given this command, here or elsewhere")
    ] = False,
    engine: Annotated[EngineName, typer.Option(help="ray: the workers of a Ray cluster grade")] = "local",
    address: Annotated[
        str | None, typer.Option(help="ray: the cluster, `auto` or HOST:PORT; default: one on this machine alone")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="ray: processes that grade; default: one a GPU, else one a CPU")
    ] = None,
) -> None:
    """Grade a file of answers. Stopped or killed, the same command continues where it was.

    Rows that cannot be graded go to OUT.rejects.jsonl, with line and reason. With --share or --engine ray the folder of
    OUT must be one that all machines see; every answer is graded once, and the result is the same.

    Exit codes: 0 done, 1 done with rejected rows, 2 bad input or settings, 3 model missing, 130 interrupted.
    """
    from interviewer.settings import load_settings

    output = output or answers.with_suffix(".grades.jsonl")
    engines = Engine(name=engine, share=share, address=address, workers=workers)
    try:
        job, summary = _run(engines, answers, output, rubrics, feedback, load_settings(device))
    except KeyboardInterrupt as stopped:
        left = output.with_suffix(".partial")
        kept = f"What is graded lies in {left}; the same command continues from there." if left.exists() else ""
        typer.echo(f"Stopped. {kept or 'Nothing was graded yet.'}", err=True)
        raise typer.Exit(EXIT_INTERRUPTED) from stopped
    typer.echo(_told(summary, job, engines), err=True)
    typer.echo(str(job.output))
    if summary.rejected:
        raise typer.Exit(EXIT_REJECTED_ROWS)


class LateGrader:
    """Builds the grader when the first answer comes: bad input is told before any model library loads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._grader: GradesMany | None = None

    def grade_many(self, questions: Sequence[Question], answers: Sequence[str]) -> list[Grade]:
        """One grade for each pair of question and answer, in their order."""
        if self._grader is None:
            from interviewer.wiring import build_grader

            self._grader = build_grader(self._settings)
        return self._grader.grade_many(questions, answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Who grades: this process, it and others that share the work, or the workers of a cluster."""

    name: EngineName
    share: bool
    address: str | None
    workers: int | None

    def check(self) -> None:
        """Nothing, if what was asked for goes together and is installed.

        Raises:
            SettingsError: If not.
        """
        if self.name == "ray":
            from interviewer.batch.cluster import check_ray

            check_ray()
            if self.share:
                raise SettingsError(
                    "--share and --engine ray: the workers of a cluster share as it is, give one of them"
                )
        elif self.address or self.workers:
            raise SettingsError("--address and --workers go with --engine ray: add it, or leave them out")

    def grade(self, job: Job, feedback: str, settings: Settings, shown: Display) -> Summary:
        """Grades the job's file."""
        if self.name == "ray":
            from interviewer.batch.cluster import Cluster, grade_on_ray

            cluster = Cluster(address=self.address, workers=self.workers)
            return grade_on_ray(job, partial(_made, settings, feedback), cluster, shown)
        if self.share:
            from interviewer.batch.share import grade_shared

            return grade_shared(job, LateGrader(settings), shown)
        from interviewer.batch.run import grade_file

        return grade_file(job, LateGrader(settings), shown)


def _made(settings: Settings, feedback: str) -> tuple[GradesMany, Feedback]:
    """What a worker of a cluster grades and writes with."""
    return LateGrader(settings), feedback_of(feedback, settings)


def _run(
    engine: Engine, answers: Path, output: Path, rubrics: Path | None, feedback: str, settings: Settings
) -> tuple[Job, Summary]:
    from importlib.metadata import version

    from rich.console import Console

    from interviewer.batch.display import display
    from interviewer.batch.reading import check_file
    from interviewer.batch.run import Job, check_output
    from rubrics.loading import load_rubrics

    engine.check()
    check_file(answers)
    job = Job(
        answers=answers,
        output=output,
        questions=load_rubrics(rubrics),
        settings=settings.fingerprint,
        version=version("interviewer"),
        feedback=feedback_of(feedback, settings),
    )
    check_output(job)
    with display(Console(stderr=True)) as shown:
        return job, engine.grade(job, feedback, settings, shown)


def feedback_of(kind: str, settings: Settings) -> Feedback:
    """What `--feedback` asks for, with the models that the settings name."""
    from interviewer.batch.run import NO_FEEDBACK, Feedback

    if kind == "none":
        return NO_FEEDBACK
    from interviewer.feedback.many import FeedbackOfMany
    from interviewer.wiring import build_generator, build_verifier

    generator = build_generator(settings) if kind == "llm" else None
    if generator is None and kind == "llm":
        raise SettingsError(
            "--feedback llm needs a language model and the settings name none: set INTERVIEWER_GENERATOR"
        )
    many = FeedbackOfMany(generator, build_verifier(settings))

    def write(questions: Sequence[Question], answers: Sequence[str], grades: Sequence[Grade]) -> list[str]:
        try:
            told = many.write(questions, answers, grades)
        except ModelError as fault:
            raise ModelError(
                f"{fault}; what is graded is kept and the same command continues, or give --feedback template"
            ) from fault
        return [" ".join(sentence.text for sentence in sentences) for sentences in told]

    return Feedback(kind=kind, generator=generator.name if generator else None, write=write)


def _told(summary: Summary, job: Job, engine: Engine) -> str:
    parts = [f"{summary.graded:,} answers graded"]
    if summary.kept:
        parts.append(f"{summary.kept:,} of them by {'others or ' if engine.share else ''}an earlier run")
    if summary.repeated:
        parts.append(f"{summary.repeated:,} repeated answers graded once")
    if summary.rejected:
        parts.append(f"{summary.rejected:,} rows rejected: see {job.rejects}")
    return ", ".join(parts) + "."
