"""How a rubric does with real answers: which of its key points may say the wrong thing, or the same thing twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from interviewer.review.graded_answer import GradedAnswer
from rubrics.model import Question

LEAST_ANSWERS = 5
LEAST_FOR_PAIRS = 8
WORTH = {"covered": 1.0, "partial": 0.5, "missing": 0.0, "contradicted": 0.0}  # whatever the scheme
FIRED_AT = 0.5
TOGETHER_AT = 0.9  # phi coefficient
LEAST_OF_EACH = 3  # answers that earn a point, and that do not, before it is compared with others
CONTRADICTED_AT = 0.25  # share of answers
AGAINST_AT = -0.2  # correlation of a point's credit with the other points' credit

Concern = Literal["nobody", "everybody", "together", "reference"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something about a rubric that a person should look at.

    Attributes:
        concern: `nobody` earned the point, `everybody` did, some fire `together`, or the `reference` may be wrong.
        key_points: One, or all that fire together.
        sentence: What was found, with its numbers.
    """

    concern: Concern
    key_points: tuple[str, ...]
    sentence: str


def health_of(question: Question, answers: Sequence[GradedAnswer]) -> tuple[Finding, ...]:
    """What is odd about a question's key points, by the grader's verdicts on its answers.

    Blank and ungraded answers do not count; fewer than LEAST_ANSWERS others say nothing, and nothing is found.
    """
    counted = [one for one in answers if one.score is not None and "blank" not in one.flags]
    if len(counted) < LEAST_ANSWERS:
        return ()
    names = [point.id for point in question.key_points]
    by_name = [{v.key_point: v for v in one.verdicts} for one in counted]
    credits = np.array([[WORTH[of[name].verdict] if name in of else 0.0 for name in names] for of in by_name])
    against = np.array([[name in of and of[name].verdict == "contradicted" for name in names] for of in by_name])
    found = [*_extremes(names, credits), *_reference(names, credits, against), *_together(names, credits)]
    return tuple(found)


def _extremes(names: Sequence[str], credits: np.ndarray) -> Iterator[Finding]:
    total = len(credits)
    for name, column in zip(names, credits.T, strict=True):
        if not column.any():
            sentence = f"none of {total:,} answers earned it: is it asked for, and is its statement too narrow?"
            yield Finding(concern="nobody", key_points=(name,), sentence=sentence)
        elif (column >= 1.0).all():
            sentence = f"all {total:,} answers earned it in full: it tells nobody from anybody"
            yield Finding(concern="everybody", key_points=(name,), sentence=sentence)


def _reference(names: Sequence[str], credits: np.ndarray, against: np.ndarray) -> Iterator[Finding]:
    total = len(credits)
    for place, name in enumerate(names):
        share = float(against[:, place].mean())
        others = np.delete(credits, place, axis=1).mean(axis=1) if len(names) > 1 else np.zeros(total)
        column = credits[:, place]
        if share >= CONTRADICTED_AT:
            sentence = (
                f"{int(against[:, place].sum()):,} of {total:,} answers say the opposite: is the reference right?"
            )
            yield Finding(concern="reference", key_points=(name,), sentence=sentence)
        elif total >= LEAST_FOR_PAIRS and column.std() > 0 and others.std() > 0:
            correlation = float(np.corrcoef(column, others)[0, 1])
            if correlation <= AGAINST_AT:
                sentence = (
                    f"answers that do well in the other points miss it, and weak ones earn it (correlation "
                    f"{correlation:.2f} over {total:,} answers): is the reference right?"
                )
                yield Finding(concern="reference", key_points=(name,), sentence=sentence)


def _together(names: Sequence[str], credits: np.ndarray) -> Iterator[Finding]:
    fired = credits >= FIRED_AT
    counts = fired.sum(axis=0)
    varied = [place for place in range(len(names)) if LEAST_OF_EACH <= counts[place] <= len(credits) - LEAST_OF_EACH]
    left = list(varied)
    while left:
        first, *others = left
        same = [one for one in others if float(np.corrcoef(fired[:, first], fired[:, one])[0, 1]) >= TOGETHER_AT]
        left = [one for one in others if one not in same]
        if same:
            agree = int((fired[:, same] == fired[:, [first]]).all(axis=1).sum())
            found = tuple(names[one] for one in (first, *same))
            what = "both are earned or both are not" if len(found) == 2 else "all are earned or none is"
            sentence = f"in {agree:,} of {len(credits):,} answers {what}: one claim, told more than once?"
            yield Finding(concern="together", key_points=found, sentence=sentence)
