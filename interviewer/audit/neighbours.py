"""For each question of a set, another one that is near in words and whose right answer earns nothing here."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from interviewer.audit.cases import Target, sentences
from rubrics.model import Question

STATES_AT = 0.45  # a sentence that holds so large a share of a key point's weighted words may state it


def neighbours(questions: Sequence[Question]) -> dict[str, Question]:
    """The neighbour of each question, by its id; a question without one is left out.

    Neighbours share as many rare words as possible, but no sentence of the neighbour's right answer holds most of the
    words of one of this question's key points: what it says may be near, yet it answers something else.
    """
    texts = {one.id: Target(question=one, place=0).reference for one in questions}
    words = {name: set(_words(text)) for name, text in texts.items()}
    weights = _rarity(list(words.values()))
    found: dict[str, Question] = {}
    for question in questions:
        points = [set(_words(point.statement)) for point in question.key_points]
        others = [
            other
            for other in questions
            if other.id != question.id
            and not any(
                _states(set(_words(one)), point, weights) for one in sentences(texts[other.id]) for point in points
            )
        ]
        if others:
            here = words[question.id]
            found[question.id] = max(others, key=lambda other: _nearness(here, words[other.id], weights))
    return found


def _words(text: str) -> list[str]:
    return [re.sub(r"(ing|ed|es|s)$", "", word) for word in re.findall(r"[a-z][\w-]{2,}", text.lower())]


def _rarity(texts: Sequence[set[str]]) -> Mapping[str, float]:
    counts = Counter(word for text in texts for word in text)
    return {word: math.log((1 + len(texts)) / count) for word, count in counts.items()}


def _states(sentence: set[str], point: set[str], weights: Mapping[str, float]) -> bool:
    whole = sum(weights.get(word, 1.0) for word in point)
    return whole > 0 and sum(weights.get(word, 1.0) for word in point & sentence) / whole >= STATES_AT


def _nearness(here: set[str], there: set[str], weights: Mapping[str, float]) -> float:
    shared = sum(weights[word] for word in here & there)
    return shared / math.sqrt(sum(weights[w] for w in here) * sum(weights[w] for w in there) or 1.0)
