"""A file of answers to a file of grades, in one go."""

from __future__ import annotations

import csv
import json
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from interviewer.batch.run import Feedback, Summary, grade_file
from interviewer.batch.screening import screened_rows
from interviewer.batch.writing import OUTPUT_COLUMNS, safe_cell
from interviewer.errors import InputError, SettingsError, StorageError
from interviewer.grading.grade import Grade
from rubrics.model import KeyPoint, Question
from tests.batch.answers import QUESTIONS, CountingGrader, answer, answers, job, read_jsonl, write_csv, write_jsonl


def from_jsonl(path: Path) -> list[dict[str, object]]:
    return read_jsonl(path)


def from_csv(path: Path) -> list[dict[str, object]]:
    with path.open(newline="", encoding="utf-8") as file:
        return [dict(row) for row in csv.DictReader(file)]


def from_parquet(path: Path) -> list[dict[str, object]]:
    return list(pq.read_table(path).to_pylist())


def from_xlsx(path: Path) -> list[dict[str, object]]:
    header, *rows = load_workbook(path).active.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_each_row_of_the_output_is_the_grade_of_its_answer_in_the_order_of_the_input(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", answers(23))
    assert grade_file(job(path, tmp_path / "o.jsonl"), CountingGrader()).graded == 23
    rows = read_jsonl(tmp_path / "o.jsonl")
    assert [row["answer_id"] for row in rows] == [f"a{n}" for n in range(23)]
    by_id = {question.id: question for question in QUESTIONS}
    for given, row in zip(answers(23), rows, strict=True):
        assert list(row) == list(OUTPUT_COLUMNS)
        alone = CountingGrader().grade_many([by_id[given["question_id"]]], [given["answer"]])[0]
        assert row == {
            "answer_id": given["answer_id"],
            "feedback": None,
            "extra": {"class": given["class"]},
            **alone.as_json(),
        }


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet", "xlsx"])
@pytest.mark.parametrize("read", [from_csv, from_parquet, from_xlsx], ids=["to csv", "to parquet", "to xlsx"])
def test_every_kind_of_file_holds_the_same_grades(
    tmp_path: Path, ending: str, read: Callable[[Path], list[dict[str, object]]]
) -> None:
    given = _answers_as(ending, tmp_path)
    wanted = write_jsonl(tmp_path / "w.jsonl", answers(9))
    grade_file(job(wanted, tmp_path / "wanted.jsonl"), CountingGrader())
    output = tmp_path / f"o.{read.__name__.removeprefix('from_')}"
    grade_file(job(given, output), CountingGrader())
    for row, whole in zip(read(output), from_jsonl(tmp_path / "wanted.jsonl"), strict=True):
        assert float(str(row["score"])) == whole["score"]
        assert float(str(row["confidence"])) == whole["confidence"]
        assert (row["answer_id"], row["question_id"]) == (whole["answer_id"], whole["question_id"])
        assert not row["reason"] and not row["feedback"]
        for name in ("verdicts", "flags", "extra", "graded_with"):
            assert json.loads(str(row[name])) == whole[name]


def _answers_as(ending: str, folder: Path) -> Path:
    import pyarrow as pa
    from openpyxl import Workbook

    path, rows = folder / f"in.{ending}", answers(9)
    if ending == "csv":
        return write_csv(path, rows)
    if ending == "jsonl":
        return write_jsonl(path, rows)
    if ending == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
        return path
    workbook = Workbook()
    for cells in (list(rows[0]), *(list(row.values()) for row in rows)):
        workbook.active.append(cells)
    workbook.save(path)
    return path


def test_equal_answers_to_one_question_are_graded_once(tmp_path: Path) -> None:
    rows = [{"question_id": "relu", "answer": f"text {n % 3} about it"} for n in range(50)]
    grader = CountingGrader()
    summary = grade_file(job(write_jsonl(tmp_path / "a.jsonl", rows), tmp_path / "o.jsonl", chunk_rows=7), grader)
    assert len(grader.asked) == len(set(grader.asked)) == 3
    assert summary == Summary(graded=50, kept=0, repeated=47, rejected=0)
    assert [row["answer_id"] for row in read_jsonl(tmp_path / "o.jsonl")] == [str(n) for n in range(1, 51)]


def test_the_same_words_to_another_question_are_graded_for_that_question(tmp_path: Path) -> None:
    rows = [{"question_id": name, "answer": "dropout switches units off at random"} for name in ("relu", "dropout")]
    grade_file(job(write_jsonl(tmp_path / "a.jsonl", rows), tmp_path / "o.jsonl"), CountingGrader())
    assert [row["score"] for row in read_jsonl(tmp_path / "o.jsonl")] == [0.0, 50.0]


def test_rows_that_cannot_be_graded_go_to_the_rejects_and_the_others_are_graded(tmp_path: Path) -> None:
    rows = [
        answer(0),
        {**answer(1), "question_id": "q31"},
        {**answer(2), "answer_id": "a0"},
        {**answer(3), "answer": 3},
    ]
    path = write_jsonl(tmp_path / "a.jsonl", [*rows, answer(4)])
    summary = grade_file(job(path, tmp_path / "o.jsonl"), CountingGrader())
    assert summary == Summary(graded=2, kept=0, repeated=0, rejected=3)
    assert [row["answer_id"] for row in read_jsonl(tmp_path / "o.jsonl")] == ["a0", "a4"]
    assert read_jsonl(tmp_path / "o.rejects.jsonl") == [
        {
            "line": 2,
            "answer_id": "a1",
            "reason": "a.jsonl line 2: question 'q31' is not in the rubrics (relu, dropout)",
        },
        {
            "line": 3,
            "answer_id": "a0",
            "reason": "a.jsonl line 3: answer_id 'a0' stands in line 1 already: give every answer an id of its own",
        },
        {
            "line": 4,
            "answer_id": "a3",
            "reason": "a.jsonl line 4: the answer is a number (3), not text: write it as text",
        },
    ]


def test_a_rejects_file_of_an_earlier_run_goes_when_nothing_is_rejected_any_more(tmp_path: Path) -> None:
    bad = write_csv(tmp_path / "a.csv", [{**answer(0), "question_id": "q31"}, answer(1)])
    grade_file(job(bad, tmp_path / "o.jsonl"), CountingGrader())
    assert (tmp_path / "o.rejects.jsonl").exists()
    grade_file(job(write_csv(bad, answers(2)), tmp_path / "o.jsonl"), CountingGrader())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "o.jsonl"]


