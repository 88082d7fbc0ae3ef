"""The trained verifier's network: the language model's lower layers, an adapter on the upper ones, a linear head."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model, get_peft_model_state_dict, set_peft_model_state_dict
from safetensors.torch import load_file, save_file
from transformers import LlamaModel

from interviewer.models.branches import Pack

CLASSES = ("missing", "covered", "contradicted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Which part of the language model is used and trained.

    layers: how many of its layers are kept, from below. frozen: how many of those stay as they are. rank: of the
    low-rank update of every linear map above them (LoRA, Hu et al. 2021).
    """

    layers: int = 22
    frozen: int = 8
    rank: int = 24


class VerifierNetwork(torch.nn.Module):
    """Answers and key points in, one row of three logits a key point out (order: CLASSES)."""

    def __init__(self, base: Path | str, shape: Shape, dtype: torch.dtype = torch.float32) -> None:
        super().__init__()
        body = LlamaModel.from_pretrained(str(base), dtype=dtype, attn_implementation="sdpa")
        body.layers = body.layers[: shape.layers]
        body.config.num_hidden_layers = shape.layers
        trained = "|".join(str(layer) for layer in range(shape.frozen, shape.layers))
        self.shape = shape
        self.body = get_peft_model(
            body,
            LoraConfig(
                r=shape.rank,
                lora_alpha=2 * shape.rank,
                lora_dropout=0.0,
                target_modules=rf"layers\.({trained})\..*_proj",
            ),
        )
        self.head = torch.nn.Linear(body.config.hidden_size, len(CLASSES))

    def forward(self, pack: Pack) -> torch.Tensor:
        """Logits, shape (B, 3), float32, a row for each branch of the pack."""
        hidden = self.body(
            input_ids=pack.ids, position_ids=pack.positions, attention_mask=pack.mask, use_cache=False
        ).last_hidden_state
        return self.head(hidden[pack.row, pack.last].float())

    def halve_what_is_frozen(self) -> None:
        """Keep the weights that are not trained in bfloat16, for faster training under `torch.autocast`."""
        for value in self.parameters():
            if not value.requires_grad:
                value.data = value.data.bfloat16()
        self.body.config._attn_implementation = "eager"  # on a CPU faster than "sdpa" with a mask, forward and back

    def save(self, folder: Path) -> None:
        """Write adapter and head (half precision) and the shape to `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        weights = {f"adapter.{name}": value for name, value in get_peft_model_state_dict(self.body).items()}
        weights |= {f"head.{name}": value for name, value in self.head.state_dict().items()}
        save_file({name: value.half().contiguous() for name, value in weights.items()}, folder / "verifier.safetensors")
        (folder / "shape.json").write_text(json.dumps(asdict(self.shape), indent=1) + "\n", encoding="utf-8")

    @classmethod
    def to_train(cls, base: Path | str, folder: Path) -> VerifierNetwork:
        """The network with the adapter of `folder` beside the base weights, so that it can be trained further."""
        network = cls(base, Shape(**json.loads((folder / "shape.json").read_text(encoding="utf-8"))))
        weights = load_file(folder / "verifier.safetensors")
        adapter = {n.removeprefix("adapter."): w.float() for n, w in weights.items() if n.startswith("adapter.")}
        set_peft_model_state_dict(network.body, adapter)
        network.head.load_state_dict(
            {n.removeprefix("head."): w.float() for n, w in weights.items() if n.startswith("head.")}
        )
        return network

    @classmethod
    def load(cls, base: Path | str, folder: Path, dtype: torch.dtype = torch.float32) -> VerifierNetwork:
        """The network with the adapter of `folder` merged into the base weights, ready for judging."""
        network = cls.to_train(base, folder)
        network.body = network.body.merge_and_unload().to(dtype)
        return network.eval()
