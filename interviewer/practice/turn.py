"""A question of an interview and what the candidate did with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from interviewer.practice.attempt import Attempt, Submission
from rubrics.model import KeyPoint, Question

Stage = Literal["asked", "answered", "graded", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question of the interview and what the candidate did with it.

    Attributes:
        question: What is asked.
        stage: `asked` while an answer is awaited, `answered` while one awaits its grade, `graded` once it has it,
            `skipped` once passed over without one.
        attempts: Oldest first.
        submitted: The answer that awaits its grade; None unless the stage is `answered`.
        predicted: The score expected of the next attempt, 0 to 100; None where none was given.
        hinted: Ids of the key points whose hint was given, in that order.
        reference_shown: Whether the reference answer has been on screen.
        earlier: The turn as it stood under former rubrics, oldest first, if its answers were graded anew.

    Raises:
        ValueError: If there is an answer without a grade at another stage than `answered`, or none at it.
    """

    question: Question
    stage: Stage = "asked"
    attempts: tuple[Attempt, ...] = ()
    submitted: Submission | None = None
    predicted: float | None = None
    hinted: tuple[str, ...] = ()
    reference_shown: bool = False
    earlier: tuple[Turn, ...] = ()

    def __post_init__(self) -> None:
        if (self.submitted is not None) != (self.stage == "answered"):
            raise ValueError(f"an answer without a grade and the stage {self.stage!r} do not go together")

    @property
    def score(self) -> float | None:
        """The best score of the attempts that count; None where there is none."""
        scores = [one.score for one in self.attempts if one.score is not None and not one.saw_reference]
        return max(scores, default=None)

    def find_best(self) -> Attempt | None:
        """The attempt that `score` comes from: the first with that score; None where there is none."""
        for attempt in self.attempts:
            if attempt.score is not None and attempt.score == self.score and not attempt.saw_reference:
                return attempt
        return None

    def find_first(self) -> Attempt | None:
        """The first attempt that has a score and counts: what was known before the feedback; None without one."""
        return next((one for one in self.attempts if one.score is not None and not one.saw_reference), None)

    def find_next_hint(self) -> KeyPoint | None:
        """The heaviest key point not yet hinted at nor covered by the last attempt; None when there is none."""
        covered = {v.key_point for a in self.attempts[-1:] for v in a.standing.verdicts if v.verdict == "covered"}
        passed = covered.union(self.hinted)
        waiting = [point for point in self.question.key_points if point.hint and point.id not in passed]
        return max(waiting, key=lambda point: point.weight, default=None)

    def find_point(self, key_point: str) -> KeyPoint | None:
        """The key point of this id; None if the question has none."""
        return next((point for point in self.question.key_points if point.id == key_point), None)
