"""Which examples the verifier sees, how many of each kind, in which order; and which questions are kept apart."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from interviewer.models.protocols import Embedder, Rows
from interviewer.training import examples as ex
from interviewer.training import references as ref
from interviewer.training.calibrate import as_question
from interviewer.training.marking import MarkExample, authored_answers, marked_answers, public_rows
from interviewer.training.views import with_views
from interviewer.training.voices import in_another_voice
from rubrics.model import Question

AUTHORED = ("authored.jsonl", "authored_hard.jsonl")
OWN_FIRST, OWN_LATER, TO_THE_THIRTY = "authored_interview.jsonl", ("questions.jsonl", "contrasts.jsonl"), "thirty.jsonl"
EVERYDAY = "everyday.txt"  # sentences that have to do with no question
PUBLIC = {  # file: (rows, weight of a row in the loss)
    "scientsbank_train.jsonl.gz": (800, 2.0),
    "beetle_train.jsonl.gz": (500, 2.0),
    "saf_train.jsonl.gz": (250, 2.0),
    "negation_nli.jsonl.gz": (200, 1.0),
    "breaking_nli.jsonl.gz": (80, 1.0),
    "hans_contradictions.jsonl.gz": (60, 1.0),
    "argkp.jsonl.gz": (160, 1.0),
}
ALTERED = 0.35  # share of the graded answers that stand in another voice or company
RUBRIC_ROUNDS, FOREIGN = 4, 4  # a pass: of answers made of a rubric's examples; right answers to other questions
REFERENCE_ROUNDS = {ref.WHOLE: 1, ref.MIXED: 4, ref.DENIED: 1}  # of each rubric
REFERENCE_SHARES = {ref.WHOLE: 0.25, ref.MIXED: 0.35, ref.DENIED: 0.12}  # of the authored questions
COMPOSED, SINGLE = 250, 300
MARKING_PASSES, MARKED_SHARE = 3, 3  # one authored question in three stands in a pass of the marker
HELD_OUT_EVERY = 14  # every n-th of the questions written first is kept apart …
HELD_OUT_LATER = frozenset(  # … and these of the later ones
    """
    adam-vs-sgd-momentum condition-variables cs-inheritance-composition cs-stack-heap dl-lstm-vs-plain-rnn
    inexact-line-search-wolfe ma-active-learning ml-collaborative-filtering new-buffers pca-principal-components
    r3a-anomaly-detection r3a-text-eval r3b-toposort r3c-gbn-sr r3c-sand-clay-drain sa-index-insert sa-root-hairs
    s4b-fragmentation s4c-survivorship-bias s4f-wgan s4g-foreign-key s4g-idle-battery s4g-sea-breeze s4h-fir-iir
    s4i-reproducibility s4j-stacking s4k-mixup
    sinusoidal-vs-rotary-positions teacher-forcing wd-depthwise-separable wm-linkage ws-river-pebbles zero-volt-reading
    """.split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """What is learnt from, in order.

    passes: one list of examples a pass over the data, already shuffled. marking: the passes of the marker, which begins
    where the verifier ends. held_out: whole questions, unseen.
    """

    passes: tuple[tuple[ex.Example | MarkExample, ...], ...]
    marking: tuple[tuple[MarkExample, ...], ...] = ()
    held_out: tuple[dict, ...]


def build(folder: Path, rubrics: Sequence[Question], embedder: Embedder, *, passes: int, seed: int) -> Mixture:
    """The mixture from the data folder, the project's own answers and the examples in its rubrics.

    The embedder tells which sentence of a right answer states which key point, and which are nearest to one.
    Every pass holds all graded answers, a part of them altered afresh, among as much again of other kinds.
    """
    rng = random.Random(seed)
    kept, held_out = authored_questions(folder)
    statements = list(ex.read_lines(folder / "statements.jsonl"))
    graded = ex.graded_answers([*kept, *answers_to(rubrics)])
    elsewhere = [text for row in statements for text in rng.sample(row["missing"], min(1, len(row["missing"])))]
    elsewhere += _own(EVERYDAY).read_text(encoding="utf-8").splitlines()
    learnt = []
    row_of: dict[str, Rows] = {}
    for _ in range(passes):
        chosen = [*graded, *_right_answers(kept, rubrics, embedder, rng), *_sayings(statements, rubrics, rng)]
        chosen = [in_another_voice(e, elsewhere, rng) if rng.random() < ALTERED else e for e in chosen]
        empty = ex.empty_answers(kept, rng)
        chosen += rng.sample(empty, len(empty) // 2)
        for name, (rows, weight) in PUBLIC.items():
            chosen += _sampled(folder / "train" / name, rows, weight, rng)
        rng.shuffle(chosen)
        learnt.append(tuple(with_views(chosen, embedder, row_of, rng)))
    return Mixture(passes=tuple(learnt), marking=_marking(folder, kept, seed), held_out=tuple(held_out))


def authored_questions(folder: Path) -> tuple[list[dict], list[dict]]:
    """The authored questions to learn from, and those kept apart."""
    first = [q for path in (*(folder / name for name in AUTHORED), _own(OWN_FIRST)) for q in ex.read_lines(path)]
    first.sort(key=lambda q: q["question_id"])
    apart = {q["question_id"] for q in first[::HELD_OUT_EVERY]} | HELD_OUT_LATER
    questions = [*first, *(q for name in OWN_LATER for q in ex.read_lines(_own(name)))]
    return (
        [q for q in questions if q["question_id"] not in apart],
        [q for q in questions if q["question_id"] in apart],
    )


def answers_to(rubrics: Sequence[Question]) -> list[dict]:
    """The written answers to the thirty questions, in the format of `authored.jsonl`, with the rubrics' key points."""
    by_id = {question.id: question for question in rubrics}
    rows = []
    for row in ex.read_lines(_own(TO_THE_THIRTY)):
        question = by_id[row["question_id"]]
        points = [{"id": one.id, "text": one.statement, "weight": one.weight} for one in question.key_points]
        rows.append(row | {"question": question.question, "key_points": points})
    return rows


