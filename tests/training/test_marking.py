"""What the marker learns from."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

from interviewer.models.branches import ANSWERS_AT_ONCE, LETTERS_AT_ONCE
from interviewer.training.examples import target_of
from interviewer.training.marking import (
    authored_answers,
    marked_answers,
    public_rows,
    rows_for_calibration,
)

ROWS = [
    {
        "dataset": "tea",
        "question_id": f"q{n % 16}",
        "question": f"How is tea number {n % 16} made?",
        "reference_answer": "Pour boiling water on the leaves.",
        "answer": f"Water number {n} " + "on leaves " * (n % 5),
        "score": 1.0,
        "label": "correct",
    }
    for n in range(200)
]
AUTHORED = {
    "question_id": "tea",
    "domain": "tea",
    "question": "How is tea made?",
    "reference_answer": "Boil water, then wait.",
    "key_points": [{"id": "boil", "text": "Boil water.", "weight": 3}, {"id": "wait", "text": "Wait.", "weight": 1}],
    "answers": [{"text": "Boil it, never wait.", "labels": {"boil": "partial", "wait": "contradicted"}}],
}


def test_marks_between_right_and_wrong_become_shares() -> None:
    assert target_of({"label": "contradictory", "score": 0.0}) == (0.0, 0.0, 1.0)
    assert target_of({"label": "Partially correct", "score": 0.25}) == (0.75, 0.25, 0.0)


def test_no_question_is_both_learnt_from_and_kept_apart(tmp_path: Path) -> None:
    for name in ("scientsbank", "beetle", "saf"):
        with gzip.open(tmp_path / f"{name}_train.jsonl.gz", "wt") as file:
            file.writelines(json.dumps({**row, "dataset": name}) + "\n" for row in ROWS)
    learnt, apart = (public_rows(tmp_path, held_out=held_out) for held_out in (False, True))
    assert len(learnt) + len(apart) == 3 * len(ROWS)
    assert {row["question_id"] for row in learnt}.isdisjoint(row["question_id"] for row in apart)
    drawn = rows_for_calibration(tmp_path, seed=0)
    assert {row["dataset"] for row in drawn} == {"scientsbank", "beetle", "saf"}
    assert {row["question_id"] for row in drawn} <= {row["question_id"] for row in apart}


def test_every_answer_is_learnt_from_once_in_groups_that_fit() -> None:
    examples = marked_answers(ROWS, random.Random(0))
    answers = [answer for example in examples for answer in example.item.answers]
    assert sorted(answers) == sorted(row["answer"] for row in ROWS)
    assert all(len(example.item.answers) == len(example.targets) <= ANSWERS_AT_ONCE for example in examples)
    assert all(sum(map(len, example.item.answers)) <= LETTERS_AT_ONCE for example in examples)


def test_an_examined_answer_is_worth_the_weight_it_states_and_an_empty_one_stands_beside_it() -> None:
    (example,) = authored_answers([AUTHORED, {**AUTHORED, "question_id": "other"}][:2], random.Random(0))[:1]
    target_by_answer = dict(zip(example.item.answers, example.targets, strict=True))
    assert target_by_answer["Boil it, never wait."] == (0.375, 0.375, 0.25)
    assert (1.0, 0.0, 0.0) in example.targets
