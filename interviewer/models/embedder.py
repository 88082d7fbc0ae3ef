"""Texts to unit vectors, by a sentence-transformers model."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from interviewer.errors import ModelError
from interviewer.models.checksums import SHORT, weights_sha256
from interviewer.models.device import Device
from interviewer.models.places import Use, model_folder
from interviewer.models.protocols import Rows
from interviewer.models.valid_text import without_lone_surrogates
from interviewer.models.vector_cache import VectorCache
from interviewer.settings import PACKAGED_EMBEDDER, default_cache

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

CHARACTERS_AT_ONCE = {"cpu": 32_768, "gpu": 524_288}  # in one forward pass, padding included
TEXTS_AT_ONCE = {"cpu": 256, "gpu": 2_048}


class SentenceEmbedder:
    """Embeds texts, many at once, longest first; half precision on a GPU. Loads on first use, once.

    Args:
        model: The packaged model's name, a sentence-transformers name that is on this machine, or a folder.
        device: Where to run.
        cache: Where `interviewer models pull` puts packaged models; default: the platform's cache folder.
        vectors: Keeps the vectors of texts that come again, key points above all.
    """

    def __init__(
        self,
        model: str = PACKAGED_EMBEDDER,
        *,
        device: Device,
        cache: Path | None = None,
        vectors: VectorCache | None = None,
    ) -> None:
        self._use = Use(role="embedder", name=model)
        self._cache, self._device = cache or default_cache(), device
        self._vectors = VectorCache() if vectors is None else vectors
        self._lock = threading.Lock()  # tokenizers and the kept vectors are for one thread at a time
        self._loaded: SentenceTransformer | None = None
        self._name: str | None = None

    @property
    def name(self) -> str:
        """Model and the first digits of its weights' SHA-256, as `all-MiniLM-L6-v2@53aa51172d14`.

        Raises:
            ModelError: If the model is not on this machine.
        """
        if self._name is None:
            folder = model_folder(self._use, self._cache)
            try:
                self._name = f"{self._use.name}@{weights_sha256(folder)[:SHORT]}"
            except OSError as fault:
                raise ModelError(f"the embedder {self._use.name!r} has no weights: {fault}") from fault
        return self._name

    def embed(self, texts: Sequence[str]) -> Rows:
        """Unit rows, shape (N, D), float32, in the order of `texts`; shape (0, D) for none.

        The same text gets the same row to about 1e-6 in other company (1e-3 on a GPU).

        Raises:
            ModelError: If the model is missing, damaged or too large for the device's memory.
        """
        valid = [without_lone_surrogates(text) for text in texts]
        with self._lock:
            model = self._load()
            rows = {text: row for text in dict.fromkeys(valid) if (row := self._vectors.find(text)) is not None}
            new = [text for text in dict.fromkeys(valid) if text not in rows]
            fresh = self._encode(model, new)
            self._vectors.offer(new, fresh)
            rows.update(zip(new, fresh, strict=True))
            return np.stack([rows[text] for text in valid]) if valid else fresh

    def _encode(self, model: SentenceTransformer, texts: Sequence[str]) -> Rows:
        import torch

        rows = np.zeros((len(texts), model.get_embedding_dimension() or 0), dtype=np.float32)
        try:
            for batch in _batches(texts, model.max_seq_length, "gpu" if self._device.is_gpu else "cpu"):
                encoded = model.encode(
                    [texts[place] for place in batch],
                    batch_size=len(batch),
                    show_progress_bar=False,
                    convert_to_numpy=True,
                )
                rows[batch] = encoded.astype(np.float32)
        except torch.OutOfMemoryError as fault:
            raise ModelError(
                f"the embedder {self._use.name!r} needs more memory than the device '{self._device.name}' has: "
                "set the device to cpu, or choose a smaller embedder"
            ) from fault
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return rows / np.maximum(lengths, np.finfo(np.float32).tiny)

    def _load(self) -> SentenceTransformer:
        if self._loaded is None:
            from safetensors import SafetensorError
            from sentence_transformers import SentenceTransformer
            from transformers.utils.logging import disable_progress_bar

            folder = model_folder(self._use, self._cache)
            disable_progress_bar()
            try:
                self._loaded = SentenceTransformer(
                    str(folder),
                    device=self._device.name,
                    local_files_only=True,
                    model_kwargs={"dtype": self._device.encoding_dtype, "use_safetensors": True},
                )
            except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as fault:
                raise ModelError(
                    f"the embedder {self._use.name!r} in {folder} cannot be loaded ({fault}): "
                    "run `interviewer models verify`"
                ) from fault
        return self._loaded


def _batches(texts: Sequence[str], longest_tokens: int | None, device: str) -> Iterator[list[int]]:
    """Places of the texts, longest first, so that no batch pads to more than a fixed number of characters."""
    cap = 8 * (longest_tokens or 512)  # what is beyond is cut off by the model and takes no room
    batch: list[int] = []
    for place in sorted(range(len(texts)), key=lambda n: (-len(texts[n]), n)):
        width = min(len(texts[batch[0]] if batch else texts[place]), cap)
        if batch and (len(batch) == TEXTS_AT_ONCE[device] or width * (len(batch) + 1) > CHARACTERS_AT_ONCE[device]):
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
