"""Feedback on many answers together: the same as one by one, and each thing asked once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event

import pytest

from interviewer.errors import ModelError
from interviewer.feedback.many import FeedbackOfMany
from interviewer.feedback.prompt import FENCE_CLOSE, FENCE_OPEN
from interviewer.feedback.writer import FeedbackWriter
from interviewer.models.protocols import Chat, Claim, Message, Rows, Source
from tests.feedback.cases import ANSWER, EMPTY, MIXED, QUESTION, grade_of
from tests.plain import PlainVerifier

WRONG = grade_of("contradicted", "contradicted", "contradicted", "contradicted")


class Fact:
    """Says of every second fact what it is, and of the others something that may not be shown."""

    name = "fact"

    def __init__(self) -> None:
        self.asked: list[tuple[Message, ...]] = []

    def stream(self, messages: Sequence[Message], *, max_tokens: int, stop: Event, source: Source | None = None):
        yield self._reply(messages)

    def reply_many(self, chats: Sequence[Chat], *, max_tokens: int, is_enough: Callable[[str], bool]) -> list[str]:
        self.asked += [tuple(chat) for chat, _ in chats]
        return [self._reply(chat) for chat, _ in chats]

    def _reply(self, messages: Sequence[Message]) -> str:
        fact = messages[-2].content.partition(FENCE_OPEN)[2].partition(FENCE_CLOSE)[0]
        return fact if len(fact) % 2 else "Bananas are yellow."


class CountingVerifier(PlainVerifier):
    """Keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Claim] = []

    def judge(self, claims: Sequence[Claim]) -> list[Rows]:
        self.asked += claims
        return super().judge(claims)


ANSWERS = (ANSWER, ANSWER + " And so on.", "ReLU is cheap.", "")
GRADES = (MIXED, WRONG, grade_of("covered", "covered", "covered", "missing"), EMPTY)


def test_each_answer_gets_what_it_would_get_alone():
    writer = FeedbackWriter(Fact(), PlainVerifier())
    alone = [list(writer.write(QUESTION, a, g, Event())) for a, g in zip(ANSWERS, GRADES, strict=True)]
    together = FeedbackOfMany(Fact(), PlainVerifier()).write([QUESTION] * len(ANSWERS), ANSWERS, GRADES)
    assert together == alone
    assert {sentence.origin for sentences in alone for sentence in sentences} == {"model", "template"}


def test_nothing_is_asked_twice_of_either_model_now_or_later():
    generator, verifier = Fact(), CountingVerifier()
    many = FeedbackOfMany(generator, verifier)
    first = many.write([QUESTION] * 6, [ANSWER] * 6, [MIXED] * 6)
    assert first == [first[0]] * 6
    assert len(generator.asked) == len(set(generator.asked)) > 0
    assert len(verifier.asked) == len(set(verifier.asked)) > 0
    asked = len(generator.asked), len(verifier.asked)
    assert many.write([QUESTION], [ANSWER], [MIXED]) == first[:1]
    assert (len(generator.asked), len(verifier.asked)) == asked


def test_no_answers_are_no_feedback():
    assert FeedbackOfMany(Fact(), PlainVerifier()).write([], [], []) == []


def test_a_model_that_fails_is_told_and_not_covered_up():
    class Failing(Fact):
        def reply_many(self, chats, *, max_tokens, is_enough):
            raise ModelError("the endpoint broke off")

    with pytest.raises(ModelError, match="broke off"):
        FeedbackOfMany(Failing(), PlainVerifier()).write([QUESTION], [ANSWER], [MIXED])
