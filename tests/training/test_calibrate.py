"""Fitting what lies between probabilities and verdicts or marks."""

import numpy as np
import pytest

from interviewer.grading.judging import Judged
from interviewer.grading.verdicts import Calibration, MarkLine, calibrated, expected_mark, verdict_of
from interviewer.training.calibrate import MarkedAnswer, fit, fit_marks, judged_marks
from tests.plain import PlainEmbedder, PlainVerifier

SURE = {"missing": (0.8, 0.15, 0.05), "covered": (0.45, 0.5, 0.05), "contradicted": (0.5, 0.1, 0.4)}

NOT_RIGHT = (1.0, 0.0, 0.0)


def test_fitted_thresholds_tell_apart_what_the_probabilities_tell_apart():
    labels = list(SURE) * 20
    rows = np.array([SURE[label] for label in labels], dtype=np.float32)
    at = fit(rows, labels)
    said = [verdict_of(*calibrated(tuple(map(float, row)), at)[1:], at) for row in rows]
    assert said == labels


def test_thresholds_serve_answers_to_learnt_questions_as_well():
    rng = np.random.default_rng(0)
    rows = rng.dirichlet((1, 1, 0.05), 600).astype(np.float32)
    labels = [str(rng.choice(["missing", "covered", "contradicted"], p=row / row.sum())) for row in rows.astype(float)]
    sure = rng.uniform(0.3, 1.0, 600)
    learnt = np.stack([1 - sure, sure, np.zeros(600)], axis=1).astype(np.float32)
    alone = fit(rows, labels)
    at = fit(rows, labels, (learnt, ["covered" if one > 0.7 else "missing" for one in sure]))
    assert (at.temperature, at.stated_bias) == (alone.temperature, alone.stated_bias)
    assert at.covered_at > alone.covered_at


def marked(rows: list[tuple], similarity: float, whole: tuple, mark: float, target=NOT_RIGHT) -> MarkedAnswer:
    judged = Judged(
        rows=np.array(rows, dtype=np.float32),
        spans=(None,) * len(rows),
        similarities=np.full(len(rows), similarity, dtype=np.float32),
        whole=np.array(whole, dtype=np.float32),
    )
    return MarkedAnswer(judged=judged, weights=np.ones(len(rows)), mark=mark, target=target)


def random_row(rng: np.random.Generator) -> tuple[float, float, float]:
    missing, covered, contradicted = rng.dirichlet((1, 1, 1))
    return (missing, covered, contradicted)


def test_fitted_marks_follow_a_line_through_what_is_known_of_an_answer():
    rng, answers = np.random.default_rng(0), []
    for _ in range(300):
        row, whole, similarity = random_row(rng), random_row(rng), rng.random()
        mark = 0.5 * row[1] - 0.2 * row[2] + 0.2 * similarity + 0.3 * whole[1] - 0.1 * whole[2]
        answers.append(marked([row, row], similarity, whole, mark))
    at = fit_marks(answers, Calibration())
    line = MarkLine(base=0.0, covered=0.5, contradicted=-0.2, similarity=0.2, whole=0.3, against=-0.1)
    assert at.several_points == at.line_for(2) == line
    assert expected_mark((0.5, 0.5, 0.0), 0.5, (0.0, 1.0, 0.0), line) == pytest.approx(0.65)


def test_references_of_one_point_and_of_several_are_marked_by_lines_of_their_own():
    right, none = (0.0, 1.0, 0.0), (0.0, 0.0, 0.0)
    single = [marked([(1 - n / 50, n / 50, 0.0)], 0.0, none, n / 50, target=right) for n in range(50)]
    several = [marked([(1 - n / 50, n / 50, 0.0)] * 3, 0.0, none, n / 100) for n in range(50)]
    at = fit_marks([*single, *several], Calibration(whole_share=0.0))
    assert (at.line_for(3).covered, at.line_for(7)) == (0.5, at.several_points)
    assert at.line_for(1).covered > 0.9


def test_an_answer_that_states_nothing_is_never_given_a_mark_however_high_marks_are():
    full = marked([(0.0, 1.0, 0.0)] * 2, 1.0, (0.0, 1.0, 0.0), 0.9)
    at = fit_marks([full, marked([NOT_RIGHT] * 2, 0.0, NOT_RIGHT, 0.9)] * 50, Calibration())
    assert expected_mark(NOT_RIGHT, 0.0, NOT_RIGHT, at.several_points) == 0.0


def test_similarity_alone_never_earns_much_even_where_marks_follow_it() -> None:
    at = fit_marks([marked([NOT_RIGHT] * 2, n / 100, NOT_RIGHT, n / 100) for n in range(100)], Calibration())
    assert expected_mark(NOT_RIGHT, 1.0, NOT_RIGHT, at.several_points) <= 0.4


@pytest.mark.parametrize(("trusted", "share"), [("whole", 1.0), ("point", 0.0)])
def test_a_single_point_follows_the_answer_as_a_whole_as_far_as_that_is_right(trusted: str, share: float) -> None:
    right, wrong = (0.05, 0.9, 0.05), (0.9, 0.05, 0.05)
    point, whole = (wrong, right) if trusted == "whole" else (right, wrong)
    answers = [marked([point], 0.5, whole, 1.0, target=(0.0, 1.0, 0.0))] * 10
    assert fit_marks(answers, Calibration()).whole_share == share


def test_what_is_found_by_bare_references_leaves_blank_answers_out():
    rows = [
        {"question": "What does a cat say?", "reference_answer": "A cat says miaow.", "answer": answer, "score": score}
        for answer, score in (("A cat says miaow.", 1.0), ("   ", 0.0))
    ]
    (found,) = judged_marks(PlainEmbedder(), PlainVerifier(), [{**row, "label": "Correct"} for row in rows])
    assert found.mark == 1.0
    assert found.target == (0.0, 1.0, 0.0)
    assert found.judged.rows[0].argmax() == 1
    assert found.judged.whole is not None and found.judged.whole[1] == 1.0
