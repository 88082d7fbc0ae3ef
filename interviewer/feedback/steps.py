"""One sentence of the feedback as the model writes it: what is asked of the models, and what becomes of the replies.

The steps ask and are told; who drives them decides whether each question is put by itself, as for a person who waits
(`writer`), or together with those of other sentences, as for a file of answers (`many`).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from interviewer.feedback.grounding import claims_in, find_fault, find_judged_fault
from interviewer.feedback.plan import PlannedSentence
from interviewer.feedback.prompt import Request, ask_for
from interviewer.feedback.wording import as_clause, rubric_texts, sentences, tokens
from interviewer.models.protocols import Claim
from rubrics.model import Question

ATTEMPTS = 2  # with the packaged model a third one is hardly ever better, and it costs seconds
MOST_TOKENS = 40  # of a reply
CLAUSE_MARKS = (", ", "; ", " so ", " which ")  # where a sentence may be cut, if what is left says what was planned
log = logging.getLogger(__name__)

Steps = Generator[Request | tuple[Claim, ...], Any, str | None]
"""Yields what to ask, a request of the language model or claims of the verifier; is sent the reply or the rows.

Returns the sentence, or None where no attempt may be shown.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """How sentences are tried: how often, and whether the verifier judges what passes the checks by rule."""

    most: int
    are_judged: bool

    def steps(self, planned: PlannedSentence, question: Question, answer: str, turn: int) -> Steps:
        """The steps to one planned sentence; another `turn` begins with another wording."""
        if len(planned.points) > 1:
            return self._joined(planned, question, answer, turn)
        return self._single(planned, question, answer, turn)

    def _single(self, planned: PlannedSentence, question: Question, answer: str, turn: int) -> Steps:
        texts = tuple(rubric_texts(question))
        for attempt in range(self.most):
            request = ask_for(planned, turn + attempt, in_order=attempt > 0)
            text = yield request
            for candidate in _readings(request, text, texts):
                fault = find_fault(candidate, planned, answer, lead=request.frame)
                if fault is None and self.are_judged:
                    claims = claims_in(candidate, planned, question, lead=request.frame)
                    fault = find_judged_fault((yield claims) if claims else (), planned, question)
                if fault is None:
                    return candidate
                log.debug("refused (%s): %s", fault, candidate)
        return None

    def _joined(self, planned: PlannedSentence, question: Question, answer: str, turn: int) -> Steps:
        """A sentence on several points, of one part for each, every part written and checked by itself."""
        joined = ""
        for number, point in enumerate(planned.points):
            part = replace(planned, points=(point,))
            written = yield from self._single(part, question, answer, turn + 2 * number)
            if written is None:
                return None
            joined = f"{joined[:-1]}; and {written[0].lower()}{written[1:]}" if joined else written
        return joined


def is_enough(reply: str) -> bool:
    """Whether the first sentence of a reply is there, which is all that is read of it."""
    return len(sentences(reply)) > 1 or "\n" in reply.strip()


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
