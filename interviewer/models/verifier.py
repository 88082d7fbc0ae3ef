"""The trained verifier as the program uses it: claims in, probabilities out, in full packs on the chosen device."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from interviewer.errors import ModelError
from interviewer.models.checksums import SHORT, weights_sha256
from interviewer.models.protocols import Claim, Rows, WholeAnswer

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

    from interviewer.models.branches import Item, MarkItem, TokenisedItem
    from interviewer.models.verifier_network import VerifierNetwork

PACK_TOKENS = 640  # attention grows with the square of a pack; beyond this a longer one is slower on a CPU
MARKER = "marker"  # folder, in the verifier's, of the weights that mark whole answers
WEIGHTS = "verifier.safetensors"
ROUNDED_TO = 4  # decimals; batches differ by about 1e-6


class TrainedVerifier:
    """Judges by two networks of `interviewer.models.verifier_network`; each loads on first use, once.

    Args:
        base: Folder of the language model the adapters were trained on.
        folder: Folder with `verifier.safetensors` and `shape.json`, and in it a folder `marker` with the like.
        device: A torch device name, `cpu` or `cuda` or `mps`.
        dtype_name: Number format of the computation: `float32`, on a GPU `float16`.
        packs_at_once: Packs in one forward pass; 1 on a CPU, more on a GPU.
    """

    def __init__(
        self, base: Path, folder: Path, *, device: str = "cpu", dtype_name: str = "float32", packs_at_once: int = 1
    ) -> None:
        self._folder = folder
        self._judging, self._marking = (
            _Runner(base, one, device, dtype_name, packs_at_once) for one in (folder, folder / MARKER)
        )
        self._name: str | None = None

    @property
    def name(self) -> str:
        """Folder name and the first 12 digits of the weights' SHA-256."""
        if self._name is None:
            self._name = verifier_name(self._folder)
        return self._name

    def judge(self, claims: Sequence[Claim]) -> list[Rows]:
        """For each claim, shape (S, 3), rounded to four decimals: probability of missing, covered, contradicted.

        Raises:
            ModelError: If the weights are missing or damaged.
        """
        from interviewer.models.branches import Item

        asked = [n for n, claim in enumerate(claims) if claim.statements]
        results: list[Rows] = [np.zeros((0, 3), dtype=np.float32) for _ in claims]
        for number, rows in zip(asked, self._judging.run([Item.of(claims[n]) for n in asked]), strict=True):
            results[number] = rows
        return results

    def mark(self, answers: Sequence[WholeAnswer]) -> Rows:
        """Shape (N, 3), rounded to four decimals: probability of an answer being beside the right one, right, against.

        Answers to one question share its right answer, a few in a pass.

        Raises:
            ModelError: If the weights are missing or damaged.
        """
        from interviewer.models.branches import MarkItem, marked_together

        places: dict[tuple[str, str], list[int]] = {}
        for number, one in enumerate(answers):
            places.setdefault((one.question, one.reference), []).append(number)
        groups = [
            (key, [of_one[n] for n in group])
            for key, of_one in places.items()
            for group in marked_together([answers[n].answer for n in of_one])
        ]
        items = [
            MarkItem(question=question, reference=reference, answers=tuple(answers[n].answer for n in group))
            for (question, reference), group in groups
        ]
        results = np.zeros((len(answers), 3), dtype=np.float32)
        for (_, group), rows in zip(groups, self._marking.run(items), strict=True):
            results[group] = rows
        return results


class _Runner:
    """One network with its tokenizer, loaded on first use; runs items in full packs, longest first."""

    def __init__(self, base: Path, folder: Path, device: str, dtype_name: str, packs_at_once: int) -> None:
        self._base, self._folder, self._device, self._dtype_name = base, folder, device, dtype_name
        self._packs_at_once = packs_at_once
        self._lock = threading.Lock()
        self._loaded: tuple[VerifierNetwork, PreTrainedTokenizerBase] | None = None

    def run(self, items: Sequence[Item | MarkItem]) -> list[Rows]:
        """For each item, shape (its branches, 3)."""
        import torch

        from interviewer.models.branches import pack, tokenise

        results: list[Rows] = [np.zeros((0, 3), dtype=np.float32) for _ in items]
        if not items:
            return results
        with self._lock:
            network, tokenizer = self._load()
            tokens = tokenise(tokenizer, items)
            packs = full_packs(tokens)
            dtype = getattr(torch, self._dtype_name)
            with torch.inference_mode():
                for first in range(0, len(packs), self._packs_at_once):
                    group = packs[first : first + self._packs_at_once]
                    sequences = [[tokens[place] for place in one] for one in group]
                    logits = network(pack(sequences, device=self._device, dtype=dtype))
                    rows = torch.softmax(logits.double(), -1).cpu().numpy().round(ROUNDED_TO).astype(np.float32)
                    for place in (place for one in group for place in one):
                        count = len(tokens[place].branches)
                        results[place], rows = rows[:count], rows[count:]
        return results

    def _load(self) -> tuple[VerifierNetwork, PreTrainedTokenizerBase]:
        if self._loaded is None:
            import torch
            from safetensors import SafetensorError
            from transformers import AutoTokenizer

            from interviewer.models.verifier_network import VerifierNetwork

            try:
                dtype = getattr(torch, self._dtype_name)
                network = VerifierNetwork.load(self._base, self._folder, dtype).to(self._device)
                self._loaded = network, AutoTokenizer.from_pretrained(str(self._base), local_files_only=True)
            except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as fault:
                raise ModelError(
                    f"the verifier in {self._folder} on {self._base} cannot be loaded ({fault}): "
                    "run `interviewer models verify`, then `interviewer models pull`"
                ) from fault
        return self._loaded


def verifier_name(folder: Path) -> str:
    """Folder name and the first 12 digits of the weights' SHA-256.

    Raises:
        ModelError: If the weights are missing.
    """
    missing = next((one for one in (folder, folder / MARKER) if not (one / WEIGHTS).is_file()), None)
    if missing is not None:
        raise ModelError(f"the verifier's weights are not at {missing / WEIGHTS}: `interviewer models verify` says why")
    return f"{folder.name}@{weights_sha256(folder)[:SHORT]}"


def full_packs(tokens: Sequence[TokenisedItem]) -> list[list[int]]:
    """Places of the items, longest first, in packs of about PACK_TOKENS."""
    packs: list[list[int]] = []
    room: list[int] = []
    for place in sorted(range(len(tokens)), key=lambda n: (-tokens[n].length, n)):
        length = tokens[place].length
        if packs and room[-1] >= length:
            packs[-1].append(place)
            room[-1] -= length
        else:
            packs.append([place])
            room.append(PACK_TOKENS - length)
    return packs
