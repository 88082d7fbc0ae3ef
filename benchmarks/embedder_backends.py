"""The packaged embedder in other number formats and on other runtimes."""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

from interviewer.models.places import Use, model_folder
from interviewer.models.protocols import Rows
from interviewer.settings import PACKAGED_EMBEDDER, Settings

TEXTS_AT_ONCE = 32
LONGEST_TOKENS = 256  # as its sentence-transformers configuration has it
RUNTIMES = ("onnx", "onnxscript", "onnxruntime", "openvino")

Forward = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""From ids and mask, shape (N, L), int64, to the last layer, shape (N, L, D), float32."""


class BareEmbedder:
    """Tokens, one forward pass at a time, the mean over each text's tokens, length 1; longest texts first."""

    def __init__(self, name: str, tokenizer: Any, forward: Forward) -> None:
        self.name, self._tokenizer, self._forward = name, tokenizer, forward

    def embed(self, texts: Sequence[str]) -> Rows:
        """Unit rows, shape (N, D)."""
        order = sorted(range(len(texts)), key=lambda n: -len(texts[n]))
        found: dict[int, np.ndarray] = {}
        for first in range(0, len(order), TEXTS_AT_ONCE):
            places = order[first : first + TEXTS_AT_ONCE]
            found.update(zip(places, self._batch([texts[place] for place in places]), strict=True))
        return np.stack([found[place] for place in range(len(texts))]).astype(np.float32)

    def _batch(self, texts: list[str]) -> np.ndarray:
        encoded = self._tokenizer(texts, padding=True, truncation=True, max_length=LONGEST_TOKENS, return_tensors="np")
        ids, mask = (encoded[name].astype(np.int64) for name in ("input_ids", "attention_mask"))
        summed = (self._forward(ids, mask) * mask[:, :, None]).sum(1)
        return summed / np.linalg.norm(summed, axis=1, keepdims=True)


class _Hidden(torch.nn.Module):
    """The encoder with its last layer alone as the result."""

    def __init__(self, encoder: torch.nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        return self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state


def embedder_backends(settings: Settings) -> Iterator[BareEmbedder]:
    """The forms there are, float32 in PyTorch first; those on other runtimes only where the packages are installed."""
    folder = model_folder(Use(role="embedder", name=PACKAGED_EMBEDDER), settings.cache)
    tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
    encoder = _Hidden(AutoModel.from_pretrained(str(folder), local_files_only=True)).eval()
    yield BareEmbedder("float32", tokenizer, _in_torch(encoder))
    int8 = torch.ao.quantization.quantize_dynamic(copy.deepcopy(encoder), {torch.nn.Linear}, dtype=torch.qint8)
    yield BareEmbedder("int8", tokenizer, _in_torch(int8))
    yield BareEmbedder("bfloat16", tokenizer, _in_torch(copy.deepcopy(encoder).to(torch.bfloat16)))
    if any(find_spec(name) is None for name in RUNTIMES):
        print(f"no ONNX and OpenVINO here: pip install {' '.join(RUNTIMES)}")
        return
    plain = AutoModel.from_pretrained(str(folder), local_files_only=True, attn_implementation="eager")
    with tempfile.TemporaryDirectory() as name:
        exported = _export(_Hidden(plain).eval(), Path(name) / "encoder.onnx")
        yield BareEmbedder("ONNX Runtime, float32", tokenizer, _in_onnxruntime(exported))
        yield BareEmbedder("ONNX Runtime, int8", tokenizer, _in_onnxruntime(_onnx_int8(exported)))
        yield BareEmbedder("OpenVINO, float32", tokenizer, _in_openvino(exported))


def _in_torch(encoder: torch.nn.Module) -> Forward:
    def forward(ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            return encoder(torch.from_numpy(ids), torch.from_numpy(mask)).float().numpy()

    return forward


def _export(encoder: torch.nn.Module, path: Path) -> Path:
    many, long = torch.export.Dim("texts", min=1, max=4096), torch.export.Dim("tokens", min=2, max=512)
    ids = torch.ones(2, 7, dtype=torch.int64)
    torch.onnx.export(
        encoder,
        (ids, torch.ones_like(ids)),
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=["hidden"],
        dynamic_shapes={name: {0: many, 1: long} for name in ("input_ids", "attention_mask")},
        external_data=False,
        verbose=False,
    )
    return path


def _onnx_int8(path: Path) -> Path:
    from onnxruntime.quantization import quantize_dynamic

    smaller = path.with_name("int8.onnx")
    quantize_dynamic(str(path), str(smaller))
    return smaller


def _in_onnxruntime(path: Path) -> Forward:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    session = onnxruntime.InferenceSession(str(path), options)
    return lambda ids, mask: session.run(None, {"input_ids": ids, "attention_mask": mask})[0]


def _in_openvino(path: Path) -> Forward:
    import openvino

    # full precision is asked for: left to itself it takes bfloat16 where the processor has it
    settings = {"INFERENCE_NUM_THREADS": torch.get_num_threads(), "INFERENCE_PRECISION_HINT": "f32"}
    compiled = openvino.Core().compile_model(openvino.Core().read_model(path), "CPU", settings)
    return lambda ids, mask: next(iter(compiled([ids, mask]).values()))
