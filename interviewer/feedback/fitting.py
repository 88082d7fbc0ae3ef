"""Whether a quotation shows by itself what its sentence says of it: the verifier judges the quoted words alone.

A verdict is given on whole passages; of these, the few words that are quoted may say less, or speak of something else.
A quotation that does not show its point is left out, and the sentence stands without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from interviewer.feedback.plan import PlannedSentence
from interviewer.feedback.quotes import departs
from interviewer.models.protocols import Claim, Rows
from rubrics.model import Question

# Probabilities for a few words out of their passage are low; these bounds let through what plainly shows the point.
STATED_AT = 0.25  # probability that the quotation states the point, or one of its rejects
CONTRADICTED_AT = 0.1  # probability that it contradicts the point …
CONTRADICTED_SHARE = 0.2  # … and what share of the probability of stating it that must be
DOUBTED_SHARE = 0.3  # with this share it is no longer quoted as right


def claims_of_quote(planned: PlannedSentence, question: Question) -> tuple[Claim, ...]:
    """What the verifier is to judge: the quoted words against the point and its rejects; none unquoted."""
    if planned.quote is None:
        return ()
    text = planned.quote[:1].upper() + planned.quote[1:]
    point = planned.points[0]
    return (
        Claim(
            question=question.question, sentences=(f"{text.rstrip('.')}.",), statements=(point.statement, *point.reject)
        ),
    )


def with_fitting_quote(planned: PlannedSentence, judged: Sequence[Rows]) -> PlannedSentence:
    """The planned sentence, without its quotation where that does not show the point by itself.

    Args:
        planned: What is to be said.
        judged: What the verifier says of `claims_of_quote`; none where there is nothing to judge.
    """
    if not judged or planned.quote is None:
        return planned
    _, stated, against = (float(value) for value in judged[0][0])
    reject = float(judged[0][1:, 1].max(initial=0.0))
    if planned.kind == "correction":
        is_wrong = against >= max(CONTRADICTED_AT, CONTRADICTED_SHARE * stated)
        fits = (is_wrong or reject >= max(STATED_AT, stated)) and departs(planned.quote, planned.points[0])
    else:
        fits = stated >= STATED_AT and stated > reject and against < DOUBTED_SHARE * stated
    return planned if fits else replace(planned, quote=None)
