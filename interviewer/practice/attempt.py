"""An attempt at a question: the answer, its grade, and what came of it afterwards, first values and later ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from interviewer.feedback.writer import Sentence
from interviewer.grading.grade import Grade, Verdict

HINT_COST = 5.0

RevisionKind = Literal["appeal", "override"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """An answer that has been handed in and is not graded yet.

    Attributes:
        answer: The text as it was given.
        hints: How many hints had been taken for the question by then.
        saw_reference: The reference answer had been shown before.
        at: When it was handed in; None where no clock runs.
        seconds: Time spent on the question, pauses left out; None where no clock runs.
        late: It came after the time of the question or of the interview was over.
    """

    answer: str
    hints: int = 0
    saw_reference: bool = False
    at: datetime | None = None
    seconds: float | None = None
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A second look at one verdict, after an appeal or by a reviewer.

    Attributes:
        kind: Who asked for it: the candidate (`appeal`) or a reviewer (`override`).
        before: The verdict that stood.
        after: The verdict that stands from here on; the same where the second look confirmed it.
        score: The grade's score with `after`, 0 to 100, hints not taken off.
        reason: Why, in a sentence: what the second look found, or the reviewer's comment.
        passage: Start and end of the words that the candidate marked; None for an override.
        by: Id of the reviewer; None for an appeal.
        at: When; None where no clock runs.
    """

    kind: RevisionKind
    before: Verdict
    after: Verdict
    score: float
    reason: str
    passage: tuple[int, int] | None = None
    by: str | None = None
    at: datetime | None = None

    @property
    def key_point(self) -> str:
        """Id of the key point."""
        return self.before.key_point

    @property
    def changed(self) -> bool:
        """Whether another verdict stands now."""
        return self.before.verdict != self.after.verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One more question on one key point, after an attempt that missed or contradicted it.

    Attributes:
        key_point: Its id.
        answer: The text as it was given.
        grade: On that key point alone; None until it is there.
        recovered: Points of the question's 100 that it would have earned; 0 until it is graded.
    """

    key_point: str
    answer: str
    grade: Grade | None = None
    recovered: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One answer to a question, with what came of it.

    Attributes:
        answer: The text as it was given.
        grade: What the grader made of it, at first.
        feedback: The sentences written so far; empty until there are any.
        hints: How many hints had been taken for the question when the answer was given.
        saw_reference: The reference answer had been shown before; such an attempt is practice and does not count.
        predicted: The score that the candidate expected, 0 to 100; None where none was given.
        follow_up: The question after it and what came of that; None where there was none.
        revisions: Second looks at its verdicts, oldest first.
        at: When the answer was handed in; None where no clock runs.
        seconds: Time spent on the question by then, pauses left out; None where no clock runs.
        late: The answer came after the time was over; it counts all the same, and says so.
    """

    answer: str
    grade: Grade
    feedback: tuple[Sentence, ...] = ()
    hints: int = 0
    saw_reference: bool = False
    predicted: float | None = None
    follow_up: FollowUp | None = None
    revisions: tuple[Revision, ...] = ()
    at: datetime | None = None
    seconds: float | None = None
    late: bool = False

    @property
    def standing(self) -> Grade:
        """The grade with every revision applied; `grade` where there is none."""
        if not self.revisions:
            return self.grade
        latest = {revision.key_point: revision.after for revision in self.revisions}
        verdicts = tuple(latest.get(verdict.key_point, verdict) for verdict in self.grade.verdicts)
        return replace(self.grade, verdicts=verdicts, score=self.revisions[-1].score)

    @property
    def score(self) -> float | None:
        """The standing grade's score less HINT_COST for each hint, 0 to 100; None where the grade has none."""
        return self._less_hints(self.standing.score)

    @property
    def first_score(self) -> float | None:
        """As `score`, before any revision."""
        return self._less_hints(self.grade.score)

    def find_verdict(self, key_point: str) -> Verdict | None:
        """The verdict that stands on a key point; None if the grade has none on it."""
        return next((verdict for verdict in self.standing.verdicts if verdict.key_point == key_point), None)

    def _less_hints(self, score: float | None) -> float | None:
        return None if score is None else max(0.0, score - HINT_COST * self.hints)
