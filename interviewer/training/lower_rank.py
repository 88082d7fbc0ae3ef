"""An adapter of a lower rank out of one of a higher."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file


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
