"""Sentences that deny a claim as a whole."""

import pytest

from interviewer.grading.denial import find_denied_claim


@pytest.mark.parametrize(
    "sentence",
    [
        "It is not true that cats bark.",
        "But it's a mistake to believe that cats bark.",
        "It is false that cats bark.",
        "Nobody should think that cats bark.",
    ],
)
def test_the_denied_claim_is_found(sentence):
    assert find_denied_claim(sentence) == "Cats bark."


@pytest.mark.parametrize(
    "sentence", ["Cats do not bark.", "It is true that cats bark.", "It is not far to the sea.", ""]
)
def test_other_sentences_deny_nothing(sentence):
    assert find_denied_claim(sentence) is None
