"""Token sequences in which many key points are judged against one answer in a single forward pass.

The answer is a shared prefix; each key point is a branch that sees itself and those sentences of the answer that it is
held against, never its sisters, so a verdict cannot depend on which other key points are asked. A sentence sees itself
and the one before it: what is said elsewhere in the answer does not change how it reads. Several answers are packed
behind one another, each blind to the others. Sources: the tree attention mask of speculative decoding (Miao et al.
2023, SpecInfer, section 4.2); parallel context windows (Ratner et al. 2023, section 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeVar

import torch
from transformers import PreTrainedTokenizerBase

from interviewer.models.protocols import Claim
from interviewer.models.valid_text import without_lone_surrogates

PREFIX_TOKENS = 384
BRANCH_TOKENS = 96
ANSWER_TOKENS = 256  # of an answer that is a branch
ANSWERS_AT_ONCE, LETTERS_AT_ONCE = 8, 2200  # beside one right answer
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An answer's sentences and the statements they are held against; `question` may be empty.

    `views` as in `Claim`: the places of the sentences that each statement sees; empty where each sees them all.
    """

    question: str
    sentences: tuple[str, ...]
    statements: tuple[str, ...]
    views: tuple[tuple[int, ...], ...] = ()
    branch_tokens: ClassVar[int] = BRANCH_TOKENS  # the longest branch

    @classmethod
    def of(cls, claim: Claim) -> Item:
        """A claim as the network reads it."""
        return cls(question=claim.question, sentences=claim.sentences, statements=claim.statements, views=claim.views)

    @property
    def prefix(self) -> tuple[str, ...]:
        """The text that the branches share: what all of them see, the sentences, and a line's end."""
        return (f"{_asked(self.question)}Candidate's answer:", *(f" {one}" for one in self.sentences), "\n")

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
    views: ClassVar[tuple[tuple[int, ...], ...]] = ()
    branch_tokens: ClassVar[int] = ANSWER_TOKENS  # the longest branch

    @property
    def prefix(self) -> tuple[str, ...]:
        """The text that all branches share."""
        return (f"{_asked(self.question)}Right answer: {self.reference}\n",)

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
    """Token ids of one item: the prefix and, for each statement, its branch.

    sentence: for each token of the prefix, the place of its sentence, or -1 where every branch sees it. views: as in
    `Item`.
    """

    prefix: tuple[int, ...]
    sentence: tuple[int, ...]
    branches: tuple[tuple[int, ...], ...]
    views: tuple[tuple[int, ...], ...] = ()

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
    texts = sorted({text for item in items for text in (*item.prefix, *item.branches)})
    if not texts:
        return []
    ids = tokenizer([without_lone_surrogates(text) for text in texts], add_special_tokens=False)["input_ids"]
    ids_of = dict(zip(texts, ids, strict=True))
    tokenised = []
    for item in items:
        parts = item.prefix
        places = [-1 if number in (0, len(parts) - 1) else number - 1 for number in range(len(parts))]
        whole = [(token, place) for part, place in zip(parts, places, strict=True) for token in ids_of[part]]
        prefix = _shortened(whole, PREFIX_TOKENS)
        tokenised.append(
            TokenisedItem(
                prefix=tuple(token for token, _ in prefix),
                sentence=tuple(place for _, place in prefix),
                branches=tuple(tuple(_shortened(ids_of[text], item.branch_tokens)) for text in item.branches),
                views=item.views,
            )
        )
    return tokenised


def pack(
    sequences: Sequence[Sequence[TokenisedItem]],
    *,
    device: torch.device | str = "cpu",
    dtype: torch.dtype = torch.float32,
) -> Pack:
    """One row a sequence of items; there must be at least one item, with at least one branch."""
    sight = _Sight()
    laid = [_lay_out(items, sight) for items in sequences]
    longest = max(len(one.ids) for one in laid)
    ids, positions, groups = (torch.zeros(len(laid), longest, dtype=torch.int64) for _ in range(3))
    for number, one in enumerate(laid):
        ids[number, : len(one.ids)] = torch.tensor(one.ids)
        positions[number, : len(one.ids)] = torch.tensor(one.positions)
        groups[number, : len(one.ids)] = torch.tensor(one.groups)
    return Pack(
        ids=ids.to(device),
        positions=positions.to(device),
        mask=_mask(groups.to(device), sight.table().to(device), dtype),
        row=torch.tensor([number for number, one in enumerate(laid) for _ in one.last], device=device),
        last=torch.tensor([place for one in laid for place in one.last], device=device),
    )


class _Sight:
    """Which groups of tokens see which: a group is what all branches of an item see, a sentence, or a branch.

    Group 0 is the filling behind a sequence.
    """

    def __init__(self) -> None:
        self._seen: list[list[int]] = [[0]]

    def add(self, *seen: int) -> int:
        """A new group that sees itself and these."""
        self._seen.append([len(self._seen), *seen])
        return len(self._seen) - 1

    def table(self) -> torch.Tensor:
        """Shape (G, G), bool: whether the first group sees the second."""
        table = torch.zeros(len(self._seen), len(self._seen), dtype=torch.bool)
        for group, seen in enumerate(self._seen):
            table[group, seen] = True
        return table


@dataclass(slots=True)
class _Layout:
    ids: list[int]
    positions: list[int]
    groups: list[int]
    last: list[int]


def _lay_out(items: Sequence[TokenisedItem], sight: _Sight) -> _Layout:
    out = _Layout([], [], [], [])
    for item in items:
        shared = sight.add()
        group_of = {-1: shared}
        for place in range(max(item.sentence, default=-1) + 1):
            before = (group_of[place - 1],) if place else ()
            group_of[place] = sight.add(shared, *before)
        start = len(item.prefix)
        out.ids += item.prefix
        out.positions += range(start)
        out.groups += [group_of[place] for place in item.sentence]
        for number, branch in enumerate(item.branches):
            view = item.views[number] if item.views else range(len(group_of) - 1)
            group = sight.add(shared, *(group_of[place] for place in view if place in group_of))
            out.ids += branch
            out.positions += range(start, start + len(branch))
            out.groups += [group] * len(branch)
            out.last.append(len(out.ids) - 1)
    return out


def _mask(groups: torch.Tensor, sees: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    place = torch.arange(groups.shape[1], device=groups.device)
    seen = sees[groups[:, :, None], groups[:, None, :]] & (place[:, None] >= place[None, :])
    mask = torch.zeros(seen.shape, dtype=dtype, device=groups.device)
    return mask.masked_fill(~seen, torch.finfo(dtype).min)[:, None]


def _shortened(tokens: Sequence[T], limit: int) -> Sequence[T]:
    if len(tokens) <= limit:
        return tokens
    head = limit // 2
    return (*tokens[:head], *tokens[len(tokens) - (limit - head) :])