def _own(name: str) -> Path:
    return Path(str(files("interviewer.training") / "data" / name))


def _right_answers(
    kept: Sequence[dict], rubrics: Sequence[Question], embedder: Embedder, rng: random.Random
) -> Iterator[ex.Example]:
    """Right answers as they stand, with sentences left out or made false, and given to other questions."""
    known = ref.references(rubrics, embedder)
    written = ref.references([as_question(question) for question in kept], embedder)
    for lots, rounds in REFERENCE_ROUNDS.items():
        for _ in range(rounds):
            yield from ref.altered_answers(known, lots, rng)
        drawn = rng.sample(written, int(REFERENCE_SHARES[lots] * len(written)))
        yield from ref.altered_answers(drawn, lots, rng)
    yield from ref.foreign_answers(rubrics, embedder, FOREIGN, rng)
    by_field = [q for q in kept if sum(q["domain"] == other["domain"] for other in kept) > 1]
    yield from ex.neighbour_answers(rng.sample(by_field, len(by_field) // 3), rng)


def _sayings(statements: Sequence[dict], rubrics: Sequence[Question], rng: random.Random) -> Iterator[ex.Example]:
    """Single statements, and answers put together from them and from the rubrics' examples."""
    pool = [*statements, *_examples_of(rubrics)]
    for _ in range(RUBRIC_ROUNDS):
        yield from ex.rubric_answers(rubrics, rng)
    for made, count in ((ex.composed_answers(pool, rng), COMPOSED), (ex.sentence_answers(pool, rng), SINGLE)):
        yield from rng.sample(made, min(count, len(made)))


def _marking(folder: Path, kept: Sequence[dict], seed: int) -> tuple[tuple[MarkExample, ...], ...]:
    """Passes of all rows of the public sets, among a part of the authored answers; single questions are kept apart."""
    rng = random.Random(seed)
    rows = public_rows(folder / "train", held_out=False)
    passes = []
    for _ in range(MARKING_PASSES):
        examples = marked_answers(rows, rng) + authored_answers(rng.sample(kept, len(kept) // MARKED_SHARE), rng)
        rng.shuffle(examples)
        passes.append(tuple(examples))
    return tuple(passes)


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
