"""`interviewer import`: a file of a course system to answers that `interviewer grade` reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from interviewer.errors import EXIT_REJECTED_ROWS, InputError, SettingsError

if TYPE_CHECKING:
    from interviewer.exchange.catalogue import Catalogue
    from interviewer.exchange.importing import Import, Written
    from interviewer.exchange.notes import Notes

FormatName = Literal["auto", "moodle", "ora", "qti", "table"]
RepeatsName = Literal["first", "last", "all"]


def import_answers(
    file: Annotated[
        Path,
        typer.Argument(
            help="Moodle responses or XML, ORA report, QTI file, folder or ZIP, or CSV, XLSX, JSONL, Parquet"
        ),
    ],
    format: Annotated[FormatName, typer.Option(help="what the file is; auto finds it out")] = "auto",
    questions: Annotated[
        Path | None, typer.Option(help="the questions: Moodle XML, QTI items, or a rubric folder, YAML or JSONL file")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="OUT.jsonl; default: FILE with .answers.jsonl")] = None,
    rubrics_out: Annotated[
        Path | None, typer.Option(help="write a rubric set, .jsonl or .yaml, with key points from the references")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ROLE=NAME",
            help="a table's column: student, question, answer, mark, max_mark, reference or answer_id; where a row is "
            "a student, answer= once a question",
        ),
    ] = None,
    repeats: Annotated[
        RepeatsName, typer.Option(help="which count of several answers of one student to one question")
    ] = "first",
    encoding: Annotated[str | None, typer.Option(help="of a text file; default: found out")] = None,
) -> None:
    """Turn a course system's export into answers to grade, and its questions into a rubric set.

    What was understood of the file is said on stderr. Rows that cannot be used go to OUT.rejects.jsonl, with line and
    reason. A file of questions alone needs --rubrics-out.

    Exit codes: 0 done, 1 done with rejected rows, 2 bad input or settings.
    """
    from interviewer.exchange.importing import Import, read_catalogue
    from interviewer.exchange.notes import Notes

    notes = Notes()
    job = Import(
        file=file,
        format=format,
        questions=questions,
        columns=[_role_and_name(one) for one in column or ()],
        repeats=repeats,
        encoding=encoding,
    )
    output = output or file.with_suffix(".answers.jsonl")
    _check_outputs(output, rubrics_out, file)
    catalogue = read_catalogue(job, notes)
    try:
        written = _write(job, catalogue, notes, output, rubrics_out)
    finally:
        for sentence in notes.sentences():
            typer.echo(sentence, err=True)
    if written is not None and written.rejects:
        typer.echo(f"{written.rejects:,} rejected: see {written.rejects_file}", err=True)
        raise typer.Exit(EXIT_REJECTED_ROWS)


def _write(job: Import, catalogue: Catalogue, notes: Notes, output: Path, rubrics_out: Path | None) -> Written | None:
    """Writes answers where there are any, and the rubric set where it is wanted."""
    from itertools import chain

    from interviewer.exchange.importing import read_answers, say_ungradable, write_answers
    from interviewer.exchange.rubric_sets import write_rubric_set

    rows = read_answers(job, catalogue, notes)
    first = next(rows, None)
    if first is None and rubrics_out is None:
        raise InputError(f"{job.file} holds no answers; if it holds questions, name a file for them with --rubrics-out")
    written = None
    if first is not None:
        written = write_answers(chain([first], rows), output)
        typer.echo(f"{written.answers:,} answers imported.", err=True)
        typer.echo(str(output))
    if rubrics_out is None:
        say_ungradable(catalogue, notes)
        return written
    count = write_rubric_set(catalogue.questions, rubrics_out, notes)
    typer.echo(f"{count:,} questions written; read their key points before you grade.", err=True)
    typer.echo(str(rubrics_out))
    return written


def _role_and_name(text: str) -> tuple[str, str]:
    role, sign, name = text.partition("=")
    if not sign or not name:
        raise SettingsError(f"--column {text!r}: give a role, an equals sign and the column's name, as in answer=Essay")
    return role.strip(), name.strip()


def _check_outputs(output: Path, rubrics_out: Path | None, file: Path) -> None:
    from interviewer.exchange.rubric_sets import check_set_ending

    if output.suffix != ".jsonl":
        raise SettingsError(f"--output {output} ends in {output.suffix!r}: give a file ending in .jsonl")
    if rubrics_out is not None:
        check_set_ending(rubrics_out)
    for path in (output, rubrics_out):
        if path is not None and not path.parent.is_dir():
            raise SettingsError(f"{path}: there is no folder {path.parent}: create it or choose another")
        if path is not None and path.exists() and file.exists() and path.samefile(file):
            raise SettingsError(f"{path} is the file to be imported: give another name")
