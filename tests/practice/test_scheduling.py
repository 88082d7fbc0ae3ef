"""When a question comes back: ratings from scores, cards from reviews, what is due."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from fsrs import Rating
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.practice import interview as steps
from interviewer.practice.documents import read_card
from interviewer.practice.interview import Interview
from interviewer.practice.scheduling import Card, Review, card_of, due_today, find_review, rating_of, reviewed
from interviewer.practice.timing import Limits, start_clock
from tests.practice.kitchen import GOOD_TEA, HALF_TEA, KITCHEN, TEA, plain_grader
from tests.practice.times import MONDAY

GRADER = plain_grader()


def review(score: float, day: float = 0, interview: str = "") -> Review:
    return Review(interview=interview or f"on-day-{day}", at=MONDAY + timedelta(days=day), score=score)


def interview_with(*texts: str) -> Interview:
    interview = steps.start(KITCHEN, "practice", start_clock(Limits(), MONDAY))
    for number, text in enumerate(texts):
        again = steps.retry(interview) if number else interview
        interview = steps.add_grade(steps.submit(again, text, MONDAY), 0, GRADER.grade(TEA, text))
    return interview


@pytest.mark.parametrize(
    ("score", "rating"),
    [
        (0, Rating.Again),
        (39.9, Rating.Again),
        (40, Rating.Hard),
        (64.9, Rating.Hard),
        (65, Rating.Good),
        (89.9, Rating.Good),
        (90, Rating.Easy),
        (100, Rating.Easy),
    ],
)
def test_the_score_sets_the_rating(score: float, rating: Rating) -> None:
    assert rating_of(score) == rating


def test_better_answers_come_back_later() -> None:
    days = [(card_of("tea", [review(score)]).due - MONDAY).days for score in (10, 50, 75, 95)]
    assert days == sorted(days)
    assert days[0] == 1 and days[-1] == 8


def test_a_question_known_again_comes_back_later_than_before() -> None:
    first = card_of("tea", [review(75)])
    again = reviewed("tea", first, review(75, day=2))
    assert again.due - (MONDAY + timedelta(days=2)) > first.due - MONDAY


def test_the_first_attempt_moves_the_card_and_a_second_one_does_not() -> None:
    found = find_review("one", interview_with(HALF_TEA, GOOD_TEA).turn)
    assert found is not None
    assert found.score == 47.5


def test_an_answer_without_a_score_moves_no_card() -> None:
    asked = interview_with()
    failed = replace(GRADER.grade(TEA, HALF_TEA), score=None, reason="failed", verdicts=())
    assert find_review("one", asked.turn) is None
    assert find_review("one", steps.submit(asked, HALF_TEA, MONDAY).turn) is None
    ungradable = steps.add_grade(steps.submit(asked, HALF_TEA, MONDAY), 0, failed)
    assert find_review("one", ungradable.turn) is None
    assert find_review("one", steps.skip(asked).turns[0]) is None


def test_an_attempt_after_the_reference_answer_moves_no_card() -> None:
    attempt = replace(interview_with(GOOD_TEA).turn.attempts[0], saw_reference=True)
    assert find_review("one", replace(interview_with(GOOD_TEA).turn, attempts=(attempt,))) is None


def test_a_revised_score_takes_the_place_of_the_first_one() -> None:
    earlier = card_of("tea", [review(20, interview="one"), review(70, day=3)])
    revised = reviewed("tea", earlier, review(80, interview="one"))
    assert revised == card_of("tea", [review(80, interview="one"), review(70, day=3)])
    assert revised.due > earlier.due


def test_what_is_due_today_is_due_before_the_readers_midnight_most_forgotten_first() -> None:
    cards = [
        card_of("soon", [review(75)]),
        card_of("now", [review(75, day=-3)]),
        card_of("long-ago", [review(75, day=-40)]),
    ]
    assert [card.question_id for card in due_today(cards, MONDAY)] == ["long-ago", "now"]
    late = MONDAY.astimezone(timezone(timedelta(hours=2)))
    assert late.date() == MONDAY.date()
    due_at_night = replace(cards[0], due=MONDAY.replace(hour=22, minute=30))
    assert due_today([due_at_night], MONDAY) == (due_at_night,)
    assert due_today([due_at_night], late) == ()  # half past midnight where the reader is


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 100), st.floats(-400, 400)), min_size=1, max_size=8), st.randoms())
def test_any_history_gives_one_card_in_whatever_order_it_is_told(history, random) -> None:
    reviews = [review(score, day) for score, day in history]
    reviews = list({one.interview: one for one in reviews}.values())
    shuffled = list(reviews)
    random.shuffle(shuffled)
    card = card_of("tea", reviews)
    assert card == card_of("tea", shuffled)
    last = max(one.at for one in reviews)
    assert timedelta(days=1) <= card.due - last <= timedelta(days=366)
    assert 0 < card.retrievability(last + timedelta(days=1)) <= 1
    assert read_card(json.loads(json.dumps(card.as_json()))) == card


def test_no_review_makes_no_card() -> None:
    with pytest.raises(ValueError, match="not been reviewed"):
        card_of("tea", [])


def test_a_card_knows_how_well_it_is_remembered() -> None:
    card: Card = card_of("tea", [review(75)])
    assert card.retrievability(MONDAY) == 1
    assert 0.85 < card.retrievability(card.due) < 0.95
