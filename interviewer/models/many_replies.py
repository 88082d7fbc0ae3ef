"""Many replies of a language model at once: the beginning that all chats share is read once, the rest in batches."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from interviewer.models.copying import Copied, CopyingProcessor
from interviewer.models.protocols import Source

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

CHATS_AT_ONCE = {"cpu": 16, "gpu": 256}


def replies(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    chats: Sequence[list[int]],
    sources: Sequence[Source | None],
    *,
    max_tokens: int,
    is_enough: Callable[[str], bool],
) -> list[str]:
    """Greedy replies to the chats, in their order, each of at most `max_tokens` tokens.

    Chats of like length go together. Padding stands between the shared beginning and the rest of a chat, so that a
    model whose positions come from the attention mask, as those of transformers do, says what it says to one chat.

    Args:
        model: A causal language model, on its device.
        tokenizer: The model's.
        chats: Token ids of each chat.
        sources: What each reply is bound to.
        max_tokens: Longest reply.
        is_enough: Whether a reply may end here; the batch goes on until it may for all its replies.
    """
    import torch

    shared = _shared_length(chats)
    order = sorted(range(len(chats)), key=lambda place: -len(chats[place]))
    batching = _Batching(model, tokenizer, shared, max_tokens, is_enough)
    said = [""] * len(chats)
    with torch.inference_mode():
        beginning = batching.read(chats[order[0]][:shared]) if shared else None
        for batch in _batches(order, "cpu" if model.device.type == "cpu" else "gpu"):
            rows = [chats[place] for place in batch]
            bound = [sources[place] for place in batch]
            for place, text in zip(batch, batching.continued(rows, bound, copy.deepcopy(beginning)), strict=True):
                said[place] = text
    return said


def _shared_length(chats: Sequence[list[int]]) -> int:
    """How many tokens all chats begin with; one less than the shortest has, at most, since each has a rest."""
    if len(chats) < 2:
        return 0
    least, most = min(chats), max(chats)  # what these two share, all between them share
    shared = next((n for n, (one, other) in enumerate(zip(least, most, strict=False)) if one != other), len(least))
    return min(shared, min(map(len, chats)) - 1)


def _batches(order: Sequence[int], device: str) -> Iterator[Sequence[int]]:
    size = CHATS_AT_ONCE[device]
    return (order[start : start + size] for start in range(0, len(order), size))


@dataclass(frozen=True, slots=True)
class _Batching:
    """What all batches of a call have in common."""

    model: Any
    tokenizer: PreTrainedTokenizerBase
    shared: int
    max_tokens: int
    is_enough: Callable[[str], bool]

    def read(self, ids: Sequence[int]) -> Any:
        """What the model keeps of a beginning."""
        import torch

        return self.model(input_ids=torch.tensor([ids], device=self.model.device), use_cache=True).past_key_values

    def continued(self, rows: Sequence[list[int]], sources: Sequence[Source | None], beginning: Any) -> list[str]:
        """The replies to a batch; `beginning` is used up."""
        import torch
        from transformers import GenerationConfig, LogitsProcessorList, StoppingCriteriaList

        known = self.model.generation_config
        shared, pad, width = self.shared, known.pad_token_id, max(map(len, rows))
        gaps = [width - len(row) for row in rows]
        padded = [row[:shared] + [pad] * gap + row[shared:] for row, gap in zip(rows, gaps, strict=True)]
        seen = [[1] * shared + [0] * gap + [1] * (width - shared - gap) for gap in gaps]
        if beginning is not None:
            beginning.batch_repeat_interleave(len(rows))

        def may_end(input_ids: torch.Tensor, scores: Any, **_: Any) -> torch.Tensor:
            texts = self.tokenizer.batch_decode(input_ids[:, width:], skip_special_tokens=True)
            return torch.tensor([self.is_enough(text) for text in texts], device=input_ids.device)

        written = self.model.generate(
            input_ids=torch.tensor(padded, device=self.model.device),
            attention_mask=torch.tensor(seen, device=self.model.device),
            past_key_values=beginning,
            stopping_criteria=StoppingCriteriaList([may_end]),
            logits_processor=LogitsProcessorList(processors(self.model, self.tokenizer, sources, width)),
            generation_config=GenerationConfig(
                max_new_tokens=self.max_tokens, do_sample=False, num_beams=1, temperature=1.0, top_p=1.0, top_k=50,
                pad_token_id=pad, eos_token_id=known.eos_token_id,
            ),
        )  # fmt: skip
        return list(self.tokenizer.batch_decode(written[:, width:], skip_special_tokens=True))


def processors(
    model: Any, tokenizer: PreTrainedTokenizerBase, sources: Sequence[Source | None], width: int
) -> list[Any]:
    """What binds the rows of a batch with prompts of this width to their sources, as `generate` takes it."""
    if not any(sources):
        return []
    ends = model.generation_config.eos_token_id
    ends = ends if isinstance(ends, list) else [ends]
    bound = [Copied(tokenizer, one, ends) if one else None for one in sources]
    return [CopyingProcessor(bound, width)]
