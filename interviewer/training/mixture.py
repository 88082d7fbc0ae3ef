"""Which examples the verifier sees, how many of each kind, in which order; and which questions are kept apart."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from interviewer.training import examples as ex
from rubrics.model import Question

AUTHORED = ("authored.jsonl", "authored_hard.jsonl")
# Subjects that `interview_dev.jsonl` asks about as well: left out, so that it stays a fair test.
MEASURED_ELSEWHERE = frozenset((3, 4, 8, 9, 10, 15, 19, 23))
PUBLIC = {  # file: (rows, weight of a row in the loss)
    "scientsbank_train.jsonl.gz": (1000, 2.0),
    "beetle_train.jsonl.gz": (600, 2.0),
    "saf_train.jsonl.gz": (200, 2.0),
    "negation_nli.jsonl.gz": (250, 1.0),
    "breaking_nli.jsonl.gz": (120, 1.0),
    "hans_contradictions.jsonl.gz": (100, 1.0),
    "argkp.jsonl.gz": (200, 1.0),
}
RUBRIC_ROUNDS, NEIGHBOUR_ROUNDS, SINGLE_SENTENCES = 12, 3, 500  # a pass, for the answers of `_against_gist`
MARKED = {"saf_train.jsonl.gz": 300, "scientsbank_train.jsonl.gz": 150, "beetle_train.jsonl.gz": 150}
HELD_OUT_EVERY = 14  # every n-th authored question is kept apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """`passes`: one list of examples a pass over the data, already shuffled. `held_out`: whole questions, unseen."""

    passes: tuple[tuple[ex.Example, ...], ...]
    held_out: tuple[dict, ...]


def build(folder: Path, rubrics: Sequence[Question], *, passes: int, seed: int) -> Mixture:
    """The mixture from the data folder, the project's own answers and the examples in its rubrics.

    The first pass holds everything; later ones hold the graded answers again, roughened afresh, with half of the rest.
    From the middle of the first pass on come answers whose sound as a whole misleads (`_against_gist`): earlier, the
    network has no use for them.
    """
    rng = random.Random(seed)
    own = Path(str(files("interviewer.training") / "data" / "authored_interview.jsonl"))
    questions = [q for path in (*(folder / name for name in AUTHORED), own) for q in ex.read_lines(path)]
    questions.sort(key=lambda q: q["question_id"])
    held_out = questions[::HELD_OUT_EVERY]
    kept = [q for place, q in enumerate(questions) if place % HELD_OUT_EVERY]
    asked = [question for question in rubrics if question.number not in MEASURED_ELSEWHERE]
    statements = list(ex.read_lines(folder / "statements.jsonl")) + _examples_of(asked)
    graded = ex.graded_answers(kept)
    order = []
    for number in range(passes):
        share = 1.0 if number == 0 else 0.5
        chosen = [ex.roughened(e, rng) if rng.random() < 0.15 else e for e in graded]
        composed = ex.composed_answers(statements, rng)
        chosen += rng.sample(composed, int(share * min(len(composed), 450)))
        empty = ex.empty_answers(kept, rng)
        chosen += rng.sample(empty, int(share * len(empty)))
        for name, (rows, weight) in PUBLIC.items():
            chosen += _sampled(folder / "train" / name, int(share * rows), weight, rng)
        rng.shuffle(chosen)
        first = chosen[: len(chosen) // 2] if number == 0 else []
        rest = chosen[len(first) :] + _against_gist(kept, statements, asked, rng)
        rng.shuffle(rest)
        order.append((*first, *rest))
    return Mixture(passes=tuple(order), held_out=tuple(held_out))


def marked_rows(folder: Path, *, seed: int) -> list[dict]:
    """Rows with people's marks against a bare reference answer, for the calibration of such marks."""
    rng = random.Random(seed)
    return [
        row
        for name, count in MARKED.items()
        for row in rng.sample([one for one in ex.read_lines(folder / name) if one["score"] is not None], count)
    ]


def _against_gist(
    kept: Sequence[dict], statements: Sequence[dict], rubrics: Sequence[Question], rng: random.Random
) -> list[ex.Example]:
    as_rows = [
        {
            "domain": "rubrics",
            "question": question.question,
            "reference_answer": question.reference_answer,
            "key_points": [{"text": point.statement} for point in question.key_points],
        }
        for question in rubrics
    ]
    chosen = [example for _ in range(RUBRIC_ROUNDS) for example in ex.rubric_answers(rubrics, rng)]
    chosen += [example for _ in range(NEIGHBOUR_ROUNDS) for example in ex.neighbour_answers(as_rows, rng)]
    chosen += ex.neighbour_answers(kept, rng)
    single = ex.sentence_answers(statements, rng)
    return chosen + rng.sample(single, min(SINGLE_SENTENCES, len(single)))


def _examples_of(rubrics: Sequence[Question]) -> list[dict]:
    """A rubric's `accept` and `reject` lists in the form of `statements.jsonl`."""
    return [
        {
            "domain": question.id,
            "key_point": point.statement,
            "covered": list(point.accept),
            "contradicted": list(point.reject),
            "partial": [],
            "missing": [],
        }
        for question in rubrics
        for point in question.key_points
    ]


def _sampled(path: Path, rows: int, weight: float, rng: random.Random) -> list[ex.Example]:
    everything = [row for row in ex.read_lines(path) if row["answer"].strip()]
    if path.name.startswith("argkp"):  # one argument in five matches: draw both kinds alike
        matches = [row for row in everything if row["label"] == "match"]
        others = [row for row in everything if row["label"] != "match"]
        drawn = rng.sample(matches, rows // 2) + rng.sample(others, rows // 2)
    else:
        drawn = rng.sample(everything, min(rows, len(everything)))
    return ex.marked_answers(drawn, weight)
