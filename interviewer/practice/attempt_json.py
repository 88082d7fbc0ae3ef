"""An attempt as plain values, for a report and for everything that reads one."""

from __future__ import annotations

from interviewer.practice.attempt import Attempt, FollowUp
from interviewer.practice.documents import revision_document, sentence_documents


def attempt_json(attempt: Attempt) -> dict[str, object]:
    """The answer with its first grade, the score that stands, and everything that came of it."""
    follow_up = attempt.follow_up
    return {
        "answer": attempt.answer,
        "score": _rounded(attempt.score),
        "first_score": _rounded(attempt.first_score),
        "predicted": attempt.predicted,
        "hints": attempt.hints,
        "counts": not attempt.saw_reference,
        "late": attempt.late,
        "seconds": _rounded(attempt.seconds),
        "at": None if attempt.at is None else attempt.at.isoformat(),
        "grade": attempt.grade.as_json(),
        "revisions": [
            {**revision_document(one), "at": None if one.at is None else one.at.isoformat()}
            for one in attempt.revisions
        ],
        "follow_up": None if follow_up is None else _follow_up_json(follow_up),
        "feedback": sentence_documents(attempt.feedback),
    }


def _follow_up_json(follow_up: FollowUp) -> dict[str, object]:
    return {
        "key_point": follow_up.key_point,
        "answer": follow_up.answer,
        "recovered": follow_up.recovered,
        "grade": None if follow_up.grade is None else follow_up.grade.as_json(),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
