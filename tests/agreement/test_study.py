import json
import math
from dataclasses import replace

import pytest

from interviewer.agreement.marks import Scale, marked_answers
from interviewer.agreement.study import study_of
from tests.agreement.samples import QUESTIONS, grades_of, row, study_from, usual_rows
from tests.plain import PlainEmbedder


def numbers_in(value: object) -> list[float]:
    if isinstance(value, dict):
        return [n for one in value.values() for n in numbers_in(one)]
    if isinstance(value, list):
        return [n for one in value for n in numbers_in(one)]
    return [value] if isinstance(value, (int, float)) else []


def test_scores_of_a_grader_that_agrees_follow_the_marks(usual_study):
    study = usual_study
    ours = study.lines[0].measures
    # scores are 100, 50, 0 and 45 (half, less a tenth of the denied half) against marks of 100, 50, 0 and 40
    assert ours["mae"].value == pytest.approx(1.25)
    assert ours["rmse"].value == pytest.approx(2.5)
    assert ours["weighted_rmse"].value == pytest.approx(2.5)
    assert ours["pearson"].value > 0.99


def test_the_baselines_stand_in_the_same_table_and_lose(usual_study):
    study = usual_study
    assert [line.name for line in study.lines] == [
        "Interviewer",
        "constant mark",
        "answer length",
        "TF-IDF cosine",
        "embedding cosine",
    ]
    errors = [line.measures["mae"].value for line in study.lines]
    assert min(errors[1:]) > errors[0]


def test_a_constant_is_given_no_correlation():
    constant = study_from(usual_rows()).lines[1]
    assert constant.measures["pearson"].value is None
    assert constant.measures["pearson"].why == "a constant follows nothing"
    assert constant.measures["mae"].value is not None


def test_verdicts_are_compared_with_the_labels(usual_study):
    verdicts = usual_study.verdicts
    assert verdicts.labels == 48
    assert verdicts.counts == ((24, 0, 0, 0), (0, 0, 0, 0), (0, 0, 18, 0), (0, 0, 0, 6))
    assert verdicts.f1["covered"].value == 1.0
    assert verdicts.f1["partial"].value is None
    assert verdicts.contradicted_credited.value == 0.0
    assert verdicts.calibration_error.value == pytest.approx(0.02, abs=0.02)


def test_without_labels_there_is_no_verdict_study():
    assert study_from(usual_rows(labels=[None])).verdicts is None


def test_two_graders_are_compared_with_each_other_and_each_with_the_scores():
    study = study_from(usual_rows(per_question=8, mark=[""], mark_1=[100, 50, 0, 45], mark_2=[90, 60, 10, 35]))
    alone, people = study.lines[-2:]
    assert (alone.name, alone.pairs) == ("Interviewer against one person", 48)
    assert (people.name, people.pairs) == ("person against person", 24)
    assert people.measures["mae"].value == 10
    assert alone.measures["mae"].value == 5


def test_students_are_counted_when_every_answer_names_one():
    assert study_from(usual_rows(student=["ada", "ben", "cy"])).students == 3
    assert study_from(usual_rows(student=["ada", None])).students is None


def test_bias_is_shown_by_mark_question_and_length(usual_study):
    study = usual_study
    assert {group.name: group.bias.value for group in study.bands} == {
        "0 to under 20": 0.0,
        "40 to under 60": pytest.approx(2.5),
        "80 to 100": 0.0,
    }
    assert sum(group.answers for group in study.by_length) == 24
    assert {group.name for group in study.by_question} == {"birds", "bridges", "bread"}


def test_the_most_biased_question_comes_first():
    rows = usual_rows()
    rows = [replace(one, extra={**one.extra, "mark": 100}) if one.question_id == "bread" else one for one in rows]
    assert study_from(rows).by_question[0].name == "bread"


def test_ungraded_answers_are_left_out_and_counted():
    file = marked_answers(usual_rows(), QUESTIONS, Scale())
    grades = grades_of(file)
    grades[0] = replace(grades[0], score=None, reason="interrupted")
    study = study_of(file, grades, QUESTIONS, PlainEmbedder())
    assert len(study.compared) == 11
    assert "1 answer could not be graded (interrupted) and is left out." in study.notes


def test_a_file_of_which_nothing_was_graded_still_makes_a_study():
    file = marked_answers(usual_rows(), QUESTIONS, Scale())
    grades = [replace(grade, score=None, reason="interrupted") for grade in grades_of(file)]
    study = study_of(file, grades, QUESTIONS, PlainEmbedder())
    assert study.lines[0].measures["mae"].why == "there is no answer to measure"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (usual_rows()[:7], "Only 7 marked answers: too few for intervals"),
        (usual_rows()[:4], "Only one question: the figures say nothing about other questions"),
        (usual_rows(mark=[80]), "Every mark is 80: no correlation exists"),
        (usual_rows(), "Only 3 questions: the intervals over questions are rough."),
        ([row(1, "birds", "Feathers.", mark=30)], "Only 1 marked answer: too few for intervals"),
        ([row(n, "birds", "", mark=0) for n in range(1, 13)], "Every mark is 0"),
    ],
)
def test_thin_data_get_a_sentence_and_never_a_nan(rows, sentence):
    study = study_from(rows)
    assert any(note.startswith(sentence) for note in study.notes)
    text = json.dumps(study.as_json(), allow_nan=False)
    assert all(math.isfinite(number) for number in numbers_in(json.loads(text)))


def test_json_says_why_a_number_is_absent(constant_study):
    lines = constant_study.as_json()["lines"]
    assert lines[0]["pearson"] == {"value": None, "low": None, "high": None, "why": "every mark is 80"}
