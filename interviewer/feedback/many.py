"""The feedback on many answers at once: what all their sentences ask of the models is put together, each thing once.

Requests name a key point and never the answer, so those of a whole course are soon known: the language model is asked
for each once, however many answers want it.
"""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.feedback.fitting import claims_of_quote, with_fitting_quote
from interviewer.feedback.plan import PlannedSentence, plan_feedback
from interviewer.feedback.prompt import Request
from interviewer.feedback.steps import ATTEMPTS, MOST_TOKENS, Attempts, Steps, is_enough
from interviewer.feedback.template import choice_number, template_sentences
from interviewer.feedback.writer import Sentence
from interviewer.grading.asking import AskedOnce
from interviewer.grading.grade import Grade
from interviewer.models.protocols import Claim, RepliesToMany, Rows, Verifier
from rubrics.model import Question

REMEMBERED = 50_000  # replies; then all is forgotten

Asked = Request | tuple[Claim, ...]


class FeedbackOfMany:
    """Writes what `FeedbackWriter` writes, for many answers together; remembers what the models said.

    Args:
        generator: The language model; None for the template alone.
        verifier: Judges quotations, and what the model wrote beside the checks by rule.
        attempts: How often the model may try a sentence before the template speaks.
    """

    def __init__(self, generator: RepliesToMany | None, verifier: Verifier, *, attempts: int = ATTEMPTS) -> None:
        self._generator, self._verifier = generator, verifier
        self._attempts = Attempts(most=attempts if generator is not None else 0, are_judged=True)
        self._said: dict[Request, str] = {}
        self._judge = AskedOnce(verifier)

    def write(
        self, questions: Sequence[Question], answers: Sequence[str], grades: Sequence[Grade]
    ) -> list[list[Sentence]]:
        """The sentences for each answer.

        Raises:
            ModelError: If a model fails; nothing is written then.
        """
        if len(self._said) > REMEMBERED:
            self._said, self._judge = {}, AskedOnce(self._verifier)
        asked = list(zip(questions, answers, strict=True))
        plans = self._plans(questions, grades)
        steps: dict[tuple[int, int], Steps] = {}
        for number, ((question, answer), plan) in enumerate(zip(asked, plans, strict=True)):
            for place, planned in enumerate(plan):
                turn = choice_number(question, answer, place)
                steps[number, place] = self._attempts.steps(planned, question, answer, turn)
        written = self._run(steps)
        return [
            [
                _sentence(written[number, place], text)
                for place, text in enumerate(template_sentences(question, answer, plan))
            ]
            for number, ((question, answer), plan) in enumerate(zip(asked, plans, strict=True))
        ]

    def _plans(self, questions: Sequence[Question], grades: Sequence[Grade]) -> list[list[PlannedSentence]]:
        """What the feedback on each answer is to say, with such quotations as show their point."""
        plans = [list(plan_feedback(question, grade)) for question, grade in zip(questions, grades, strict=True)]
        claims = [
            [claims_of_quote(planned, question) for planned in plan]
            for question, plan in zip(questions, plans, strict=True)
        ]
        self._judge.judge([claim for of_plan in claims for of_one in of_plan for claim in of_one])
        return [
            [
                with_fitting_quote(planned, self._judge.judge(of_one))
                for planned, of_one in zip(plan, of_plan, strict=True)
            ]
            for plan, of_plan in zip(plans, claims, strict=True)
        ]

    def _run(self, steps: dict[tuple[int, int], Steps]) -> dict[tuple[int, int], str | None]:
        """What all the steps come to, taken side by side: in each round, all replies and then all verdicts."""
        written: dict[tuple[int, int], str | None] = {}
        told: dict[tuple[int, int], str | list[Rows] | None] = dict.fromkeys(steps)
        while told:
            asked: dict[tuple[int, int], Asked] = {}
            for where, reply in told.items():
                try:
                    asked[where] = steps[where].send(reply)
                except StopIteration as end:
                    written[where] = end.value
            told = dict(zip(asked, self._told(list(asked.values())), strict=True))
        return written

    def _told(self, asked: Sequence[Asked]) -> list[str | list[Rows]]:
        requests = {one: None for one in asked if isinstance(one, Request) and one not in self._said}
        if requests and self._generator is not None:
            chats = [(request.messages, request.source) for request in requests]
            replies = self._generator.reply_many(chats, max_tokens=MOST_TOKENS, is_enough=is_enough)
            self._said.update(zip(requests, replies, strict=True))
        self._judge.judge([claim for one in asked if not isinstance(one, Request) for claim in one])
        return [self._said[one] if isinstance(one, Request) else self._judge.judge(one) for one in asked]


def _sentence(written: str | None, fixed: str) -> Sentence:
    if written is None:
        return Sentence(text=fixed, origin="template")
    return Sentence(text=written, origin="model")
