"""What to study next: the key points that cost most, each with the passage of the reference answer that says it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.practice.interview import Turn
from rubrics.model import KeyPoint, Question

SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'(])|\n\s*\n")
STEM_LENGTH = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyPoint:
    """A key point to look at again.

    Attributes:
        question: The question it belongs to.
        key_point: What was not said, or not said right.
        verdict: `partial`, `missing` or `contradicted`; `skipped` where the question had no answer.
        lost: Points of the question's 100 that it cost, greater than 0.
        passage: The reference answer's sentence about it, or the key point's statement where there is none.
    """

    question: Question
    key_point: KeyPoint
    verdict: str
    lost: float
    passage: str


def study_points(turns: Sequence[Turn], count: int) -> tuple[StudyPoint, ...]:
    """The `count` key points that cost most in the answers that count, and in skipped questions.

    One a question, as long as there are questions left, costliest first; then the others. Of two that cost the same,
    one from an answer goes before one from a skipped question, then the earlier one.
    """
    lost = [point for turn in turns for point in _lost_in(turn)]
    lost.sort(key=lambda point: (-round(point.lost, 6), point.verdict == "skipped"))
    first: dict[str, StudyPoint] = {}
    for point in lost:
        first.setdefault(point.question.id, point)
    chosen = [point for point in lost if first[point.question.id] is point]
    others = [point for point in lost if first[point.question.id] is not point]
    return tuple([*chosen, *others][:count])


def passage_about(question: Question, key_point: KeyPoint) -> str:
    """The sentence of the reference answer that shares most with the key point's statement.

    Shared word stems count by their rarity among the sentences and the question's statements; with no reference
    answer, or nothing shared, it is the statement itself.
    """
    text = question.reference_answer.strip()
    sentences = [re.sub(r"\s+", " ", one).strip() for one in SENTENCE_END.split(text) if one.strip()]
    stems = [_stems(sentence) for sentence in sentences]
    texts = [*stems, *(_stems(point.statement) for point in question.key_points)]
    wanted = _stems(key_point.statement)

    def shared(index: int) -> float:
        found = wanted & stems[index]
        rarity = sum(math.log(len(texts) / sum(stem in text for text in texts)) for stem in found)
        return rarity / math.sqrt(len(stems[index]) + 8)

    best = max(range(len(sentences)), key=shared, default=None)
    return key_point.statement if best is None or shared(best) == 0 else sentences[best]


def _lost_in(turn: Turn) -> list[StudyPoint]:
    question, best = turn.question, turn.find_best()
    if best is None and turn.stage != "skipped":
        return []
    said = {} if best is None else {verdict.key_point: verdict for verdict in best.standing.verdicts}
    total = sum(point.weight for point in question.key_points)
    points = []
    for point in question.key_points:
        verdict = said.get(point.id)
        credit = 0.0 if verdict is None else verdict.credit
        name = "skipped" if best is None else "missing" if verdict is None else verdict.verdict
        if credit < 1:
            lost = 100 * point.weight * (1 - credit) / total
            passage = passage_about(question, point)
            points.append(StudyPoint(question=question, key_point=point, verdict=name, lost=lost, passage=passage))
    return points


def _stems(text: str) -> set[str]:
    return {re.sub(r"(es|s|e)$", "", word)[:STEM_LENGTH] for word in re.findall(r"\w{3,}", text.lower())}
