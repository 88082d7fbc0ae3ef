import numpy as np
import pytest

from interviewer.agreement.bootstrap import Clusters, figures, numbered
from interviewer.agreement.metrics import Undefined


def mean_of(values: np.ndarray):
    return {"mean": lambda rows: float(values[rows].mean())}


def test_equal_names_get_equal_numbers():
    assert numbered(["b", "a", "b", None]).tolist() == [0, 1, 0, 2]


def test_the_interval_of_independent_rows_is_that_of_the_normal_distribution():
    values = np.random.default_rng(1).normal(50, 10, 400)
    found = figures(mean_of(values), Clusters(questions=np.arange(400)))["mean"]
    half = 1.96 * values.std() / 20
    assert found.value == pytest.approx(values.mean())
    assert found.low == pytest.approx(values.mean() - half, abs=0.3 * half)
    assert found.high == pytest.approx(values.mean() + half, abs=0.3 * half)


def test_answers_to_one_question_count_as_little_as_one_when_they_are_alike():
    level = np.random.default_rng(2).normal(50, 10, 20)
    questions = np.repeat(np.arange(20), 25)
    clustered = figures(mean_of(level[questions]), Clusters(questions=questions))["mean"]
    naive = figures(mean_of(level[questions]), Clusters(questions=np.arange(500)))["mean"]
    assert clustered.high - clustered.low > 3 * (naive.high - naive.low)


def test_students_widen_the_interval_when_they_differ():
    level = np.random.default_rng(3).normal(50, 10, 12)
    questions, students = np.repeat(np.arange(30), 12), np.tile(np.arange(12), 30)
    values = level[students]
    alone = figures(mean_of(values), Clusters(questions=questions))["mean"]
    both = figures(mean_of(values), Clusters(questions=questions, students=students))["mean"]
    assert alone.high - alone.low == pytest.approx(0, abs=1e-9)
    assert both.high - both.low > 5


def test_whole_questions_are_drawn():
    questions = np.array([0, 0, 1, 1, 1, 2])
    for drawn in Clusters(questions=questions).draws(resamples=20):
        times = np.bincount(drawn, minlength=6)
        assert (times[0], times[2], times[2]) == (times[1], times[3], times[4])


def test_a_single_question_is_resampled_by_answers():
    sizes = {len(set(drawn.tolist())) for drawn in Clusters(questions=np.zeros(30, dtype=int)).draws(resamples=20)}
    assert min(sizes) > 5 and max(sizes) < 30


def test_the_same_rows_give_the_same_interval():
    values = np.arange(40.0)
    one, two = (figures(mean_of(values), Clusters(questions=np.arange(40) // 4))["mean"] for _ in range(2))
    assert one == two


def test_few_rows_get_a_value_without_interval():
    found = figures(mean_of(np.arange(9.0)), Clusters(questions=np.arange(9)))["mean"]
    assert (found.value, found.low, found.high) == (4.0, None, None)
    assert "9 rows" in found.why


def test_a_measure_without_value_says_why():
    def never(rows):
        raise Undefined("the moon is full")

    found = figures({"never": never}, Clusters(questions=np.arange(20)))["never"]
    assert found.as_json() == {"value": None, "low": None, "high": None, "why": "the moon is full"}


def test_a_measure_that_most_resamples_lack_gets_no_interval():
    def needs_row_zero(rows):
        if 0 not in rows:
            raise Undefined("row 0 was not drawn")
        return 1.0

    found = figures({"rare": needs_row_zero}, Clusters(questions=np.arange(20)))["rare"]
    assert (found.value, found.low) == (1.0, None)
    assert found.why.startswith("no interval")
