"""Grades to marks, sheets and files that course systems import."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from interviewer.exchange.spreadsheets import csv_bytes, sheet_names, xlsx_bytes
from tests.exchange.graded import SAMPLES, grade, imported, read_csv, refused, typed, write_grades

ATTACK = '=HYPERLINK("http://x","y")'


@pytest.fixture
def grades(tmp_path: Path) -> Path:
    ada = {"First name": "Ada", "Last name": "Kim", "ID number": "007", "Email address": "ada@x"}
    bo = {"First name": ATTACK, "Last name": "Lee", "ID number": "008", "Email address": "+49"}
    return write_grades(
        tmp_path / "grades.jsonl",
        [
            grade("007", "relu", 62.5, max_mark=5, feedback=ATTACK, **ada),
            grade("007", "dropout", 100.0, max_mark=3, **ada),
            grade("008", "relu", None, max_mark=5, **bo),
            grade("008", "dropout", 47.3, max_mark=3, flags=["close_call"], **bo),
        ],
    )


def exported(grades: Path, name: str, *words: object) -> Path:
    output = grades.parent / name
    done = typed("export", grades, "--output", output, *words)
    assert (done.exit_code, done.stdout) == (0, f"{output}\n"), done.exception
    return output


def test_marks_are_a_row_a_student_on_the_teachers_scale(grades: Path) -> None:
    header, ada, bo = read_csv(exported(grades, "marks.csv"))
    assert header == [
        *("student", "First name", "Last name", "ID number", "Email address"),
        *("relu", "dropout", "total", "out of", "to look at", "not graded"),
    ]
    assert ada == ["007", "Ada", "Kim", "007", "ada@x", "3", "3", "6", "8", "0", ""]
    assert bo[5:] == ["", "1.5", "", "8", "2", "relu: unreadable"]


def test_points_step_and_rule_are_the_persons(grades: Path) -> None:
    marks = read_csv(exported(grades, "m.csv", "--points", "relu=4", "--step", "1", "--rounding", "down"))
    assert [row[5:9] for row in marks[1:]] == [["2", "3", "5", "7"], ["", "1", "", "7"]]


def test_a_formula_of_a_student_is_written_as_text_everywhere(grades: Path) -> None:
    for name, words in {
        "marks.csv": (),
        "moodle.csv": ("--format", "moodle"),
        "canvas.csv": ("--format", "canvas"),
        "ora.csv": ("--format", "ora"),
    }.items():
        cells = [cell for row in read_csv(exported(grades, name, *words)) for cell in row]
        assert not [cell for cell in cells if cell != "-" and cell.startswith(("=", "+", "-", "@", "\t", "\r"))], name
    book = load_workbook(exported(grades, "sheets.xlsx", "--format", "sheets"))
    assert "f" not in {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}


@given(st.lists(st.one_of(st.text(max_size=8), st.integers(-9, 9), st.floats(-1, 1)), min_size=1, max_size=4))
def test_no_text_begins_like_a_formula_and_every_number_stays_one(cells: list[str | int | float]) -> None:
    import csv
    import io

    (row,) = list(csv.reader(io.StringIO(csv_bytes([[*cells, "end"]]).decode(), newline="")))
    for before, after in zip(cells, row, strict=False):
        if isinstance(before, str):
            assert after in (before, "'" + before)
            assert after == "-" or not after.startswith(("=", "+", "-", "@", "\t", "\r"))
        else:
            assert float(after) == before


def test_moodles_file_identifies_the_student_and_has_a_hyphen_for_no_grade(grades: Path) -> None:
    header, ada, bo = read_csv(exported(grades, "moodle.csv", "--format", "moodle", "--title", "Quiz: Midterm"))
    assert header == [
        *("First name", "Last name", "ID number", "Email address"),
        *("Quiz: Midterm", "relu", "dropout", "Quiz: Midterm feedback"),
    ]
    assert ada == ["Ada", "Kim", "007", "ada@x", "6", "3", "3", f"relu: {ATTACK}"]
    assert bo[4:] == ["-", "-", "1.5", ""]


def test_canvas_file_has_the_columns_that_its_importer_looks_for(tmp_path: Path) -> None:
    answers, _, _ = imported(tmp_path, SAMPLES / "canvas-quiz-report.csv")
    lines = []
    for one in answers:
        named = ("answer_id", "question_id", "answer")
        line = grade(str(one["student"]), str(one["question_id"]), 50.0)
        lines.append(line | {"extra": {name: value for name, value in one.items() if name not in named}})
    rows = read_csv(
        exported(write_grades(tmp_path / "g.jsonl", lines), "c.csv", "--format", "canvas", "--title", "Midterm (991)")
    )
    assert rows == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Midterm (991)"],
        ["    Points Possible", "", "", "", "", "5"],
        ["Ada Kim", "811", "00123", "", "ML101", "2.5"],
        ["Bo Lee", "812", "00125", "", "ML101", "2.5"],
    ]


def test_canvas_without_ids_says_that_names_decide(grades: Path) -> None:
    done = typed("export", grades, "--format", "canvas", "--output", grades.parent / "c.csv")
    assert "Canvas will find these students by name alone" in done.stderr
    assert read_csv(grades.parent / "c.csv")[2] == ["Kim, Ada", "", "", "6"]


def ora_grades(folder: Path) -> Path:
    who = {"Submission ID": "s1", "Location": "block@a", "Item ID": "31", "Username": "ada"}
    lines = [
        grade("f00", "dropout", 62.5, max_mark=5, **who, **{"Anonymized Student ID": "f00"}),
        grade(
            "f01",
            "dropout",
            20.0,
            **who | {"Submission ID": "s2", "Username": "zz"},
            **{"Anonymized Student ID": "f01"},
        ),
    ]
    return write_grades(folder / "g.jsonl", lines)


def test_ora_marks_have_the_reports_columns_and_the_points_that_any_answer_came_with(tmp_path: Path) -> None:
    assert read_csv(exported(ora_grades(tmp_path), "o.csv", "--format", "ora")) == [
        [
            *("Submission ID", "Location", "Item ID", "Username", "Anonymized Student ID", "Question"),
            *("Final Score Points Earned", "Final Score Points Possible", "Feedback"),
        ],
        ["s1", "block@a", "31", "ada", "f00", "dropout", "3", "5", ""],
        ["s2", "block@a", "31", "zz", "f01", "dropout", "1", "5", ""],
    ]


def test_the_staff_graded_file_gets_its_points_and_is_else_as_it_was(tmp_path: Path) -> None:
    template = SAMPLES / "staff-graded-points.csv"
    output = tmp_path / "s.csv"
    done = typed("export", ora_grades(tmp_path), "--format", "ora", "--template", template, "--output", output)
    before, after = read_csv(template), read_csv(output)
    assert [row[:-1] for row in after] == [row[:-1] for row in before]
    assert [row[-1] for row in after] == ["points", "3", "2", ""]
    assert "1 of 2 students got no points" in done.stderr


def test_a_sheet_a_question_shows_answer_verdicts_and_statements(tmp_path: Path, grades: Path) -> None:
    rubrics = tmp_path / "set.jsonl"
    point = {"id": "first", "statement": "ReLU keeps positive inputs."}
    rubrics.write_text(json.dumps({"id": "relu", "question": "What?", "key_points": [point]}) + "\n")
    answers = tmp_path / "answers.jsonl"
    answers.write_text(json.dumps({"answer_id": "007/relu", "question_id": "relu", "answer": "=1+1 so it is"}) + "\n")
    book = load_workbook(
        exported(grades, "sheets.xlsx", "--format", "sheets", "--rubrics", rubrics, "--answers", answers)
    )
    assert book.sheetnames == ["relu", "dropout"]
    header, ada, bo = [[cell.value for cell in row] for row in book["relu"].iter_rows()]
    assert header[-2:] == ["first: ReLU keeps positive inputs.", "second"]
    assert ada[:4] == ["007", 3, 5, 62.5]
    assert ada[7:] == ["'=1+1 so it is", "'" + ATTACK, "covered: “so it is”", "missing"]
    assert bo[1:7] == [None, 5, None, 0.9, None, "unreadable"]


def test_of_several_answers_the_highest_mark_counts_and_is_told(tmp_path: Path) -> None:
    lines = [grade("ada", "relu", score) for score in (40.0, 90.0, 60.0)]
    done = typed("export", write_grades(tmp_path / "g.jsonl", lines), "--output", tmp_path / "m.csv")
    assert read_csv(tmp_path / "m.csv")[1][:2] == ["ada", "9"]
    assert "the highest mark counts" in done.stderr


def test_questions_of_two_sizes_and_grades_without_students_are_refused(tmp_path: Path) -> None:
    two = write_grades(tmp_path / "g.jsonl", [grade("a", "relu", 1.0, max_mark=5), grade("b", "relu", 1.0, max_mark=4)])
    assert "has 4 points here and 5 before: say which with --points relu=…" in refused(
        "export", two, "--output", tmp_path / "m.csv"
    )
    nobody = grade("a", "relu", 1.0) | {"extra": {"colour": "red"}}
    path = write_grades(tmp_path / "n.jsonl", [nobody])
    assert "no column names the student (found: 'colour')" in refused("export", path, "--output", tmp_path / "m.csv")
    done = typed("export", path, "--student", "colour", "--output", tmp_path / "m.csv")
    assert done.exit_code == 0


def test_options_that_do_not_fit_are_refused(tmp_path: Path, grades: Path) -> None:
    output = ("--output", tmp_path / "a.csv")
    assert "--format sheets writes .xlsx" in refused("export", grades, "--format", "sheets", *output)
    assert "no grades for a question 'rely'" in refused("export", grades, "--points", "rely=3", *output)
    assert "goes with --format ora" in refused("export", grades, "--template", grades, *output)
    answers = tmp_path / "a.jsonl"
    answers.write_text('{"answer_id": "1", "question_id": "q", "answer": "x"}\n')
    assert "a.jsonl line 1 is no grade" in refused("export", answers, *output)


def test_sheet_names_are_what_excel_allows_and_each_once() -> None:
    names = sheet_names(["a/b", "A b", "x" * 40, "x" * 40, "[]", "history", ""])
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert len({name.casefold() for name in names}) == len(names)


def test_a_text_too_long_for_excel_is_cut_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(xlsx_bytes([("a", [["x" * 40_000, "bad \x01"]])]))
    first, second = (cell.value for cell in load_workbook(tmp_path / "a.xlsx")["a"][1])
    assert len(first) == 32_767 and first.endswith("… (cut)")
    assert second == "bad �"
