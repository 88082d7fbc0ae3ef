"""CSV and JSONL at the door: what is read, what is refused, and in which words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.batch.reading import read_rows
from interviewer.batch.rows import Reject, Row
from interviewer.errors import InputError
from tests.batch.answers import write_csv, write_jsonl

HEADER = "answer_id,question_id,answer\n"


def file_of(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rows_of(path: Path) -> list[Row]:
    rows = list(read_rows(path))
    assert not [row for row in rows if isinstance(row, Reject)]
    return [row for row in rows if isinstance(row, Row)]


def reasons_of(path: Path) -> list[str]:
    return [str(row.as_json()["reason"]) for row in read_rows(path) if isinstance(row, Reject)]


def refusal_of(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        list(read_rows(path))
    return str(caught.value)


def test_a_csv_with_a_byte_order_mark_reads_like_one_without(tmp_path: Path) -> None:
    with_mark = file_of(tmp_path, "a.csv", b"\xef\xbb\xbf" + f"{HEADER}1,relu,yes\n".encode())
    assert [(row.answer_id, row.question_id, row.answer) for row in rows_of(with_mark)] == [("1", "relu", "yes")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_header_shows_how_cells_are_parted(tmp_path: Path, delimiter: str) -> None:
    path = file_of(tmp_path, "a.csv", (HEADER + "1,relu,yes\n").replace(",", delimiter))
    assert rows_of(path)[0].answer == "yes"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(tmp_path: Path, ending: str) -> None:
    path = file_of(tmp_path, "a.csv", (HEADER + "1,relu,yes\n2,relu,no\n").replace("\n", ending))
    assert [(row.place.line, row.answer) for row in rows_of(path)] == [(2, "yes"), (3, "no")]


def test_a_row_after_an_answer_of_several_lines_has_the_line_of_the_file(tmp_path: Path) -> None:
    path = file_of(tmp_path, "a.csv", HEADER + '1,relu,"one\ntwo"\n\n2,relu,three\n')
    assert [(row.place.line, row.answer) for row in rows_of(path)] == [(2, "one\ntwo"), (5, "three")]


def test_further_columns_are_carried_along_and_a_nameless_one_gets_a_name(tmp_path: Path) -> None:
    path = file_of(tmp_path, "a.csv", ",question_id,answer,class\n0,relu,yes,3b\n")
    assert rows_of(path)[0].extra == {"column 1": "0", "class": "3b"}


def test_without_an_answer_id_the_row_number_stands_in(tmp_path: Path) -> None:
    path = file_of(tmp_path, "a.csv", "question_id,answer\nrelu,yes\nrelu,no\n")
    assert [row.answer_id for row in rows_of(path)] == ["1", "2"]


def test_ragged_rows_are_rejected_with_both_counts_and_the_others_stay(tmp_path: Path) -> None:
    path = file_of(tmp_path, "a.csv", HEADER + "1,relu,yes, and no\n2,relu\n3,relu,good\n")
    assert reasons_of(path) == [
        "a.csv line 2: the row has 4 cells and the header 3: put an answer that holds commas in quotation marks",
        "a.csv line 3: the row has 2 cells and the header 3: put an answer that holds commas in quotation marks",
    ]
    assert [row.answer_id for row in read_rows(path) if isinstance(row, Row)] == ["3"]


def test_text_behind_a_closing_quotation_mark_is_rejected_and_not_guessed(tmp_path: Path) -> None:
    path = file_of(tmp_path, "a.csv", HEADER + '1,relu,"a "b" c"\n2,relu,good\n')
    assert "a.csv line 2: the row is not valid CSV" in reasons_of(path)[0]
    assert [row.answer_id for row in read_rows(path) if isinstance(row, Row)] == ["2"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "answer_id,answer\n1,yes\n", "a.csv has no column 'question_id' (found: 'answer_id', 'answer')"),
        ("a.csv", "question_id,answer,answer\n1,2,3\n", "a.csv has the column 'answer' twice"),
        ("a.csv", HEADER + '1,relu,"never closed\n2,relu,no\n', "a.csv line 2: a quotation mark is opened here"),
        ("a.csv", HEADER.encode() + b"1,relu,caf\xe9\n", "a.csv line 2: byte 0xe9 at place 11 is not UTF-8"),
        ("a.csv", (HEADER + "1,relu,yes\n").encode("utf-16"), "a.csv is not .csv text but text in UTF-16"),
        ("a.csv", b"PK\x03\x04rest", "a.csv is not .csv text but an Excel workbook or ZIP archive"),
        ("a.csv", b"\x89\x00\x01\x02", "a.csv is a binary file, not text"),
        ("a.csv", "", "a.csv is empty"),
        (
            "a.jsonl",
            '[{"question_id": "relu"}]\n',
            "a.jsonl has no line that is a JSON object; a.jsonl line 1: this is",
        ),
        ("a.jsonl", '{"question": "q", "text": "t"}\n', "a.jsonl has no column 'question_id' and no column 'answer'"),
        ("a.jsonl", b'{"question_id": "relu", "answer": "\xff"}\n', "a.jsonl line 1: byte 0xff at place 36"),
        ("a.txt", "x", "a.txt ends in '.txt': give a file ending in .csv, .jsonl, .parquet, .xlsx"),
    ],
)
def test_a_file_that_cannot_be_used_as_a_whole_is_refused(
    tmp_path: Path, name: str, content: str | bytes, words: str
) -> None:
    assert words in refusal_of(file_of(tmp_path, name, content))


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    assert "does not exist" in refusal_of(tmp_path / "none.csv")
    assert "is not a file" in refusal_of(tmp_path / "folder.csv")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"question_id": "relu", "answer": 42}', "the answer is a number (42), not text"),
        ('{"question_id": "relu", "answer": ["a"]}', "the answer is a list, not text"),
        ('{"question_id": "relu", "answer": true}', "the answer is true or false (True), not text"),
        ('{"question_id": "relu", "answer": {"a": 1}}', "the answer is an object, not text"),
        ('{"question_id": "relu"}', "there is no answer"),
        ('{"answer": "a"}', "there is no question_id"),
        ('{"question_id": "  ", "answer": "a"}', "there is no question_id"),
        ('{"question_id": "relu", "answer": "cut \\ud83d"}', "the answer holds half a character"),
        ('{"answer_id": ["x"], "question_id": "relu", "answer": "a"}', "answer_id is a list, not text"),
        ('{"question_id": "relu", "answer": "a"', "this is not JSON (Expecting ',' delimiter at column 38)"),
        ("[" * 100_000, "this JSON cannot be read"),
        ("17", "this is JSON but not an object"),
    ],
)
def test_a_bad_json_line_is_rejected_with_its_reason_and_the_others_stay(tmp_path: Path, line: str, words: str) -> None:
    path = file_of(tmp_path, "a.jsonl", line + '\n\n{"question_id": "relu", "answer": "good"}\n')
    assert [reason.startswith("a.jsonl line 1: ") and words in reason for reason in reasons_of(path)] == [True]
    assert [(row.answer_id, row.place.line) for row in read_rows(path) if isinstance(row, Row)] == [("2", 3)]


def test_a_null_answer_is_a_blank_one_and_a_number_may_be_an_id(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", [{"answer_id": 17, "question_id": "relu", "answer": None}])
    assert [(row.answer_id, row.answer) for row in rows_of(path)] == [("17", "")]


def test_values_that_json_does_not_know_are_carried_as_null_or_text(tmp_path: Path) -> None:
    path = file_of(tmp_path, "a.jsonl", '{"question_id": "r", "answer": "a", "x": NaN, "y": [Infinity, {"z": 1}]}\n')
    extra = rows_of(path)[0].extra
    assert extra == {"x": None, "y": ["inf", {"z": 1}]}
    assert json.dumps(extra, allow_nan=False)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1), min_size=1))
def test_any_answer_survives_csv_and_jsonl(tmp_path_factory: pytest.TempPathFactory, answers: list[str]) -> None:
    folder = tmp_path_factory.mktemp("any")
    rows = [{"question_id": "relu", "answer": answer} for answer in answers]
    for path in (write_csv(folder / "a.csv", rows), write_jsonl(folder / "a.jsonl", rows)):
        assert [row.answer for row in rows_of(path)] == answers
