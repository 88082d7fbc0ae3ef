"""`interviewer review`: a page on graded answers, to look at what is doubtful and decide."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interviewer.commands.serve import HOST, listen
from interviewer.errors import SettingsError

if TYPE_CHECKING:
    from interviewer.review.room import Room
    from interviewer.settings import Settings


def review(
    results: Annotated[Path, typer.Argument(help="the .jsonl file that `interviewer grade` wrote")],
    answers: Annotated[Path, typer.Option(help="the answers that were graded: CSV, JSONL, Parquet or XLSX")],
    rubrics: Annotated[
        Path | None, typer.Option(help="the rubrics they were graded by; default: the thirty questions")
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="where to listen; 0 takes any free port")] = 7861,
    device: Annotated[str | None, typer.Option(help="where the embedder runs: auto, cpu, cuda or mps")] = None,
    browser: Annotated[bool, typer.Option(help="open the page in a browser")] = True,
) -> None:
    """Look at graded answers in the browser: the rubric's health, answers alike, and what is in doubt.

    Decisions are kept in RESULTS.decisions.jsonl, and `interviewer export` goes by them; the results stay as they are.
    Answers marked as examples are put into a copy of the rubrics, RESULTS.rubrics.yaml.

    Exit codes: 0 done, 2 bad input or settings, 3 model missing, 130 interrupted.
    """
    from filelock import FileLock, Timeout

    from interviewer.review.decisions import decisions_file
    from interviewer.settings import load_settings

    settings = load_settings(device)
    path = decisions_file(results).with_suffix(".lock")
    if not results.is_file():
        raise SettingsError(f"{results} is no file: give the .jsonl file that `interviewer grade` wrote")
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise SettingsError(f"{results} is under review in another window: close that one first") from error
    try:
        _serve(_room(results, answers, rubrics, settings), port, browser)
    finally:
        path.unlink(missing_ok=True)
        lock.release()


def _room(results: Path, answers: Path, rubrics: Path | None, settings: Settings) -> Room:
    from interviewer.batch.graded_rows import check_results
    from interviewer.grading.scoring import Scheme
    from interviewer.review.decisions import DecisionLog, decisions_file
    from interviewer.review.room import Room, read_graded
    from interviewer.wiring import build_embedder
    from rubrics.loading import load_rubrics

    check_results(results)
    questions = load_rubrics(rubrics)
    return Room(
        results,
        read_graded(results, answers, questions),
        questions,
        Scheme(partial=settings.partial_credit, contradiction_cost=settings.contradiction_cost),
        DecisionLog(decisions_file(results)),
        lambda: build_embedder(settings),
    )


def _serve(room: Room, port: int, browser: bool) -> None:
    from ui.review.server import Server

    listener = listen(port)
    url = f"http://{HOST}:{listener.getsockname()[1]}/"

    def ready() -> None:
        typer.echo(f"The review of {room.results.name} is at {url} (Ctrl+C ends it)", err=True)
        if browser:
            typer.launch(url)

    Server(room, ready).run(sockets=[listener])
