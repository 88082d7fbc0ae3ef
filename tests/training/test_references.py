"""What a right answer teaches when its sentences stay, go or are made false."""

from __future__ import annotations

import random

from interviewer.training.examples import TARGET
from interviewer.training.references import DENIED, MIXED, WHOLE, altered_answers, foreign_answers, references
from rubrics.model import KeyPoint, Question
from tests.plain import PlainEmbedder

SENTENCES = {"boil": "boil fresh water", "pour": "pour it over leaves", "wait": "wait three long minutes"}
TEA = Question(
    id="tea",
    question="How do you make tea?",
    reference_answer=" ".join(f"{text.capitalize()}." for text in SENTENCES.values()),
    key_points=tuple(KeyPoint(id=name, statement=text, reject=(f"never {text}",)) for name, text in SENTENCES.items()),
)
BREAD = Question(
    id="bread",
    question="How do you bake bread?",
    reference_answer="Knead dough by hand. Boil fresh water.",
    key_points=(
        KeyPoint(id="knead", statement="knead dough by hand"),
        KeyPoint(id="oven", statement="heat an oven early"),
    ),
)


def test_a_whole_reference_covers_every_point() -> None:
    (example,) = altered_answers(references([TEA], PlainEmbedder()), WHOLE, random.Random(0))
    assert " ".join(example.item.sentences) == TEA.reference_answer
    assert example.targets == (TARGET["covered"],) * 3


def test_a_reference_whose_sentences_are_all_made_false_contradicts_every_point() -> None:
    known = references([TEA], PlainEmbedder())
    for seed in range(20):
        (example,) = altered_answers(known, DENIED, random.Random(seed))
        assert example.targets == (TARGET["contradicted"],) * 3
        assert not any(f"{text.capitalize()}." in " ".join(example.item.sentences) for text in SENTENCES.values())


def test_each_target_follows_from_what_became_of_the_sentence_of_its_point() -> None:
    known, seen = references([TEA], PlainEmbedder()), set()
    for seed in range(60):
        for example in altered_answers(known, MIXED, random.Random(seed)):
            for statement, target in zip(example.item.statements, example.targets, strict=True):
                if f"{statement.capitalize()}." in " ".join(example.item.sentences):
                    expected = TARGET["covered"]
                else:
                    expected = TARGET["contradicted" if statement in " ".join(example.item.sentences) else "missing"]
                assert target == expected
                seen.add(target)
    assert seen == {TARGET["covered"], TARGET["missing"], TARGET["contradicted"]}


def test_an_answer_to_another_question_is_held_against_the_points_it_does_not_come_near() -> None:
    examples = list(foreign_answers([TEA, BREAD], PlainEmbedder(), 3, random.Random(0)))
    asked = {example.item.question: example.item.statements for example in examples}
    assert asked[TEA.question] == ("pour it over leaves", "wait three long minutes")
    assert asked[BREAD.question] == ("knead dough by hand", "heat an oven early")
    assert {target for example in examples for target in example.targets} == {TARGET["missing"]}
