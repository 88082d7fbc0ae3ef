"""The verifier's network in other number formats."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import torch
from transformers import AutoTokenizer

from interviewer.models.branches import Item, pack, tokenise
from interviewer.models.conversion import packaged_folder
from interviewer.models.protocols import Claim, Rows
from interviewer.models.verifier_network import VerifierNetwork
from interviewer.settings import Settings
from interviewer.wiring import verifier_folder

ENGINE = "fbgemm"  # multiplies 8-bit numbers on x86; others have their own, see torch.backends.quantized

Chosen = Callable[[str], bool]
"""Whether the linear map of this name is brought to 8 bits."""


class VerifierBackends:
    """The same network in several forms, made when asked for and then dropped: only two are in memory at once."""

    def __init__(self, settings: Settings) -> None:
        base = packaged_folder(settings.cache)
        self._full = VerifierNetwork.load(base, verifier_folder(settings))
        self._tokenizer = AutoTokenizer.from_pretrained(str(base), local_files_only=True)
        self._makers: dict[str, Callable[[], VerifierNetwork]] = {
            "float32": lambda: self._full,
            "int8, a scale a matrix": self._by_matrix,
            "int8, a scale a row": partial(self._by_row, lambda name: True),
            "int8 by row, without down_proj": partial(self._by_row, lambda name: "down_proj" not in name),
            "int8 by row, gate_proj and up_proj alone": partial(
                self._by_row, lambda name: "gate_proj" in name or "up_proj" in name
            ),
            "bfloat16": self._bfloat16,
        }
        self._made: tuple[str, VerifierNetwork] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The forms there are."""
        return tuple(self._makers)

    def judge(self, name: str, claims: Sequence[Claim]) -> Rows:
        """Probabilities of all statements, one after the other, shape (S, 3); each claim in a pass of its own."""
        network = self._network(name)
        tokens, dtype = tokenise(self._tokenizer, [Item.of(one) for one in claims]), network.body.dtype
        with torch.inference_mode():
            logits = [network(pack([[one]], dtype=dtype)) for one in tokens]
        return np.concatenate([torch.softmax(one.double(), -1).numpy() for one in logits]).astype(np.float32)

    def _network(self, name: str) -> VerifierNetwork:
        if self._made is None or self._made[0] != name:
            self._made = None
            self._made = name, self._makers[name]()
        return self._made[1]

    def _by_matrix(self) -> VerifierNetwork:
        torch.backends.quantized.engine = ENGINE
        return self._quantised({torch.nn.Linear})

    def _by_row(self, chosen: Chosen) -> VerifierNetwork:
        torch.backends.quantized.engine = ENGINE
        maps = [name for name, one in self._full.named_modules() if isinstance(one, torch.nn.Linear)]
        wanted = [name for name in maps if name != "head" and chosen(name)]
        return self._quantised(dict.fromkeys(wanted, torch.ao.quantization.per_channel_dynamic_qconfig))

    def _quantised(self, what: object) -> VerifierNetwork:
        return torch.ao.quantization.quantize_dynamic(copy.deepcopy(self._full), what, dtype=torch.qint8)

    def _bfloat16(self) -> VerifierNetwork:
        network = copy.deepcopy(self._full)
        network.body = network.body.to(torch.bfloat16)
        return network
