"""Adapters out of adapters: the mean of two, a point on the way of one's training, one of a lower rank.

Two ends of one run, one learning rate brought down early and one late, err differently; the mean of their weights errs
less than either, at the cost of one (Wortsman et al. 2022, "Model soups", sections 2 and 3).
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file


def average(first: Path, second: Path, share: float, out: Path) -> None:
    """Write to `out` the verifier whose updates are `share` times the first's and the rest the second's.

    Args:
        first: Folder of weights with rank R, on the same layers of the same model as the second.
        second: Folder of weights, of any rank.
        share: 0 to 1.
        out: Receives weights of both ranks together, so that the mean is exact.

    Raises:
        ValueError: If the two do not have the same layers.
    """
    shapes = [json.loads((folder / "shape.json").read_text(encoding="utf-8")) for folder in (first, second)]
    if any(shapes[0][name] != shapes[1][name] for name in ("layers", "frozen")):
        raise ValueError(f"{first} and {second} were trained on other layers: {shapes[0]} and {shapes[1]}")
    ours, theirs = load_file(first / "verifier.safetensors"), load_file(second / "verifier.safetensors")
    mean = {name: _mean(name, ours[name].float(), theirs[name].float(), share) for name in ours}
    out.mkdir(parents=True, exist_ok=True)
    save_file({name: value.half().contiguous() for name, value in mean.items()}, out / "verifier.safetensors")
    shape = shapes[0] | {"rank": shapes[0]["rank"] + shapes[1]["rank"]}
    (out / "shape.json").write_text(json.dumps(shape, indent=1) + "\n", encoding="utf-8")


def go_part_way(start: Path, end: Path, share: float, out: Path) -> None:
    """Write to `out` the verifier that lies `share` of the way from `start` to `end`, where `end` was trained from it.

    Part of the way often keeps most of what the training gained and loses least of what was there (Wortsman et al.
    2022, "Robust fine-tuning of zero-shot models", section 3).

    Args:
        start: Folder of weights.
        end: Folder of weights of the same shape.
        share: 0 to 1.
        out: Receives weights of that shape.

    Raises:
        ValueError: If the two differ in shape.
    """
    shape = (start / "shape.json").read_text(encoding="utf-8")
    if json.loads(shape) != json.loads((end / "shape.json").read_text(encoding="utf-8")):
        raise ValueError(f"{end} was not trained from {start}: their shapes differ")
    first, last = load_file(start / "verifier.safetensors"), load_file(end / "verifier.safetensors")
    between = {name: (1 - share) * first[name].float() + share * last[name].float() for name in first}
    out.mkdir(parents=True, exist_ok=True)
    save_file({name: value.half().contiguous() for name, value in between.items()}, out / "verifier.safetensors")
    (out / "shape.json").write_text(shape, encoding="utf-8")


def reduce_rank(folder: Path, rank: int, out: Path) -> None:
    """Write to `out` the verifier whose updates are the nearest of a lower rank (Eckart and Young 1936).

    Args:
        folder: Folder of weights.
        rank: Of the updates written; weights of that rank or a lower one stay as they are.
        out: Receives the weights and their shape.
    """
    shape = json.loads((folder / "shape.json").read_text(encoding="utf-8"))
    rank = min(rank, shape["rank"])
    weights = {name: value.float() for name, value in load_file(folder / "verifier.safetensors").items()}
    for name in [name for name in weights if "lora_A" in name]:
        other = name.replace("lora_A", "lora_B")
        left, sizes, right = torch.linalg.svd(weights[other] @ weights[name], full_matrices=False)
        root = sizes[:rank].sqrt()
        weights[other], weights[name] = left[:, :rank] * root, root[:, None] * right[:rank]
    out.mkdir(parents=True, exist_ok=True)
    save_file({name: value.half().contiguous() for name, value in weights.items()}, out / "verifier.safetensors")
    (out / "shape.json").write_text(json.dumps(shape | {"rank": rank}, indent=1) + "\n", encoding="utf-8")


def _mean(name: str, ours: torch.Tensor, theirs: torch.Tensor, share: float) -> torch.Tensor:
    """The two low-rank factors side by side make the sum of their products; everything else is averaged as it is."""
    if "lora_A" in name:
        return torch.cat([ours, theirs], 0)
    if "lora_B" in name:
        return torch.cat([share * ours, (1 - share) * theirs], 1)
    return share * ours + (1 - share) * theirs
