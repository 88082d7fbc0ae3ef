"""Token sequences in which many key points are judged against one answer in a single forward pass.

The answer is a shared prefix; each key point is a branch that sees the prefix and itself, never its sisters, so a
verdict cannot depend on which other key points are asked. Several answers are packed behind one another, each blind
to the others. Source: the tree attention mask of speculative decoding (Miao et al. 2023, SpecInfer, section 4.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import torch
from transformers import PreTrainedTokenizerBase

from interviewer.models.valid_text import without_lone_surrogates

PREFIX_TOKENS = 384
BRANCH_TOKENS = 96
ANSWER_TOKENS = 256  # of an answer that is a branch
ANSWERS_AT_ONCE, LETTERS_AT_ONCE = 8, 2200  # beside one right answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One answer and the statements it is held against; `question` may be empty."""

    question: str
    answer: str
    statements: tuple[str, ...]
    branch_tokens: ClassVar[int] = BRANCH_TOKENS  # the longest branch

    @property
    def prefix(self) -> str:
        """The text that all branches share."""
        return f"{_asked(self.question)}Candidate's answer: {self.answer}\n"

    @property
    def branches(self) -> tuple[str, ...]:
        """The text of each branch; the network reads its verdict off the last token."""
        return tuple(f"Key point: {statement}\nVerdict:" for statement in self.statements)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkItem:
    """One right answer and the answers that are marked by it, each as a whole; `question` may be empty."""

    question: str
    reference: str
    answers: tuple[str, ...]
    branch_tokens: ClassVar[int] = ANSWER_TOKENS  # the longest branch

    @property
    def prefix(self) -> str:
        """The text that all branches share."""
        return f"{_asked(self.question)}Right answer: {self.reference}\n"

    @property
    def branches(self) -> tuple[str, ...]:
        """The text of each branch; the network reads its verdict off the last token."""
        return tuple(f"Candidate's answer: {answer}\nVerdict:" for answer in self.answers)


def marked_together(answers: Sequence[str]) -> list[list[int]]:
    """Places of the answers, in order, in groups that share one pass with their right answer."""
    groups: list[list[int]] = []
    room = 0
    for place, answer in enumerate(answers):
        if not groups or len(groups[-1]) == ANSWERS_AT_ONCE or room < len(answer):
            groups.append([])
            room = LETTERS_AT_ONCE
        groups[-1].append(place)
        room -= len(answer)
    return groups


def _asked(question: str) -> str:
    return f"Question: {question}\n" if question else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenisedItem:
    """Token ids of one item: the prefix and, for each statement, its branch."""

    prefix: tuple[int, ...]
    branches: tuple[tuple[int, ...], ...]

    @property
    def length(self) -> int:
        """Number of tokens, prefix and branches together."""
        return len(self.prefix) + sum(len(branch) for branch in self.branches)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Sequences ready for the network, N of them, filled up to the longest, L.

    ids and positions: shape (N, L), int64. mask: shape (N, 1, L, L), additive float. row and last: shape (B,), the
    sequence and the place of each branch's last token, in the order of the items and of their statements.
    """

    ids: torch.Tensor
    positions: torch.Tensor
    mask: torch.Tensor
    row: torch.Tensor
    last: torch.Tensor


def tokenise(tokenizer: PreTrainedTokenizerBase, items: Sequence[Item | MarkItem]) -> list[TokenisedItem]:
    """Token ids of every item; a prefix beyond PREFIX_TOKENS and a branch beyond its item's limit lose their middle."""
    if not items:
        return []
    prefixes = tokenizer([without_lone_surrogates(item.prefix) for item in items])["input_ids"]
    branches = sorted({branch for item in items for branch in item.branches})
    ids = tokenizer([without_lone_surrogates(branch) for branch in branches])["input_ids"] if branches else []
    ids_of = dict(zip(branches, ids, strict=True))
    return [
        TokenisedItem(
            prefix=_shortened(prefix, PREFIX_TOKENS),
            branches=tuple(_shortened(ids_of[branch], item.branch_tokens) for branch in item.branches),
        )
        for item, prefix in zip(items, prefixes, strict=True)
    ]


def pack(
    sequences: Sequence[Sequence[TokenisedItem]],
    *,
    device: torch.device | str = "cpu",
    dtype: torch.dtype = torch.float32,
) -> Pack:
    """One row a sequence of items; there must be at least one item, with at least one branch."""
    laid = [_lay_out(items) for items in sequences]
    longest = max(len(one.ids) for one in laid)
    ids, positions = (torch.zeros(len(laid), longest, dtype=torch.int64) for _ in range(2))
    owner, branch = (torch.full((len(laid), longest), -2, dtype=torch.int64) for _ in range(2))
    for number, one in enumerate(laid):
        ids[number, : len(one.ids)] = torch.tensor(one.ids)
        positions[number, : len(one.ids)] = torch.tensor(one.positions)
        owner[number, : len(one.ids)] = torch.tensor(one.owner)
        branch[number, : len(one.ids)] = torch.tensor(one.branch)
    return Pack(
        ids=ids.to(device),
        positions=positions.to(device),
        mask=_mask(owner.to(device), branch.to(device), dtype),
        row=torch.tensor([number for number, one in enumerate(laid) for _ in one.last], device=device),
        last=torch.tensor([place for one in laid for place in one.last], device=device),
    )


@dataclass(slots=True)
class _Layout:
    ids: list[int]
    positions: list[int]
    owner: list[int]  # the item a token belongs to
    branch: list[int]  # -1 for a prefix token, else the branch, numbered through the whole sequence
    last: list[int]


def _lay_out(items: Sequence[TokenisedItem]) -> _Layout:
    out = _Layout([], [], [], [], [])
    for number, item in enumerate(items):
        start = len(item.prefix)
        for name, tokens in ((-1, item.prefix), *((len(out.last) + n, b) for n, b in enumerate(item.branches))):
            out.ids += tokens
            out.positions += range(start, start + len(tokens)) if name >= 0 else range(len(tokens))
            out.owner += [number] * len(tokens)
            out.branch += [name] * len(tokens)
        ends = len(out.ids) - sum(len(b) for b in item.branches)
        for branch in item.branches:
            ends += len(branch)
            out.last.append(ends - 1)
    return out


def _mask(owner: torch.Tensor, branch: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    place = torch.arange(owner.shape[1], device=owner.device)
    same_item = owner[:, :, None] == owner[:, None, :]
    prefix_or_self = (branch[:, None, :] == -1) | (branch[:, :, None] == branch[:, None, :])
    seen = (place[:, None] >= place[None, :])[None] & same_item & prefix_or_self
    mask = torch.zeros(seen.shape, dtype=dtype, device=owner.device)
    return mask.masked_fill(~seen, torch.finfo(dtype).min)[:, None]


def _shortened(ids: Sequence[int], limit: int) -> tuple[int, ...]:
    if len(ids) <= limit:
        return tuple(ids)
    head = limit // 2
    return (*ids[:head], *ids[len(ids) - (limit - head) :])
