"""`interviewer regrade`: after a rubric has changed, what it touches is graded again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interviewer.commands.grade import DeviceName, FeedbackKind, LateGrader, feedback_of
from interviewer.errors import EXIT_INTERRUPTED, SettingsError

if TYPE_CHECKING:
    from interviewer.batch.difference import Change
    from interviewer.batch.regrade import Proposal, Regrade
    from interviewer.settings import Settings


def regrade(
    results: Annotated[Path, typer.Argument(help="the .jsonl file that `interviewer grade` wrote")],
    answers: Annotated[Path, typer.Option(help="the answers that were graded: CSV, JSONL, Parquet or XLSX")],
    rubrics: Annotated[
        Path | None, typer.Option(help="the rubrics as they are now; default: the thirty questions")
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="replace the grades; without it, only report")] = False,
    report: Annotated[
        Path | None, typer.Option(help="OUT.jsonl or .csv, all changes; default: RESULTS with .changes.jsonl")
    ] = None,
    show: Annotated[int, typer.Option(min=0, help="how many changed answers are listed here")] = 20,
    feedback: Annotated[
        FeedbackKind | None, typer.Option(help="what is written to each candidate; default: as in the results")
    ] = None,
    device: Annotated[
        DeviceName | None, typer.Option(help="where models run; default: INTERVIEWER_DEVICE, else auto")
    ] = None,
) -> None:
    """Grade again what a changed rubric touches: the answers to questions whose rubric is no longer the same.

    Who changes, by how much and why is shown and written before anything is replaced. Stopped or killed, the same
    command continues; with --apply after a report, nothing is graded twice.

    Exit codes: 0 done, 2 bad input or settings, 3 model missing, 130 interrupted.
    """
    from interviewer.settings import load_settings

    report = report or results.with_suffix(".changes.jsonl")
    if report.suffix not in (".jsonl", ".csv"):
        raise SettingsError(f"--report {report} ends in {report.suffix!r}: give a file ending in .jsonl or .csv")
    try:
        task, proposal = _proposed(results, answers, rubrics, feedback, load_settings(device))
    except KeyboardInterrupt as stopped:
        typer.echo("Stopped. The results are as they were; the same command continues.", err=True)
        raise typer.Exit(EXIT_INTERRUPTED) from stopped
    for name in proposal.unknown:
        typer.echo(f"Question {name!r} is not in the rubrics: its grades stay as they are.", err=True)
    if not proposal.touched:
        typer.echo(f"No rubric has changed: all {proposal.rows:,} grades stand.", err=True)
        return
    _put(task, proposal, report, show)
    if apply:
        from interviewer.batch.regrade import apply as put_into_results

        put_into_results(task, proposal)
        typer.echo(f"The new grades are in {results}.", err=True)
    else:
        typer.echo("Nothing is replaced: give the same command with --apply for that.", err=True)
    typer.echo(str(report))


def _proposed(
    results: Path, answers: Path, rubrics: Path | None, feedback: FeedbackKind | None, settings: Settings
) -> tuple[Regrade, Proposal]:
    from importlib.metadata import version

    from rich.console import Console

    from interviewer.batch.display import display
    from interviewer.batch.graded_rows import check_results
    from interviewer.batch.reading import check_file
    from interviewer.batch.regrade import Regrade, propose
    from rubrics.loading import load_rubrics

    check_results(results)
    check_file(answers)
    questions = load_rubrics(rubrics)
    kind = feedback or _kind_of_feedback(results)
    task = Regrade(
        results=results,
        answers=answers,
        questions=questions,
        settings=settings.fingerprint,
        version=version("interviewer"),
        feedback=feedback_of(kind, settings),
    )
    with display(Console(stderr=True)) as shown:
        return task, propose(task, LateGrader(settings), shown)


def _kind_of_feedback(results: Path) -> FeedbackKind:
    """What the first answer of the results got."""
    from interviewer.batch.graded_rows import graded_lines

    for _, _, row in graded_lines(results):
        if (row["graded_with"].get("models") or {}).get("generator"):
            return "llm"
        return "template" if row.get("feedback") else "none"
    return "none"


def _put(task: Regrade, proposal: Proposal, report: Path, show: int) -> None:
    """Writes the report and shows it."""
    from interviewer.batch.difference import told
    from interviewer.batch.regrade import changes
    from interviewer.batch.storage import write_whole, writing

    found = list(changes(task))
    with writing(report):
        write_whole(report, _as_bytes(found, report))
    asked = ", ".join(proposal.questions)
    typer.echo(
        f"{proposal.touched:,} of {proposal.rows:,} answers graded again ({asked}); {len(found):,} grades change.",
        err=True,
    )
    for line in told(found, show):
        typer.echo(line)


def _as_bytes(found: Sequence[Change], report: Path) -> bytes:
    from interviewer.batch.difference import MARKED_BY, report_cells, report_line

    if report.suffix == ".jsonl":
        return b"".join(report_line(change) for change in found)
    from interviewer.exchange.spreadsheets import csv_bytes

    return csv_bytes([list(MARKED_BY), *(report_cells(change) for change in found)], for_excel=True)
