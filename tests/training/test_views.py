"""What statements are held against in training."""

from __future__ import annotations

import random

from interviewer.training.examples import TARGET, Example, item_of
from interviewer.training.views import with_views
from tests.plain import PlainEmbedder

POINTS = ("boil fresh water", "pour it over leaves", "wait three long minutes")
ANSWER = (
    "First boil fresh water. Then pour it over leaves. My aunt likes cups. Sugar is sweet. Wait three long minutes."
)
TEA = Example(item=item_of("How do you make tea?", ANSWER, POINTS), targets=(TARGET["covered"],) * 3)
BREAD = Example(
    item=item_of("How do you bake bread?", "Knead dough by hand.", ("knead dough by hand", "cups heat an oven")),
    targets=(TARGET["covered"], TARGET["missing"]),
)


def drawn(*examples: Example, seeds: int = 60) -> list[Example]:
    return [
        one
        for seed in range(seeds)
        for one in with_views(examples, PlainEmbedder(), {}, random.Random(seed))
        if one.item.question == examples[0].item.question
    ]


def seen(example: Example, number: int) -> str:
    return " ".join(example.item.sentences[place] for place in example.item.views[number])


def test_a_stated_point_keeps_its_verdict_only_where_its_sentence_is_seen() -> None:
    blind = 0
    for example in drawn(TEA):
        for number, (statement, target) in enumerate(zip(example.item.statements, example.targets, strict=True)):
            is_seen = statement in seen(example, number).lower()
            assert target == TARGET["covered" if is_seen else "missing"]
            blind += not is_seen
    assert blind > 10


def test_views_are_drawn_from_one_sentence_to_all_of_them() -> None:
    counts = {len(view) for example in drawn(TEA) for view in example.item.views}
    assert {1, 2, 3, 5} <= counts


def test_a_point_of_another_question_is_asked_and_missing() -> None:
    foreign = [
        (statement, target)
        for example in drawn(TEA, BREAD)
        for statement, target in zip(example.item.statements, example.targets, strict=True)
        if statement not in POINTS
    ]
    assert {target for _, target in foreign} == {TARGET["missing"]}
    assert {statement for statement, _ in foreign} == {"cups heat an oven"}  # the nearest, and it is not stated


def test_a_whole_right_answer_is_held_against_the_whole_answer() -> None:
    single = Example(item=item_of("", ANSWER, ("Make tea.",)), targets=(TARGET["covered"],))
    assert drawn(single, seeds=5) == [single] * 5
