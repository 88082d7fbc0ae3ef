"""The forward passes of the models in a run: how long each took and what it was given, so that it can be repeated bare.

Works through PyTorch's hooks on all modules, so that the code under measurement is the code as it is.
"""

from __future__ import annotations

import pickle
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import torch
from torch.nn.modules.module import register_module_forward_hook, register_module_forward_pre_hook
from transformers import PreTrainedModel


class Passes:
    """Passes of whole language models (an encoder's, the verifier's), recorded to a file.

    Attributes:
        seconds: Spent in them, by the model's class.
        tokens: Put through them, filling included.
        count: How many there were.
        recording_s: What the recording itself took, in seconds.
    """

    def __init__(self, spool: Path) -> None:
        self._spool = spool
        self._models: list[PreTrainedModel] = []
        self._started_s = 0.0
        self.seconds: Counter[str] = Counter()
        self.tokens: Counter[str] = Counter()
        self.count: Counter[str] = Counter()
        self.recording_s = 0.0

    @contextmanager
    def recorded(self) -> Iterator[None]:
        """Within it, every pass is recorded."""
        with self._spool.open("wb") as file:

            def after(module: torch.nn.Module, args: tuple[Any, ...], given: dict[str, Any], _: Any) -> None:
                if isinstance(module, PreTrainedModel):
                    self._note(module, given, file)

            hooks = (
                register_module_forward_pre_hook(self._before),
                register_module_forward_hook(after, with_kwargs=True),
            )
            try:
                yield
            finally:
                for hook in hooks:
                    hook.remove()

    def replayed(self) -> Counter[str]:
        """Seconds that the same passes take with nothing around them, by the model's class."""
        spent: Counter[str] = Counter()
        with self._spool.open("rb") as file, torch.inference_mode():
            for _ in range(self.count.total()):
                place, packed = pickle.load(file)
                model = self._models[place]
                given = {name: _unpacked(*one, model) for name, one in packed.items()}
                _settle(model.device)
                started = time.perf_counter()
                model(**given, **({"use_cache": False} if _is_decoder(model) else {}))
                _settle(model.device)
                spent[type(model).__name__] += time.perf_counter() - started
        return spent

    def _before(self, module: torch.nn.Module, _: tuple[Any, ...]) -> None:
        if isinstance(module, PreTrainedModel):
            _settle(module.device)
            self._started_s = time.perf_counter()

    def _note(self, model: PreTrainedModel, given: dict[str, Any], file: BinaryIO) -> None:
        _settle(model.device)
        ended = time.perf_counter()
        name = type(model).__name__
        self.seconds[name] += ended - self._started_s
        self.count[name] += 1
        self.tokens[name] += given["input_ids"].numel()
        if model not in self._models:
            self._models.append(model)
        tensors = {name: _packed(one) for name, one in given.items() if isinstance(one, torch.Tensor)}
        pickle.dump((self._models.index(model), tensors), file)
        self.recording_s += time.perf_counter() - ended


def _packed(tensor: torch.Tensor) -> tuple[np.ndarray, tuple[int, ...] | None]:
    """The numbers; of a mask, a bit each."""
    if tensor.is_floating_point():
        return np.packbits((tensor == 0).cpu().numpy()), tuple(tensor.shape)
    return tensor.cpu().numpy(), None


def _unpacked(numbers: np.ndarray, shape: tuple[int, ...] | None, model: PreTrainedModel) -> torch.Tensor:
    if shape is None:
        return torch.from_numpy(numbers).to(model.device)
    seen = torch.from_numpy(np.unpackbits(numbers, count=int(np.prod(shape))).astype(bool).reshape(shape))
    mask = torch.zeros(shape, dtype=model.dtype).masked_fill(~seen, torch.finfo(model.dtype).min)
    return mask.to(model.device)


def _is_decoder(model: PreTrainedModel) -> bool:
    return hasattr(model.config, "num_key_value_heads")


def _settle(device: torch.device) -> None:
    """Waits until a GPU has done what it was given."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
