"""Answers that a person has marked as examples, put into a copy of the rubrics; the rubrics themselves stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from interviewer.batch.storage import write_whole, writing
from interviewer.review.decisions import Decision, examples
from rubrics.model import KeyPoint, Question


def rubrics_copy(results: Path) -> Path:
    """Where the rubrics with the examples lie: beside the results."""
    return results.with_suffix(".rubrics.yaml")


def with_examples(questions: Sequence[Question], decisions: Sequence[Decision]) -> tuple[Question, ...]:
    """The questions, each key point with its examples; a text that is marked twice is what it was marked last."""
    marked: dict[tuple[str, str], dict[str, str]] = {}
    for one in examples(decisions):
        sides = marked.setdefault((one.question_id, one.key_point), {})
        text = " ".join(one.text.split())
        sides.pop(text, None)
        sides[text] = one.side
    return tuple(
        replace(
            question,
            key_points=tuple(_with(point, marked.get((question.id, point.id), {})) for point in question.key_points),
        )
        for question in questions
    )


def write_copy(questions: Sequence[Question], decisions: Sequence[Decision], results: Path) -> None:
    """Writes the rubrics with the examples beside the results; where no example stands, the copy goes.

    Raises:
        StorageError: If it cannot be written.
    """
    import yaml

    path = rubrics_copy(results)
    with writing(path):
        if not any(True for _ in examples(decisions)):
            path.unlink(missing_ok=True)
            return
        documents = [question.as_document() for question in with_examples(questions, decisions)]
        text = yaml.safe_dump_all(documents, allow_unicode=True, sort_keys=False, width=100, explicit_start=True)
        write_whole(path, text.encode())


def _with(point: KeyPoint, marked: dict[str, str]) -> KeyPoint:
    def side(name: str, now: tuple[str, ...]) -> tuple[str, ...]:
        kept = tuple(text for text in now if marked.get(text, name) == name)
        return (*kept, *(text for text, is_in in marked.items() if is_in == name and text not in kept))

    return replace(point, accept=side("accept", point.accept), reject=side("reject", point.reject))
