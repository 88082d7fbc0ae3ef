"""An export goes by the decisions that lie beside the grades, and the grader's own value stays visible."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from interviewer.review.decisions import Decision, DecisionLog, decisions_file
from tests.exchange.graded import read_csv, refused, typed
from tests.review.course import write_course

HOSTILE = "=cmd|' /C calc'!A0 <b>x</b>"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Grades of which ed's is turned, gus's marked with a comment and ada's confirmed."""
    results, _, _ = write_course(tmp_path)
    log = DecisionLog(decisions_file(results))
    log.add(Decision(kind="verdict", question_id="relu", answers=("ed/relu",), key_point="keeps", verdict="covered"))
    log.add(Decision(kind="mark", question_id="relu", answers=("gus/relu",), score=40.0, comment=HOSTILE))
    log.add(Decision(kind="confirm", question_id="relu", answers=("di/relu",)))
    return tmp_path


def exported(course: Path, name: str, *words: object) -> tuple[Path, str]:
    output = course / name
    done = typed("export", course / "exam.jsonl", "--rubrics", course / "rubrics.jsonl", "--output", output, *words)
    assert done.exit_code == 0, done.exception
    return output, done.stderr


def test_marks_are_those_that_were_decided_and_name_what_the_grader_gave(course: Path) -> None:
    output, told = exported(course, "marks.csv")
    header, *rows = read_csv(output)
    by_student = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    assert by_student["ed"]["relu"] == "7.5"
    assert by_student["ed"]["changed by a person"] == "relu: 5 → 7.5"
    assert by_student["gus"]["changed by a person"] == f"relu: 0 → 4 ({HOSTILE})"
    assert by_student["ada"]["changed by a person"] == by_student["di"]["changed by a person"] == ""
    assert by_student["di"]["to look at"] == "0" and by_student["flo"]["to look at"] == "0"
    assert "A person reviewed 3 of them and changed the score of 2." in told


def test_without_decisions_nothing_is_said_of_them(course: Path) -> None:
    decisions_file(course / "exam.jsonl").unlink()
    output, told = exported(course, "marks.csv")
    assert "changed by a person" not in read_csv(output)[0] and "reviewed" not in told


def test_an_answer_that_a_person_reviewed_is_no_longer_to_be_looked_at(course: Path) -> None:
    def to_look_at(name: str) -> dict[str, str]:
        header, *rows = read_csv(exported(course, name)[0])
        return {row[0]: row[header.index("to look at")] for row in rows}

    exam = course / "exam.jsonl"
    grades = [json.loads(line) for line in exam.read_text().splitlines()]
    exam.write_text("".join(json.dumps({**one, "flags": ["close_call"]}) + "\n" for one in grades))
    after = to_look_at("after.csv")
    decisions_file(exam).unlink()
    before = to_look_at("before.csv")
    assert (before["ed"], after["ed"]) == ("2", "1") and before["ada"] == after["ada"] == "2"


def test_sheets_and_feedback_show_both_values(course: Path) -> None:
    output, _ = exported(course, "sheets.xlsx", "--format", "sheets")
    header, *rows = load_workbook(output)["relu"].iter_rows(values_only=True)
    ed, gus = (next(dict(zip(header, row, strict=True)) for row in rows if row[0] == name) for name in ("ed", "gus"))
    assert (ed["score"], ed["score by the grader"], gus["score"], gus["score by the grader"]) == (75, 50, 40, 0)
    assert "cmd|" in str(gus["comment of the reviewer"])
    folder, _ = exported(course, "out", "--format", "feedback")
    page = (folder / "gus.html").read_text(encoding="utf-8")
    assert "4 of 10 (given by a person; by the grader: 0)" in page
    assert "<b>" not in page and "&lt;b&gt;x&lt;/b&gt;" in page
    assert "covered: relu keeps positive inputs unchanged" in (folder / "ed.md").read_text(encoding="utf-8")


def test_a_turned_verdict_needs_the_rubrics_of_the_grading(course: Path) -> None:
    said = refused("export", course / "exam.jsonl", "--output", course / "m.csv")
    assert "'ed/relu'" in said and "--rubrics" in said
