"""From a course system's file to marks and back, with the real grader over models that can be followed by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.batch.run import Job, grade_file
from interviewer.grading.grader import Grader
from interviewer.settings import Settings
from rubrics.loading import load_rubrics
from tests.exchange.graded import SAMPLES, read_csv, read_jsonl, typed
from tests.plain import PlainEmbedder, PlainVerifier

DROPOUT = """id: dropout
question: Dropout
reference_answer: Dropout switches units off at random. It reduces overfitting.
---
id: two-prompts-1
question: Two prompts 1
reference_answer: Dropout switches units off at random.
---
id: two-prompts-2
question: Two prompts 2
reference_answer: It reduces overfitting.
"""
WAYS = {
    "moodle": (SAMPLES / "moodle-responses.csv", SAMPLES / "moodle-questions.xml", 6),
    "ora": (SAMPLES / "ora-report.csv", None, 4),
    "qti": (SAMPLES / "qti" / "results", SAMPLES / "qti" / "items", 2),
}


@pytest.mark.parametrize("system", WAYS)
def test_a_sample_goes_through_import_grading_and_export(system: str, tmp_path: Path) -> None:
    file, questions, gradable = WAYS[system]
    if questions is None:
        questions = tmp_path / "dropout.yaml"
        questions.write_text(DROPOUT, encoding="utf-8")
    answers, rubrics, grades = (tmp_path / name for name in ("a.jsonl", "set.jsonl", "g.jsonl"))
    done = typed("import", file, "--questions", questions, "--output", answers, "--rubrics-out", rubrics)
    assert done.exit_code in (0, 1), done.exception
    job = Job(answers=answers, output=grades, questions=load_rubrics(rubrics), settings="sha256:0", version="0")
    summary = grade_file(job, Grader(PlainEmbedder(), PlainVerifier(), Settings(device="cpu")))
    assert summary.graded == gradable
    shape = "marks" if system == "qti" else system
    assert typed("export", grades, "--format", shape, "--output", tmp_path / "out.csv").exit_code == 0
    header, *rows = read_csv(tmp_path / "out.csv")
    students = {str(one["student"]) for one in read_jsonl(answers)}
    assert {cell for row in rows for cell in row} >= students
    assert all(len(row) == len(header) for row in rows)
