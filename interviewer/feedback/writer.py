"""Feedback sentence by sentence: planned, written by a language model if there is one, checked before it is shown."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Event
from typing import Literal

from interviewer.errors import ModelError
from interviewer.feedback.fitting import claims_of_quote, with_fitting_quote
from interviewer.feedback.plan import plan_feedback
from interviewer.feedback.prompt import Request
from interviewer.feedback.steps import ATTEMPTS, MOST_TOKENS, Attempts, Steps, is_enough
from interviewer.feedback.template import choice_number, template_sentences
from interviewer.grading.grade import Grade
from interviewer.models.protocols import Generator, Rows, Verifier
from rubrics.model import Question

Origin = Literal["model", "template", "notice"]
LONGEST_REPLY = 700  # characters; a model that says more is not listened to any longer
NOTICE = "The language model stopped answering, so the rest of this feedback is in the program's own standard words."
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence to be shown, and who wrote it: the model, the template, or the program in a notice about itself."""

    text: str
    origin: Origin


class FeedbackWriter:
    """Writes the feedback on one answer after another; holds nothing between them and starts no thread.

    Args:
        generator: The language model; None for the template alone.
        verifier: Judges quotations, and what the model wrote beside the checks by rule; None for the rules alone.
        attempts: How often the model may try a sentence before the template speaks.
    """

    def __init__(self, generator: Generator | None, verifier: Verifier | None, *, attempts: int = ATTEMPTS) -> None:
        self._generator, self._verifier = generator, verifier
        self._attempts = Attempts(most=attempts, are_judged=verifier is not None)

    def write(self, question: Question, answer: str, grade: Grade, stop: Event) -> Iterator[Sentence]:
        """The sentences of the feedback as they are ready, three to six; ends without another one once `stop` is set.

        Each has passed the checks or is the template's. If a model fails, the template completes the feedback and a
        last sentence, a notice, says so.
        """
        plan = list(plan_feedback(question, grade))
        generator, verifier, failed = self._generator, self._verifier, False
        for place, planned in enumerate(plan):
            written = None
            try:
                if verifier is not None:
                    plan[place] = with_fitting_quote(planned, verifier.judge(claims_of_quote(planned, question)))
                if generator is not None and not stop.is_set():
                    turn = choice_number(question, answer, place)
                    steps = self._attempts.steps(plan[place], question, answer, turn)
                    written = self._find_written(generator, steps, stop)
            except ModelError as fault:
                log.warning("the rest of the feedback is the template's: %s", fault)
                failed = generator is not None
                generator = verifier = None
            if stop.is_set():
                return
            if written is not None:
                yield Sentence(text=written, origin="model")
            else:
                yield Sentence(text=template_sentences(question, answer, plan)[place], origin="template")
        if failed and not stop.is_set():
            yield Sentence(text=NOTICE, origin="notice")

    def _find_written(self, generator: Generator, steps: Steps, stop: Event) -> str | None:
        """What the steps come to; None as well once `stop` is set."""
        told: str | list[Rows] | None = None
        while not stop.is_set():
            try:
                asked = steps.send(told)
            except StopIteration as end:
                return end.value
            if isinstance(asked, Request):
                told = _reply(generator, asked, stop)
            elif self._verifier is not None:
                told = self._verifier.judge(asked)
        return None


def _reply(generator: Generator, request: Request, stop: Event) -> str:
    """What the model says, up to the end of its first sentence; the model is let go as soon as that is there."""
    pieces = generator.stream(request.messages, max_tokens=MOST_TOKENS, stop=stop, source=request.source)
    text = ""
    try:
        for piece in pieces:
            text += piece
            if len(text) > LONGEST_REPLY or is_enough(text):
                break
    finally:
        close = getattr(pieces, "close", None)
        if close is not None:
            close()
    return text
