"""Moodle's quiz responses and question bank, as Moodle exports them."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.errors import InputError
from interviewer.exchange.moodle_xml import moodle_questions
from interviewer.exchange.notes import Notes
from interviewer.exchange.xml_files import parse_xml
from rubrics.loading import load_rubrics
from tests.exchange.graded import SAMPLES, imported, refused, typed

RESPONSES = SAMPLES / "moodle-responses.csv"
QUESTIONS = SAMPLES / "moodle-questions.xml"


def test_the_download_as_it_is_gives_the_essays_of_each_attempt(tmp_path: Path) -> None:
    answers, _, done = imported(tmp_path, RESPONSES, "--questions", QUESTIONS)
    assert [one["answer_id"] for one in answers] == [
        f"{student}/{question}"
        for student in ("00123", "00124", "00125")
        for question in ("relu-vs-sigmoid", "dropout")
    ]
    first = answers[0]
    assert first["answer"] == (
        'ReLU keeps positives, and zeroes "negatives".\n\nSigmoid squashes to 0..1; its gradient vanishes.'
    )
    assert (first["student"], first["Email address"], first["max_mark"]) == ("00123", "ada@example.edu", 5)
    assert "Response 2 is no free text" in done.stderr


def test_a_hyphen_is_a_blank_answer_and_an_equals_sign_stays_text(tmp_path: Path) -> None:
    answers, _, _ = imported(tmp_path, RESPONSES, "--questions", QUESTIONS)
    by_id = {one["answer_id"]: one["answer"] for one in answers}
    assert by_id["00124/relu-vs-sigmoid"] == ""
    assert str(by_id["00123/dropout"]).startswith("=SUM(1,2) is not an answer")


def test_who_made_no_attempt_is_rejected_and_who_did_not_finish_is_told(tmp_path: Path) -> None:
    _, rejects, done = imported(tmp_path, RESPONSES, "--questions", QUESTIONS)
    assert done.exit_code == 1
    assert [(one["line"], "'00126' has made no attempt" in str(one["reason"])) for one in rejects] == [(7, True)]
    assert "an attempt is 'In progress', not 'Finished'" in done.stderr


def test_without_the_questions_the_report_names_them(tmp_path: Path) -> None:
    answers, _, _ = imported(tmp_path, RESPONSES)
    assert answers[0]["question_id"] == "how-do-relu-and-sigmoid-differ"


def test_random_questions_are_told_apart_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Email address,State,Question 1,Response 1\n"
        "ada@x,Finished,What is C?,A language.\nbo@x,Finished,What is C++?,Another.\n",
        encoding="utf-8",
    )
    answers, _, _ = imported(tmp_path, path)
    assert [one["question_id"] for one in answers] == ["what-is-c", "what-is-c-2"]


def without_texts(folder: Path, responses: int) -> Path:
    path = folder / "plain.csv"
    names = "".join(f",Response {number}" for number in range(1, responses + 1))
    path.write_text(f"Email address,State{names}\nada@x,Finished{',yes' * responses}\n", encoding="utf-8")
    return path


def test_without_question_texts_the_place_decides_and_is_told(tmp_path: Path) -> None:
    answers, _, done = imported(tmp_path, without_texts(tmp_path, 2), "--questions", QUESTIONS)
    assert [one["question_id"] for one in answers] == ["relu-vs-sigmoid", "dropout"]
    assert "Response 2 was taken for 'dropout', by its place in moodle-questions.xml" in done.stderr


def test_without_question_texts_another_number_of_questions_is_refused(tmp_path: Path) -> None:
    said = refused("import", without_texts(tmp_path, 3), "--questions", QUESTIONS, "--output", tmp_path / "o.jsonl")
    assert "3 response columns" in said and "2 essay questions" in said and "'Display: question text'" in said


def test_a_question_that_is_not_in_the_file_is_rejected_row_by_row_and_told_once(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = "".join(f"{name}@x,Finished,What is a kernel trick?,yes\n" for name in ("ada", "bo"))
    path.write_text("Email address,State,Question 1,Response 1\n" + rows, encoding="utf-8")
    answers, rejects, done = imported(tmp_path, path, "--questions", QUESTIONS)
    assert (answers, [one["line"] for one in rejects]) == ([], [2, 3])
    assert done.stderr.count("'What is a kernel trick?' is not in moodle-questions.xml") == 1


def test_several_attempts_of_a_student_count_as_the_person_chooses(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Email address,State,Question 1,Response 1\nada@x,Finished,What?,one\nada@x,Finished,What?,two\n",
        encoding="utf-8",
    )
    kept = {}
    for repeats in ("first", "last", "all"):
        answers, rejects, _ = imported(tmp_path, path, "--repeats", repeats)
        kept[repeats] = ([one["answer"] for one in answers], [one["line"] for one in rejects])
        assert len({one["answer_id"] for one in answers}) == len(answers)
    assert kept == {"first": (["one"], [3]), "last": (["two"], [2]), "all": (["one", "two"], [])}


def test_the_grader_information_becomes_a_rubric_set_that_loads(tmp_path: Path) -> None:
    done = typed("import", QUESTIONS, "--rubrics-out", tmp_path / "set.jsonl")
    assert (done.exit_code, done.stdout) == (0, f"{tmp_path / 'set.jsonl'}\n")
    relu, dropout = load_rubrics(tmp_path / "set.jsonl")
    assert relu.question == "How do ReLU and sigmoid differ, and when would you choose one over the other?"
    assert [point.statement for point in relu.key_points] == [
        "ReLU passes a positive input through unchanged and turns a negative one into zero.",
        "Sigmoid squashes any input between 0 and 1.",
        "ReLU keeps gradients from vanishing in deep networks.",
    ]
    assert dropout.reference_answer == "Dropout switches units off at random. It reduces overfitting."
    assert "'Dropout' has no information for graders: its general feedback was taken" in done.stderr


def test_the_rubric_set_can_be_yaml(tmp_path: Path) -> None:
    assert typed("import", QUESTIONS, "--rubrics-out", tmp_path / "set.yaml").exit_code == 0
    assert [one.id for one in load_rubrics(tmp_path / "set.yaml")] == ["relu-vs-sigmoid", "dropout"]


def test_points_and_kinds_of_questions_are_read() -> None:
    root = parse_xml(QUESTIONS.read_bytes(), QUESTIONS.name)
    questions = list(moodle_questions(root, QUESTIONS.name, Notes()))
    assert [(one.id, one.points, one.is_free_text) for one in questions] == [
        ("relu-vs-sigmoid", 5, True),
        ("largest-derivative", 1, False),
        ("dropout", 3, True),
    ]


@pytest.mark.parametrize(
    "inside",
    [
        '<!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE quiz [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_are_refused_not_expanded(inside: str) -> None:
    data = f'<?xml version="1.0"?>{inside}<quiz><question type="essay"/></quiz>'.encode()
    with pytest.raises(InputError, match=r"bad.xml defines entities or refers to files outside"):
        parse_xml(data, "bad.xml")


def test_broken_xml_is_named_with_line_and_column() -> None:
    with pytest.raises(InputError, match=r"bad.xml line 2, column \d+: this is not XML"):
        parse_xml(b"<quiz>\n<question></quiz>", "bad.xml")


def test_questions_without_answers_need_a_place_to_go(tmp_path: Path) -> None:
    assert "--rubrics-out" in refused("import", QUESTIONS, "--output", tmp_path / "o.jsonl")
