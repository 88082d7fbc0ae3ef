"""Answers in another voice or company."""

from __future__ import annotations

import random
import re

from interviewer.training.examples import COMMANDS, TARGET, Example, item_of
from interviewer.training.voices import in_another_voice

ELSEWHERE = ("Rivers carry sand.", "A contract needs two parties.", "Stars are hot.")
ANSWER = "The units in a layer see a batch. A random share of them is set to zero, which helps. All units work later."
EXAMPLE = Example(
    item=item_of("What is dropout?", ANSWER, ("Dropout zeroes units.", "All units work at test time.")),
    targets=(TARGET["covered"], TARGET["partial"]),
    weight=2.0,
)


def voices(count: int = 200) -> list[Example]:
    return [in_another_voice(EXAMPLE, ELSEWHERE, random.Random(seed)) for seed in range(count)]


def test_question_statements_targets_and_weight_stay() -> None:
    for one in voices():
        assert (one.item.question, one.item.statements) == (EXAMPLE.item.question, EXAMPLE.item.statements)
        assert (one.targets, one.weight) == (EXAMPLE.targets, EXAMPLE.weight)


def test_the_words_of_the_answer_stay_but_for_slips_articles_and_endings() -> None:
    wanted = set(re.findall(r"[a-z]{3,4}", ANSWER.lower()))
    for one in voices():
        said = " ".join(one.item.sentences).lower()
        assert sum(word in said for word in wanted) >= 0.6 * len(wanted)


def test_every_kind_of_voice_and_company_comes_up() -> None:
    said = [" ".join(one.item.sentences) for one in voices()]
    assert any("Rivers carry sand." in text for text in said)
    assert any(command in text for text in said for command in COMMANDS)
    assert any("um," in text.lower() for text in said)
    assert any(text.startswith("Units in") or " random share of them is set to zero" in text for text in said)
    assert any(text.index("work later") < text.index("see") for text in said if "work later" in text and "see" in text)
    assert len(set(said)) > 100
