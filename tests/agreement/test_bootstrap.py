import numpy as np
import pytest

from interviewer.agreement import resampled
from interviewer.agreement.bootstrap import Clusters, Figure, Measure, figures, numbered
from interviewer.agreement.metrics import Undefined


def mean_of(values: np.ndarray, questions: np.ndarray, students: np.ndarray | None = None) -> Figure:
    measure = Measure(once=lambda: float(values.mean()), many=lambda times: resampled.mean(values, times))
    return figures({"mean": measure}, Clusters(questions=questions, students=students))["mean"]


def drawn(clusters: Clusters, resamples: int) -> np.ndarray:
    return np.concatenate([*clusters.draws(resamples=resamples)])


def test_equal_names_get_equal_numbers():
    assert numbered(["b", "a", "b", None]).tolist() == [0, 1, 0, 2]


def test_the_interval_of_independent_rows_is_that_of_the_normal_distribution():
    values = np.random.default_rng(1).normal(50, 10, 400)
    found = mean_of(values, np.arange(400))
    half = 1.96 * values.std() / 20
    assert found.value == pytest.approx(values.mean())
    assert found.low == pytest.approx(values.mean() - half, abs=0.3 * half)
    assert found.high == pytest.approx(values.mean() + half, abs=0.3 * half)


def test_answers_to_one_question_count_as_little_as_one_when_they_are_alike():
    level = np.random.default_rng(2).normal(50, 10, 20)
    questions = np.repeat(np.arange(20), 25)
    clustered = mean_of(level[questions], questions)
    naive = mean_of(level[questions], np.arange(500))
    assert clustered.high - clustered.low > 3 * (naive.high - naive.low)


def test_students_widen_the_interval_when_they_differ():
    level = np.random.default_rng(3).normal(50, 10, 12)
    questions, students = np.repeat(np.arange(30), 12), np.tile(np.arange(12), 30)
    alone = mean_of(level[students], questions)
    both = mean_of(level[students], questions, students)
    assert alone.high - alone.low == pytest.approx(0, abs=1e-9)
    assert both.high - both.low > 5


def test_whole_questions_are_drawn():
    times = drawn(Clusters(questions=np.array([0, 0, 1, 1, 1, 2])), 20)
    assert times.shape == (20, 6)
    assert np.array_equal(times[:, [0, 2, 3]], times[:, [1, 3, 4]])
    assert np.array_equal(times[:, 0] + times[:, 2] + times[:, 5], np.full(20, 3))


def test_a_single_question_is_resampled_by_answers():
    times = drawn(Clusters(questions=np.zeros(30, dtype=int)), 20)
    assert times.sum(1).tolist() == [30] * 20
    assert (times > 1).any(axis=1).all()


def test_large_files_are_resampled_in_blocks_that_make_the_same_number():
    blocks = [len(times) for times in Clusters(questions=np.arange(50_000)).draws(resamples=100)]
    assert (max(blocks), sum(blocks)) == (40, 100)


def test_the_same_rows_give_the_same_interval():
    assert mean_of(np.arange(40.0), np.arange(40) // 4) == mean_of(np.arange(40.0), np.arange(40) // 4)


def test_few_rows_get_a_value_without_interval():
    found = mean_of(np.arange(9.0), np.arange(9))
    assert (found.value, found.low, found.high) == (4.0, None, None)
    assert "9 rows" in found.why


def test_a_measure_without_value_says_why():
    def never() -> float:
        raise Undefined("the moon is full")

    measure = Measure(once=never, many=lambda times: np.full(len(times), np.nan))
    found = figures({"never": measure}, Clusters(questions=np.arange(20)))["never"]
    assert found.as_json() == {"value": None, "low": None, "high": None, "why": "the moon is full"}


def test_a_measure_that_many_resamples_lack_gets_no_interval():
    measure = Measure(once=lambda: 1.0, many=lambda times: resampled.share(times[:, 0], times[:, 0]))
    found = figures({"rare": measure}, Clusters(questions=np.arange(20)))["rare"]
    assert (found.value, found.low) == (1.0, None)
    assert found.why.startswith("no interval")
