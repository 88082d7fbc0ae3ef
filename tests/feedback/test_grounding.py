"""The checks: a true sentence from the rubric's words passes; anything false, foreign or misplaced does not."""

from __future__ import annotations

import pytest

from interviewer.feedback.grounding import claims_in, find_fault, find_judged_fault
from interviewer.feedback.plan import PlannedSentence
from rubrics.model import KeyPoint
from tests.feedback.cases import ANSWER, CHEAP, DYING, HIDDEN, QUESTION, SHAPE
from tests.plain import PlainVerifier

QUOTE = "relu keeps positives and zeroes negatives"
PRAISE = PlannedSentence(kind="praise", points=(SHAPE,), quote=QUOTE)
CORRECTION = PlannedSentence(kind="correction", points=(HIDDEN,), quote="Relu belongs in the output layer alone")
ADDITION = PlannedSentence(kind="addition", points=(DYING,))
PARTIAL = PlannedSentence(kind="partial", points=(CHEAP,), quote="It costs little")
STEP = PlannedSentence(kind="next_step", points=(SHAPE,), after="correction")
BLANK = PlannedSentence(kind="opening", situation="blank")


def fault(text: str, planned: PlannedSentence) -> str | None:
    return find_fault(text, planned, ANSWER)


def judged_fault(text: str, planned: PlannedSentence) -> str | None:
    return find_judged_fault(PlainVerifier().judge(claims_in(text, planned, QUESTION)), planned, QUESTION)


@pytest.mark.parametrize(
    ("planned", "text"),
    [
        (
            PRAISE,
            f"With “{QUOTE}” you make clear that ReLU passes positive inputs unchanged and turns negative to zero.",
        ),
        (CORRECTION, "In fact, ReLU is the usual default choice for the hidden layers of a network."),
        (
            ADDITION,
            "You could add that a ReLU unit with input always negative receives no gradient and stops learning.",
        ),
        (
            PARTIAL,
            "“It costs little” is a start, but add that ReLU is cheaper to compute than sigmoid.",
        ),
        (STEP, "As a next step, answer this aloud: what would ReLU return for 5, and what for -5?"),
        (BLANK, "Your answer is empty, so there is nothing to build on yet."),
    ],
)
def test_a_sentence_that_says_what_was_planned_passes(planned, text):
    assert fault(text, planned) is None


@pytest.mark.parametrize(
    ("planned", "text", "reason"),
    [
        (PRAISE, "", "0 words"),
        (
            ADDITION,
            "You could add that a ReLU unit whose input is negative receives no gradient and stops learning.",
            "limits",
        ),
        (
            PRAISE,
            "You are right. ReLU passes a positive input unchanged and turns a negative one into zero.",
            "one whole",
        ),
        (PRAISE, "You are right that ReLU passes a positive input unchanged and turns a negative", "one whole"),
        (ADDITION, "You could add this: " + "gradient " * 60 + ".", "words long"),
        (ADDITION, "Add that a ReLU unit with negative input\nreceives no gradient and stops learning.", "one line"),
        (
            ADDITION,
            "See https://x.io: a ReLU unit with negative input receives no gradient and stops learning.",
            "link",
        ),
        (ADDITION, "Add ![that](x) a ReLU unit with negative input receives no gradient and stops learning.", "link"),
        (ADDITION, "<b>Add</b> that a ReLU unit with negative input receives no gradient and stops learning.", "link"),
        (ADDITION, "**Add** that a ReLU unit with negative input receives no gradient and stops learning.", "link"),
        (
            PRAISE,
            "You are right with “relu is magic” that ReLU passes positive input unchanged, negative to zero.",
            "quotes",
        ),
        (
            PRAISE,
            "Your score of 80 is right: ReLU passes a positive input unchanged and turns negative to zero.",
            "'score'",
        ),
        (
            PRAISE,
            "You are right, 80: ReLU passes a positive input through unchanged and turns negative into zero.",
            "number 80",
        ),
        (
            PRAISE,
            "You are right that two ReLU pass a positive input through unchanged, a negative into zero.",
            "number two",
        ),
        (
            PRAISE,
            "You are the best: ReLU passes a positive input through unchanged, right, and negative into zero.",
            "'best'",
        ),
        (PRAISE, "I know you are right: ReLU passes a positive input unchanged and turns a negative into zero.", "'i'"),
        (
            PRAISE,
            "You are right that dropout passes a positive input unchanged and turns a negative to zero.",
            "dropout",
        ),
        (
            PRAISE,
            "You are right that ReLU passes a negative input through unchanged and turns a positive into zero.",
            "order",
        ),
        (
            PRAISE,
            "You are right that ReLU never passes a positive input unchanged nor turns negative input into zero.",
            "round",
        ),
        (PRAISE, "You are right that ReLU is input to an answer of your own.", "not state"),
        (
            PRAISE,
            "You miss that ReLU passes a positive input unchanged and turns a negative input into zero.",
            "praise",
        ),
        (
            PRAISE,
            "Unfortunately you are right that ReLU passes a positive input unchanged, a negative into zero.",
            "praise",
        ),
        (
            CORRECTION,
            "You rightly say that ReLU is the usual default choice for the hidden layers of a network.",
            "correction",
        ),
        (CORRECTION, "In fact, ReLU is not the usual default choice for the hidden layers of a network.", "round"),
        (CORRECTION, "In fact, ReLU is the usual default choice for the output layers of a network.", "output"),
        (CORRECTION, "For the hidden layers of a network, in fact, ReLU is the usual default choice.", "order"),
        (
            ADDITION,
            "As you said, a ReLU unit whose input is always negative receives no gradient, stops learning.",
            "credits",
        ),
        (
            ADDITION,
            "Great to add that a ReLU unit whose input is always negative receives no gradient and stops learning.",
            "praises",
        ),
        (
            ADDITION,
            "You could add that a ReLU unit whose input is always negative receives a gradient and learns.",
            "round",
        ),
        (
            ADDITION,
            "Add that a ReLU unit whose input is always negative receives no gradient and stopping learning.",
            "form",
        ),
        (
            ADDITION,
            "Add that a ReLU unit whose input is always negative receives no Gradient, stops learning.",
            "capital",
        ),
        (CORRECTION, "In fact, ReLU is the usual default for the hidden layers of a network.", "phrase"),
        (STEP, "As a next step, explain what sigmoid would return for 5, and for -5?", "sigmoid"),
        (STEP, "As a next step, say what ReLU would return.", "another question"),
        (CORRECTION, "In fact, ReLU is the usual default choice for hidden layers of a network.", "no article"),
        (STEP, "As a next step, explain this to a friend of yours.", "not in the rubric"),
        (BLANK, "Your answer is empty of a claim, so there is nothing to build on yet.", "not in the rubric"),
        (BLANK, "Your answer is good, so there is nothing to build on.", "praises"),
    ],
)
def test_a_sentence_that_says_anything_else_is_refused(planned, text, reason):
    assert reason in (fault(text, planned) or "passed")


