"""Feedback sentence by sentence: planned, written by a language model if there is one, checked before it is shown."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Event
from typing import Literal

from interviewer.errors import ModelError
from interviewer.feedback.grounding import find_fault, find_judged_fault
from interviewer.feedback.plan import PlannedSentence, plan_feedback
from interviewer.feedback.prompt import Request, ask_for
from interviewer.feedback.template import choice_number, template_sentences
from interviewer.feedback.wording import as_clause, rubric_texts, sentences, tokens
from interviewer.grading.grade import Grade
from interviewer.models.protocols import Generator, Verifier
from rubrics.model import Question

Origin = Literal["model", "template", "notice"]
ATTEMPTS = 2  # with the packaged model a third one is hardly ever better, and it costs seconds
MOST_TOKENS = 40
CLAUSE_MARKS = (", ", "; ", " so ", " which ")  # where a sentence may be cut, if what is left says what was planned
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
        verifier: Judges what the model wrote, beside the checks by rule; None for these alone.
        attempts: How often the model may try a sentence before the template speaks.
    """

    def __init__(self, generator: Generator | None, verifier: Verifier | None, *, attempts: int = ATTEMPTS) -> None:
        self._generator, self._verifier, self._attempts = generator, verifier, attempts

    def write(self, question: Question, answer: str, grade: Grade, stop: Event) -> Iterator[Sentence]:
        """The sentences of the feedback as they are ready, three to six; ends without another one once `stop` is set.

        Each has passed the checks or is the template's. If a model fails, the template completes the feedback and a
        last sentence, a notice, says so.
        """
        plan = plan_feedback(question, grade)
        fixed = template_sentences(question, answer, plan)
        generator, failed = self._generator, False
        for place, planned in enumerate(plan):
            written = None
            if generator is not None and not stop.is_set():
                try:
                    written = self._find_written(
                        generator, planned, question, answer, choice_number(question, answer, place), stop
                    )
                except ModelError as fault:
                    log.warning("the rest of the feedback is the template's: %s", fault)
                    generator, failed = None, True
            if stop.is_set():
                return
            if written is not None:
                yield Sentence(text=written, origin="model")
            else:
                yield Sentence(text=fixed[place], origin="template")
        if failed and not stop.is_set():
            yield Sentence(text=NOTICE, origin="notice")

    def _find_written(
        self, generator: Generator, planned: PlannedSentence, question: Question, answer: str, turn: int, stop: Event
    ) -> str | None:
        if len(planned.points) > 1:
            return self._find_joined(generator, planned, question, answer, turn, stop)
        texts = tuple(rubric_texts(question))
        for attempt in range(self._attempts):
            request = ask_for(planned, turn + attempt)
            text = _reply(generator, request, stop)
            if stop.is_set():
                return None
            for candidate in _readings(request, text, texts):
                fault = find_fault(candidate, planned, answer, lead=request.frame)
                if fault is None and self._verifier is not None:
                    fault = find_judged_fault(candidate, planned, question, self._verifier, lead=request.frame)
                if fault is None:
                    return candidate
                log.debug("refused (%s): %s", fault, candidate)
        return None

    def _find_joined(
        self, generator: Generator, planned: PlannedSentence, question: Question, answer: str, turn: int, stop: Event
    ) -> str | None:
        """A sentence on several points, of one part for each, every part written and checked by itself."""
        joined = ""
        for number, point in enumerate(planned.points):
            part = replace(planned, points=(point,))
            written = self._find_written(generator, part, question, answer, turn + 2 * number, stop)
            if written is None:
                return None
            joined = f"{joined[:-1]}; and {written[0].lower()}{written[1:]}" if joined else written
        return joined


def _reply(generator: Generator, request: Request, stop: Event) -> str:
    """What the model says, up to the end of its first sentence; the model is let go as soon as that is there."""
    pieces = generator.stream(request.messages, max_tokens=MOST_TOKENS, stop=stop)
    text = ""
    try:
        for piece in pieces:
            text += piece
            if len(text) > LONGEST_REPLY or len(sentences(text)) > 1 or "\n" in text.strip():
                break
    finally:
        close = getattr(pieces, "close", None)
        if close is not None:
            close()
    return text


def _readings(request: Request, reply: str, texts: Sequence[str]) -> Iterator[str]:
    """The reply as a sentence: taken as it is if it begins anew, else as the end of what the program began.

    An end is also tried without its last clause, and so on: a small model often adds one of its own invention.
    """
    first = next(iter(sentences(reply.strip().split("\n")[0])), "")
    first = re.sub(r'"([^"“”]*)"', r"“\1”", first.strip())
    if first.lower().startswith(request.lead.lower()):
        first = first[len(request.lead) :].strip()
    elif request.lead[-1].isalnum() and first[:1].isupper():
        yield first
        if {"you", "your"} & set(tokens(first)[:4]):
            return
        first = as_clause(first, texts) + "."
    beginning = request.shown if first[:1] not in ",;:" else request.shown.rstrip(",;:")
    space = "" if first[:1] in ",;:" else " "
    while first:
        yield f"{beginning}{space}{first}"
        cut = max(first.rfind(mark) for mark in CLAUSE_MARKS)
        first = first[:cut].rstrip(" ,;") + "." if cut > 0 else ""
