"""Tables as people and Excel make them: what a cell shows is what is read, and nothing is computed or lost."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from interviewer.batch.rows import Reject
from interviewer.errors import InputError
from interviewer.exchange.lines import Line
from interviewer.exchange.notes import Notes
from interviewer.exchange.tables import Table, read_table
from tests.exchange.graded import write_xlsx


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


def cells_of(table: Table) -> list[tuple[str, ...]]:
    return [line.cells for line in table.lines if isinstance(line, Line)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(tmp_path: Path, delimiter: str) -> None:
    rows = [["student", "answer"], ["ada", '"a, b; c"'], ["bo", '"two\nlines"']]
    path = written(tmp_path / "a.csv", "\n".join(delimiter.join(row) for row in rows))
    table = read_table(path, Notes())
    assert table.header.names == ("student", "answer")
    assert cells_of(table) == [("ada", "a, b; c"), ("bo", "two\nlines")]


def test_excels_line_that_names_the_separator_is_followed_and_counts_as_a_line(tmp_path: Path) -> None:
    table = read_table(written(tmp_path / "a.csv", "sep=;\r\nq,r;answer\r\na;b\r\n"), Notes())
    (line,) = table.lines
    assert isinstance(line, Line)
    assert (table.header.names, line.cells, str(line.place)) == (("q,r", "answer"), ("a", "b"), "a.csv line 3")


def test_a_row_of_too_few_or_too_many_cells_is_rejected_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", 'a,b\n1,2\n"x\ny",2,3\nonly\n4,5,,\n')
    lines = list(read_table(path, Notes()).lines)
    assert [(one.place.line, "cells" in one.reason) for one in lines if isinstance(one, Reject)] == [
        (3, True),
        (5, True),
    ]
    assert [one.cells for one in lines if isinstance(one, Line)] == [("1", "2"), ("4", "5")]


def test_an_open_quotation_mark_is_named_with_the_line_where_it_opens(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", 'a,b\n1,2\n3,"open\n5,6\n')
    with pytest.raises(InputError, match=r"a.csv line 3: a quotation mark is opened here and never closed"):
        list(read_table(path, Notes()).lines)


def test_a_cell_of_two_megabytes_is_read_whole(tmp_path: Path) -> None:
    long = "word " * 400_000
    table = read_table(written(tmp_path / "a.csv", f'a,b\n1,"{long}"\n'), Notes())
    assert cells_of(table) == [("1", long)]


def test_excel_cells_become_the_texts_they_show(tmp_path: Path) -> None:
    row = [7.0, 2.5, True, date(2026, 5, 12), None, "007"]
    path = write_xlsx(tmp_path / "a.xlsx", [["a", "b", "c", "d", "e", "f"], row])
    assert cells_of(read_table(path, Notes())) == [("7", "2.5", "TRUE", "2026-05-12T00:00:00", "", "007")]


def test_a_formula_is_read_as_its_text_and_told(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx", [["student", "answer"], ["ada", '=HYPERLINK("http://x","y")'], ["bo", "=1+1"]]
    )
    notes = Notes()
    assert cells_of(read_table(path, notes)) == [("ada", '=HYPERLINK("http://x","y")'), ("bo", "=1+1")]
    assert any("formula" in said and "2 times, first in a.xlsx row 2" in said for said in notes.sentences())


def test_an_error_of_excels_breaks_its_own_cell_alone(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["student", "answer"], ["ada", "#N/A"]])
    (line,) = read_table(path, Notes()).lines
    assert isinstance(line, Line)
    assert list(line.broken) == [1] and "B2" in line.broken[1] and "#N/A" in line.broken[1]


def test_a_title_above_the_header_is_passed_over_and_told(tmp_path: Path) -> None:
    rows = [["ML 101, midterm"], [], ["student", "answer"], ["ada", "yes"]]
    notes = Notes()
    table = read_table(write_xlsx(tmp_path / "a.xlsx", rows, ["A1:B1"]), notes)
    assert (table.header.names, cells_of(table)) == (("student", "answer"), [("ada", "yes")])
    assert notes.sentences() == ("a.xlsx row 1 was passed over as a title: 'ML 101, midterm'",)


def test_merged_cells_group_the_columns_under_them(tmp_path: Path) -> None:
    rows = [
        ["Student", "Q1", None, "Q2", None],
        [None, "Answer", "Mark", "Answer", "Mark"],
        ["ada", "it does", 2, "so", 1],
    ]
    header = read_table(write_xlsx(tmp_path / "a.xlsx", rows, ["A1:A2", "B1:C1", "D1:E1"]), Notes()).header
    assert header.names == ("Student", "Q1 Answer", "Q1 Mark", "Q2 Answer", "Q2 Mark")
    assert header.groups == ("", "Q1", "Q1", "Q2", "Q2")
    assert header.roles == ("", "answer", "mark", "answer", "mark")


def test_a_header_with_a_gap_is_no_header_of_two_rows_where_data_follow(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "student,answer,\nada,mark,answer\n")
    assert read_table(path, Notes()).header.names == ("student", "answer", "column 3")


def test_repeated_names_are_told_apart(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "a,a,a (2),\n1,2,3,4\n")
    assert read_table(path, Notes()).header.names == ("a", "a (2)", "a (2) (2)", "column 4")


def test_jsonl_and_parquet_are_tables_too(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    records = [{"student": "ada", "answer": "x", "n": 3.0}, {"student": "bo", "answer": None, "n": 2.5}]
    lines = written(tmp_path / "a.jsonl", "".join(json.dumps(one) + "\n" for one in records) + "nonsense\n")
    pq.write_table(pa.Table.from_pylist(records), tmp_path / "a.parquet")
    expected = [("ada", "x", "3"), ("bo", "", "2.5")]
    assert cells_of(read_table(tmp_path / "a.parquet", Notes())) == expected
    table = read_table(lines, Notes())
    rows = list(table.lines)
    assert [one.cells for one in rows if isinstance(one, Line)] == expected
    assert [one.place.line for one in rows if isinstance(one, Reject)] == [3]


def test_a_workbook_without_cells_and_a_broken_one_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no sheet with cells"):
        read_table(write_xlsx(tmp_path / "a.xlsx", []), Notes())
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(InputError, match=r"b.xlsx is damaged"):
        read_table(tmp_path / "b.xlsx", Notes())
