"""Long and wide tables of any origin; what a column holds is guessed, told, or given."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exchange.graded import SAMPLES, imported, refused, write_xlsx

SET = """id: dropout
number: 1
question: What does dropout do?
reference_answer: Dropout switches units off at random.
---
id: relu
number: 2
question: What does ReLU do?
reference_answer: ReLU keeps positive inputs.
"""


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_a_wide_table_gives_an_answer_for_each_student_and_question(tmp_path: Path) -> None:
    rubrics = written(tmp_path / "set.yaml", SET)
    answers, rejects, done = imported(tmp_path, SAMPLES / "wide.csv", "--questions", rubrics)
    assert (done.exit_code, rejects) == (0, [])
    assert [(one["student"], one["question_id"], one["answer"]) for one in answers] == [
        ("007", "dropout", "Dropout switches units off."),
        ("007", "relu", "ReLU keeps positives, zeroes negatives."),
        ("008", "dropout", ""),
        ("008", "relu", "They are activations."),
    ]
    assert answers[0]["Group"] == "A"
    assert "student from 'Student ID'; answers from 'Q1', 'Q2'" in done.stderr
    assert "column 'Q1' answers 'dropout'" in done.stderr


def test_canvas_quiz_report_is_a_wide_table_with_the_points_beside_each_question(tmp_path: Path) -> None:
    answers, _, _ = imported(tmp_path, SAMPLES / "canvas-quiz-report.csv")
    assert [(one["student"], one["question_id"], one["max_mark"]) for one in answers] == [
        ("00123", "what-does-dropout-do", 3),
        ("00123", "what-does-relu-do", 2),
        ("00125", "what-does-dropout-do", 3),
        ("00125", "what-does-relu-do", 2),
    ]
    assert (answers[0]["id"], answers[0]["section"]) == (811, "ML101")


def test_columns_of_sentences_are_taken_for_answers_where_no_name_tells(tmp_path: Path) -> None:
    text = "name,group,Explain dropout\nada,A,it switches some units off\nbo,B,no idea what it is\n"
    answers, _, _ = imported(tmp_path, written(tmp_path / "a.csv", text))
    assert [(one["question_id"], one["answer"]) for one in answers] == [
        ("explain-dropout", "it switches some units off"),
        ("explain-dropout", "no idea what it is"),
    ]


def test_grouped_columns_give_the_mark_with_the_answer(tmp_path: Path) -> None:
    rows = [
        ["Student", "Q1", None, "Q2", None],
        [None, "Answer", "Mark", "Answer", "Mark"],
        ["ada", "a b", 2, "c", "1,5"],
    ]
    answers, _, _ = imported(tmp_path, write_xlsx(tmp_path / "a.xlsx", rows, ["A1:A2", "B1:C1", "D1:E1"]))
    assert [(one["question_id"], one["answer"], one["mark"]) for one in answers] == [("q1", "a b", 2), ("q2", "c", 1.5)]


def test_a_long_table_has_its_columns_guessed(tmp_path: Path) -> None:
    header = "E-Mail;Question;Student answer;Points;Max points;seen\n"
    text = header + "ada@x;1;it drops;2,5;5;yes\nada@x;What does ReLU do?;;;5;\n"
    rubrics = written(tmp_path / "set.yaml", SET)
    answers, _, done = imported(tmp_path, written(tmp_path / "a.csv", text), "--questions", rubrics)
    assert [(one["question_id"], one["answer"], one.get("mark"), one["max_mark"]) for one in answers] == [
        ("dropout", "it drops", 2.5, 5),
        ("relu", "", None, 5),
    ]
    assert answers[0]["seen"] == "yes"
    assert "student from 'E-Mail'; question from 'Question'; answer from 'Student answer'" in done.stderr


def test_columns_given_by_option_are_followed(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "wer,was,text,worauf\nada,ja,nein,dropout\n")
    options = ("--column", "student=wer", "--column", "answer=was", "--column", "question=worauf")
    answers, _, _ = imported(tmp_path, path, *options)
    assert [(one["student"], one["question_id"], one["answer"], one["text"]) for one in answers] == [
        ("ada", "dropout", "ja", "nein")
    ]


def test_several_answer_columns_given_by_option_make_a_wide_table(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "wer,eins,zwei,drei\nada,x,y,z\n")
    options = ("--column", "student=wer", "--column", "answer=eins", "--column", "answer=drei")
    answers, _, _ = imported(tmp_path, path, *options)
    assert [(one["question_id"], one["answer"]) for one in answers] == [("eins", "x"), ("drei", "z")]


def test_a_column_that_is_not_there_or_no_role_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "student,question,answer\nada,q,x\n")
    assert "there is no column 'Essay' in a.csv" in refused("import", path, "--column", "answer=Essay")
    assert "'essay' is no role" in refused("import", path, "--column", "essay=answer")
    assert "an equals sign" in refused("import", path, "--column", "answer")


def test_a_reference_column_becomes_the_rubric_set(tmp_path: Path) -> None:
    text = "student,question,answer,model answer\nada,What does ReLU do?,x,ReLU keeps positive inputs.\n"
    _, _, done = imported(tmp_path, written(tmp_path / "a.csv", text), "--rubrics-out", tmp_path / "set.jsonl")
    assert done.exit_code == 0
    assert "ReLU keeps positive inputs." in (tmp_path / "set.jsonl").read_text()


def test_duplicate_students_are_rejected_with_the_place_that_counts(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "student,Q1\nada,one\nbo,two\nada,three\n")
    answers, rejects, done = imported(tmp_path, path)
    assert ([one["answer"] for one in answers], done.exit_code) == (["one", "two"], 1)
    assert rejects == [
        {
            "line": 4,
            "answer_id": "ada/q1",
            "reason": "a.csv line 4: student 'ada' answers question 'q1' more than once; the answer in a.csv line 2 "
            "counts: choose with --repeats first, last or all",
        }
    ]


def test_a_row_without_student_and_a_cell_with_an_error_are_rejected(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["student", "Q1", "Q2"], [None, "x", "y"], ["ada", "#REF!", "fine"]])
    answers, rejects, _ = imported(tmp_path, path)
    assert [one["answer"] for one in answers] == ["fine"]
    assert [one["line"] for one in rejects] == [2, 3]
    assert "there is no student" in str(rejects[0]["reason"]) and "#REF!" in str(rejects[1]["reason"])


def test_a_wide_tables_own_mark_is_not_taken_for_each_answers(tmp_path: Path) -> None:
    answers, _, _ = imported(tmp_path, written(tmp_path / "a.csv", "student,Q1,mark\nada,x,55\n"))
    assert "mark" not in answers[0] and answers[0]["mark (source)"] == 55


def test_numbers_with_leading_zeros_stay_as_they_are(tmp_path: Path) -> None:
    answers, _, _ = imported(tmp_path, written(tmp_path / "a.csv", "student,Q1,room,n\nada,x,007,12\n"))
    assert (answers[0]["room"], answers[0]["n"]) == ("007", 12)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1252"])
def test_excels_encodings_give_the_same_answers(tmp_path: Path, codec: str) -> None:
    (tmp_path / "a.csv").write_bytes("student;Q1\r\nZoë;naïve\r\n".encode(codec))
    answers, _, _ = imported(tmp_path, tmp_path / "a.csv")
    assert [(one["student"], one["answer"]) for one in answers] == [("Zoë", "naïve")]


def test_a_table_without_answers_says_which_columns_there_are(tmp_path: Path) -> None:
    said = refused("import", written(tmp_path / "a.csv", "student,group\nada,A\n"))
    assert "no column was found that holds answers" in said and "'student', 'group'" in said


def test_an_import_that_is_refused_leaves_the_earlier_answers_and_no_rest(tmp_path: Path) -> None:
    imported(tmp_path, written(tmp_path / "a.csv", "student,Q1\nada,one\n"))
    before = (tmp_path / "out.jsonl").read_bytes()
    broken = written(tmp_path / "b.csv", 'student,Q1\nada,one\nbo,"open\n')
    assert "never closed" in refused("import", broken, "--output", tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.csv", "out.jsonl"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["none.csv"], "does not exist"),
        (["empty.csv"], "is empty"),
        (["a.csv", "--output", "a.csv"], "ending in .jsonl"),
        (["a.csv", "--output", "nowhere/o.jsonl"], "there is no folder"),
        (["a.csv", "--rubrics-out", "set.txt"], "ending in .jsonl, .yaml, .yml"),
        (["a.csv", "--questions", "a.csv"], "is no file of questions"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "a.csv", "student,Q1\nada,one\n")
    written(tmp_path / "empty.csv", "")
    assert told in refused("import", *words)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "empty.csv"]
