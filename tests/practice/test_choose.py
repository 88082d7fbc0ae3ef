"""Which questions are asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.errors import InputError
from interviewer.practice.choose import Choice, choose, fitting, levels_of, topics_of
from rubrics.loading import load_rubrics
from tests.practice.kitchen import COFFEE, KITCHEN, RICE, TEA

THIRTY = load_rubrics()


def test_no_wish_means_every_question_in_its_order() -> None:
    assert choose(THIRTY, Choice()) == THIRTY
    assert len(THIRTY) == 30


def test_level_and_topics_must_both_fit() -> None:
    assert choose(KITCHEN, Choice(levels=("beginner",))) == (TEA, RICE)
    assert choose(KITCHEN, Choice(topics=("drinks",))) == (TEA, COFFEE)
    assert choose(KITCHEN, Choice(levels=("advanced",), topics=("drinks", "grains"))) == (COFFEE,)


def test_nothing_that_fits_is_said_with_the_wish() -> None:
    with pytest.raises(InputError, match=r"level: advanced; topic: grains.*choose another"):
        choose(KITCHEN, Choice(levels=("advanced",), topics=("grains",)))


def test_an_interview_of_no_questions_cannot_be_wished_for() -> None:
    with pytest.raises(InputError, match="0 questions"):
        Choice(count=0)


@given(st.integers(1, 40), st.integers())
def test_a_draw_holds_as_many_different_questions_as_asked_for_in_their_order(count: int, seed: int) -> None:
    drawn = choose(THIRTY, Choice(count=count, seed=seed))
    numbers = [question.number for question in drawn]
    assert len(drawn) == min(count, 30)
    assert numbers == sorted(set(numbers))


def test_the_same_seed_draws_the_same_questions_and_others_do_not() -> None:
    draws = {choose(THIRTY, Choice(count=5, seed=seed)) for seed in range(20)}
    assert len(draws) > 15
    assert choose(THIRTY, Choice(count=5, seed=7)) == choose(THIRTY, Choice(count=5, seed=7))


def test_levels_and_topics_are_those_that_occur() -> None:
    assert levels_of(KITCHEN) == ("beginner", "advanced")
    assert topics_of(KITCHEN) == ("drinks", "grains")
    assert sum(len(fitting(THIRTY, Choice(topics=(topic,)))) for topic in topics_of(THIRTY)) == 30
