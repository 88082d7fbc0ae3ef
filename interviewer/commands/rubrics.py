"""`interviewer rubrics`: check rubric files, show a rubric, derive key points, make the table of questions."""

from __future__ import annotations

import difflib
import importlib.resources
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from interviewer.errors import EXIT_BAD_INPUT, InputError, StorageError
from rubrics.derive import derive_key_points
from rubrics.lint import lint
from rubrics.loading import load_rubrics, read_rubrics
from rubrics.model import KeyPoint, Question
from rubrics.nearness import Embed
from rubrics.table import question_table, with_table

app = typer.Typer(help="Questions and what a good answer to each contains.", no_args_is_help=True)

SET = "folder, YAML or JSONL file of questions; default: the thirty questions"
NAMES_SHOWN = 3


@app.command("lint")
def lint_command(
    path: Annotated[Path | None, typer.Argument(help=SET)] = None,
    complete: Annotated[
        bool, typer.Option(help="also demand all that the thirty have; on without PATH, off with it")
    ] = False,
    text_only: Annotated[bool, typer.Option(help="leave out the checks of meaning, which load the embedder")] = False,
) -> None:
    """Check rubric files; name every fault at once with file, line, place and what to do.

    Exit codes: 0 no fault, 2 faults, 3 the embedder is missing.
    """
    rubric_set = read_rubrics(path)
    embed = None if text_only or not rubric_set.located else _embed()
    faults = lint(rubric_set, embed=embed, complete=complete or path is None)
    for fault in faults:
        typer.echo(fault)
    points = sum(len(located.question.key_points) for located in rubric_set.located)
    questions = len(rubric_set.located)
    if faults:
        typer.echo(f"{_count(len(faults), 'fault')}", err=True)
        raise typer.Exit(EXIT_BAD_INPUT)
    typer.echo(f"{_count(questions, 'question')}, {_count(points, 'key point')}: no fault")


@app.command("show")
def show_command(
    identity: Annotated[str, typer.Argument(metavar="ID", help="the question's id")],
    rubrics: Annotated[Path | None, typer.Option(help=SET)] = None,
) -> None:
    """Print one question with its rubric."""
    questions = load_rubrics(rubrics)
    found = next((question for question in questions if question.id == identity), None)
    if found is None:
        raise InputError(_unknown(identity, [question.id for question in questions]))
    typer.echo("\n".join(_shown(found)))


@app.command("derive")
def derive_command(path: Annotated[Path, typer.Argument(help="folder, YAML or JSONL file of questions")]) -> None:
    """Split reference answers into key points; print the questions as YAML, ready to be mended and used.

    The `source` of each key point names its characters in the reference answer. Key points that a question has
    already are put aside.
    """
    import yaml

    documents = []
    for question in load_rubrics(path):
        if not question.reference_answer:
            raise InputError(f"{path}: question {question.id!r} has no reference_answer to derive from; write one")
        documents.append(_derived(question))
    text = yaml.safe_dump_all(documents, allow_unicode=True, sort_keys=False, width=100, explicit_start=True)
    typer.echo(text, nl=False)


@app.command("table")
def table_command(
    check: Annotated[bool, typer.Option("--check", help="fail if the table in the README is not current")] = False,
    write: Annotated[bool, typer.Option("--write", help="put the current table into the README")] = False,
    readme: Annotated[Path | None, typer.Option(help="default: rubrics/README.md beside the questions")] = None,
) -> None:
    """Print the table of the thirty questions, or compare it with the README, or write it there.

    Exit codes: 0 done, 2 the table is not current or the README cannot be used.
    """
    questions = load_rubrics()
    if not check and not write:
        typer.echo(question_table(questions))
        return
    document = readme or Path(str(importlib.resources.files("rubrics") / "README.md"))
    before = _read(document)
    try:
        after = with_table(before, questions)
    except ValueError as fault:
        raise InputError(f"{document}: {fault}") from fault
    if write and after != before:
        _write(document, after)
    if check and not write and after != before:
        raise InputError(f"{document}: the table is not current; run `interviewer rubrics table --write`")
    typer.echo(f"{document}: the table is current")


def _embed() -> Embed:
    """The embedder of the settings; loads torch."""
    from interviewer.settings import load_settings
    from interviewer.wiring import build_embedder

    return build_embedder(load_settings()).embed


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _unknown(identity: str, ids: Sequence[str]) -> str:
    near = difflib.get_close_matches(identity, ids, n=NAMES_SHOWN, cutoff=0.4) or [*ids[:1], "…", *ids[-1:]]
    return f"question {identity!r} is not in the rubrics; give one of its ids, such as {', '.join(near)}"


def _shown(question: Question) -> Iterator[str]:
    about = [f"{question.number}" if question.number else "", question.id, question.level or "", question.topic or ""]
    yield " · ".join(part for part in about if part)
    yield question.question
    if question.reference_answer:
        yield from ("", "Reference answer", *_wrapped(question.reference_answer, "  "))
    for number, point in enumerate(question.key_points, start=1):
        yield ""
        yield f"{number}. {point.id} (weight {point.weight:g})"
        yield from _shown_point(point)
    if question.left_out:
        yield from ("", "Left out")
        for claim in question.left_out:
            yield from _wrapped(claim, "  ", mark="- ")


def _shown_point(point: KeyPoint) -> Iterator[str]:
    yield from _wrapped(point.statement, "   ")
    for text in point.accept:
        yield from _wrapped(text, "     ", mark="+ ")
    for text in point.reject:
        yield from _wrapped(text, "     ", mark="x ")
    named = {"hint": point.hint, "follow-up": point.follow_up, "note": point.note, "source": point.source}
    for name, text in named.items():
        if text:
            yield from _wrapped(text, "   ", mark=f"{name}: ")


def _wrapped(text: str, indent: str, mark: str = "") -> list[str]:
    import shutil
    import textwrap

    width = max(40, min(100, shutil.get_terminal_size().columns))
    return textwrap.wrap(text, width, initial_indent=indent + mark, subsequent_indent=indent + " " * min(2, len(mark)))


def _derived(question: Question) -> dict[str, object]:
    """The question as a document with key points derived from its reference answer."""
    points = [derived.key_point for derived in derive_key_points(question.reference_answer)]
    document = question.as_document()
    document["key_points"] = [
        {"id": point.id, "statement": point.statement, "weight": point.weight, "source": point.source}
        for point in points
    ]
    return document


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(f"{path}: cannot be read ({fault}); check the path") from fault


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as fault:
        raise StorageError(f"{path}: cannot be written ({fault}); check its permissions and the disk") from fault
