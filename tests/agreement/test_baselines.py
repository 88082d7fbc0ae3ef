import numpy as np
import pytest

from interviewer.agreement.baselines import (
    baseline_scores,
    cross_fitted,
    embedding_cosine,
    expected_text,
    fold_numbers,
    tfidf_cosine,
)
from interviewer.agreement.marks import Scale, marked_answers
from rubrics.model import KeyPoint, Question
from tests.agreement.samples import QUESTIONS, usual_rows
from tests.plain import PlainEmbedder


def test_whole_questions_share_a_fold():
    assert fold_numbers(["a", "b", "a", "c"]).tolist() == [0, 1, 0, 2]


def test_answers_of_a_single_question_are_dealt_to_ten_folds():
    assert np.bincount(fold_numbers(["a"] * 25)).tolist() == [3] * 5 + [2] * 5


def test_a_mark_never_helps_to_predict_its_own_question():
    rng = np.random.default_rng(0)
    feature, folds = rng.random(30), np.repeat(np.arange(3), 10)
    marks = 100 * rng.random(30)
    changed = np.where(folds == 1, 100 - marks, marks)
    before, after = cross_fitted(feature, marks, folds), cross_fitted(feature, changed, folds)
    assert np.array_equal(before[folds == 1], after[folds == 1])
    assert not np.allclose(before[folds == 0], after[folds == 0])


def test_a_straight_line_is_found():
    feature = np.linspace(0, 1, 12)
    assert cross_fitted(feature, 10 + 80 * feature, np.arange(12) % 3) == pytest.approx(10 + 80 * feature)


def test_without_a_feature_the_mean_of_the_other_questions_is_predicted():
    marks, folds = np.array([0.0, 20, 60, 100]), np.array([0, 0, 1, 1])
    assert cross_fitted(None, marks, folds).tolist() == [80, 80, 10, 10]


def test_predictions_stay_on_the_scale():
    feature = np.array([0.0, 1, 2, 50])
    predicted = cross_fitted(feature, np.array([0.0, 50, 100, 100]), np.array([0, 0, 0, 1]))
    assert predicted.max() == 100


def test_cosines_are_one_for_the_reference_itself_and_zero_without_a_common_word():
    texts, references = ["alpha beta gamma", "delta epsilon", ""], ["alpha beta gamma"] * 3
    assert tfidf_cosine(texts, references) == pytest.approx([1, 0, 0])
    assert embedding_cosine(texts[:2], references[:2], PlainEmbedder()) == pytest.approx([1, 0])


def test_texts_without_any_word_have_no_overlap():
    assert tfidf_cosine(["", "?!"], ["", ""]).tolist() == [0, 0]


def test_key_points_stand_in_for_an_absent_reference():
    points = (KeyPoint(id="a", statement="One."), KeyPoint(id="b", statement="Two."))
    assert expected_text(Question(id="q", question="What?", key_points=points)) == "One. Two."


def test_word_overlap_beats_the_constant_where_marks_follow_the_reference():
    file = marked_answers(usual_rows(), QUESTIONS, Scale())
    marks = np.array([answer.mark for answer in file.answers])
    errors = {
        name: float(np.mean(np.abs(scores - marks)))
        for name, scores in baseline_scores(file.answers, QUESTIONS, PlainEmbedder()).items()
    }
    assert set(errors) == {"constant mark", "answer length", "TF-IDF cosine", "embedding cosine"}
    assert errors["TF-IDF cosine"] < errors["constant mark"]
    assert errors["embedding cosine"] < errors["constant mark"]
