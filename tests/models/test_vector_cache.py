"""What is kept of embedded texts."""

import numpy as np

from interviewer.models.vector_cache import VectorCache


def rows(*values):
    return np.array([[value] for value in values], dtype=np.float32)


def test_a_text_is_kept_from_its_second_time_on():
    cache = VectorCache()
    cache.offer(["a"], rows(1))
    assert cache.find("a") is None
    cache.offer(["a"], rows(1))
    assert cache.find("a").tolist() == [1]


def test_any_number_of_texts_met_once_displaces_no_text_met_twice():
    cache = VectorCache(capacity=1, remembered=4)
    cache.offer(["key point"], rows(1))
    cache.offer(["key point"], rows(1))
    for number in range(100):
        cache.offer([f"sentence {number}"], rows(2))
    assert cache.find("key point").tolist() == [1]


def test_the_longest_unused_goes_when_the_cache_is_full():
    cache = VectorCache(capacity=2)
    for text in ("a", "b"):
        cache.offer([text], rows(1))
        cache.offer([text], rows(1))
    cache.find("a")
    cache.offer(["c"], rows(1))
    cache.offer(["c"], rows(1))
    assert (cache.find("b"), len(cache)) == (None, 2)
    assert cache.find("a") is not None


def test_what_is_kept_does_not_change_with_the_array_it_came_in():
    cache, given = VectorCache(), rows(1)
    cache.offer(["a"], given)
    cache.offer(["a"], given)
    given[:] = 9
    assert cache.find("a").tolist() == [1]
