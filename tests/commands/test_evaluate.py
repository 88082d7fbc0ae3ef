"""`interviewer evaluate`: the door where the file is checked, before any model is asked for."""

import json
from pathlib import Path

import pytest

from interviewer.agreement.marks import Scale
from interviewer.commands.evaluate import evaluate, grade_marked, read_marked
from interviewer.errors import InputError, StorageError
from interviewer.grading.grader import Grader
from interviewer.settings import Settings
from rubrics.loading import load_rubrics
from tests.plain import PlainEmbedder, PlainVerifier


@pytest.fixture
def rubrics(tmp_path) -> Path:
    path = tmp_path / "rubrics.jsonl"
    points = [{"id": "gas", "statement": "Yeast makes gas."}, {"id": "gluten", "statement": "Gluten holds the gas."}]
    path.write_text(json.dumps({"id": "bread", "question": "How does bread rise?", "key_points": points}) + "\n")
    return path


def csv(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "marks.csv"
    path.write_text(text, encoding="utf-8")
    return path


def faults(path: Path, rubrics: Path, scale: str = "0-100") -> str:
    with pytest.raises(InputError) as caught:
        evaluate(path, rubrics=rubrics, scale=scale)
    return str(caught.value)


def test_a_mark_that_is_no_number_stops_the_command_with_file_and_line(tmp_path, rubrics):
    path = csv(tmp_path, "question_id,answer,mark\nbread,Yeast makes gas.,50\nbread,No idea.,fail\n")
    assert faults(path, rubrics).startswith("marks.csv line 3: mark is 'fail', which is no number")


def test_marks_outside_the_named_scale_are_refused(tmp_path, rubrics):
    path = csv(tmp_path, "question_id,answer,mark\nbread,Yeast makes gas.,7\n")
    assert "mark is 7, outside the scale 1-6" in faults(path, rubrics, scale="1-6")


def test_a_row_that_cannot_be_read_is_told_with_the_others(tmp_path, rubrics):
    path = csv(tmp_path, "question_id,answer,mark\n,Yeast makes gas.,50\nbread,No idea.,fail\n")
    text = faults(path, rubrics)
    assert "marks.csv line 2: there is no question_id" in text
    assert "marks.csv line 3: mark is 'fail'" in text


def test_a_file_without_marks_is_refused(tmp_path, rubrics):
    assert "no column with marks" in faults(csv(tmp_path, "question_id,answer\nbread,Gas.\n"), rubrics)


def test_a_header_alone_is_refused(tmp_path, rubrics):
    assert "none of the 0 rows has a mark" in faults(csv(tmp_path, "question_id,answer,mark\n"), rubrics)


def test_a_scale_that_is_none_is_refused(tmp_path, rubrics):
    path = csv(tmp_path, "question_id,answer,mark\nbread,Gas.,5\n")
    assert "--scale 'high' is no scale" in faults(path, rubrics, scale="high")


def test_an_output_folder_that_is_not_there_is_told_before_any_work(tmp_path, rubrics):
    path = csv(tmp_path, "question_id,answer,mark\nbread,Gas.,5\n")
    with pytest.raises(StorageError, match="there is no folder"):
        evaluate(path, rubrics=rubrics, page=tmp_path / "absent" / "page.html", scale="0-100")


def test_marked_answers_are_read_and_graded_in_their_order(tmp_path, rubrics):
    lines = "".join(f"bread,{'Yeast makes gas.' if n % 2 else 'No idea.'},{50 * (n % 2)}\n" for n in range(70))
    path = csv(tmp_path, f"question_id,answer,mark\n{lines}")
    questions = load_rubrics(rubrics)
    file = read_marked(path, questions, Scale())
    grades = grade_marked(file, questions, Grader(PlainEmbedder(), PlainVerifier(), Settings()))
    assert [grade.score for grade in grades] == [answer.mark for answer in file.answers]
