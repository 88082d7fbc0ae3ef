"""Stored plain values back to grades, revisions, sentences and questions; the other way is their `as_json`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from interviewer.feedback.writer import Sentence
from interviewer.grading.grade import Evidence, Grade, GradedWith, Verdict
from interviewer.practice.attempt import Revision
from interviewer.practice.scheduling import Card, Review
from rubrics.model import KeyPoint, Question

Document = Mapping[str, Any]


def read_grade(document: Document) -> Grade:
    """The grade that `Grade.as_json` gave.

    Raises:
        KeyError, TypeError: If it is not such a document.
    """
    made = document["graded_with"]
    return Grade(
        question_id=document["question_id"],
        score=document["score"],
        reason=document["reason"],
        verdicts=tuple(read_verdict(one) for one in document["verdicts"]),
        flags=tuple(document["flags"]),
        confidence=document["confidence"],
        graded_with=GradedWith(
            version=made["version"],
            rubric=made["rubric"],
            embedder=made["models"]["embedder"],
            verifier=made["models"]["verifier"],
            generator=made["models"]["generator"],
            settings=made["settings"],
        ),
    )


def read_verdict(document: Document) -> Verdict:
    """A verdict as it stands in a grade's document."""
    span = document["evidence"]
    return Verdict(
        key_point=document["key_point"],
        verdict=document["verdict"],
        credit=document["credit"],
        covered=document["probability"]["covered"],
        contradicted=document["probability"]["contradicted"],
        evidence=None if span is None else Evidence(start=span["start"], end=span["end"], quote=span["quote"]),
    )


def revision_document(revision: Revision) -> dict[str, object]:
    """A second look as plain values; its time is left to the event that holds it."""
    return {
        "kind": revision.kind,
        "before": revision.before.as_json(),
        "after": revision.after.as_json(),
        "score": revision.score,
        "reason": revision.reason,
        "passage": None if revision.passage is None else list(revision.passage),
        "by": revision.by,
    }


def read_revision(document: Document, at: datetime) -> Revision:
    """The second look that `revision_document` gave, made at `at`."""
    passage = document["passage"]
    return Revision(
        kind=document["kind"],
        before=read_verdict(document["before"]),
        after=read_verdict(document["after"]),
        score=document["score"],
        reason=document["reason"],
        passage=None if passage is None else (passage[0], passage[1]),
        by=document["by"],
        at=at,
    )


def sentence_documents(sentences: Sequence[Sentence]) -> list[dict[str, object]]:
    """Sentences of feedback as plain values."""
    return [{"text": one.text, "origin": one.origin} for one in sentences]


def read_sentences(documents: Sequence[Document]) -> tuple[Sentence, ...]:
    """The sentences that `sentence_documents` gave."""
    return tuple(Sentence(text=one["text"], origin=one["origin"]) for one in documents)


def read_question(document: Document) -> Question:
    """The question that `Question.as_document` gave.

    Raises:
        TypeError, ValueError: If it is not such a document.
    """
    points = tuple(_read_point(point) for point in document["key_points"])
    fields = {name: value for name, value in document.items() if name != "key_points"}
    fields["left_out"] = tuple(fields.get("left_out", ()))
    return Question(**fields, key_points=points)


def _read_point(document: Document) -> KeyPoint:
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in document.items()
    }
    return KeyPoint(**fields)


def read_card(document: Document) -> Card:
    """The card that `Card.as_json` gave."""
    reviews = tuple(
        Review(interview=one["interview"], at=datetime.fromisoformat(one["at"]), score=one["score"])
        for one in document["reviews"]
    )
    return Card(
        question_id=document["question_id"],
        reviews=reviews,
        due=datetime.fromisoformat(document["due"]),
        stability=document["stability"],
        difficulty=document["difficulty"],
    )
