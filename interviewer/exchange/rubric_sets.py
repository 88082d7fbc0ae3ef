"""Questions of a course system to a rubric set, and a rubric set to the questions that answers may belong to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from interviewer.batch.storage import write_whole, writing
from interviewer.errors import InputError, SettingsError
from interviewer.exchange.catalogue import SourceQuestion, named_ids
from interviewer.exchange.notes import Notes
from rubrics.derive import derive_key_points
from rubrics.loading import load_rubrics
from rubrics.model import Question

ENDINGS = (".jsonl", ".yaml", ".yml")


def questions_of_set(path: Path) -> tuple[SourceQuestion, ...]:
    """The questions of a rubric folder, YAML or JSONL file.

    Raises:
        rubrics.faults.RubricError: With every fault of the set.
    """
    return tuple(
        SourceQuestion(
            id=one.id, text=one.question, reference=one.reference_answer, number=one.number or place, rubric=one
        )
        for place, one in enumerate(load_rubrics(path), start=1)
    )


def write_rubric_set(questions: Sequence[SourceQuestion], path: Path, notes: Notes) -> int:
    """Writes the questions that have a rubric or a reference answer to derive key points from.

    Args:
        questions: In the order of the set.
        path: Ends in .jsonl, .yaml or .yml.
        notes: Where the questions are named that have neither.

    Returns:
        How many were written.

    Raises:
        InputError: If none can be written.
        SettingsError: If the ending is another.
        StorageError: If the file cannot be written.
    """
    check_set_ending(path)
    free = [one for one in questions if one.is_free_text]
    rubrics = {one.id: _rubric(one) for one in free if one.has_rubric}
    documents = [rubric.as_document() for rubric in rubrics.values() if rubric.key_points]
    lacking = [one.id for one in free if one.id not in rubrics or not rubrics[one.id].key_points]
    if lacking:
        notes.say(told_without_rubric(lacking))
    if not documents:
        raise InputError(
            f"no rubric set was written to {path}: no question has a reference answer. In Moodle, put one into "
            "'Information for graders'; in QTI, into a rubric block for scorers; or write the set by hand"
        )
    if path.suffix == ".jsonl":
        text = "".join(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)
    else:
        import yaml

        text = yaml.safe_dump_all(documents, allow_unicode=True, sort_keys=False, width=100, explicit_start=True)
    with writing(path):
        write_whole(path, text.encode())
    return len(documents)


def check_set_ending(path: Path) -> None:
    """Nothing, if a rubric set can have this name.

    Raises:
        SettingsError: If not.
    """
    if path.suffix not in ENDINGS:
        raise SettingsError(f"--rubrics-out {path} ends in {path.suffix!r}: give a file ending in {', '.join(ENDINGS)}")


def told_without_rubric(ids: Sequence[str]) -> str:
    """The sentence about questions that cannot be graded yet."""
    what = f"question {ids[0]!r} has" if len(ids) == 1 else f"{len(ids)} questions ({named_ids(ids)}) have"
    return (
        f"{what} no rubric and no reference answer to derive one from: write one before grading, or these answers "
        "will be rejected"
    )


def _rubric(question: SourceQuestion) -> Question:
    if question.rubric is not None:
        return question.rubric
    return Question(
        id=question.id,
        question=question.text,
        reference_answer=question.reference,
        key_points=tuple(derived.key_point for derived in derive_key_points(question.reference)),
    )
