"""What happens in an interview, as it is stored: one event after another, each with its kind, place and time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from interviewer.practice.interview import Mode
from interviewer.practice.timing import Limits
from rubrics.model import Question

Kind = Literal[
    "asked",
    "predicted",
    "answered",
    "graded",
    "feedback",
    "hinted",
    "skipped",
    "reference_shown",
    "retried",
    "moved",
    "follow_up_answered",
    "follow_up_graded",
    "appealed",
    "overridden",
    "regraded",
    "paused",
    "resumed",
    "finished",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """How an interview began.

    Attributes:
        questions: With their rubrics as they stood then; ids differ.
        mode: Of the interview.
        limits: Of its clock.
        at: When, UTC.
    """

    questions: tuple[Question, ...]
    mode: Mode
    limits: Limits
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened.

    Attributes:
        kind: What.
        at: When, UTC; never before the event that it follows.
        question_id: The question it concerns; None for the interview as a whole.
        payload: Plain values, different for each kind; see `replay`.
    """

    kind: Kind
    at: datetime
    question_id: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
