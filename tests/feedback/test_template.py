"""The template: the plan in whole sentences, without a language model."""

from __future__ import annotations

from itertools import product

import pytest

from interviewer.feedback import phrases
from interviewer.feedback.grounding import find_fault
from interviewer.feedback.plan import plan_feedback
from interviewer.feedback.template import find_follow_up, template_feedback
from interviewer.feedback.vocabulary import PRAISE_MARKS
from interviewer.feedback.wording import as_clause, rubric_texts, tokens
from interviewer.grading.grade import VERDICTS
from rubrics.model import KeyPoint
from tests.feedback.cases import ANSWER, CHEAP, DYING, EMPTY, HIDDEN, MIXED, QUESTION, SHAPE, grade_of


def claim_of(planned):
    return as_clause(planned.points[0].statement, tuple(rubric_texts(QUESTION)))


def test_the_same_answer_gets_the_same_sentences():
    assert template_feedback(QUESTION, ANSWER, MIXED) == template_feedback(QUESTION, ANSWER, MIXED)


def test_other_answers_with_the_same_verdicts_get_other_wordings():
    told = {template_feedback(QUESTION, ANSWER + " " * spaces, MIXED) for spaces in range(12)}
    assert len(told) >= 6


def test_the_sentences_say_what_was_right_what_holds_instead_and_what_is_missing():
    praise, correction, addition, *_ = template_feedback(QUESTION, ANSWER, MIXED)
    assert "“relu keeps positives and zeroes negatives”" in praise
    assert "ReLU is the usual default choice for the hidden layers of a network" in correction
    assert "“Relu belongs in the output layer alone”" in correction
    assert (
        "a ReLU unit whose input is always negative receives no gradient and stops learning"
        in addition.lower().replace("relu", "ReLU")
    )


def test_an_empty_answer_is_not_praised():
    text = " ".join(template_feedback(QUESTION, "", EMPTY))
    assert not {"right", "rightly", "correctly", "good", "well"} & set(tokens(text))


@pytest.mark.parametrize("names", list(product(VERDICTS, repeat=4))[::7])
def test_no_score_no_gap_in_a_pattern_and_no_wording_twice(names):
    told = template_feedback(QUESTION, ANSWER, grade_of(*names))
    assert len(set(told)) == len(told)
    for sentence in told:
        assert not {"{", "}"} & set(sentence)
        assert sentence[0].isupper() or sentence[0] == "“"
        assert sentence[-1] in ".?"
        assert not {"score", "50", "points", "grade"} & set(tokens(sentence)) - {"points"}


def test_every_pattern_for_a_key_point_passes_the_checks_that_the_model_must_pass():
    for names in product(("covered", "contradicted", "partial", "missing"), repeat=2):
        for spaces in range(6):
            answer = ANSWER + " " * spaces
            grade = grade_of(*names, "covered", "missing", answer=answer)
            plan = plan_feedback(QUESTION, grade)
            for planned, sentence in zip(plan, template_feedback(QUESTION, answer, grade), strict=True):
                if planned.kind in ("praise", "addition", "partial") or planned.situation:
                    lead = "" if planned.situation else sentence[: sentence.index(claim_of(planned))]
                    assert find_fault(sentence, planned, answer, lead=lead) is None, sentence


def test_praise_patterns_praise_and_others_do_not():
    for pattern in (*phrases.PRAISE, *phrases.PRAISE_WITH_QUOTE):
        assert PRAISE_MARKS & set(tokens(pattern))
    for pattern in (*phrases.CORRECTION, *phrases.CORRECTION_WITH_QUOTE, *phrases.ADDITION):
        assert not {"right", "rightly", "correctly", "good", "well"} & set(tokens(pattern))


def test_a_rubric_that_holds_a_pattern_word_is_shown_as_it_is():
    point = KeyPoint(id="p", statement="The mark {quote} opens a gap.", weight=1)
    question = type(QUESTION)(id="q", question="What?", key_points=(point,))
    grade = grade_of("covered", question=question, answer="gaps open with braces", spans={"p": "gaps open with braces"})
    assert "{quote}" in " ".join(template_feedback(question, "gaps open with braces", grade))


def test_a_statement_becomes_a_clause_and_a_name_keeps_its_capital():
    texts = ["We use Adam today.", "The dropout rate matters."]
    assert as_clause("Dropout switches units off.", texts) == "dropout switches units off"
    assert as_clause("Adam joins two ideas.", texts) == "Adam joins two ideas"
    assert as_clause("ReLU is cheap.", texts) == "ReLU is cheap"
    assert as_clause("A GRU has gates.", texts) == "a GRU has gates"


def test_a_follow_up_that_says_what_the_candidate_said_is_not_used():
    assert find_follow_up(SHAPE) == "What would ReLU return for 5, and what for -5?"
    assert find_follow_up(HIDDEN) == "In which layers would you use ReLU?"
    assert find_follow_up(DYING) is None
    assert find_follow_up(CHEAP) is None