def test_a_part_between_commas_keeps_its_comma():
    falls = KeyPoint(
        id="falls", statement="The weights move so that the loss falls, that is, against the gradient.", weight=1
    )
    planned = PlannedSentence(kind="addition", points=(falls,))
    text = "You could add that the weights move so that the loss falls{} against the gradient."
    assert fault(text.format(","), planned) is None
    assert fault(text.format(""), planned) == "no comma before 'against'"


def test_a_word_without_an_article_gets_none():
    off = KeyPoint(id="off", statement="Dropout switches off a part of the neurons.", weight=1)
    planned = PlannedSentence(kind="addition", points=(off,))
    assert fault("You could add that dropout switches off a part of the neurons.", planned) is None
    assert (
        fault("You could add that a dropout switches off a part of the neurons.", planned)
        == "an article before 'dropout'"
    )


def test_a_participle_is_not_joined_on_with_and():
    faster = KeyPoint(
        id="faster",
        statement="Batch normalisation makes training converge faster, often allowing higher learning rates.",
        weight=1,
    )
    planned = PlannedSentence(kind="addition", points=(faster,))
    text = "You could add that batch normalisation makes training converge faster{} allowing higher learning rates."
    assert fault(text.format(", often"), planned) is None
    assert fault(text.format(" and often"), planned) == "'and' where the rubric has none"


@pytest.mark.parametrize(
    ("statement", "said", "reason"),
    [
        (
            "The layer stands right before the activation, as first proposed, or right after it.",
            "the layer stands right before the activation, and right after it",
            "'and' where",
        ),
        (
            "For this network, Adam or AdamW is a sound choice.",
            "for this network, AdamW is a sound choice",
            "no 'or' before 'adamw'",
        ),
        (
            "With no labels, results are harder to check and to get right.",
            "with labels, no results are harder to check and to get right",
            "round",
        ),
        (
            "In training, the layer subtracts the mean of the batch from each feature.",
            "the layer subtracts the mean of the batch from each feature",
            "limits",
        ),
        (
            "Deep models are black boxes, so their decisions must be explained.",
            "the deep models are black boxes, so their decisions must be explained",
            "an article before 'deep'",
        ),
    ],
)
def test_small_words_that_change_the_meaning_are_refused(statement, said, reason):
    planned = PlannedSentence(kind="addition", points=(KeyPoint(id="one", statement=statement, weight=1),))
    assert reason in (fault(f"You could add that {said}.", planned) or "passed")


def test_an_and_may_stand_for_a_while():
    apart = KeyPoint(id="apart", statement="Threads share memory, while processes share none.", weight=1)
    planned = PlannedSentence(kind="addition", points=(apart,))
    assert fault("You could add that threads share memory and processes share none.", planned) is None


def test_the_words_of_another_key_point_do_not_make_a_claim_true():
    text = "You could add that a sigmoid unit whose input is always negative receives no gradient and stops learning."
    assert "sigmoid" in (fault(text, ADDITION) or "passed")


def test_the_candidates_words_may_stand_in_a_quotation_alone():
    text = "In fact, ReLU is the usual default choice for the hidden layers of a network, and it costs little."
    assert fault(text, CORRECTION) is not None


def test_the_verifier_lets_a_sentence_pass_that_states_its_key_point():
    text = "You could add that a ReLU unit whose input is always negative receives no gradient and stops learning."
    assert judged_fault(text, ADDITION) is None


def test_the_verifier_refuses_a_sentence_that_does_not_state_its_key_point():
    assert judged_fault("You could add that units stop.", ADDITION) == "does not state dying"


def test_of_a_next_step_and_an_opening_there_is_nothing_to_judge():
    assert [claims_in("Anything.", planned, QUESTION) for planned in (STEP, BLANK)] == [(), ()]
    assert judged_fault("Anything.", STEP) is None


def test_the_verifier_refuses_a_sentence_that_contradicts_another_key_point():
    text = f"You could add that {DYING.statement} Also it is false that {HIDDEN.statement}"
    assert judged_fault(text, ADDITION) == "contradicts hidden"


def test_the_verifier_does_not_hold_the_candidates_quoted_words_against_a_correction():
    text = f"You write “it is false that {HIDDEN.statement}”, but in fact {HIDDEN.statement}"
    assert judged_fault(text, CORRECTION) is None
