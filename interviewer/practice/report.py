"""The outcome of an interview: a score a question, a topic and in all, and what to study next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from interviewer.practice.attempt_json import attempt_json
from interviewer.practice.interview import Interview, Turn
from interviewer.practice.study import StudyPoint, study_points

STUDY_COUNT = 3

Status = Literal["answered", "skipped", "ungraded", "not reached"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionScore:
    """What became of one question.

    Attributes:
        turn: The question with its attempts.
        status: `answered`, `skipped`, `ungraded` (no attempt has a score) or `not reached`.
        score: 0 to 100; 0 when skipped, None when ungraded or not reached.
    """

    turn: Turn
    status: Status
    score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicScore:
    """The mean over the counted questions of one topic.

    Attributes:
        topic: Its name; `other` for questions without one.
        score: 0 to 100.
        questions: How many counted, at least 1.
    """

    topic: str
    score: float
    questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The outcome of an interview.

    Attributes:
        score: Mean over answered and skipped questions (a skipped one is 0), 0 to 100; None where there is none.
        questions: One for each question of the interview, in its order.
        topics: Weakest first.
        study: At most STUDY_COUNT key points, costliest first.
    """

    score: float | None
    questions: tuple[QuestionScore, ...]
    topics: tuple[TopicScore, ...]
    study: tuple[StudyPoint, ...]

    def count(self, status: Status) -> int:
        """How many questions have this status."""
        return sum(question.status == status for question in self.questions)

    @property
    def by_loss(self) -> tuple[QuestionScore, ...]:
        """The questions that count, the one that lost most points first."""
        counted = [question for question in self.questions if question.score is not None]
        return tuple(sorted(counted, key=lambda question: question.score or 0.0))

    def as_json(self) -> dict[str, object]:
        """The report with every answer, verdict and sentence of feedback, as plain values."""
        return {
            "score": _rounded(self.score),
            "topics": [
                {"topic": one.topic, "score": _rounded(one.score), "questions": one.questions} for one in self.topics
            ],
            "questions": [_question_json(question) for question in self.questions],
            "study": [
                {
                    "question_id": point.question.id,
                    "key_point": point.key_point.id,
                    "statement": point.key_point.statement,
                    "verdict": point.verdict,
                    "lost": _rounded(point.lost),
                    "passage": point.passage,
                }
                for point in self.study
            ],
        }


def report_on(interview: Interview) -> Report:
    """The outcome of an interview so far; it need not have ended."""
    questions = tuple(_question_score(turn) for turn in interview.turns)
    scores = [question.score for question in questions if question.score is not None]
    return Report(
        score=_mean(scores) if scores else None,
        questions=questions,
        topics=_topic_scores(questions),
        study=study_points(interview.turns, STUDY_COUNT),
    )


def _question_score(turn: Turn) -> QuestionScore:
    if turn.score is not None:
        return QuestionScore(turn=turn, status="answered", score=turn.score)
    if turn.attempts or turn.submitted is not None:
        return QuestionScore(turn=turn, status="ungraded", score=None)
    if turn.stage == "skipped":
        return QuestionScore(turn=turn, status="skipped", score=0.0)
    return QuestionScore(turn=turn, status="not reached", score=None)


def _topic_scores(questions: tuple[QuestionScore, ...]) -> tuple[TopicScore, ...]:
    by_topic: dict[str, list[float]] = {}
    for question in questions:
        if question.score is not None:
            by_topic.setdefault(question.turn.question.topic or "other", []).append(question.score)
    topics = [TopicScore(topic=topic, score=_mean(scores), questions=len(scores)) for topic, scores in by_topic.items()]
    return tuple(sorted(topics, key=lambda one: (one.score, one.topic)))


def _question_json(question: QuestionScore) -> dict[str, object]:
    turn = question.turn
    return {
        "question_id": turn.question.id,
        "question": turn.question.question,
        "topic": turn.question.topic,
        "level": turn.question.level,
        "status": question.status,
        "score": _rounded(question.score),
        "hints": list(turn.hinted),
        "reference_shown": turn.reference_shown,
        "attempts": [attempt_json(attempt) for attempt in turn.attempts],
        "awaiting": None if turn.submitted is None else turn.submitted.answer,
        "earlier": [[attempt_json(attempt) for attempt in one.attempts] for one in turn.earlier],
    }


def _mean(scores: list[float]) -> float:
    return sum(scores) / len(scores)


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 1)
