"""What the program asks of a model, apart from the libraries that serve it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Protocol

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Text to unit vectors."""

    @property
    def name(self) -> str:
        """Which weights these are, with a checksum or revision, as it is written into every grade."""

    def embed(self, texts: Sequence[str]) -> Rows:
        """Unit rows, shape (N, D), float32, in the order of `texts`; shape (0, D) for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Sentences, said in answer to `question`, held against statements: do they state each of them?

    `views` names, for each statement, the sentences that it is held against, by their places; where it is empty, every
    statement is held against all of them.
    """

    question: str
    sentences: tuple[str, ...]
    statements: tuple[str, ...]
    views: tuple[tuple[int, ...], ...] = ()

    def __post_init__(self) -> None:
        if self.views and len(self.views) != len(self.statements):
            raise ValueError(f"{len(self.views)} views for {len(self.statements)} statements: give each one its own")

    def seen(self, number: int) -> str:
        """The text that statement `number` is held against."""
        places = self.views[number] if self.views else range(len(self.sentences))
        return " ".join(self.sentences[place] for place in places)


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeAnswer:
    """An answer to be held, as a whole, against a right answer to the same question; `question` may be empty."""

    question: str
    reference: str
    answer: str


class Verifier(Protocol):
    """Decides whether a text states, contradicts or leaves out a statement, and how near an answer comes to another."""

    @property
    def name(self) -> str:
        """Which weights these are, with a checksum, as it is written into every grade."""

    def judge(self, claims: Sequence[Claim]) -> list[Rows]:
        """For each claim, shape (S, 3), rows summing to 1: probability of missing, covered, contradicted.

        The result for a claim does not depend on the other claims.
        """

    def mark(self, answers: Sequence[WholeAnswer]) -> Rows:
        """Shape (N, 3), rows summing to 1: probability of an answer being beside the right one, right, against it.

        The result for an answer does not depend on the other answers.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One turn of a chat: role `system`, `user` or `assistant`."""

    role: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text to whose words a reply is bound, and small ones; if `in_order`, to the text as it stands."""

    text: str
    in_order: bool


Chat = tuple[Sequence[Message], Source | None]


class Generator(Protocol):
    """A language model that continues a chat."""

    @property
    def name(self) -> str:
        """Which weights or endpoint this is."""

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, stop: Event, source: Source | None = None
    ) -> Iterator[str]:
        """Pieces of the reply as they come; ends early once `stop` is set. Greedy, so a reply repeats.

        A model that cannot be bound to a source replies as if there were none.

        Raises:
            ModelError: If the model is missing, does not answer in time or breaks off.
        """


class RepliesToMany(Protocol):
    """A language model that continues many chats at once."""

    @property
    def name(self) -> str:
        """Which weights or endpoint this is."""

    def reply_many(self, chats: Sequence[Chat], *, max_tokens: int, is_enough: Callable[[str], bool]) -> list[str]:
        """The greedy replies, in the order of the chats; one may end as soon as `is_enough` says so of it.

        A model that cannot be bound to a source replies as if there were none.

        Raises:
            ModelError: If the model is missing, does not answer in time or breaks off.
        """
