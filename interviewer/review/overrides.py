"""Decisions on a results file as what an export needs of them: the scores and verdicts that hold instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from interviewer.batch.graded_rows import graded_lines
from interviewer.exchange.gradebook import Override
from interviewer.grading.scoring import Scheme
from interviewer.review.decisions import by_answer, decisions_file, read_entries, standing
from interviewer.review.graded_answer import GradedAnswer, stand, verdicts_of
from rubrics.model import Question


def read_overrides(results: Path, questions: Sequence[Question], scheme: Scheme) -> Mapping[str, Override]:
    """By answer_id, what people decided on the grades of a file; empty where no decisions file lies beside it.

    Args:
        results: The grades file.
        questions: The rubrics; needed where a decision is on a key point.
        scheme: What a verdict is worth.

    Raises:
        InputError: If the decisions cannot be read, or rubric and scheme are not those that made the grades.
    """
    decided = by_answer(standing(read_entries(decisions_file(results))))
    if not decided:
        return {}
    rubrics = {question.id: question for question in questions}
    found: dict[str, Override] = {}
    for place, (_, _, row) in enumerate(graded_lines(results)):
        answer_id = str(row["answer_id"])
        if answer_id not in decided:
            continue
        graded = GradedAnswer(
            place=place,
            answer_id=answer_id,
            question=rubrics.get(str(row["question_id"])) or _without_rubric(str(row["question_id"])),
            student="",
            answer="",
            score=row["score"],
            reason="",
            verdicts=verdicts_of(row),
            flags=(),
            confidence=0.0,
        )
        holds = stand(graded, decided[answer_id], scheme)
        found[answer_id] = Override(
            score=holds.score,
            verdicts={name: holds.verdicts[name] for name in holds.turned},
            comment=" ".join(holds.comments),
        )
    return found


def _without_rubric(question_id: str) -> Question:
    """A question of which nothing is known; a decision on one of its key points is refused where it is reckoned."""
    return Question(id=question_id, question=question_id, reference_answer=question_id)
