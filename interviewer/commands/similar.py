"""`interviewer similar`: answers of different people that share their wording."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interviewer.errors import EXIT_REJECTED_ROWS, InputError, SettingsError

if TYPE_CHECKING:
    from interviewer.batch.rows import Row
    from interviewer.exchange.similar import Finding, Given, Similar
    from interviewer.exchange.spreadsheets import Cell

SHOWN_PASSAGE = 100
SHOWN_PEOPLE = 6


def similar(
    answers: Annotated[Path, typer.Argument(help="CSV, JSONL, Parquet or XLSX with question_id, answer and student")],
    overlap: Annotated[float, typer.Option(help="list from this share of common wording on, 0 to 1")] = 0.5,
    least_words: Annotated[int, typer.Option(help="leave out shorter answers: they coincide by chance")] = 12,
    student: Annotated[str, typer.Option(help="the column that names who answered")] = "student",
    rubrics: Annotated[
        Path | None, typer.Option(help="the questions, whose wording does not count; default: the thirty questions")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="OUT.jsonl, .csv or .xlsx; default: a list on stdout")] = None,
) -> None:
    """List answers of different people to one question that share their wording, with their overlap.

    The overlap is a fact about the texts: the share of common sequences of three words. It does not say how it came.

    Exit codes: 0 done, 1 done but with rows that could not be read, 2 bad input or settings.
    """
    from interviewer.batch.reading import read_rows
    from interviewer.batch.rows import Row
    from interviewer.exchange.similar import find_similar
    from rubrics.loading import load_rubrics

    if not 0 < overlap <= 1:
        raise SettingsError(f"--overlap {overlap}: give a share above 0, up to 1")
    if output is not None and output.suffix not in (".jsonl", ".csv", ".xlsx"):
        raise SettingsError(f"--output {output} ends in {output.suffix!r}: give a file ending in .jsonl, .csv or .xlsx")
    read = list(read_rows(answers))
    rows = [row for row in read if isinstance(row, Row)]
    if not rows:
        raise InputError(f"{answers.name} holds no answers")
    asked = {question.id: question.question for question in load_rubrics(rubrics)}
    found = find_similar((_given(row, student) for row in rows), asked, overlap, least_words)
    _put(found, output)
    if not any(student in row.extra for row in rows):
        typer.echo(f"There is no column {student!r}: each answer was taken for another person's.", err=True)
    _told(found, least_words)
    if len(rows) < len(read):
        typer.echo(f"{len(read) - len(rows):,} rows could not be read.", err=True)
        raise typer.Exit(EXIT_REJECTED_ROWS)


def _given(row: Row, student: str) -> Given:
    from interviewer.exchange.similar import Given

    who = row.extra.get(student)
    return Given(
        answer_id=row.answer_id,
        student=row.answer_id if who is None or not str(who).strip() else str(who).strip(),
        question_id=row.question_id,
        answer=row.answer,
    )


def _put(found: Similar, output: Path | None) -> None:
    if output is None:
        for finding in found.findings:
            typer.echo(_line(finding))
        return
    from interviewer.batch.rows import json_text
    from interviewer.batch.storage import write_whole, writing
    from interviewer.exchange.spreadsheets import csv_bytes, xlsx_bytes

    if output.suffix == ".jsonl":
        content = "".join(json_text(finding.as_json()) + "\n" for finding in found.findings).encode()
    elif output.suffix == ".csv":
        content = csv_bytes(_rows(found), for_excel=True)
    else:
        content = xlsx_bytes([("similar", list(_rows(found)))])
    with writing(output):
        write_whole(output, content)
    typer.echo(str(output))


def _rows(found: Similar) -> Iterator[list[Cell]]:
    yield ["question_id", "overlap", "students", "answer_ids", "passage"]
    for one in found.findings:
        students, ids = ([getattr(given, name) for given in one.answers] for name in ("student", "answer_id"))
        yield [one.question_id, one.overlap, json.dumps(students), json.dumps(ids), one.passage]


def _line(finding: Finding) -> str:
    people = [given.student for given in finding.answers]
    named = ", ".join(people[:SHOWN_PEOPLE]) + (
        f" and {len(people) - SHOWN_PEOPLE} more" if people[SHOWN_PEOPLE:] else ""
    )
    passage = finding.passage if len(finding.passage) <= SHOWN_PASSAGE else finding.passage[:SHOWN_PASSAGE] + "…"
    return f"{finding.question_id}  {finding.overlap:.0%}  {named}  “{passage}”"


def _told(found: Similar, least_words: int) -> None:
    typer.echo(
        f"{len(found.findings):,} findings among {found.answers:,} answers; {found.short:,} of fewer than "
        f"{least_words} words were left out.",
        err=True,
    )
    for question in found.crowded:
        typer.echo(
            f"Question {question!r}: passages that more than 2,000 answers share were not followed up; answers with "
            "nothing rarer in common may be missing.",
            err=True,
        )
