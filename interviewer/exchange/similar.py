"""Answers of different people to one question that share their wording: a fact, which says nothing of its cause.

Two answers are compared by the sets of three words in a row that they contain (shingles); their overlap is the share of
common ones among all of both (Jaccard). Word-for-word equal answers form one finding, and only one of them is compared
further.

All pairs at or above the wished overlap are found without comparing each with each, by prefix filtering: with each set
sorted from its rarest shingle, two sets of overlap t have one in common among their first n - ceil(t n) + 1.
Source: Bayardo, Ma, Srikant: Scaling Up All Pairs Similarity Search, WWW 2007; Xiao et al.: Efficient Similarity Joins
for Near Duplicate Detection, WWW 2008.
"""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

WORDS_IN_SHINGLE = 3
DEFAULT_OVERLAP = 0.5
DEFAULT_WORDS = 12
MOST_SHARING = 2_000  # a shingle in more answers than this leads to no comparison
MOST_WORDS_OF_PASSAGE = 2_000

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")  # of Chinese, each sign

Shingle = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer with its author; `student` is the answer_id where no author is known."""

    answer_id: str
    student: str
    question_id: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Answers of different people with common wording.

    Attributes:
        question_id: Which question they answer.
        overlap: 0 to 1; 1 where they are the same word for word.
        answers: Two, or where they are equal, two or more; in the order of the file.
        passage: The longest passage that all have in common, word for word.
    """

    question_id: str
    overlap: float
    answers: tuple[Given, ...]
    passage: str

    def as_json(self) -> dict[str, object]:
        """The finding as plain values."""
        return {
            "question_id": self.question_id,
            "overlap": self.overlap,
            "answer_ids": [one.answer_id for one in self.answers],
            "students": [one.student for one in self.answers],
            "passage": self.passage,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """The findings of a file, the greatest overlap first within each question.

    Attributes:
        findings: All at or above the wished overlap.
        answers: How many were looked at.
        short: How many were too short to be looked at.
        crowded: Questions in which more than MOST_SHARING answers share passages, so that pairs which have nothing
            rarer in common were not compared.
    """

    findings: tuple[Finding, ...]
    answers: int
    short: int
    crowded: tuple[str, ...]


def find_similar(
    answers: Iterable[Given],
    asked: Mapping[str, str] | None = None,
    overlap: float = DEFAULT_OVERLAP,
    least_words: int = DEFAULT_WORDS,
) -> Similar:
    """The answers of different people to one question that overlap.

    Args:
        answers: In any order.
        asked: Texts by question id; what an answer repeats of its question does not count.
        overlap: From which on, above 0, up to 1.
        least_words: Shorter answers coincide by chance and are not looked at.
    """
    by_question: dict[str, list[Given]] = defaultdict(list)
    looked_at = short = 0
    for one in answers:
        if len(words_of(one.answer)) < least_words:
            short += 1
        else:
            looked_at += 1
            by_question[one.question_id].append(one)
    findings: list[Finding] = []
    crowded: list[str] = []
    for question, given in by_question.items():
        compared = _Compared(given, shingles_of((asked or {}).get(question, "")), overlap)
        findings += sorted(compared.findings(), key=lambda one: (-one.overlap, one.answers[0].answer_id))
        crowded += [question] if compared.is_crowded else []
    return Similar(findings=tuple(findings), answers=looked_at, short=short, crowded=tuple(crowded))


def words_of(text: str) -> list[str]:
    """Words in small letters, without punctuation and differences of form that do not show."""
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def shingles_of(text: str) -> frozenset[Shingle]:
    """All sequences of WORDS_IN_SHINGLE words in a text."""
    words = words_of(text)
    return frozenset(zip(*(words[start:] for start in range(WORDS_IN_SHINGLE)), strict=False))


class _Compared:
    """The answers to one question, equal ones put together."""

    def __init__(self, answers: Sequence[Given], asked: frozenset[Shingle], overlap: float) -> None:
        groups: dict[tuple[str, ...], list[Given]] = defaultdict(list)
        for one in answers:
            groups[tuple(words_of(one.answer))].append(one)
        self._groups = list(groups.values())
        self._overlap = overlap
        self.is_crowded = False
        sets = [shingles_of(group[0].answer) - asked for group in self._groups]
        self._sets = sets
        self._counts = Counter(shingle for shingles in sets for shingle in shingles)

    def findings(self) -> Iterator[Finding]:
        """Equal answers of several people, and pairs that overlap."""
        for group in self._groups:
            if len({one.student for one in group}) > 1:
                passage = " ".join(group[0].answer.split())
                yield Finding(question_id=group[0].question_id, overlap=1.0, answers=tuple(group), passage=passage)
        for first, second, overlap in self._pairs():
            pair = _of_two_people(self._groups[first], self._groups[second])
            if pair:
                passage = common_passage(pair[0].answer, pair[1].answer)
                yield Finding(question_id=pair[0].question_id, overlap=round(overlap, 3), answers=pair, passage=passage)

    def _pairs(self) -> Iterator[tuple[int, int, float]]:
        """Places of overlapping groups, the earlier first, with their overlap."""
        index: dict[Shingle, list[int]] = defaultdict(list)
        for place in sorted(range(len(self._sets)), key=lambda place: len(self._sets[place])):
            shingles = self._sets[place]
            candidates: set[int] = set()
            for shingle in self._prefix(shingles):
                if self._counts[shingle] > MOST_SHARING:
                    self.is_crowded = True
                    continue
                candidates.update(index[shingle])
                index[shingle].append(place)
            for other in candidates:
                overlap = self._overlap_of(shingles, self._sets[other])
                if overlap >= self._overlap:
                    yield min(place, other), max(place, other), overlap

    def _prefix(self, shingles: frozenset[Shingle]) -> list[Shingle]:
        rarest = sorted(shingles, key=lambda shingle: (self._counts[shingle], shingle))
        length = len(rarest) - math.ceil(self._overlap * len(rarest) - 1e-9) + 1
        return [shingle for shingle in rarest[:length] if self._counts[shingle] > 1]

    def _overlap_of(self, one: frozenset[Shingle], other: frozenset[Shingle]) -> float:
        if len(one) < len(other):
            one, other = other, one
        if len(other) < self._overlap * len(one):
            return 0.0
        common = len(one & other)
        return common / (len(one) + len(other) - common)


def _of_two_people(first: Sequence[Given], second: Sequence[Given]) -> tuple[Given, Given] | None:
    return next(((one, other) for one in first for other in second if one.student != other.student), None)


def common_passage(one: str, other: str) -> str:
    """The longest run of words that two texts share, as the first writes it."""
    spans = [(found.start(), found.end()) for found in WORD.finditer(one)][:MOST_WORDS_OF_PASSAGE]
    ours = [unicodedata.normalize("NFKC", one[start:end]).casefold() for start, end in spans]
    theirs = words_of(other)[:MOST_WORDS_OF_PASSAGE]
    found = difflib.SequenceMatcher(None, ours, theirs, autojunk=False).find_longest_match()
    return " ".join(one[spans[found.a][0] : spans[found.a + found.size - 1][1]].split()) if found.size else ""
