"""Checks of meaning: key points that say the same, accepts that read like another point, points the reference lacks.

The thresholds are set on the thirty questions of the package with all-MiniLM-L6-v2, so that what is right there passes
and a sentence put at the wrong place, or taken out of the reference answer, is mostly found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from rubrics.located import Place
from rubrics.model import KeyPoint, Question
from rubrics.reading import shorten
from rubrics.sentences import sentence_spans
from rubrics.words import stems

Rows = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Rows]

SAME_STATEMENTS_AT = 0.88
"""Cosine of two statements; L1 and L2 penalty, the nearest of the thirty, stand at 0.84."""
SAME_POINTS_AT, SAME_POINTS_WITHIN = 0.70, 0.03
"""The same from a lower cosine on, where the accepts of each fit the other's statement as well as their own."""
ASTRAY_AT, ASTRAY_BY = 0.50, 0.10
"""An accept is astray where its cosine to another point is this high and this much above that to its own."""
STATED_AT = 0.50
"""Mean of cosine and shared stems, best passage of the reference answer against the statement or an accept; half the
points fall below it once the sentence nearest to them is taken out of the reference answer."""
LONGEST_PASSAGE = 2


class Remembered:
    """An embedder that is asked once, for all questions together, and answers from memory after that."""

    def __init__(self, questions: Sequence[Question], embed: Embed) -> None:
        texts = list(dict.fromkeys(text for question in questions for text in _texts(question)))
        rows = embed(texts)
        self._rows = dict(zip(texts, rows, strict=True))
        self._empty = rows[:0]

    def __call__(self, texts: Sequence[str]) -> Rows:
        """Unit rows, shape (N, D), of texts of the questions."""
        return np.stack([self._rows[text] for text in texts]) if texts else self._empty


def nearness_faults(question: Question, embed: Embed) -> Iterator[tuple[Place, str]]:
    """Place and problem of each fault of meaning in a question.

    Args:
        question: With key points; the reference answer may be empty.
        embed: Texts to unit rows, shape (N, D).
    """
    points = question.key_points
    passages = _passages(question.reference_answer)
    statements = embed([point.statement for point in points])
    accepts = [embed(point.accept) for point in points]
    yield from _same_points(points, statements, accepts)
    yield from _astray(points, statements, accepts)
    if passages:
        rows = embed(passages)
        for number, point in enumerate(points):
            ways = np.concatenate([statements[number : number + 1], accepts[number]])
            best = _best_passage([point.statement, *point.accept], ways, passages, rows)
            if best < STATED_AT:
                problem = f"the reference answer does not state {shorten(point.statement)}"
                problem += f" (best passage {best:.2f}, {STATED_AT:.2f} is due); add it there or mend the key point"
                yield ("key_points", number, "statement"), problem


def _texts(question: Question) -> Iterator[str]:
    yield from _passages(question.reference_answer)
    for point in question.key_points:
        yield point.statement
        yield from point.accept


def _passages(reference: str) -> list[str]:
    """Sentences of the reference answer, and neighbours together."""
    spans = list(sentence_spans(reference, 0, len(reference)))
    runs = [spans[at : at + long] for long in range(1, LONGEST_PASSAGE + 1) for at in range(len(spans) - long + 1)]
    return [reference[run[0][0] : run[-1][1]] for run in runs]


def _same_points(points: Sequence[KeyPoint], statements: Rows, accepts: Sequence[Rows]) -> Iterator[tuple[Place, str]]:
    for one, other in combinations(range(len(points)), 2):
        near = float(statements[one] @ statements[other])
        if near >= SAME_STATEMENTS_AT or (near >= SAME_POINTS_AT and _exchangeable(one, other, statements, accepts)):
            name = f"key point {one + 1} ({points[one].id})"
            problem = f"says nearly the same as {name} (similarity {near:.2f}), {shorten(points[one].statement)}"
            yield ("key_points", other, "statement"), f"{problem}; merge the two or word them apart"


def _exchangeable(one: int, other: int, statements: Rows, accepts: Sequence[Rows]) -> bool:
    """Whether the accepts of each point fit the other's statement about as well as their own."""
    if not len(accepts[one]) or not len(accepts[other]):
        return False
    gaps = [
        float((accepts[a] @ statements[a] - accepts[a] @ statements[b]).mean()) for a, b in ((one, other), (other, one))
    ]
    return max(gaps) < SAME_POINTS_WITHIN


def _astray(points: Sequence[KeyPoint], statements: Rows, accepts: Sequence[Rows]) -> Iterator[tuple[Place, str]]:
    for number, (point, rows) in enumerate(zip(points, accepts, strict=True)):
        for at, text in enumerate(point.accept):
            to_statements = statements @ rows[at]
            own = max(float(to_statements[number]), _nearest(np.delete(rows, at, axis=0), rows[at]))
            to_statements[number] = -1.0
            other = int(np.argmax(to_statements))
            near = float(to_statements[other])
            if near >= ASTRAY_AT and near - own > ASTRAY_BY:
                name = f"key point {other + 1} ({points[other].id})"
                problem = (
                    f"{shorten(text)} reads nearer to {name} than to its own (similarity {near:.2f} against {own:.2f})"
                )
                yield ("key_points", number, "accept", at), f"{problem}; reword or move it"


def _nearest(rows: Rows, row: Rows) -> float:
    return float((rows @ row).max(initial=-1.0))


def _best_passage(texts: Sequence[str], ways: Rows, passages: Sequence[str], rows: Rows) -> float:
    """The highest mean of cosine and share of stems, over all passages and all wordings of a point."""
    said, wanted = [stems(passage) for passage in passages], [stems(text) for text in texts]
    shared = np.array([[len(words & there) / max(1, len(words)) for words in wanted] for there in said])
    return float(((rows @ ways.T + shared) / 2).max())
