"""All that is kept of a person, as one document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from interviewer.practice.replay import replay
from interviewer.practice.report import report_on
from interviewer.practice.scheduling import Card
from interviewer.records.people import Person
from interviewer.records.rows import Stored

FORMAT = 1


def export_document(
    person: Person, interviews: Sequence[Stored], cards: Sequence[Card], at: datetime
) -> dict[str, object]:
    """A person's data as plain values: each interview with its questions, every event, drafts and report."""
    return {
        "format": FORMAT,
        "exported": at.isoformat(),
        "person": {
            "id": person.id,
            "name": person.name,
            "login": person.login,
            "role": person.role,
            "created": person.created.isoformat(),
        },
        "interviews": [_interview(one) for one in interviews],
        "cards": [card.as_json() for card in cards],
    }


def _interview(stored: Stored) -> dict[str, object]:
    begun = stored.begun
    return {
        "id": stored.id,
        "mode": begun.mode,
        "limits": {"question_s": begun.limits.question_s, "total_s": begun.limits.total_s},
        "started": begun.at.isoformat(),
        "ended": None if stored.ended is None else stored.ended.isoformat(),
        "questions": [question.as_document() for question in begun.questions],
        "events": [
            {
                "number": number,
                "kind": event.kind,
                "question_id": event.question_id,
                "at": event.at.isoformat(),
                "payload": dict(event.payload),
            }
            for number, event in enumerate(stored.events, 1)
        ],
        "drafts": stored.drafts,
        "report": report_on(replay(begun, stored.events)).as_json(),
    }