def test_a_file_of_rejected_rows_alone_ends_with_an_empty_output(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [{**answer(0), "question_id": "q31"}])
    for name in ("o.jsonl", "o.csv", "o.parquet", "o.xlsx"):
        assert grade_file(job(path, tmp_path / name), CountingGrader()).rejected == 1
    assert (
        read_jsonl(tmp_path / "o.jsonl") == from_csv(tmp_path / "o.csv") == from_parquet(tmp_path / "o.parquet") == []
    )


def test_a_bad_file_is_refused_before_anything_is_graded_or_written(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", answers(50))
    path.write_bytes(path.read_bytes() + b"x,relu,caf\xe9,c\n")
    grader = CountingGrader()
    with pytest.raises(InputError, match=r"a\.csv line 52: byte 0xe9"):
        grade_file(job(path, tmp_path / "o.jsonl"), grader)
    assert grader.asked == [] and [one.name for one in tmp_path.iterdir()] == ["a.csv"]


def test_a_header_without_rows_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("question_id,answer\n")
    with pytest.raises(InputError, match=r"a\.csv holds no answers"):
        grade_file(job(tmp_path / "a.csv", tmp_path / "o.jsonl"), CountingGrader())


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("o.txt", "ends in '.txt': give a name ending in .jsonl, .csv, .parquet, .xlsx"),
        ("nowhere/o.csv", "there is no folder"),
        ("a.csv", "would replace the answers"),
        ("folder.csv", "is a folder"),
    ],
)
def test_an_output_that_cannot_be_is_refused(tmp_path: Path, output: str, words: str) -> None:
    path = write_csv(tmp_path / "a.csv", answers(2))
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(SettingsError) as caught:
        grade_file(job(path, tmp_path / output), CountingGrader())
    assert words in str(caught.value)


