"""Trains the verifier: adapter and head on the language model, from the data folder to a folder of weights.

The learning rate warms up, stays, and falls to zero over the last part of the run (Hu et al. 2024, MiniCPM, section 4:
warm-up, stable, decay), so that a run can be brought to its end early without losing what the decay gains.
"""

from __future__ import annotations

import json
import logging
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import torch
from transformers import PreTrainedTokenizerBase

from interviewer.models.branches import TokenisedItem, pack, tokenise
from interviewer.models.verifier import MARKER, WEIGHTS
from interviewer.models.verifier_network import Shape, VerifierNetwork
from interviewer.training.average import average, go_part_way, reduce_rank
from interviewer.training.examples import Example
from interviewer.training.marking import MarkExample
from interviewer.training.measures import verdict_measures
from interviewer.training.mixture import Mixture

log = logging.getLogger(__name__)

CHECKPOINT_EVERY = 60  # steps
LAST, PLATEAU = "state.pt", "plateau.pt"  # the last checkpoint, and the one before the learning rate falls


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything that decides a run, besides the data."""

    shape: Shape = field(default_factory=Shape)
    rate: float = 4e-4
    step_tokens: int = 1450
    pack_tokens: int = 750
    warm_up: float = 0.03
    decay: float = 0.23
    contradicted_weight: float = 1.3
    steps: int | None = 938
    seed: int = 0


REFINED_SHARE = 0.3  # of the way to the refined weights; .45 and all of it credit more contradicted points
MARKER_RANK = 32  # of the marker's updates as they are kept; all weights together stay under 25 MB
EARLY_SHARE = 0.35  # of the early end in the mean of both ends; a third and a half served about alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipes:
    """The runs that make the shipped weights, one after the other."""

    early: Recipe = field(default_factory=lambda: Recipe(steps=400, decay=0.325))
    late: Recipe = field(default_factory=Recipe)
    refinement: Recipe = field(default_factory=lambda: Recipe(rate=1.5e-4, steps=330, warm_up=0.05, decay=0.9))
    marker: Recipe = field(
        default_factory=lambda: Recipe(rate=2.5e-4, steps=300, warm_up=0.05, decay=0.9, contradicted_weight=1.5)
    )

    def seeded(self, seed: int) -> Recipes:
        """The same with another seed."""
        return Recipes(**{one.name: replace(getattr(self, one.name), seed=seed) for one in fields(self)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequenced:
    """An example with its tokens."""

    tokens: TokenisedItem
    example: Example | MarkExample


def steps_of(
    passes: Sequence[Sequence[Example | MarkExample]], tokenizer: PreTrainedTokenizerBase, recipe: Recipe
) -> list[list[list[Sequenced]]]:
    """The whole run: steps of packs of examples, each step about `step_tokens` long."""
    steps: list[list[list[Sequenced]]] = []
    for examples in passes:
        tokens = tokenise(tokenizer, [example.item for example in examples])
        pairs = [Sequenced(tokens=t, example=e) for t, e in zip(tokens, examples, strict=True)]
        step: list[list[Sequenced]] = []
        filled = 0
        for group in _packs(pairs, recipe.pack_tokens):
            step.append(group)
            filled += sum(one.tokens.length for one in group)
            if filled >= recipe.step_tokens:
                steps.append(step)
                step, filled = [], 0
        if step:
            steps.append(step)
    return steps


def _packs(pairs: Sequence[Sequenced], limit: int) -> Iterator[list[Sequenced]]:
    group: list[Sequenced] = []
    filled = 0
    for one in pairs:
        if group and filled + one.tokens.length > limit:
            yield group
            group, filled = [], 0
        group.append(one)
        filled += one.tokens.length
    if group:
        yield group


def checkpoints(out: Path) -> Path:
    """Where the checkpoints of a run lie that writes its weights to `out`."""
    return out.with_name(f"{out.name}.checkpoints")


def rate_at(step: int, total: int, decay_from: int, recipe: Recipe) -> float:
    """Learning rate of a step: warm-up, plateau, then straight down to zero at `total`."""
    warm = max(1, int(recipe.warm_up * total))
    if step < warm:
        return recipe.rate * (step + 1) / warm
    if step < decay_from:
        return recipe.rate
    return recipe.rate * max(0.0, (total - step) / max(1, total - decay_from))


def train_and_refine(
    base: Path, mixture: Mixture, recipes: Recipes, out: Path, tokenizer: PreTrainedTokenizerBase
) -> VerifierNetwork:
    """Train a run to an early end and, from where that leaves its plateau, to a late one; refine their mean.

    `out` receives what lies REFINED_SHARE of the way from the mean to the refined weights. The two ends, their mean and
    the refined weights lie beside `out` and are not made again where they are there.
    """
    early, late, mean, refined = (out.with_name(f"{out.name}.{end}") for end in ("early", "late", "mean", "refined"))
    if not (early / WEIGHTS).exists():
        train(base, mixture, recipes.early, early, tokenizer)
    if not (late / WEIGHTS).exists():
        train(base, mixture, recipes.late, late, tokenizer, start=checkpoints(early) / PLATEAU)
    if not (mean / WEIGHTS).exists():
        average(early, late, EARLY_SHARE, mean)
    if not (refined / WEIGHTS).exists():
        learnt = replace(mixture, passes=(mixture.refinement,))
        train(base, learnt, recipes.refinement, refined, tokenizer, weights=mean)
    go_part_way(mean, refined, REFINED_SHARE, out)
    network = VerifierNetwork.load(base, out)
    _measure(network, tokenizer, mixture, out)
    return network


def train_marker(base: Path, mixture: Mixture, recipes: Recipes, out: Path, tokenizer: PreTrainedTokenizerBase) -> None:
    """Train the finished verifier in `out` further to mark whole answers; `out/marker` receives its weights.

    What is trained lies beside `out` and is not made again where it is there.
    """
    trained = out.with_name(f"{out.name}.{MARKER}")
    if not (trained / WEIGHTS).exists():
        learnt = replace(mixture, passes=mixture.marking, held_out=())
        train(base, learnt, recipes.marker, trained, tokenizer, weights=out)
    reduce_rank(trained, MARKER_RANK, out / MARKER)


def train(
    base: Path,
    mixture: Mixture,
    recipe: Recipe,
    out: Path,
    tokenizer: PreTrainedTokenizerBase,
    start: Path | None = None,
    weights: Path | None = None,
) -> VerifierNetwork:
    """Train and write the weights to `out`; a run that was stopped goes on from its checkpoint, beside `out`.

    `start` is another run's checkpoint to begin with, `weights` a folder of finished weights whose shape is kept.
    A file `finish` in the folder of checkpoints brings the run to its end: the decay starts at once and the rest of the
    data is left out.
    """
    torch.manual_seed(recipe.seed)
    random.seed(recipe.seed)
    network = VerifierNetwork.to_train(base, weights) if weights else VerifierNetwork(base, recipe.shape)
    trained = [p for p in network.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=recipe.rate, weight_decay=0.0, betas=(0.9, 0.98))
    steps = steps_of(mixture.passes, tokenizer, recipe)
    total = min(len(steps), recipe.steps or len(steps))
    decay_from = int(total * (1 - recipe.decay))
    first = _resume(network, optimiser, [checkpoints(out) / LAST, *([start] if start else [])])
    started, running = time.monotonic(), 0.0
    for number in range(first, len(steps)):
        if number < decay_from and (checkpoints(out) / "finish").exists():
            total, decay_from = number + max(1, int(recipe.decay * number)), number
            log.info("finishing: decay from step %d to %d", number, total)
        if number >= total:
            break
        if number == decay_from:
            _checkpoint(network, optimiser, number, out, PLATEAU)
        for group in optimiser.param_groups:
            group["lr"] = rate_at(number, total, decay_from, recipe)
        running += _learn(network, optimiser, steps[number], trained, recipe)
        seen = number + 1 - first
        if seen % 10 == 0:
            log.info(
                "step %d of %d  loss %.4f  rate %.1e  %.1f s a step",
                number + 1, total, running / 10, optimiser.param_groups[0]["lr"], (time.monotonic() - started) / seen,
            )  # fmt: skip
            running = 0.0
        if (number + 1) % CHECKPOINT_EVERY == 0:
            _checkpoint(network, optimiser, number + 1, out, LAST)
    network.save(out)
    _measure(network, tokenizer, mixture, out)
    return network


def _measure(network: VerifierNetwork, tokenizer: PreTrainedTokenizerBase, mixture: Mixture, out: Path) -> None:
    if not mixture.held_out:
        return
    measures = verdict_measures(network, tokenizer, mixture.held_out)
    (out / "held_out.json").write_text(json.dumps(measures, indent=1) + "\n", encoding="utf-8")
    log.info("held out: %s", measures)


def _learn(
    network: VerifierNetwork,
    optimiser: torch.optim.Optimizer,
    step: Sequence[Sequence[Sequenced]],
    trained: list[torch.nn.Parameter],
    recipe: Recipe,
) -> float:
    branches = sum(len(one.example.targets) for group in step for one in group)
    total = 0.0
    network.train()
    for group in step:
        logits = network(pack([[one.tokens for one in group]]))
        targets = torch.tensor([t for one in group for t in one.example.targets])
        weights = torch.tensor([one.example.weight for one in group for _ in one.example.targets])
        weights = weights * (1 + (recipe.contradicted_weight - 1) * targets[:, 2])
        loss = -(torch.log_softmax(logits, -1) * targets).sum(-1)
        loss = (loss * weights).sum() / branches
        loss.backward()
        total += loss.item()
    torch.nn.utils.clip_grad_norm_(trained, 1.0)
    optimiser.step()
    optimiser.zero_grad()
    return total


def _checkpoint(network: VerifierNetwork, optimiser: torch.optim.Optimizer, step: int, out: Path, name: str) -> None:
    folder = checkpoints(out)
    folder.mkdir(parents=True, exist_ok=True)
    state = {name: value for name, value in network.state_dict().items() if "lora" in name or name.startswith("head")}
    torch.save({"network": state, "optimiser": optimiser.state_dict(), "step": step}, folder / "part.pt")
    (folder / "part.pt").replace(folder / name)


def _resume(network: VerifierNetwork, optimiser: torch.optim.Optimizer, places: Sequence[Path]) -> int:
    """Load the first checkpoint that is there; its step, or 0 where there is none."""
    path = next((place for place in places if place.exists()), None)
    if path is None:
        return 0
    state = torch.load(path, weights_only=True)
    network.load_state_dict(state["network"], strict=False)
    optimiser.load_state_dict(state["optimiser"])
    log.info("going on from step %d", state["step"])
    return state["step"]
