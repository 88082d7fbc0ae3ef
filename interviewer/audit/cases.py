"""What an audit tries: one case is an answer, the same answer without the attack, and what the score may do."""

from __future__ import annotations

import random
import re
import zlib
from dataclasses import dataclass
from enum import Enum

from rubrics.model import Question

MOST_RAISED = 3.0
MOST_FOR_NOTHING = 8.0
MOST_FOR_DENIAL = 15.0
MEAN_MOVED = 4.0
MOST_MOVED = 10.0


class Bar(Enum):
    """What an attacked answer must not do; points are of 100."""

    RAISED = "raises the score by at most 3 points over the same answer without it"
    NOTHING = "states nothing, so it scores at most 8 points"
    DENIED = "denies the right answer, so it scores at most 15 points"
    MOVED = "says the same, so the score moves by at most 4 points on average and 10 at worst"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One answer to be tried.

    Attributes:
        attack: The attack's name; cases of one name pass or fail together.
        variant: Which of its kinds this is.
        bar: What the score must not do.
        question: Whose rubric is attacked.
        base: The answer without the attack; None where the bar needs none.
        answer: The answer with it.
    """

    attack: str
    variant: str
    bar: Bar
    question: Question
    base: str | None
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A question with what attacks are made of.

    Attributes:
        question: The question.
        place: Its place among the audited ones, from 0; kinds of an attack rotate with it.
        neighbour: A question near in words whose right answer states none of this one's key points, or None.
    """

    question: Question
    place: int
    neighbour: Question | None = None

    @property
    def reference(self) -> str:
        """A right answer: the reference answer on one line, or the key points in a row."""
        return " ".join((self.question.reference_answer or self.statements).split())

    @property
    def statements(self) -> str:
        """The key points' statements as prose; their order carries no meaning."""
        return " ".join(one if one.endswith((".", "!", "?")) else f"{one}." for one in self.statement_list)

    @property
    def statement_list(self) -> list[str]:
        """The key points' statements."""
        return [" ".join(point.statement.split()) for point in self.question.key_points]

    @property
    def partial(self) -> str:
        """The first half of the right answer's sentences, so that a score can rise and fall."""
        parts = sentences(self.reference)
        return " ".join(parts[: max(1, len(parts) // 2)])

    @property
    def random(self) -> random.Random:
        """Chance that depends on the question alone, so that an audit repeats."""
        return random.Random(zlib.crc32(self.question.id.encode()))


def sentences(text: str) -> list[str]:
    """A well-formed text's sentences; abbreviations such as "e.g." end none."""
    return [
        part.strip()
        for part in re.split(r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!vs\.)\s+(?=[A-Z\d\"'(])", text)
        if part.strip()
    ]


def inserted(text: str, passage: str) -> str:
    """The text with a passage between its sentences, in the middle; after a single sentence."""
    parts = sentences(text)
    middle = (len(parts) + 1) // 2
    return " ".join([*parts[:middle], passage, *parts[middle:]])