def test_the_rejects_of_a_run_are_not_replaced_while_they_are_graded(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "o.rejects.jsonl", answers(2))
    with pytest.raises(SettingsError, match="would replace the answers"):
        grade_file(job(path, tmp_path / "o.jsonl"), CountingGrader())


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_cell_of_a_spreadsheet_starts_as_a_formula(tmp_path: Path, start: str) -> None:
    evil = f"{start}HYPERLINK(1)"
    path = write_jsonl(tmp_path / "a.jsonl", [{**answer(0), "answer_id": f"x{evil}", evil: evil}])
    feedback = Feedback(kind="x", generator=None, write=lambda _, answers, __: [evil for _ in answers])
    said = replace(job(path, tmp_path / "o.csv"), feedback=feedback)
    grade_file(said, CountingGrader())
    grade_file(replace(said, output=tmp_path / "o.xlsx"), CountingGrader())
    for row in (from_csv(tmp_path / "o.csv")[0], from_xlsx(tmp_path / "o.xlsx")[0]):
        assert not [cell for cell in row.values() if str(cell).startswith(start)]
    assert from_csv(tmp_path / "o.csv")[0]["feedback"] == safe_cell(evil) == "'" + evil
    assert {cell.data_type for row in load_workbook(tmp_path / "o.xlsx").active.iter_rows() for cell in row} <= {
        "s",
        "n",
    }


def test_verdicts_too_long_for_an_excel_cell_lose_their_quotes_and_keep_their_spans(tmp_path: Path) -> None:
    points = tuple(KeyPoint(id=f"p{n}", statement="relu keeps positive inputs unchanged") for n in range(150))
    questions = (replace(QUESTIONS[0], key_points=points),)
    words = "relu keeps positive inputs unchanged" + " while the positive inputs of a relu are unchanged" * 4
    given = write_jsonl(tmp_path / "a.jsonl", [{"question_id": "relu", "answer": words}])
    for name in ("o.jsonl", "o.xlsx"):
        grade_file(replace(job(given, tmp_path / name), questions=questions), CountingGrader())
    shown = json.loads(str(from_xlsx(tmp_path / "o.xlsx")[0]["verdicts"]))
    whole = read_jsonl(tmp_path / "o.jsonl")[0]["verdicts"]
    assert isinstance(whole, list) and len(json.dumps(whole)) > 32_767
    assert shown == [{**one, "evidence": {**one["evidence"], "quote": None}} for one in whole]


def test_a_cell_that_excel_cannot_hold_is_named_and_another_kind_of_output_continues(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", [{**answer(0), "notes": "x" * 33_000}])
    with pytest.raises(StorageError, match=r"answer 'a0': its extra has 33,0.. characters"):
        grade_file(job(path, tmp_path / "o.xlsx"), CountingGrader())
    assert grade_file(job(path, tmp_path / "o.csv"), CountingGrader()).kept == 1


def test_feedback_and_its_model_stand_in_every_row(tmp_path: Path) -> None:
    given = job(write_csv(tmp_path / "a.csv", answers(3)), tmp_path / "o.jsonl")

    def said(questions: Sequence[Question], answers: Sequence[str], grades: Sequence[Grade]) -> list[str]:
        return [f"{q.id} {len(a)} {g.score}" for q, a, g in zip(questions, answers, grades, strict=True)]

    feedback = Feedback(kind="llm", generator="a-model", write=said)
    grade_file(replace(given, feedback=feedback), CountingGrader())
    for row, one in zip(read_jsonl(tmp_path / "o.jsonl"), answers(3), strict=True):
        assert row["feedback"] == f"{one['question_id']} {len(one['answer'])} {row['score']}"
        assert row["graded_with"]["models"]["generator"] == "a-model"  # type: ignore[index]


def test_rows_are_read_as_they_are_needed(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", answers(8000))
    questions = {question.id: question for question in QUESTIONS}

    def peak(rows: Iterator[object]) -> int:
        tracemalloc.start()
        assert sum(1 for _ in rows)
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    few = peak(islice(screened_rows(path, questions), 500))
    assert peak(screened_rows(path, questions)) < few + 150_000  # the file has 700,000 characters
