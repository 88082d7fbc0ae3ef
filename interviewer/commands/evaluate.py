"""`interviewer evaluate`: grades against marks that people gave."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interviewer.errors import StorageError

if TYPE_CHECKING:
    from interviewer.agreement.marks import MarkedFile, Scale
    from interviewer.grading.grade import Grade
    from interviewer.grading.grader import Grader
    from rubrics.model import Question

CHUNK = 32


def evaluate(
    answers_with_marks: Annotated[
        Path,
        typer.Argument(
            help="CSV, JSONL, Parquet or XLSX with question_id, answer and mark (or mark_1, mark_2 …); optional: "
            "answer_id, max_mark, student, labels"
        ),
    ],
    rubrics: Annotated[
        Path | None, typer.Option(help="folder, YAML or JSONL file of questions; default: the thirty questions")
    ] = None,
    output_json: Annotated[Path | None, typer.Option(help="write all figures to this JSON file")] = None,
    page: Annotated[Path | None, typer.Option(help="write a page with plots to this HTML file")] = None,
    scale: Annotated[str, typer.Option(help="lowest and highest mark, for rows without max_mark")] = "0-100",
) -> None:
    """Grade answers that people have marked, and say how well the scores agree with the marks.

    Beside Interviewer stand simple baselines, fitted to the marks of other questions, and person against person where
    two marks are given. Labels, a JSON object such as {"relu-definition": "covered"}, measure the verdicts as well.

    Exit codes: 0 done, 2 bad input or settings, 3 model missing, 130 interrupted.
    """
    from rich.console import Console

    from interviewer.agreement.marks import Scale
    from interviewer.settings import load_settings
    from rubrics.loading import load_rubrics

    _check_writable(output_json, page)
    questions = load_rubrics(rubrics)
    file = read_marked(answers_with_marks, questions, Scale.parse(scale))
    from interviewer.agreement.page import page as page_of
    from interviewer.agreement.study import study_of
    from interviewer.agreement.table import print_study
    from interviewer.wiring import build_embedder, build_grader

    settings = load_settings()
    grades = grade_marked(file, questions, build_grader(settings.for_scores))
    study = study_of(file, grades, questions, build_embedder(settings))
    console = Console()
    if not console.is_terminal:
        console = Console(width=110)
    print_study(study, console)
    if output_json is not None:
        _write(output_json, json.dumps(study.as_json(), ensure_ascii=False, indent=1, allow_nan=False) + "\n")
    if page is not None:
        _write(page, page_of(study))


def read_marked(path: Path, questions: tuple[Question, ...], scale: Scale) -> MarkedFile:
    """The marked answers of a file.

    Raises:
        InputError: With every fault of the file.
    """
    from interviewer.agreement.marks import marked_answers
    from interviewer.batch.reading import read_rows
    from interviewer.batch.rows import Row

    read = list(read_rows(path))
    rejected = [f"{one.place}: {one.reason}" for one in read if not isinstance(one, Row)]
    return marked_answers([one for one in read if isinstance(one, Row)], questions, scale, rejected)


def grade_marked(file: MarkedFile, questions: tuple[Question, ...], grader: Grader) -> list[Grade]:
    """A grade for each marked answer, in order, with a progress bar on stderr."""
    from rich.console import Console
    from rich.progress import Progress

    known = {question.id: question for question in questions}
    grades: list[Grade] = []
    shown = Console(stderr=True)
    with Progress(console=shown, disable=not shown.is_terminal) as progress:
        task = progress.add_task("grading", total=len(file.answers))
        for start in range(0, len(file.answers), CHUNK):
            chunk = file.answers[start : start + CHUNK]
            grades += grader.grade_many([known[one.question_id] for one in chunk], [one.answer for one in chunk])
            progress.advance(task, len(chunk))
    return grades


def _check_writable(*paths: Path | None) -> None:
    for path in paths:
        if path is not None and not path.parent.is_dir():
            raise StorageError(f"{path} cannot be written: there is no folder {path.parent}; make it first")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}") from error
