"""The forward passes of the models in a run: how long each took and what it was given, so that it can be repeated bare.

Works through PyTorch's hooks on all modules, so that what is measured is the code as it is. Wall and processor time
are taken: where other programs run beside, the second still compares.
"""

from __future__ import annotations

import pickle
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import torch
from sentence_transformers.sentence_transformer.modules import Transformer
from torch.nn.modules.module import register_module_forward_hook, register_module_forward_pre_hook
from transformers import PreTrainedModel

WHOLE_MODELS = (PreTrainedModel, Transformer)  # the second is the embedder's network, which calls the first past hooks


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock on the wall and of the processor, all its cores together."""

    wall_s: float = 0.0
    processor_s: float = 0.0

    @classmethod
    def until_now(cls) -> Spent:
        """Since some moment that stays the same."""
        return cls(time.perf_counter(), time.process_time())

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.wall_s + other.wall_s, self.processor_s + other.processor_s)

    def __sub__(self, other: Spent) -> Spent:
        return Spent(self.wall_s - other.wall_s, self.processor_s - other.processor_s)


class Passes:
    """Passes of whole language models (the embedder's, the verifier's), recorded to a file.

    Attributes:
        spent: What they took, by the model's class.
        tokens: Put through them, filling included.
        count: How many there were.
        recording: What the recording itself took.
    """

    def __init__(self, spool: Path) -> None:
        self._spool = spool
        self._models: list[torch.nn.Module] = []
        self._running: torch.nn.Module | None = None
        self._started = Spent()
        self.spent: dict[str, Spent] = {}
        self.tokens: Counter[str] = Counter()
        self.count: Counter[str] = Counter()
        self.recording = Spent()

    @contextmanager
    def recorded(self) -> Iterator[None]:
        """Within it, every pass is recorded."""
        with self._spool.open("wb") as file:

            def after(module: torch.nn.Module, args: tuple[Any, ...], given: dict[str, Any], _: Any) -> None:
                if module is self._running:
                    self._note(module, given or args[0], file)

            hooks = (
                register_module_forward_pre_hook(self._before),
                register_module_forward_hook(after, with_kwargs=True),
            )
            try:
                yield
            finally:
                for hook in hooks:
                    hook.remove()

    def replayed(self) -> dict[str, Spent]:
        """What the same passes take with nothing around them, by the model's class."""
        bare = dict.fromkeys(self.spent, Spent())
        with self._spool.open("rb") as file, torch.inference_mode():
            for _ in range(self.count.total()):
                place, packed = pickle.load(file)
                model = self._models[place]
                given = {name: _unpacked(one, model) for name, one in packed.items()}
                _settle(model)
                started = Spent.until_now()
                if isinstance(model, Transformer):
                    model(given)
                else:
                    model(**given)
                _settle(model)
                bare[type(model).__name__] += Spent.until_now() - started
        return bare

    def _before(self, module: torch.nn.Module, _: tuple[Any, ...]) -> None:
        if self._running is None and isinstance(module, WHOLE_MODELS):
            _settle(module)
            self._running, self._started = module, Spent.until_now()

    def _note(self, model: torch.nn.Module, given: dict[str, Any], file: BinaryIO) -> None:
        _settle(model)
        ended, self._running = Spent.until_now(), None
        name = type(model).__name__
        self.spent[name] = self.spent.get(name, Spent()) + (ended - self._started)
        self.count[name] += 1
        self.tokens[name] += given["input_ids"].numel()
        if model not in self._models:
            self._models.append(model)
        # the embedder's network puts its result beside what it was given: only a mask of four axes is a float given
        inputs = {key: one for key, one in given.items() if not _is_float(one) or key == "attention_mask"}
        pickle.dump((self._models.index(model), {key: _packed(one) for key, one in inputs.items()}), file)
        self.recording += Spent.until_now() - ended


def _is_float(value: Any) -> bool:
    return isinstance(value, torch.Tensor) and value.is_floating_point()


def _packed(value: Any) -> Any:
    """Numbers as an array, a mask as a bit each with its shape, and what is no tensor as it is."""
    if _is_float(value):
        return np.packbits((value == 0).cpu().numpy()), tuple(value.shape)
    return value.cpu().numpy() if isinstance(value, torch.Tensor) else value


def _unpacked(value: Any, model: torch.nn.Module) -> Any:
    first = next(model.parameters())
    if isinstance(value, np.ndarray):
        return torch.from_numpy(value).to(first.device)
    if not isinstance(value, tuple):
        return value
    bits, shape = value
    seen = torch.from_numpy(np.unpackbits(bits, count=int(np.prod(shape))).astype(bool).reshape(shape))
    return torch.zeros(shape, dtype=first.dtype).masked_fill(~seen, torch.finfo(first.dtype).min).to(first.device)


def _settle(model: torch.nn.Module) -> None:
    """Waits until a GPU has done what it was given."""
    device = next(model.parameters()).device
    if device.type == "cuda":
        torch.cuda.synchronize(device)
