"""Run an audit: make the cases, grade each distinct answer once, judge every attack."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from interviewer.audit.attacks import ATTACKS
from interviewer.audit.cases import (
    MEAN_MOVED,
    MOST_FOR_DENIAL,
    MOST_FOR_NOTHING,
    MOST_MOVED,
    MOST_RAISED,
    Bar,
    Case,
    Target,
)
from interviewer.audit.fairness import FAIRNESS
from interviewer.audit.neighbours import neighbours
from interviewer.errors import InputError
from interviewer.grading.grade import Grade
from rubrics.model import Question

CHUNK = 32
SAME_SCORE = 1e-6  # scores are rounded to a tenth; a limit reached exactly is kept


class Grades(Protocol):
    """What an audit asks of a grader."""

    def grade_many(self, questions: Sequence[Question], answers: Sequence[str]) -> list[Grade]:
        """A grade for each answer, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A case with its scores, 0 to 100; None where the answer could not be graded or the bar needs no base."""

    case: Case
    before: float | None
    after: float | None

    @property
    def moved(self) -> float:
        """How far the score lies above the answer without the attack, or above 0; an ungraded answer counts as 0."""
        return (self.after or 0.0) - (self.before or 0.0)

    @property
    def excess(self) -> float:
        """How far the case lies above its own bar, in points; 0 or less when it keeps it."""
        if self.case.bar is Bar.MOVED:
            return abs(self.moved) - MOST_MOVED
        limits = {Bar.RAISED: MOST_RAISED, Bar.NOTHING: MOST_FOR_NOTHING, Bar.DENIED: MOST_FOR_DENIAL}
        return self.moved - limits[self.case.bar]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one attack; `tried` holds the worst case first.

    `passed` is None where the rubrics gave no case.
    """

    attack: str
    tried: tuple[Tried, ...]

    @property
    def passed(self) -> bool | None:
        """Whether every case keeps its bar, and for pairs that must not move, their mean as well."""
        if not self.tried:
            return None
        return all(one.excess <= SAME_SCORE for one in self.tried) and self.mean_moved <= MEAN_MOVED + SAME_SCORE

    @property
    def failures(self) -> int:
        """How many cases break their bar."""
        return sum(one.excess > SAME_SCORE for one in self.tried)

    @property
    def mean_moved(self) -> float:
        """Mean absolute movement of the pairs that must not move, in points; 0 for attacks."""
        pairs = [abs(one.moved) for one in self.tried if one.case.bar is Bar.MOVED]
        return sum(pairs) / len(pairs) if pairs else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """A whole audit: every attack and every kind of pair, over how many questions and answers."""

    outcomes: tuple[Outcome, ...]
    questions: int
    answers: int

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return all(outcome.passed is not False for outcome in self.outcomes)


def audit(
    questions: Sequence[Question],
    grader: Grades,
    *,
    count: int | None = None,
    each: int | None = None,
    advance: Callable[[int, int], None],
) -> Audit:
    """Try every attack on the questions.

    Args:
        questions: A rubric set, each question with key points.
        grader: Gives the scores.
        count: How many questions to try, spread evenly over the set; None for all.
        each: About how many cases of each question to try; every attack comes up over the questions. None for all.
        advance: Called with the number of graded answers and of all answers, as the work goes on.

    Raises:
        InputError: If there is no question, count is not from 1 to their number, or each is below 1.
    """
    chosen = spread(questions, count)
    near = neighbours(questions)
    targets = [Target(question=one, place=place, neighbour=near.get(one.id)) for place, one in enumerate(chosen)]
    cases = [case for target in targets for case in cases_of(target)]
    if each is not None:
        if each < 1:
            raise InputError(f"--each {each} is below 1: give the number of cases to try of each question")
        cases = _some(cases, each * len(targets))
    scores = _scores(cases, grader, advance)
    tried = [
        Tried(
            case=case,
            before=None if case.base is None else scores[case.question.id, case.base],
            after=scores[case.question.id, case.answer],
        )
        for case in cases
    ]
    return Audit(outcomes=outcomes_of(tried), questions=len(chosen), answers=len(scores))


def cases_of(target: Target) -> Iterator[Case]:
    """Every case of one question; a pair whose two sides are the same text is none."""
    for make in (*ATTACKS, *FAIRNESS):
        yield from (case for case in make(target) if case.base != case.answer)


def _some(cases: Sequence[Case], wanted: int) -> list[Case]:
    """About `wanted` of the cases, of every attack its share and one at least, spread over the questions."""
    step = max(1, len(cases) // wanted)
    attacks = list(dict.fromkeys(case.attack for case in cases))
    chosen = []
    for number, attack in enumerate(attacks):
        of_attack = [case for case in cases if case.attack == attack]
        chosen += of_attack[number % min(step, len(of_attack)) :: step]
    return chosen


def outcomes_of(tried: Sequence[Tried]) -> tuple[Outcome, ...]:
    """The outcome of each attack in the order of their first cases."""
    return tuple(
        Outcome(
            attack=name,
            tried=tuple(sorted((one for one in tried if one.case.attack == name), key=lambda one: -one.excess)),
        )
        for name in dict.fromkeys(one.case.attack for one in tried)
    )


def spread(questions: Sequence[Question], count: int | None) -> list[Question]:
    """So many of the questions, spread evenly over the set; all where count is None.

    Raises:
        InputError: If there is none, or count is not from 1 to their number.
    """
    if not questions:
        raise InputError("there is no question to audit: give a rubric set with at least one")
    if count is None:
        return list(questions)
    if not 1 <= count <= len(questions):
        raise InputError(f"--questions {count} is not from 1 to {len(questions)}, the number of questions in the set")
    return [questions[place * len(questions) // count] for place in range(count)]


def _scores(
    cases: Sequence[Case], grader: Grades, advance: Callable[[int, int], None]
) -> dict[tuple[str, str], float | None]:
    known = {case.question.id: case.question for case in cases}
    texts = dict.fromkeys(
        (case.question.id, text) for case in cases for text in (case.base, case.answer) if text is not None
    )
    pairs = list(texts)
    scores: dict[tuple[str, str], float | None] = {}
    for start in range(0, len(pairs), CHUNK):
        chunk = pairs[start : start + CHUNK]
        grades = grader.grade_many([known[one] for one, _ in chunk], [text for _, text in chunk])
        scores |= {pair: grade.score for pair, grade in zip(chunk, grades, strict=True)}
        advance(len(scores), len(pairs))
    return scores
