"""The language model on this machine that writes the feedback."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from interviewer.errors import ModelError
from interviewer.models.chat_prompt import prompt_ids
from interviewer.models.checksums import SHORT, weights_sha256
from interviewer.models.conversion import packaged_folder
from interviewer.models.device import Device
from interviewer.models.many_replies import processors, replies
from interviewer.models.places import Use, model_folder
from interviewer.models.protocols import Chat, Message, Source
from interviewer.models.streaming import stream_pieces
from interviewer.settings import PACKAGED_GENERATOR, default_cache

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase, TextStreamer

__all__ = ["LocalGenerator", "packaged_folder"]

FAREWELL_S = 10.0  # for a model whose reader left: it notices at its next token
TURN_GLANCE_S = 0.05  # how often one who waits for the model looks whether the reader has left


class LocalGenerator:
    """Continues a chat with a causal language model, greedily; one reply at a time. Loads on first use, once.

    Args:
        model: The packaged model's name, the name of a hub model that is on this machine, or a folder.
        device: Where to run.
        cache: Where packaged models are put and converted; default: the platform's cache folder.
    """

    def __init__(self, model: str = PACKAGED_GENERATOR, *, device: Device, cache: Path | None = None) -> None:
        self._use = Use(role="generator", name=model)
        self._cache, self._device = cache or default_cache(), device
        self._loading, self._turn = threading.Lock(), threading.Lock()
        self._loaded: tuple[PreTrainedModel, PreTrainedTokenizerBase] | None = None
        self._name: str | None = None

    @property
    def name(self) -> str:
        """Model and the first digits of its weights' SHA-256, as `SmolLM2-135M-Instruct@7ef915c9bf9d`.

        Raises:
            ModelError: If the model is not on this machine.
        """
        if self._name is None:
            folder = model_folder(self._use, self._cache)
            try:
                self._name = f"{self._use.name}@{weights_sha256(folder)[:SHORT]}"
            except OSError as fault:
                raise ModelError(f"the generator {self._use.name!r} has no weights: {fault}") from fault
        return self._name

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, stop: Event, source: Source | None = None
    ) -> Iterator[str]:
        """Pieces of the reply as they come, at word ends; ends early once `stop` is set or the reader leaves.

        Raises:
            ModelError: If the model is missing or damaged, or the chat is longer than it can read.
        """

        def work(put: Callable[[str], None], left: Event) -> None:
            model, tokenizer = self._load()
            ids = prompt_ids(tokenizer, messages)
            self._check_room(model, len(ids) + max_tokens)
            while not self._turn.acquire(timeout=TURN_GLANCE_S):
                if left.is_set():
                    return
            try:
                bound = processors(model, tokenizer, [source], len(ids))
                self._generate(model, ids, _streamer(tokenizer, put), max_tokens, left, bound)
            finally:
                self._turn.release()

        yield from stream_pieces(work, stop=stop, farewell_s=FAREWELL_S)

    def reply_many(self, chats: Sequence[Chat], *, max_tokens: int, is_enough: Callable[[str], bool]) -> list[str]:
        """The replies to many chats, in batches; one may end as soon as `is_enough` says so of it.

        Raises:
            ModelError: If the model is missing or damaged, or a chat is longer than it can read.
        """
        if not chats:
            return []
        model, tokenizer = self._load()
        ids = [prompt_ids(tokenizer, messages) for messages, _ in chats]
        self._check_room(model, max(map(len, ids)) + max_tokens)
        with self._turn, self._told_of_memory():
            return replies(
                model, tokenizer, ids, [bound for _, bound in chats], max_tokens=max_tokens, is_enough=is_enough
            )

    @contextmanager
    def _told_of_memory(self) -> Iterator[None]:
        import torch

        try:
            yield
        except torch.OutOfMemoryError as fault:
            raise ModelError(
                f"the generator {self._use.name!r} needs more memory than the device '{self._device.name}' has: "
                "set the device to cpu, or choose a smaller generator"
            ) from fault

    def _generate(
        self, model: Any, ids: list[int], streamer: TextStreamer, max_tokens: int, left: Event, bound: list[Any]
    ) -> None:
        import torch
        from transformers import GenerationConfig, LogitsProcessorList, StoppingCriteriaList

        def has_left(input_ids: torch.Tensor, scores: Any, **_: Any) -> torch.Tensor:
            return torch.full((input_ids.shape[0],), left.is_set(), dtype=torch.bool, device=input_ids.device)

        prompt = torch.tensor([ids], device=model.device)
        with self._told_of_memory(), torch.inference_mode():
            model.generate(
                input_ids=prompt,
                attention_mask=torch.ones_like(prompt),
                streamer=streamer,
                stopping_criteria=StoppingCriteriaList([has_left]),
                logits_processor=LogitsProcessorList(bound),
                generation_config=GenerationConfig(
                    max_new_tokens=max_tokens, do_sample=False, num_beams=1, temperature=1.0, top_p=1.0, top_k=50
                ),
            )

    def _check_room(self, model: PreTrainedModel, tokens: int) -> None:
        room = getattr(model.config.get_text_config(), "max_position_embeddings", None)
        if room is not None and tokens > room:
            raise ModelError(
                f"the chat and its reply take {tokens} tokens, and the generator {self._use.name!r} takes {room}: "
                "choose a generator with a longer context"
            )

    def _load(self) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
        with self._loading:
            if self._loaded is None:
                from safetensors import SafetensorError
                from transformers import AutoModelForCausalLM, AutoTokenizer
                from transformers.utils.logging import disable_progress_bar

                folder = model_folder(self._use, self._cache)
                disable_progress_bar()
                try:
                    tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
                    model: Any = AutoModelForCausalLM.from_pretrained(
                        str(folder), dtype=self._device.dtype, local_files_only=True, use_safetensors=True
                    )
                    model = model.to(self._device.name).eval()
                except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as fault:
                    raise ModelError(
                        f"the generator {self._use.name!r} in {folder} cannot be loaded ({fault}): "
                        "run `interviewer models verify`"
                    ) from fault
                if model.generation_config.pad_token_id is None:
                    model.generation_config.pad_token_id = tokenizer.eos_token_id
                self._loaded = model, tokenizer
            return self._loaded


def _streamer(tokenizer: PreTrainedTokenizerBase, put: Callable[[str], None]) -> TextStreamer:
    from transformers import TextStreamer

    class Puts(TextStreamer):
        def on_finalized_text(self, text: str, stream_end: bool = False) -> None:
            put(text)

    return Puts(tokenizer, skip_prompt=True, skip_special_tokens=True)
