"""A whole training run on a tiny model: it learns, writes what the program loads, and goes on after a stop."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from transformers import AutoTokenizer

from interviewer.models.protocols import Claim, WholeAnswer
from interviewer.models.verifier import TrainedVerifier
from interviewer.models.verifier_network import Shape
from interviewer.training.examples import graded_answers
from interviewer.training.lower_rank import reduce_rank
from interviewer.training.marking import authored_answers
from interviewer.training.mixture import Mixture
from interviewer.training.train import (
    MARKER_RANK,
    Recipe,
    Recipes,
    checkpoints,
    rate_at,
    steps_of,
    train,
    train_marker,
    train_verifier,
)
from tests.tiny import tiny_language_model

POINTS = [
    {"id": "boil", "text": "boil fresh water", "weight": 1},
    {"id": "wait", "text": "wait three minutes", "weight": 1},
]
QUESTION = {
    "question_id": "tea",
    "question": "how do you make tea?",
    "reference_answer": "boil fresh water. wait three minutes.",
    "key_points": POINTS,
    "answers": [
        {"id": "a1", "kind": "x", "text": "boil fresh water", "labels": {"boil": "covered", "wait": "missing"}},
        {"id": "a2", "kind": "x", "text": "wait three minutes", "labels": {"boil": "missing", "wait": "covered"}},
        {
            "id": "a3",
            "kind": "x",
            "text": "it is false that boil fresh water",
            "labels": {"boil": "contradicted", "wait": "missing"},
        },
    ],
}


def recipe(steps: int | None = None) -> Recipe:
    return Recipe(shape=Shape(layers=2, frozen=0, rank=8), rate=1e-2, step_tokens=70, decay=0.23, steps=steps)


def mixture(passes: int) -> Mixture:
    return Mixture(passes=tuple(tuple(graded_answers([QUESTION])) for _ in range(passes)), held_out=(QUESTION,))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_language_model(tmp_path_factory.mktemp("base"))


def test_a_run_learns_and_its_weights_load_in_the_program(base: Path, tmp_path: Path) -> None:
    train(base, mixture(200), recipe(), tmp_path, AutoTokenizer.from_pretrained(base))
    verifier = TrainedVerifier(base, tmp_path)
    text = QUESTION["answers"][0]["text"]
    (rows,) = verifier.judge(
        [Claim(question=QUESTION["question"], sentences=(text,), statements=("boil fresh water", "wait three minutes"))]
    )
    assert rows.argmax(-1).tolist() == [1, 0]
    assert json.loads((tmp_path / "held_out.json").read_text())["covered_f1"] > 0.6


def test_a_stopped_run_goes_on_from_its_checkpoint_to_the_same_weights(base: Path, tmp_path: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(base)
    straight = train(base, mixture(30), recipe(steps=70), tmp_path / "straight", tokenizer)
    train(base, mixture(30), recipe(steps=70), tmp_path / "stopped", tokenizer)
    (tmp_path / "stopped" / "verifier.safetensors").unlink()
    resumed = train(base, mixture(30), recipe(steps=70), tmp_path / "stopped", tokenizer)
    assert (checkpoints(tmp_path / "stopped") / "state.pt").exists()
    for (name, a), (_, b) in zip(straight.state_dict().items(), resumed.state_dict().items(), strict=True):
        assert torch.allclose(a, b, atol=1e-5), name


def test_the_rate_warms_up_stays_and_falls_to_zero() -> None:
    given = Recipe(rate=1.0, warm_up=0.1)
    rates = [rate_at(step, 100, 70, given) for step in range(101)]
    assert rates[0] == pytest.approx(0.1) and rates[10] == rates[69] == 1.0 and rates[100] == 0.0
    assert rates[70:] == sorted(rates[70:], reverse=True)


def test_a_run_can_begin_with_weights_that_are_there_and_is_not_made_again_once_finished(
    base: Path, tmp_path: Path
) -> None:
    tokenizer = AutoTokenizer.from_pretrained(base)
    train(base, mixture(20), recipe(steps=40), tmp_path / "first", tokenizer)
    denied = [example for example in graded_answers([QUESTION]) if "false" in " ".join(example.item.sentences)]
    learnt, recipes = replace(mixture(1), passes=(denied * 200,)), Recipes(verifier=recipe())
    train_verifier(base, learnt, recipes, tmp_path / "second", tokenizer, tmp_path / "first")
    claim = Claim(question=QUESTION["question"], sentences=("boil fresh water",), statements=("boil fresh water",))
    (before,), (after,) = (TrainedVerifier(base, tmp_path / name).judge([claim])[0] for name in ("first", "second"))
    assert after[2] > 0.9 > before[2]  # it has seen nothing but denials since
    written = (tmp_path / "second" / "verifier.safetensors").read_bytes()
    train_verifier(base, mixture(20), recipes, tmp_path / "second", tokenizer, None)
    assert (tmp_path / "second" / "verifier.safetensors").read_bytes() == written


def test_steps_hold_every_example_once_those_alike_in_length_together(base: Path) -> None:
    examples = graded_answers([QUESTION]) * 30
    given = Recipe(step_tokens=200)
    steps = steps_of([examples], AutoTokenizer.from_pretrained(base), given)
    assert sorted(map(id, examples)) == sorted(id(one.example) for step in steps for one in step)
    lengths = [[one.tokens.length for one in step] for step in steps]
    assert all(max(of_step) * len(of_step) <= given.step_tokens for of_step in lengths)
    assert sum(max(of_step) - min(of_step) for of_step in lengths) / len(lengths) < 3


def test_the_marker_learns_to_mark_whole_answers_from_where_the_verifier_is(base: Path, tmp_path: Path) -> None:
    tokenizer, out = AutoTokenizer.from_pretrained(base), tmp_path / "both"
    train(base, mixture(10), recipe(steps=10), out, tokenizer)
    marking = authored_answers([QUESTION, {**QUESTION, "question_id": "other"}], random.Random(0))
    learnt = Mixture(marking=(tuple(marking),) * 120, passes=(), held_out=())
    train_marker(base, learnt, Recipes(marker=recipe()), out, tokenizer)
    assert json.loads((out / "marker" / "shape.json").read_text())["rank"] == min(8, MARKER_RANK)
    right, empty = (
        WholeAnswer(question=QUESTION["question"], reference=QUESTION["reference_answer"], answer=text)
        for text in (QUESTION["answers"][0]["text"], "I do not know")
    )
    verifier = TrainedVerifier(base, out)
    together, (alone,) = verifier.mark([right, empty]), verifier.mark([right])
    assert together[0, 1] > together[1, 1]
    assert alone == pytest.approx(together[0], abs=1e-3)
    assert verifier.name.startswith("both@")


def test_the_nearest_adapter_of_a_lower_rank_changes_least(base: Path, tmp_path: Path) -> None:
    train(base, mixture(20), recipe(steps=20), tmp_path / "one", AutoTokenizer.from_pretrained(base))
    claim = Claim(question=QUESTION["question"], sentences=("boil fresh water",), statements=("wait three minutes",))
    (whole,) = TrainedVerifier(base, tmp_path / "one").judge([claim])[0]
    apart = []
    for rank in (8, 4, 1):
        reduce_rank(tmp_path / "one", rank, tmp_path / f"rank{rank}")
        assert json.loads((tmp_path / f"rank{rank}" / "shape.json").read_text())["rank"] == rank
        (row,) = TrainedVerifier(base, tmp_path / f"rank{rank}").judge([claim])[0]
        apart.append(float(abs(row - whole).max()))
    assert apart[0] < 5e-3
    assert apart[0] <= apart[1] + 1e-3 and apart[0] <= apart[2] + 1e-3
