"""Parquet and XLSX at the door."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from interviewer.batch.reading import read_rows
from interviewer.batch.rows import Reject, Row
from interviewer.errors import InputError


def parquet(path: Path, columns: dict[str, object]) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def xlsx(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(path)
    return path


def texts(path: Path) -> list[tuple[str, str, str]]:
    return [(row.answer_id, row.question_id, row.answer) for row in read_rows(path) if isinstance(row, Row)]


def reasons(path: Path) -> list[str]:
    return [str(row.as_json()["reason"]) for row in read_rows(path) if isinstance(row, Reject)]


def test_parquet_rows_come_with_their_extras_as_json_values(tmp_path: Path) -> None:
    day = datetime.date(2026, 1, 2)
    columns = {
        "answer_id": [1.0, None],
        "question_id": ["a", "b"],
        "answer": ["x", None],
        "day": [day, None],
        "w": [[1], []],
    }
    path = parquet(tmp_path / "a.parquet", columns)
    assert texts(path) == [("1", "a", "x"), ("2", "b", "")]
    assert [row.extra for row in read_rows(path) if isinstance(row, Row)] == [
        {"day": "2026-01-02", "w": [1]},
        {"day": None, "w": []},
    ]


def test_parquet_answers_may_be_a_dictionary_of_texts(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", {"question_id": ["a"], "answer": pa.array(["x"]).dictionary_encode()})
    assert texts(path) == [("1", "a", "x")]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"question_id": ["a"], "answer": [1]}, "a.parquet holds int64 in the column 'answer', not text"),
        ({"answer": ["a"]}, "a.parquet has no column 'question_id' (found: 'answer')"),
    ],
)
def test_a_parquet_file_that_cannot_be_used_is_refused(tmp_path: Path, columns: dict[str, object], words: str) -> None:
    with pytest.raises(InputError) as caught:
        list(read_rows(parquet(tmp_path / "a.parquet", columns)))
    assert words in str(caught.value)


@pytest.mark.parametrize("name", ["a.parquet", "a.xlsx"])
@pytest.mark.parametrize("content", [b"question_id,answer\n1,2\n", b"PAR1", b"PK\x03\x04 but cut off"])
def test_a_damaged_or_misnamed_table_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=f"{name} is damaged"):
        list(read_rows(tmp_path / name))


def test_a_workbook_cut_off_in_the_middle_is_refused(tmp_path: Path) -> None:
    whole = xlsx(tmp_path / "a.xlsx", [("question_id", "answer"), *(("a", f"text {n}") for n in range(3000))])
    whole.write_bytes(whole.read_bytes()[:-2000])
    with pytest.raises(InputError, match=r"a\.xlsx is damaged"):
        list(read_rows(whole))


def test_numbers_in_a_workbook_become_text_and_empty_rows_do_not_count(tmp_path: Path) -> None:
    rows = [
        ("answer_id", "question_id", "answer", "mark"),
        (1, "a", 42, 3.5),
        (None,) * 4,
        (2.0, "a", 1.5, None),
        (3, "b"),
    ]
    path = xlsx(tmp_path / "a.xlsx", rows)
    assert texts(path) == [("1", "a", "42"), ("2", "a", "1.5"), ("3", "b", "")]
    assert [row.place.line for row in read_rows(path)] == [2, 4, 5]
    assert next(row.extra for row in read_rows(path) if isinstance(row, Row)) == {"mark": 3.5}


def test_formulas_errors_and_dates_in_a_workbook_are_rejected_by_cell(tmp_path: Path) -> None:
    rows = [
        ("question_id", "answer"),
        ("a", "=1+1"),
        ("=B2", "x"),
        ("a", datetime.datetime(2026, 3, 4)),
        ("a", "x", "outside"),
        ("a", "#REF!"),
        ("a", "good"),
    ]
    path = xlsx(tmp_path / "a.xlsx", rows)
    assert reasons(path) == [
        "a.xlsx row 2: the cell B2 (answer) holds a formula: paste the text as a value",
        "a.xlsx row 3: the cell A3 (question_id) holds a formula: paste the text as a value",
        "a.xlsx row 4: the answer is a date or time (2026-03-04T00:00:00), not text: write it as text",
        "a.xlsx row 5: the cell C5 stands right of the header: give it a column name",
        "a.xlsx row 6: the cell B6 (answer) holds an error (#REF!): paste the text as a value",
    ]
    assert texts(path) == [("6", "a", "good")]


def test_a_workbook_without_a_needed_column_names_its_sheet(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [("question_id", "text"), ("a", "b")])
    with pytest.raises(InputError, match=r"a\.xlsx, sheet 'Sheet', has no column 'answer'"):
        list(read_rows(path))
