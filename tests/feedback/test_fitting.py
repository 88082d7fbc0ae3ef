"""Quotations are shown only where the quoted words alone show the point."""

from __future__ import annotations

from threading import Event

import numpy as np
import pytest

from interviewer.feedback.fitting import claims_of_quote, with_fitting_quote
from interviewer.feedback.many import FeedbackOfMany
from interviewer.feedback.plan import Kind, PlannedSentence
from interviewer.feedback.wording import quotes_in
from interviewer.feedback.writer import FeedbackWriter
from interviewer.models.protocols import Rows
from tests.feedback.cases import CHEAP, HIDDEN, QUESTION, SHAPE, grade_of
from tests.plain import PlainVerifier

QUOTE = "ReLU is cheaper to compute than sigmoid"


def rows(stated: float, against: float, reject: float) -> Rows:
    """What the verifier might say of a point with one `reject`."""
    told = ((1 - stated - against, stated, against), (1 - reject, reject, 0.0))
    return np.array(told, dtype=np.float32)


@pytest.mark.parametrize(
    ("kind", "judged", "is_kept"),
    [
        ("praise", rows(0.5, 0.01, 0.1), True),
        ("praise", rows(0.1, 0.01, 0.0), False),
        ("praise", rows(0.4, 0.01, 0.5), False),
        ("partial", rows(0.3, 0.01, 0.1), True),
        ("partial", rows(0.06, 0.01, 0.0), False),
        ("praise", rows(0.4, 0.2, 0.0), False),
    ],
)
def test_a_quotation_stays_that_shows_its_point(kind: Kind, judged: Rows, is_kept: bool):
    planned = PlannedSentence(kind=kind, points=(SHAPE,), quote=QUOTE)
    assert (with_fitting_quote(planned, [judged]).quote == QUOTE) is is_kept


@pytest.mark.parametrize(
    ("judged", "quote", "is_kept"),
    [
        (rows(0.3, 0.01, 0.5), "ReLU turns every input into a number between 0 and 1", True),
        (rows(0.3, 0.2, 0.0), "ReLU never turns a negative input into zero", True),
        (rows(0.3, 0.2, 0.0), "ReLU turns a negative input into zero", False),
        (rows(0.6, 0.07, 0.0), "ReLU never turns a negative input into zero", False),
        (rows(0.9, 0.11, 0.3), "ReLU never turns a negative input into zero", False),
    ],
)
def test_what_is_put_right_is_quoted_only_where_its_words_depart_from_the_point(
    judged: Rows, quote: str, is_kept: bool
):
    planned = PlannedSentence(kind="correction", points=(SHAPE,), quote=quote)
    assert (with_fitting_quote(planned, [judged]).quote == quote) is is_kept


def test_the_quoted_words_are_held_against_the_point_and_its_rejects():
    planned = PlannedSentence(kind="praise", points=(SHAPE,), quote="a negative input is turned into zero.")
    (claim,) = claims_of_quote(planned, QUESTION)
    assert claim.seen(0) == "A negative input is turned into zero."
    assert claim.statements == (SHAPE.statement, *SHAPE.reject)


def test_of_a_sentence_without_a_quotation_nothing_is_asked():
    planned = PlannedSentence(kind="praise", points=(HIDDEN,))
    assert claims_of_quote(planned, QUESTION) == ()
    assert with_fitting_quote(planned, []) is planned


@pytest.mark.parametrize(("answer", "is_quoted"), [(CHEAP.statement, True), ("It costs little to compute.", False)])
def test_feedback_of_one_and_of_many_quotes_alike(answer: str, is_quoted: bool):
    grade = grade_of("missing", "missing", "covered", "missing", answer=answer, spans={"cheap": answer})
    one = [told.text for told in FeedbackWriter(None, PlainVerifier()).write(QUESTION, answer, grade, Event())]
    many = FeedbackOfMany(None, PlainVerifier()).write([QUESTION], [answer], [grade])[0]
    assert [told.text for told in many] == one
    assert bool([quote for text in one for quote in quotes_in(text)]) is is_quoted
