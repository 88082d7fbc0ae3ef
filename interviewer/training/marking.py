"""What the marker learns from: right answers, each with answers that people or examiners have marked as wholes.

Targets are probabilities in the order of CLASSES: of the answer as a whole being wrong or empty, right, contradictory.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from interviewer.models.branches import MarkItem, marked_together
from interviewer.training.examples import TARGET, Target, read_lines, target_of, without_substance

HELD_OUT_EVERY = 8  # every n-th question of a public set is kept apart
SETS = ("scientsbank_train.jsonl.gz", "beetle_train.jsonl.gz", "saf_train.jsonl.gz")
CALIBRATED_ON = 450  # rows of the questions kept apart
OTHER_REFERENCE = 0.3  # how often another of a question's right answers stands in for the one that was given


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkExample:
    """A right answer, answers to be marked by it, a target for each, and how much each counts in the loss."""

    item: MarkItem
    targets: tuple[Target, ...]
    weight: float = 1.0


def public_rows(folder: Path, *, held_out: bool) -> list[dict]:
    """Rows of the public sets whose questions are learnt from, or those whose questions are kept apart."""
    chosen = []
    for name in SETS:
        rows = [row for row in read_lines(folder / name) if row["score"] is not None and row["answer"].strip()]
        apart = set(sorted({row["question_id"] for row in rows})[::HELD_OUT_EVERY])
        chosen += [row for row in rows if (row["question_id"] in apart) == held_out]
    return chosen


def rows_for_calibration(folder: Path, *, seed: int) -> list[dict]:
    """So many rows of the questions that the marker has not learnt from, of each set alike."""
    rows = public_rows(folder, held_out=True)
    sets = [[row for row in rows if row["dataset"] == name] for name in sorted({row["dataset"] for row in rows})]
    rng = random.Random(seed)
    return [row for one in sets for row in rng.sample(one, min(len(one), CALIBRATED_ON // len(sets)))]


def marked_answers(rows: Sequence[dict], rng: random.Random) -> list[MarkExample]:
    """All rows, a few answers of one question an example."""
    by_question: dict[tuple[str, str], list[tuple[str, Target]]] = defaultdict(list)
    for row in rows:
        reference = row["reference_answer"]
        if rng.random() < OTHER_REFERENCE:
            reference = rng.choice(row.get("all_references") or [reference])
        by_question[row["question"] or "", reference].append((row["answer"], target_of(row)))
    return [
        MarkExample(
            item=MarkItem(question=question, reference=reference, answers=tuple(answer for answer, _ in group)),
            targets=tuple(target for _, target in group),
        )
        for (question, reference), answers in by_question.items()
        for group in _groups(rng.sample(answers, len(answers)))
    ]


def authored_answers(questions: Sequence[dict], rng: random.Random) -> list[MarkExample]:
    """One example a question of `authored.jsonl`'s format, with an answer beside that states nothing."""
    examples = []
    for question in questions:
        marked = [(answer["text"], _authored_target(question, answer)) for answer in question["answers"]]
        marked.append((without_substance(question, questions, rng), TARGET["missing"]))
        rng.shuffle(marked)
        for group in _groups([one for one in marked if one[0].strip()]):
            item = MarkItem(
                question=question["question"],
                reference=question["reference_answer"],
                answers=tuple(answer for answer, _ in group),
            )
            examples.append(MarkExample(item=item, targets=tuple(target for _, target in group)))
    return examples


def _authored_target(question: dict, answer: dict) -> Target:
    """The share of the key points' weight that is stated, half for a partly stated one, and the share contradicted."""
    whole = sum(point["weight"] for point in question["key_points"])
    parts = [(point["weight"] / whole, TARGET[answer["labels"][point["id"]]]) for point in question["key_points"]]
    covered, contradicted = (sum(share * target[place] for share, target in parts) for place in (1, 2))
    return (max(0.0, 1.0 - covered - contradicted), covered, contradicted)


def _groups(answers: Sequence[tuple[str, Target]]) -> list[list[tuple[str, Target]]]:
    return [[answers[place] for place in group] for group in marked_together([text for text, _ in answers])]
