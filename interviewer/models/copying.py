"""Constrained decoding: a language model may say only the words of a given text and small words, or only that text.

The constraint works on token probabilities, so that it holds for whatever the model would rather have said.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from interviewer.models.protocols import Source

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedTokenizerBase

SMALL_WORDS = "and is are that the a an of to in it its for with as by on so which can be not or".split()
MARKS = (",", ".", ";", ":")
Place = tuple[
    int, int, bool
]  # which spelling of the text, its last token that was said, whether a small one came since


class Copied:
    """The tokens that may come next, by what has been said.

    Args:
        tokenizer: The model's.
        source: The text.
        ends: Tokens that end the reply.
    """

    def __init__(self, tokenizer: PreTrainedTokenizerBase, source: Source, ends: Sequence[int]) -> None:
        self._source, self._ends = source, frozenset(ends)
        starts = (source.text[:1].lower() + source.text[1:], source.text)
        self._spellings = [list(tokenizer(f" {one}", add_special_tokens=False)["input_ids"]) for one in starts]
        small = [list(tokenizer(f" {one}", add_special_tokens=False)["input_ids"]) for one in SMALL_WORDS]
        marks = [list(tokenizer(one, add_special_tokens=False)["input_ids"]) for one in MARKS]
        self._small = frozenset(ids[0] for ids in (*small, *marks) if len(ids) == 1)

    def allowed(self, said: Sequence[int]) -> frozenset[int]:
        """Token ids, never none.

        In any order: every token of the text, and small words. In its order: the next one, and the end after the last.
        """
        if not self._source.in_order:
            return self._vocabulary
        following = [one[len(said) :] for one in self._spellings if one[: len(said)] == list(said)]
        return frozenset(one[0] for one in following if one) or self._ends

    @cached_property
    def _vocabulary(self) -> frozenset[int]:
        return frozenset(token for spelling in self._spellings for token in spelling) | self._small | self._ends


class CopyingProcessor:
    """For `generate`: takes from each row's scores the tokens that may not come next.

    Args:
        rows: A constraint for each row of the batch; None for none.
        width: Tokens of the prompt.
    """

    def __init__(self, rows: Sequence[Copied | None], width: int) -> None:
        self._rows, self._width = rows, width

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        """Shape of `scores`: (rows, vocabulary)."""
        import torch

        said = input_ids[:, self._width :].tolist()
        shut = torch.zeros_like(scores, dtype=torch.bool)
        for number, row in enumerate(self._rows):
            if row is not None:
                shut[number] = True
                shut[number, list(row.allowed(said[number]))] = False
        return scores.masked_fill(shut, -torch.inf)
