"""Key points out of a bare reference answer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rubrics.derive import derive_key_points
from rubrics.loading import load_rubrics


def statements(text: str) -> list[str]:
    return [derived.key_point.statement for derived in derive_key_points(text)]


def weights(text: str) -> list[float]:
    return [derived.key_point.weight for derived in derive_key_points(text)]


def spans(text: str) -> list[str]:
    return [text[derived.start : derived.end] for derived in derive_key_points(text)]


def test_sentences_become_statements_and_keep_their_spans():
    text = "  A neuron sums its inputs.\nA bias shifts the sum (e.g. by 0.5). "
    assert statements(text) == ["A neuron sums its inputs.", "A bias shifts the sum (e.g. by 0.5)."]
    assert spans(text) == statements(text)


def test_list_items_take_their_heading_along():
    text = "# Dropout\n\nAdvantages:\n- less overfitting\n- **cheap**, one line\n\nDisadvantages:\n1. longer training\n"
    assert statements(text) == [
        "Dropout, Advantages: less overfitting.",
        "Dropout, Advantages: cheap, one line.",
        "Dropout, Disadvantages: longer training.",
    ]
    assert spans(text) == ["less overfitting", "**cheap**, one line", "longer training"]


def test_a_lead_in_joins_its_items_and_ends_with_them():
    text = "Regularisation lowers variance. Common means are:\n- L2 penalties\n- early stopping\n\nTuning is needed."
    assert statements(text) == [
        "Regularisation lowers variance.",
        "Common means are L2 penalties.",
        "Common means are early stopping.",
        "Tuning is needed.",
    ]


def test_an_item_that_holds_its_heading_is_left_as_it_is():
    assert statements("## Dropout\n- Dropout drops random units.") == ["Dropout drops random units."]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("ReLU is cheap. It keeps positive inputs.", ["ReLU is cheap.", "ReLU keeps positive inputs."]),
        ("ReLU is cheap. Its slope is 1.", ["ReLU is cheap.", "ReLU's slope is 1."]),
        ("Gates are learned. They decide what is kept.", ["Gates are learned.", "Gates decide what is kept."]),
        ("ReLU is cheap. This helps in training.", ["ReLU is cheap. This helps in training."]),
        ("For images I take ReLU. It is cheap.", ["For images I take ReLU. It is cheap."]),
        ("Gates are learned. It is good.", ["Gates are learned. It is good."]),
    ],
)
def test_a_pronoun_becomes_its_subject_or_the_sentence_stays_with_the_one_before(text, made):
    assert statements(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("ReLU is cheap, whereas sigmoid needs an exp.", ["ReLU is cheap.", "Sigmoid needs an exp."]),
        ("SGD is simple; Adam adapts the step.", ["SGD is simple.", "Adam adapts the step."]),
        ("If the rate is high, it drops, and the loss grows.", ["If the rate is high, it drops, and the loss grows."]),
        ("ReLU keeps positives and zeroes negatives.", ["ReLU keeps positives and zeroes negatives."]),
        ("The unit (a cell, and the state is big) works.", ["The unit (a cell, and the state is big) works."]),
    ],
)
def test_clauses_are_cut_only_where_both_stand_alone(text, made):
    assert statements(text) == made


def test_members_of_an_enumeration_become_a_point_each_and_weigh_one():
    text = "Deep learning needs data. Common optimisers include SGD, Adam and RMSprop."
    assert statements(text)[1:] == [f"Common optimisers include {name}." for name in ("SGD", "Adam", "RMSprop")]
    assert spans(text)[1:] == ["SGD", "Adam", "RMSprop"]
    assert weights(text) == [3, 1, 1, 1]


def test_a_colon_enumerates_only_what_was_announced_with_its_number():
    assert len(statements("An LSTM has three gates: input gate, forget gate and output gate.")) == 3
    assert len(statements("An LSTM has two gates: input gate, forget gate and output gate.")) == 1
    assert len(statements("The use is imaging: networks read scans, films and slides.")) == 1


@pytest.mark.parametrize(
    "filler",
    [
        "Great question!",
        "Let me explain this briefly.",
        "There are several types of pooling.",
        "After training there are two routes.",
        "What does this mean?",
        "I hope this helps.",
        "```\nx = relu(y)\n```\n",
        "---\n",
    ],
)
def test_filler_is_dropped(filler):
    assert statements(f"{filler}\n\nPooling shrinks a feature map.") == ["Pooling shrinks a feature map."]


def test_linking_words_are_passed_over():
    text = "Pooling shrinks maps. However, note that strides shrink maps too."
    assert statements(text) == ["Pooling shrinks maps.", "Strides shrink maps too."]


def test_weights_follow_what_is_called_essential_and_what_is_an_option():
    text = "Pooling shrinks maps. Strides shrink maps. The most important layer is conv. Pooling can also be global."
    assert weights(text) == [3, 2, 3, 1]


def test_repeated_sentences_give_one_point():
    assert statements("Pooling shrinks maps. Pooling shrinks maps!") == ["Pooling shrinks maps."]


def test_a_text_of_filler_alone_gives_itself_and_a_text_without_words_nothing():
    assert statements(" Yes. ") == ["Yes."]
    assert derive_key_points("") == derive_key_points(" ?! 42") == ()


def test_each_reference_answer_of_the_thirty_gives_several_points_that_cover_most_of_it():
    for question in load_rubrics():
        reference = question.reference_answer
        derived = derive_key_points(reference)
        assert len(derived) >= 5
        assert sum(one.end - one.start for one in derived) > 0.7 * len(reference)


WORDS = ["ReLU is cheap", "It", "they are", "include A, B and C", "however, ", "three gates", "x", "卷积。", "e.g. "]
MARKS = [
    ". ",
    "; ",
    ", and ",
    ": ",
    "?",
    "\n",
    "\n\n",
    "\r\n",
    "- ",
    "  - ",
    "1. ",
    "# ",
    "```\n",
    "**",
    "(",
    '"',
    "\u00a0",
]
PIECES = st.sampled_from(WORDS + MARKS)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=25).map("".join)))
def test_any_text_gives_points_with_spans_inside_it_and_ids_of_their_own(text):
    derived = derive_key_points(text)
    assert all(0 <= one.start < one.end <= len(text) for one in derived)
    assert len({one.key_point.id for one in derived}) == len(derived)
    assert bool(derived) == any(letter.isalpha() for letter in text)
    assert all(one.key_point.source == f"reference answer, characters {one.start} to {one.end}" for one in derived)
