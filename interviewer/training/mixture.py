"""Which examples the verifier sees, how many of each kind, in which order; and which questions are kept apart."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from interviewer.models.protocols import Embedder
from interviewer.training import examples as ex
from interviewer.training import references as ref
from interviewer.training.calibrate import as_question
from interviewer.training.marking import MarkExample, authored_answers, marked_answers, public_rows
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
REFINED_WITH = 0.45  # share of the graded answers that the refinement holds again
REFERENCE_ROUNDS = {ref.WHOLE: 3, ref.MIXED: 8, ref.DENIED: 2}  # of each rubric in the refinement
FOREIGN = 6  # right answers to other questions, for each rubric
MARKING_PASSES = 2
HELD_OUT_EVERY = 14  # every n-th authored question is kept apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """What is learnt from, in order.

    passes: one list of examples a pass over the data, already shuffled. refinement: what follows them. marking: the
    passes of the marker, which begins where the verifier ends. held_out: whole questions, unseen.
    """

    passes: tuple[tuple[ex.Example | MarkExample, ...], ...]
    refinement: tuple[ex.Example, ...] = ()
    marking: tuple[tuple[MarkExample, ...], ...] = ()
    held_out: tuple[dict, ...]


def build(folder: Path, rubrics: Sequence[Question], embedder: Embedder, *, passes: int, seed: int) -> Mixture:
    """The mixture from the data folder, the project's own answers and the examples in its rubrics.

    The embedder tells which sentence of a reference answer states which key point.

    The first pass holds everything; later ones hold the graded answers again, roughened afresh, with half of the rest.
    From the middle of the first pass on come answers whose sound as a whole misleads (`_against_gist`): earlier, the
    network has no use for them.
    """
    rng = random.Random(seed)
    kept, held_out = authored_questions(folder)
    asked = [question for question in rubrics if question.number not in MEASURED_ELSEWHERE]
    statements = _statements(folder, asked)
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
    refined = _refinement(folder, rubrics, embedder, seed)
    return Mixture(
        passes=tuple(order), refinement=refined, marking=_marking(folder, kept, seed), held_out=tuple(held_out)
    )


def _refinement(folder: Path, rubrics: Sequence[Question], embedder: Embedder, seed: int) -> tuple[ex.Example, ...]:
    """What the trained verifier is refined on: right answers as wholes, among a part of what it has already seen.

    All rubrics take part, those of MEASURED_ELSEWHERE too; no answer, question or key point of `interview_dev.jsonl`.
    """
    rng = random.Random(seed)
    kept, _ = authored_questions(folder)
    graded = ex.graded_answers(kept)
    chosen = [
        ex.roughened(e, rng) if rng.random() < 0.15 else e for e in rng.sample(graded, int(REFINED_WITH * len(graded)))
    ]
    chosen += rng.sample(empty := ex.empty_answers(kept, rng), len(empty) // 3)
    for name, (rows, weight) in PUBLIC.items():
        chosen += _sampled(folder / "train" / name, rows // 4, weight, rng)
    known = ref.references(rubrics, embedder)
    for lots, rounds in REFERENCE_ROUNDS.items():
        chosen += [example for _ in range(rounds) for example in ref.altered_answers(known, lots, rng)]
    written = ref.references([as_question(question) for question in kept], embedder)
    chosen += ref.altered_answers(rng.sample(written, len(written) // 3), ref.WHOLE, rng)
    chosen += ref.altered_answers(rng.sample(written, len(written) // 3), ref.MIXED, rng)
    chosen += ref.altered_answers(rng.sample(written, len(written) // 6), ref.DENIED, rng)
    chosen += ref.foreign_answers(rubrics, embedder, FOREIGN, rng)
    chosen += [example for _ in range(RUBRIC_ROUNDS // 2) for example in ex.rubric_answers(rubrics, rng)]
    chosen += rng.sample(
        single := ex.sentence_answers(_statements(folder, rubrics), rng), min(SINGLE_SENTENCES // 2, len(single))
    )
    rng.shuffle(chosen)
    return tuple(chosen)


def _marking(folder: Path, kept: Sequence[dict], seed: int) -> tuple[tuple[MarkExample, ...], ...]:
    """All rows of the public sets in each pass, among half of the authored answers; single questions are kept apart."""
    rng = random.Random(seed)
    rows = public_rows(folder / "train", held_out=False)
    passes = []
    for _ in range(MARKING_PASSES):
        examples = marked_answers(rows, rng) + authored_answers(rng.sample(kept, len(kept) // 2), rng)
        rng.shuffle(examples)
        passes.append(tuple(examples))
    return tuple(passes)


def authored_questions(folder: Path) -> tuple[list[dict], list[dict]]:
    """The authored questions to learn from, and those kept apart."""
    own = Path(str(files("interviewer.training") / "data" / "authored_interview.jsonl"))
    questions = [q for path in (*(folder / name for name in AUTHORED), own) for q in ex.read_lines(path)]
    questions.sort(key=lambda q: q["question_id"])
    return [q for place, q in enumerate(questions) if place % HELD_OUT_EVERY], questions[::HELD_OUT_EVERY]


def _statements(folder: Path, rubrics: Sequence[Question]) -> list[dict]:
    return list(ex.read_lines(folder / "statements.jsonl")) + _examples_of(rubrics)


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
