"""Import and export as a person types them, and small grades files, for the tests of the exchange."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import typer
from openpyxl import Workbook
from typer.testing import CliRunner, Result

from interviewer.commands.export import export
from interviewer.commands.import_ import import_answers
from interviewer.commands.similar import similar

SAMPLES = Path(__file__).parent / "samples"

app = typer.Typer()
app.command(name="import")(import_answers)
app.command()(export)
app.command()(similar)


def typed(*words: object) -> Result:
    """The result of a command line."""
    return CliRunner().invoke(app, [str(word) for word in words])


def refused(*words: object) -> str:
    """What the error says that a command line ends with; `interviewer.cli` says it on stderr and exits by it."""
    error = typed(*words).exception
    assert error is not None and not isinstance(error, SystemExit)
    return str(error)


def imported(folder: Path, *words: object) -> tuple[list[dict[str, object]], list[dict[str, object]], Result]:
    """The answers and rejects of an import, and what it said."""
    done = typed("import", *words, "--output", folder / "out.jsonl")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return read_jsonl(folder / "out.jsonl"), read_jsonl(folder / "out.rejects.jsonl"), done


def read_jsonl(path: Path) -> list[dict[str, object]]:
    """The objects of a file; none where there is no file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def read_csv(path: Path) -> list[list[str]]:
    """The records of a file."""
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def write_xlsx(path: Path, rows: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> Path:
    """A workbook of one sheet; texts with an equals sign first are formulas, as openpyxl has it."""
    workbook = Workbook()
    for row in rows:
        workbook.active.append(list(row))
    for span in merged:
        workbook.active.merge_cells(span)
    workbook.save(path)
    return path


def grade(
    student: str,
    question: str,
    score: float | None,
    *,
    quote: str = "so it is",
    feedback: str | None = None,
    flags: Sequence[str] = (),
    **extra: object,
) -> dict[str, object]:
    """One line of a grades file, as FORMATS has it, with one covered and one missing key point."""
    covered = {
        "key_point": "first",
        "verdict": "covered",
        "credit": 1.0,
        "probability": {"covered": 0.97, "contradicted": 0.01},
        "evidence": {"start": 0, "end": len(quote), "quote": quote},
    }
    missing = {
        "key_point": "second",
        "verdict": "missing",
        "credit": 0.0,
        "probability": {"covered": 0.02, "contradicted": 0.01},
        "evidence": None,
    }
    return {
        "answer_id": f"{student}/{question}",
        "question_id": question,
        "score": score,
        "reason": None if score is not None else "unreadable",
        "verdicts": [covered, missing],
        "flags": list(flags),
        "confidence": 0.9,
        "feedback": feedback,
        "extra": {"student": student, **extra},
        "graded_with": {},
    }


def write_grades(path: Path, grades: Sequence[Mapping[str, object]]) -> Path:
    """A grades file."""
    path.write_text("".join(json.dumps(one) + "\n" for one in grades), encoding="utf-8")
    return path
