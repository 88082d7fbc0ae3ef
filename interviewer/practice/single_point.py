"""Grading one key point alone: for a follow-up question and for an appeal."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from interviewer.errors import InputError
from interviewer.grading.grade import Grade
from interviewer.practice.turn import Turn
from rubrics.model import KeyPoint, Question


class Grades(Protocol):
    """Whatever gives a grade for one answer: a `Grader`, or something that batches for many people."""

    def grade(self, question: Question, answer: str) -> Grade:
        """The grade of one answer."""


def one_point_question(turn: Turn, key_point: str, asked: str = "") -> Question:
    """The turn's question with that key point as its whole rubric.

    Args:
        turn: Where the key point belongs.
        key_point: Its id.
        asked: What the candidate was asked, if that is not the question itself.

    Raises:
        InputError: If the question has no such key point.
    """
    point = required_point(turn, key_point)
    return replace(turn.question, question=asked or turn.question.question, reference_answer="", key_points=(point,))


def required_point(turn: Turn, key_point: str) -> KeyPoint:
    """The key point of this id.

    Raises:
        InputError: If the question has none.
    """
    point = turn.find_point(key_point)
    if point is None:
        raise InputError(f"question {turn.question.id!r} has no key point {key_point!r}")
    return point
