"""Which sentences a key point is held against, and which are read together."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from interviewer.grading.seeing import PASSAGE_WORDS, Passage, passages, views_of


def test_a_key_point_sees_its_nearest_sentences_in_the_order_of_the_answer() -> None:
    assert views_of(np.array([[4, 1, 3, 0, 2], [0, 2, 1, 3, 4]]), 3) == [(1, 3, 4), (0, 1, 2)]
    assert views_of(np.array([[1, 0]]), 3) == [(0, 1)]


def test_what_no_key_point_is_near_to_is_not_read_but_for_what_stands_just_before() -> None:
    (passage,) = passages([(1, 5), (5, 6)], [10] * 9)
    assert passage.places == (0, 1, 4, 5, 6)
    assert passage.views == {0: (1, 5), 1: (5, 6)}


def test_sentences_before_are_left_out_where_there_is_no_room_for_them() -> None:
    (passage,) = passages([(1, 3)], [100] * 4)
    assert passage.places == (1, 3)


@given(st.lists(st.lists(st.integers(0, 29), min_size=1, max_size=3, unique=True), min_size=1, max_size=12))
def test_every_key_point_is_asked_once_with_all_it_sees_in_passages_of_bounded_length(chosen: list[list[int]]) -> None:
    views = [tuple(sorted(one)) for one in chosen]
    made = passages(views, [40] * 30)
    assert [point for one in made for point in one.views] == list(range(len(views)))
    assert all(set(view) <= set(one.places) for one in made for view in one.views.values())
    assert all(40 * len(one.places) <= PASSAGE_WORDS for one in made)


def test_a_claim_names_sentences_by_their_places_in_its_own_passage() -> None:
    passage = Passage(places=(2, 4, 7), views={0: (2, 7)})
    claim = passage.claim("q?", [f"sentence {n}" for n in range(9)], [("a point", (2, 7)), ("another", (4,))])
    assert claim.seen(0) == "sentence 2 sentence 7"
    assert claim.seen(1) == "sentence 4"
