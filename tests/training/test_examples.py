"""What the verifier learns from, made out of questions and answers."""

from __future__ import annotations

import random

import pytest

from interviewer.training.examples import COMMANDS, TARGET, decapitalised, empty_answers

QUESTIONS = [
    {
        "question_id": "tea",
        "question": "How do you make tea?",
        "reference_answer": "Boil fresh water. Pour it over the leaves.",
        "key_points": [
            {"id": "boil", "text": "Fresh water is boiled first."},
            {"id": "pour", "text": "Water is poured."},
        ],
    },
    {
        "question_id": "bread",
        "question": "How is bread baked?",
        "reference_answer": "Knead flour with yeast. The dough rises overnight.",
        "key_points": [{"id": "knead", "text": "Flour and yeast are kneaded."}],
    },
]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The gate opens.", "the gate opens."),
        ("ReLU is fast.", "ReLU is fast."),
        ("A gate opens.", "A gate opens."),
        ("", ""),
    ],
)
def test_a_sentence_loses_its_capital_unless_it_begins_with_a_name_or_a_letter(sentence: str, expected: str) -> None:
    assert decapitalised(sentence) == expected


def test_answers_without_substance_come_in_every_kind_and_state_nothing() -> None:
    made = [one for seed in range(60) for one in empty_answers(QUESTIONS, random.Random(seed))]
    assert all(target == TARGET["missing"] for one in made for target in one.targets)
    said = [" ".join(one.item.sentences) for one in made if one.item.question == "How do you make tea?"]
    assert any(text == "Knead flour with yeast. The dough rises overnight." for text in said)
    assert any(command in text for text in said for command in COMMANDS)
    assert any(text.count("How do you make tea") == 2 for text in said)
    known = ("How do you", *COMMANDS)
    nonsense = [text for text in said if text.count(".") > 3 and not any(one in text for one in known)]
    assert nonsense
    for text in nonsense:
        assert all(6 <= len(sentence.split()) <= 14 for sentence in text.rstrip(".").split(". "))
