"""Fitting what lies between probabilities and verdicts or marks."""

import numpy as np
import pytest

from interviewer.grading.verdicts import Calibration, calibrated, expected_mark, verdict_of
from interviewer.training.calibrate import fit, fit_marks, marked_features
from tests.plain import PlainEmbedder, PlainVerifier

SURE = {"missing": (0.8, 0.15, 0.05), "covered": (0.45, 0.5, 0.05), "contradicted": (0.5, 0.1, 0.4)}


def test_fitted_thresholds_tell_apart_what_the_probabilities_tell_apart():
    labels = list(SURE) * 20
    rows = np.array([SURE[label] for label in labels], dtype=np.float32)
    at = fit(rows, labels)
    said = [verdict_of(*calibrated(tuple(map(float, row)), at)[1:], at) for row in rows]
    assert said == labels


def test_fitted_marks_follow_a_line_through_the_features():
    features = np.random.default_rng(0).random((200, 4)).astype(np.float32)
    features[:, 0] = 1.0
    marks = -0.1 + 0.7 * features[:, 1] - 0.2 * features[:, 2] + 0.3 * features[:, 3]
    at = fit_marks(features, marks, Calibration())
    assert (at.mark_base, at.mark_covered, at.mark_contradicted, at.mark_similarity) == (-0.1, 0.7, -0.2, 0.3)
    assert expected_mark(0.5, 0.0, 0.5, at) == pytest.approx(0.4)


def test_an_answer_that_states_nothing_is_never_given_a_mark_however_high_marks_are():
    features = np.array([[1.0, 0.0, 0.0, 0.0]] * 50 + [[1.0, 1.0, 0.0, 1.0]] * 50, dtype=np.float32)
    at = fit_marks(features, np.full(100, 0.9, dtype=np.float32), Calibration())
    assert expected_mark(0.0, 0.0, 0.0, at) == 0.0


def test_features_are_means_over_the_derived_points_and_blank_answers_are_left_out():
    rows = [
        {"question": "What does a cat say?", "reference_answer": "A cat says miaow.", "answer": answer, "score": score}
        for answer, score in (("A cat says miaow.", 1.0), ("   ", 0.0))
    ]
    features, marks = marked_features(PlainEmbedder(), PlainVerifier(), rows, Calibration())
    assert features.shape == (1, 4)
    assert marks.tolist() == [1.0]
    assert features[0, 0] == 1.0
    assert features[0, 1] > 0.5


def test_similarity_alone_never_earns_much_even_where_marks_follow_it() -> None:
    features = np.array([[1.0, 0.0, 0.0, n / 100] for n in range(100)], dtype=np.float32)
    at = fit_marks(features, features[:, 3], Calibration())
    assert expected_mark(0.0, 0.0, 1.0, at) <= 0.4
