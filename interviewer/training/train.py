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
from interviewer.training.examples import Example
from interviewer.training.lower_rank import reduce_rank
from interviewer.training.marking import MarkExample
from interviewer.training.measures import verdict_measures
from interviewer.training.mixture import Mixture

log = logging.getLogger(__name__)

CHECKPOINT_EVERY = 60  # steps
LAST = "state.pt"  # the last checkpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything that decides a run, besides the data."""

    shape: Shape = field(default_factory=Shape)
    rate: float = 3e-4
    step_tokens: int = 2600
    warm_up: float = 0.03
    decay: float = 0.6
    contradicted_weight: float = 1.3
    steps: int | None = None
    seed: int = 0


MARKER_RANK = 32  # of the marker's updates as they are kept; all weights together stay under 25 MB
SORTED_TOGETHER = 96  # examples of which those alike in length are learnt from in one step


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipes:
    """The runs that make the shipped weights, one after the other."""

    verifier: Recipe = field(default_factory=Recipe)
    marker: Recipe = field(
        default_factory=lambda: Recipe(
            rate=2.5e-4, steps=900, step_tokens=1850, warm_up=0.05, decay=0.9, contradicted_weight=1.5
        )
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
) -> list[list[Sequenced]]:
    """The whole run: steps of examples alike in length, each step at most `step_tokens` long once filled up."""
    rng = random.Random(recipe.seed)
    steps: list[list[Sequenced]] = []
    for examples in passes:
        tokens = tokenise(tokenizer, [example.item for example in examples])
        pairs = [Sequenced(tokens=t, example=e) for t, e in zip(tokens, examples, strict=True)]
        for first in range(0, len(pairs), SORTED_TOGETHER):
            together = sorted(pairs[first : first + SORTED_TOGETHER], key=lambda one: one.tokens.length)
            made = list(_steps(together, recipe.step_tokens))
            rng.shuffle(made)
            steps += made
    return steps


def _steps(pairs: Sequence[Sequenced], limit: int) -> Iterator[list[Sequenced]]:
    """Pairs, the shortest first, in steps."""
    step: list[Sequenced] = []
    for one in pairs:
        if step and one.tokens.length * (len(step) + 1) > limit:
            yield step
            step = []
        step.append(one)
    if step:
        yield step


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


def train_verifier(
    base: Path, mixture: Mixture, recipes: Recipes, out: Path, tokenizer: PreTrainedTokenizerBase, start: Path | None
) -> None:
    """Train the verifier, from the weights in `start` or from the language model; not again where it is finished."""
    if not (out / WEIGHTS).exists():
        train(base, mixture, recipes.verifier, out, tokenizer, weights=start)


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
    weights: Path | None = None,
) -> VerifierNetwork:
    """Train and write the weights to `out`; a run that was stopped goes on from its checkpoint, beside `out`.

    `weights` is a folder of finished weights to begin with, whose shape is kept; without it the language model is.
    A file `finish` in the folder of checkpoints brings the run to its end: the decay starts at once and the rest of the
    data is left out.
    """
    torch.manual_seed(recipe.seed)
    random.seed(recipe.seed)
    network = VerifierNetwork.to_train(base, weights) if weights else VerifierNetwork(base, recipe.shape)
    network.halve_what_is_frozen()
    trained = [p for p in network.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=recipe.rate, weight_decay=0.0, betas=(0.9, 0.98))
    steps = steps_of(mixture.passes, tokenizer, recipe)
    total = min(len(steps), recipe.steps or len(steps))
    decay_from = int(total * (1 - recipe.decay))
    first = _resume(network, optimiser, checkpoints(out) / LAST)
    started, running = time.monotonic(), 0.0
    for number in range(first, len(steps)):
        if number < decay_from and (checkpoints(out) / "finish").exists():
            total, decay_from = number + max(1, int(recipe.decay * number)), number
            log.info("finishing: decay from step %d to %d", number, total)
        if number >= total:
            break
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
            _checkpoint(network, optimiser, number + 1, checkpoints(out))
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
    step: Sequence[Sequenced],
    trained: list[torch.nn.Parameter],
    recipe: Recipe,
) -> float:
    network.train()
    with torch.autocast("cpu", torch.bfloat16):
        logits = network(pack([[one.tokens] for one in step], dtype=torch.bfloat16))
    targets = torch.tensor([t for one in step for t in one.example.targets])
    weights = torch.tensor([one.example.weight for one in step for _ in one.example.targets])
    weights = weights * (1 + (recipe.contradicted_weight - 1) * targets[:, 2])
    loss = -(torch.log_softmax(logits.float(), -1) * targets).sum(-1)
    loss = (loss * weights).mean()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(trained, 1.0)
    optimiser.step()
    optimiser.zero_grad()
    return float(loss.detach())


def _checkpoint(network: VerifierNetwork, optimiser: torch.optim.Optimizer, step: int, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    state = {name: value for name, value in network.state_dict().items() if "lora" in name or name.startswith("head")}
    torch.save({"network": state, "optimiser": optimiser.state_dict(), "step": step}, folder / "part.pt")
    (folder / "part.pt").replace(folder / LAST)


def _resume(network: VerifierNetwork, optimiser: torch.optim.Optimizer, path: Path) -> int:
    """Load the checkpoint if it is there; its step, or 0 where there is none."""
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    network.load_state_dict(state["network"], strict=False)
    optimiser.load_state_dict(state["optimiser"])
    log.info("going on from step %d", state["step"])
    return state["step"]
