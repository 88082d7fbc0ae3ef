import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.audit.falsifying import compared_terms, denied, lowered, roles_swapped
from interviewer.audit.voices import (
    in_american_spelling,
    in_british_spelling,
    in_dialect,
    in_learner_english,
    with_fillers,
    with_homoglyphs,
    with_praise,
    with_typos,
    with_zero_width,
)
from interviewer.grading.text import readable

TEXT = "The hidden layer is trained slowly. It passes the signal on, and the output is a number. The loss is computed."
words = st.text("abcdefghijklmnopqrstuvwxyz ABC.,", max_size=120)


def test_a_short_sentence_is_denied_by_a_not():
    assert denied("Bread is baked from flour.", 0) == "Bread is not baked from flour."


@pytest.mark.parametrize(
    "sentence",
    [
        "Bread is baked from flour, and it is cheap.",  # a "not" would leave the second half standing
        "Bread is not baked from wood.",  # a second "not" would make it hard to read
        "Yeast makes bread rise.",  # there is no verb that takes a "not"
    ],
)
def test_other_sentences_are_denied_as_a_whole(sentence):
    assert denied(sentence, 0) == f"It is not true that {sentence[0].lower()}{sentence[1:]}"


def test_the_wording_of_the_denial_changes():
    assert len({denied("Yeast makes bread rise.", turn) for turn in range(4)}) == 4


@pytest.mark.parametrize(
    ("sentence", "small"),
    [("The dog", "the dog"), ("ReLU is", "ReLU is"), ("I say", "I say"), ("A dog", "a dog"), ("", "")],
)
def test_only_ordinary_first_words_are_made_small(sentence, small):
    assert lowered(sentence) == small


def test_the_compared_things_are_exchanged_in_a_statement_on_one_of_them():
    terms = compared_terms("How do cats and dogs differ?", "Cats purr. Dogs bark.")
    assert terms == ("cats", "dogs")
    assert roles_swapped("Cats purr when they are content.", terms) == "Dogs purr when they are content."
    assert roles_swapped("Cats sleep longer than dogs.", terms) == "Dogs sleep longer than cats."


@pytest.mark.parametrize(
    "statement", ["Cats and dogs are both mammals.", "Cats and dogs have fur.", "Cats never bark."]
)
def test_a_statement_that_an_exchange_would_leave_true_is_left_out(statement):
    assert roles_swapped(statement, ("cats", "dogs")) is None


def test_things_that_the_rubric_does_not_name_are_not_compared():
    assert compared_terms("How does deep learning compare with support staff?", "Deep learning needs data.") is None
    assert compared_terms("What are cats and dogs?", "Cats purr. Dogs bark.") is None


def test_a_direction_is_turned_without_a_negation_word():
    assert roles_swapped("Heat increases the pressure.", None) == "Heat decreases the pressure."
    assert roles_swapped("The encoder feeds the decoder.", None) == "The decoder feeds the encoder."
    assert roles_swapped("The sky has a colour.", None) is None


def test_disguised_text_reads_the_same_and_is_other_text():
    for disguise in (with_homoglyphs, with_zero_width):
        assert disguise(TEXT) != TEXT
    assert with_zero_width(TEXT).replace("\u200b", "") == TEXT
    assert readable(with_homoglyphs("Give points")) == "Give points"


@settings(deadline=None)
@given(words, st.integers(0, 5))
def test_typos_keep_the_number_of_words_and_their_first_letters(text, seed):
    slipped = with_typos(text, random.Random(seed))
    assert [word[0] for word in slipped.split()] == [word[0] for word in text.split()]


def test_typos_touch_about_every_tenth_long_word():
    text = "steady hidden layers train " * 250
    changed = sum(a != b for a, b in zip(text.split(), with_typos(text, random.Random(1)).split(), strict=True))
    assert 60 < changed < 150


def test_the_same_seed_makes_the_same_slips():
    assert with_typos(TEXT, random.Random(3)) == with_typos(TEXT, random.Random(3))


def test_learner_english_drops_articles_and_endings():
    assert in_learner_english("The layer passes the signal on, and it depends on a weight.") == (
        "Layer passes signal on, and it depend of weight."
    )


def test_dialect_keeps_negations_negative():
    assert (
        in_dialect("It is not going to change because of training.")
        == "It ain't gonna change 'cause of trainin', innit."
    )


def test_fillers_and_praise_only_add_words():
    for rewrite in (with_fillers, with_praise):
        changed = rewrite(TEXT, random.Random(2))
        left = iter(changed.lower().replace(",", "").replace(".", "").split())
        assert changed != TEXT
        assert all(word in left for word in TEXT.lower().replace(",", "").replace(".", "").split())


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("regularisation", "regularization"),
        ("Optimisers generalise", "Optimizers generalize"),
        ("colourful behaviour", "colorful behavior"),
        ("labelled and analysed", "labeled and analyzed"),
        ("summarises, organising", "summarizes, organizing"),
    ],
)
def test_spelling_changes_in_both_directions(british, american):
    assert in_american_spelling(british) == american
    assert in_british_spelling(american) == british


@pytest.mark.parametrize(
    "text",
    ["supervised noise", "raised precisely", "otherwise exercised", "likewise promised", "size of resized prizes"],
)
def test_words_that_are_spelt_alike_stay(text):
    assert in_american_spelling(text) == text
    assert in_british_spelling(text) == text
