"""What whole right answers teach: as they stand, with sentences left out or made false, or given to another question.

A right answer sounds the same all through, whatever becomes of one of its sentences; so only that sentence can tell the
verdict on what it states.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from interviewer.grading.text import sentences
from interviewer.models.protocols import Embedder, Rows
from interviewer.training.examples import TARGET, Example, Target, decapitalised, item_of
from rubrics.model import Question

STATED_AT = 0.5  # cosine from which on a sentence may state a key point; below, it is taken not to
FOREIGN_AT = 0.65  # from which on a sentence of an answer to another question may state one all the same
CLEAR = 0.1  # by so much the home of a point is nearer to it than any other sentence
DENIALS = (
    "It is not true that {}",
    "I do not believe that {}",
    "Contrary to what many say, it is false that {}",
    "It is a myth that {}",
    "Nobody has ever shown that {}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lots:
    """Chances that a sentence stays, goes, or is made false; they sum to 1."""

    stays: float
    goes: float

    def draw(self, rng: random.Random) -> str:
        """One of "stays", "goes" and "false"."""
        lot = rng.random()
        return "stays" if lot < self.stays else "goes" if lot < self.stays + self.goes else "false"


WHOLE, MIXED, DENIED = Lots(stays=1.0, goes=0.0), Lots(stays=0.5, goes=0.2), Lots(stays=0.0, goes=0.0)


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A right answer with K key points and S sentences.

    near: Shape (K, S), cosine of each key point with each sentence. rejects: for each key point, statements that
    contradict it; may be empty.
    """

    question: str
    statements: tuple[str, ...]
    rejects: tuple[tuple[str, ...], ...]
    sentences: tuple[str, ...]
    near: Rows

    @cached_property
    def homes(self) -> list[int | None]:
        """For each key point, the sentence that states it; None where no one sentence clearly does."""
        homes: list[int | None] = []
        for row in self.near:
            best = int(row.argmax())
            others = np.delete(row, best)
            is_clear = row[best] >= STATED_AT and (not len(others) or row[best] - others.max() >= CLEAR)
            homes.append(best if is_clear else None)
        return homes


def references(questions: Sequence[Question], embedder: Embedder) -> list[Reference]:
    """The reference answers of these questions, held against their key points."""
    return [
        Reference(
            question=question.question,
            statements=tuple(point.statement for point in question.key_points),
            rejects=tuple(point.reject for point in question.key_points),
            sentences=parts,
            near=_cosines(embedder, [point.statement for point in question.key_points], parts),
        )
        for question in questions
        if (parts := _sentences_of(question))
    ]


def altered_answers(known: Sequence[Reference], lots: Lots, rng: random.Random) -> Iterator[Example]:
    """Each reference answer once, every sentence kept, left out or made false by lot.

    Asked are the key points whose verdict is then known: those of sentences that stay or are made false, those of left
    out sentences that no other comes near, and, where all stays, all of them.
    """
    for reference in known:
        drawn = [lots.draw(rng) for _ in reference.sentences]
        texts = [_text(reference, place, what, rng) for place, what in enumerate(drawn)]
        targets = [_target(reference, k, drawn) for k in range(len(reference.statements))]
        asked = [(k, target) for k, target in enumerate(targets) if target]
        answer = " ".join(text for text in texts if text)
        if asked and answer:
            item = item_of(reference.question, answer, [reference.statements[k] for k, _ in asked])
            yield Example(item=item, targets=tuple(target for _, target in asked))


def foreign_answers(
    questions: Sequence[Question], embedder: Embedder, count: int, rng: random.Random
) -> Iterator[Example]:
    """Each question answered by `count` right answers to others, the two nearest first: nothing of it is stated.

    Key points that a sentence of the other answer comes near are not asked.
    """
    answers = [_sentences_of(question) for question in questions]
    for place, question in enumerate(questions):
        points = [point.statement for point in question.key_points]
        others = [n for n, parts in enumerate(answers) if n != place and parts]
        nearest = {n: _cosines(embedder, points, answers[n]).max(axis=1) for n in others}
        order = sorted(others, key=lambda n: -float(nearest[n].mean()))
        chosen = order[:2] + rng.sample(order[2:], max(0, min(count, len(order)) - 2))
        for n in chosen:
            asked = tuple(point for point, near in zip(points, nearest[n], strict=True) if near < FOREIGN_AT)
            if asked:
                item = item_of(question.question, " ".join(answers[n]), asked)
                yield Example(item=item, targets=(TARGET["missing"],) * len(asked))


def _text(reference: Reference, place: int, what: str, rng: random.Random) -> str:
    sentence = reference.sentences[place]
    if what != "false":
        return sentence if what == "stays" else ""
    stated = [k for k, home in enumerate(reference.homes) if home == place]
    if stated and all(reference.rejects[k] for k in stated) and rng.random() < 0.7:
        return " ".join(rng.choice(reference.rejects[k]) for k in stated)
    return rng.choice(DENIALS).format(decapitalised(sentence))


def _target(reference: Reference, k: int, drawn: Sequence[str]) -> Target | None:
    home, near = reference.homes[k], reference.near[k]
    if all(what == drawn[0] for what in drawn):
        return {"stays": TARGET["covered"], "false": TARGET["contradicted"]}.get(drawn[0])
    if home is None:
        return None
    if drawn[home] == "goes":
        is_near = any(what != "goes" and near[place] >= STATED_AT for place, what in enumerate(drawn))
        return None if is_near else TARGET["missing"]
    return TARGET["covered"] if drawn[home] == "stays" else TARGET["contradicted"]


def _sentences_of(question: Question) -> tuple[str, ...]:
    text = question.reference_answer
    return tuple(span.of(text) for span in sentences(text))


def _cosines(embedder: Embedder, statements: Sequence[str], parts: Sequence[str]) -> Rows:
    rows = embedder.embed([*statements, *parts])
    return rows[: len(statements)] @ rows[len(statements) :].T
