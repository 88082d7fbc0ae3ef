"""When a question comes back: spaced repetition by FSRS, with ratings taken from graded scores.

Source: J. Ye, J. Su, Y. Cao, "A Stochastic Shortest Path Algorithm for Optimizing Spaced Repetition Scheduling",
KDD 2022; version 6 of the scheduler, as the package `fsrs` has it, with its default parameters. Intervals are whole
days: there are no steps of minutes, and no random spread, so that the same scores always give the same days.

How a score becomes a rating (see `rating_of`):

| score | rating |
|---|---|
| below 40 | again |
| 40 to below 65 | hard |
| 65 to below 90 | good |
| 90 and more | easy |

The score is that of an interview's first attempt that counts, hints taken off: what was known before the feedback was
read. An answer that could not be graded, a skipped question and an attempt after the reference answer move nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from fsrs import Card as FsrsCard
from fsrs import Rating, Scheduler

from interviewer.practice.turn import Turn

HARD_FROM, GOOD_FROM, EASY_FROM = 40.0, 65.0, 90.0
RETENTION = 0.9  # a question comes back when the probability of still knowing it has fallen to this
LONGEST_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One time that a question was answered.

    Attributes:
        interview: Id of the interview it happened in; an interview has one review of a question at most.
        at: When, UTC.
        score: 0 to 100.
    """

    interview: str
    at: datetime
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is known of one person's memory of one question.

    Attributes:
        question_id: Which.
        reviews: Oldest first, at least one.
        due: When it should be asked again, UTC.
        stability: Days after which the probability of still knowing it has fallen to RETENTION; positive.
        difficulty: 1 (easy) to 10.
    """

    question_id: str
    reviews: tuple[Review, ...]
    due: datetime
    stability: float
    difficulty: float

    def retrievability(self, now: datetime) -> float:
        """Probability, 0 to 1, that it is still known at `now`; 1 before its last review."""
        return _scheduler().get_card_retrievability(_fsrs(self), now.astimezone(UTC))

    def as_json(self) -> dict[str, object]:
        """The card as plain values."""
        reviews = [{"interview": r.interview, "at": r.at.isoformat(), "score": r.score} for r in self.reviews]
        return {
            "question_id": self.question_id,
            "reviews": reviews,
            "due": self.due.isoformat(),
            "stability": self.stability,
            "difficulty": self.difficulty,
        }


def rating_of(score: float) -> Rating:
    """The FSRS rating for a score, 0 to 100; see the table above."""
    if score < HARD_FROM:
        return Rating.Again
    if score < GOOD_FROM:
        return Rating.Hard
    return Rating.Good if score < EASY_FROM else Rating.Easy


def find_review(interview: str, turn: Turn) -> Review | None:
    """What a turn says about the memory of its question; None where it moves no card.

    Args:
        interview: Its id.
        turn: One whose attempts have times; one without a time moves nothing.
    """
    first = turn.find_first()
    if first is None or first.score is None or first.at is None:
        return None
    return Review(interview=interview, at=first.at, score=first.score)


def reviewed(question_id: str, card: Card | None, review: Review) -> Card:
    """The card after a review; one of the same interview takes the place of that interview's earlier one.

    Args:
        question_id: Of the card; used where there is none yet.
        card: As it stood; None before the first review.
        review: The new one.
    """
    earlier = () if card is None else tuple(one for one in card.reviews if one.interview != review.interview)
    return card_of(question_id, (*earlier, review))


def card_of(question_id: str, reviews: Sequence[Review]) -> Card:
    """The card that a history of reviews leads to, by their times.

    Raises:
        ValueError: If there are none.
    """
    if not reviews:
        raise ValueError(f"question {question_id!r} has not been reviewed: it has no card")
    ordered = tuple(sorted(reviews, key=lambda one: (one.at, one.interview)))
    scheduler, card = _scheduler(), FsrsCard(card_id=0, due=ordered[0].at.astimezone(UTC))
    for review in ordered:
        card, _ = scheduler.review_card(card, rating_of(review.score), review.at.astimezone(UTC))
    return Card(
        question_id=question_id,
        reviews=ordered,
        due=card.due,
        stability=card.stability or 0.0,
        difficulty=card.difficulty or 0.0,
    )


def due_today(cards: Iterable[Card], now: datetime) -> tuple[Card, ...]:
    """The cards due before the end of the day of `now`, in its time zone; what is most nearly forgotten first.

    Args:
        cards: In any order.
        now: With a time zone: the reader's.
    """
    tomorrow = datetime.combine(now.date() + timedelta(days=1), time.min, tzinfo=now.tzinfo)
    due = [card for card in cards if card.due < tomorrow]
    return tuple(sorted(due, key=lambda card: (round(card.retrievability(now), 6), card.due, card.question_id)))


def _scheduler() -> Scheduler:
    return Scheduler(
        desired_retention=RETENTION,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST_DAYS,
        enable_fuzzing=False,
    )


def _fsrs(card: Card) -> FsrsCard:
    return FsrsCard(
        card_id=0,
        stability=card.stability,
        difficulty=card.difficulty,
        due=card.due,
        last_review=card.reviews[-1].at.astimezone(UTC),
    )
