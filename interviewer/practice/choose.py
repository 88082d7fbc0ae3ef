"""Which questions an interview asks: all, some levels, some topics, a number at random."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.errors import InputError
from rubrics.model import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a candidate wants to be asked.

    Attributes:
        levels: Empty for every level.
        topics: Empty for every topic.
        count: How many at random, at most; None for all that fit.
        seed: Makes the draw repeatable; None for another one each time.

    Raises:
        InputError: If `count` is below 1.
    """

    levels: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    count: int | None = None
    seed: int | None = None

    def __post_init__(self) -> None:
        if self.count is not None and self.count < 1:
            raise InputError(f"an interview of {self.count} questions cannot be held: ask for 1 or more")


def fitting(questions: Sequence[Question], choice: Choice) -> tuple[Question, ...]:
    """The questions of the chosen levels and topics, in their order; the number wanted is left aside."""
    return tuple(
        question
        for question in questions
        if (not choice.levels or question.level in choice.levels)
        and (not choice.topics or question.topic in choice.topics)
    )


def choose(questions: Sequence[Question], choice: Choice) -> tuple[Question, ...]:
    """The questions to ask, in the order of `questions`: all that fit, or `count` of them drawn at random.

    Raises:
        InputError: If no question fits.
    """
    fit = fitting(questions, choice)
    if not fit:
        levels, topics = ", ".join(choice.levels) or "any", ", ".join(choice.topics) or "any"
        raise InputError(f"no question fits (level: {levels}; topic: {topics}): choose another level or other topics")
    if choice.count is None or choice.count >= len(fit):
        return fit
    drawn = random.Random(choice.seed).sample(range(len(fit)), choice.count)
    return tuple(fit[index] for index in sorted(drawn))


def topics_of(questions: Sequence[Question]) -> tuple[str, ...]:
    """The topics that occur, in alphabetical order."""
    return tuple(sorted({question.topic for question in questions if question.topic is not None}))


def levels_of(questions: Sequence[Question]) -> tuple[str, ...]:
    """The levels that occur, from the easiest."""
    order = ("beginner", "intermediate", "advanced")
    present = {question.level for question in questions}
    return tuple(level for level in order if level in present)
