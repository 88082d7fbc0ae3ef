"""Which sentences of an answer each statement is held against in training: the nearest ones, few or many by lot.

So the network learns to judge from what is said of a point, however little of the answer it sees. Some statements are
added that nothing they see states: a point without the sentence that states it, and points of other questions.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from interviewer.grading.similarity import nearest_windows
from interviewer.models.protocols import Embedder, Rows
from interviewer.training.examples import TARGET, Example, Target

SEEN = ((1, 0.10), (2, 0.25), (3, 0.35), (5, 0.15), (99, 0.15))  # sentences that a statement sees, and how often
CLEAR = 0.1  # by so much the nearest sentence is nearer than any other, where it alone states a point
STATED_AT = 0.5  # cosine from which on a sentence may state a point
FOREIGN_BELOW = 0.55  # no sentence of the answer is as near as this to a point that is taken from another question
BLIND, FOREIGN = 0.4, 0.4  # how often a point is asked again without its sentence; an answer, of another's point
CANDIDATES = 24  # points of other questions, of which the nearest that may be is asked


@dataclass(frozen=True, slots=True)
class _Branch:
    statement: str
    view: tuple[int, ...]
    target: Target


def with_views(
    examples: Sequence[Example], embedder: Embedder, row_of: dict[str, Rows], rng: random.Random
) -> list[Example]:
    """Each example with the views of its statements drawn, and now and then statements more.

    An example of one statement keeps its view: such statements are whole right answers, held against whole answers.
    `row_of` holds the embeddings that are known already and receives the others.
    """
    texts = sorted({text for one in examples for text in (*one.item.sentences, *one.item.statements)} - row_of.keys())
    row_of.update(zip(texts, embedder.embed(texts), strict=True))
    graded = [one for one in examples if len(one.item.statements) > 1]
    foreign = sorted({(s, one.item.question) for one in graded for s in one.item.statements})
    return [_viewed(e, row_of, foreign, rng) if len(e.item.statements) > 1 else e for e in examples]


def _viewed(
    example: Example, row_of: dict[str, Rows], foreign: Sequence[tuple[str, str]], rng: random.Random
) -> Example:
    item = example.item
    said = np.stack([row_of[one] for one in item.sentences])
    branches = []
    for statement, target in zip(item.statements, example.targets, strict=True):
        row = row_of[statement]
        order = [int(place) for place in nearest_windows(said, row[None], len(said))[0]]
        cosines = said @ row
        is_clear = len(order) == 1 or cosines[order[0]] - cosines[order[1]] >= CLEAR
        count = _count(rng)
        if count == 1 and not is_clear and target != TARGET["missing"]:
            count = 2
        branches.append(_Branch(statement, tuple(sorted(order[:count])), target))
        has_home = is_clear and cosines[order[0]] >= STATED_AT and target != TARGET["missing"]
        if has_home and len(order) > 2 and rng.random() < BLIND:
            branches.append(_Branch(statement, tuple(sorted(order[1 : 1 + max(2, count)])), TARGET["missing"]))
    if rng.random() < FOREIGN:
        branches += _foreign(example, said, row_of, foreign, rng)
    return replace(
        example,
        item=replace(item, statements=tuple(b.statement for b in branches), views=tuple(b.view for b in branches)),
        targets=tuple(b.target for b in branches),
    )


def _foreign(
    example: Example, said: Rows, row_of: dict[str, Rows], foreign: Sequence[tuple[str, str]], rng: random.Random
) -> list[_Branch]:
    """The point of another question that comes nearest to the answer without being stated in it, if there is one."""
    drawn = [
        statement
        for statement, question in rng.sample(foreign, min(len(foreign), CANDIDATES))
        if question != example.item.question and statement not in example.item.statements
    ]
    if not drawn:
        return []
    cosines = said @ np.stack([row_of[one] for one in drawn]).T  # (sentences, drawn)
    highest = np.where(cosines.max(axis=0) < FOREIGN_BELOW, cosines.max(axis=0), -1.0)
    chosen = int(highest.argmax())
    if highest[chosen] < 0:
        return []
    order = nearest_windows(said, row_of[drawn[chosen]][None], _count(rng))[0]
    return [_Branch(drawn[chosen], tuple(sorted(int(place) for place in order)), TARGET["missing"])]


def _count(rng: random.Random) -> int:
    return rng.choices([count for count, _ in SEEN], [chance for _, chance in SEEN])[0]
