"""Whether words stand in an order that people write: keyword lists and shuffled sentences do not, learners' notes do.

Words are put into classes: a function word is its own, any other goes by its ending. What is measured is how much
likelier each class is after the two before it than anywhere, in nats a word. Word order carries that much in any
English, a learner's as well; once the words are shuffled nothing of it is left, and the mean falls below zero. The
counts are made by `interviewer.training.word_order`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import numpy as np

COUNTS = "word_order.npz"
NOBODY_WRITES = -0.4  # nats a word
ENOUGH_WORDS, FEWEST_WORDS = 50, 25  # of a part of an answer, of a whole one; fewer reach such values by chance
MANY_WORDS = 400  # over so many, words drawn by lot lie at -0.4 and less, the clumsiest learners above -0.35 …
NOBODY_WRITES_AT_LENGTH = -0.35  # … where the mark that closes a sentence is left out: that it comes last says nothing
FORMULA = 0.25  # share of numbers, symbols and brackets from which a sentence is a formula or code
FUNCTION_WORDS = """
a an the this that these those its their his her our your my each every all both any some no other another one two
of in on at to for from by with as and or but if than into over about between through while because since so when
where which who what how why then not only also more most very much many few less such is are was were be been being
am do does did have has had will would can could should may might must i we you he she it they them us there here same
own out up down during per like without until whether after before too just even still
""".split()
_ENDINGS = (
    *(("ing", "-ing"), ("ed", "-ed"), ("ly", "-ly")),
    *((noun, "-tion") for noun in ("tion", "sion", "ment", "ness", "ity")),
    *((adjective, "-al") for adjective in ("ous", "ive", "al", "able", "ful", "ic")),
    *((single, "word") for single in ("ss", "us", "is")),
    ("s", "-s"),
)
_MARKS = ",.;:()?!"
_CLOSING = ".?!"
START, END, NUMBER, SYMBOL, LETTER, APOSTROPHE = "start", "end", "number", "symbol", "letter", "apostrophe"
_OTHERS = (START, END, NUMBER, SYMBOL, LETTER, APOSTROPHE, "word", *dict.fromkeys(name for _, name in _ENDINGS))
CLASSES: tuple[str, ...] = tuple(dict.fromkeys((*_OTHERS, *_MARKS, *FUNCTION_WORDS)))
_CODE = {name: code for code, name in enumerate(CLASSES)}
_UNORDERED = frozenset(_CODE[name] for name in (NUMBER, SYMBOL, LETTER))  # formulas and labels follow no such order
_OF_FORMULAS = frozenset((*_UNORDERED, _CODE["("], _CODE[")"]))
_TOKEN = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|\d[\d.,]*|[^\w\s]")
_SINGLES_ADDED, _PAIRS_ADDED, _TRIPLES_ADDED = 0.5, 8.0, 6.0  # how much the shorter context weighs, in counts


def classes(sentence: str) -> list[int]:
    """The sentence's words and marks as places in CLASSES, between START and END."""
    return [_CODE[START], *(_CODE[_class_of(word)] for word in _TOKEN.findall(sentence)), _CODE[END]]


def _class_of(word: str) -> str:
    small = word.lower()
    if not small[0].isalnum():
        return small if small in _MARKS else SYMBOL
    if small[0].isdigit():
        return NUMBER
    if small in _CODE:
        return small
    if "'" in small or "’" in small:
        return APOSTROPHE
    if len(small) == 1:
        return LETTER
    return next((name for end, name in _ENDINGS if small.endswith(end) and len(small) > len(end) + 1), "word")


Triple = tuple[int, int, int]


@dataclass(slots=True)
class WordOrder:
    """Counts of three classes in a row; the first sentence's START stands twice."""

    triples: Mapping[Triple, int]
    _pairs: dict[tuple[int, int], int] = field(default_factory=dict, init=False)
    _singles: dict[int, int] = field(default_factory=dict, init=False)
    _after: dict[int | tuple[int, int], int] = field(default_factory=dict, init=False)
    _total: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._total = sum(self.triples.values())
        for (first, second, third), count in self.triples.items():
            self._pairs[second, third] = self._pairs.get((second, third), 0) + count
            self._singles[third] = self._singles.get(third, 0) + count
            self._after[second] = self._after.get(second, 0) + count
            self._after[first, second] = self._after.get((first, second), 0) + count

    def lifts(self, sentence: str, *, with_end: bool = True) -> list[float]:
        """For each word that follows an order, by how many nats the two before it make it likelier.

        The sentence's end and the mark before it count as words, unless `with_end` says otherwise.
        """
        codes = classes(sentence)
        if sum(code in _OF_FORMULAS for code in codes) >= FORMULA * len(codes):
            return []
        if not with_end:
            codes = codes[:-2] if CLASSES[codes[-2]] in _CLOSING else codes[:-1]
        return [self._lift(*triple) for triple in triples_of(codes) if not _UNORDERED.intersection(triple[1:])]

    def _lift(self, first: int, second: int, third: int) -> float:
        anywhere = (self._singles.get(third, 0) + _SINGLES_ADDED) / (self._total + _SINGLES_ADDED * len(CLASSES))
        after_one = (self._pairs.get((second, third), 0) + _PAIRS_ADDED * anywhere) / (
            self._after.get(second, 0) + _PAIRS_ADDED
        )
        after_two = (self.triples.get((first, second, third), 0) + _TRIPLES_ADDED * after_one) / (
            self._after.get((first, second), 0) + _TRIPLES_ADDED
        )
        return math.log(after_two / anywhere)


def triples_of(codes: Sequence[int]) -> Iterator[Triple]:
    """Three neighbours each, from the doubled start to the end."""
    return zip([codes[0], *codes], codes, codes[1:], strict=False)


@cache
def shipped() -> WordOrder:
    """The counts that come with the package."""
    with np.load(str(files("interviewer.grading").joinpath(COUNTS))) as kept:
        return WordOrder(dict(zip(map(tuple, kept["triples"].tolist()), kept["counts"].tolist(), strict=True)))


def find_disordered(sentences: Sequence[str], order: WordOrder) -> set[int]:
    """Places of sentences in a row, ENOUGH_WORDS or a whole answer of FEWEST_WORDS, whose words are in nobody's order.

    MANY_WORDS tell more surely, so less is borne there.

    One sentence alone, or a few short ones, cannot tell: a hurried note looks the same. Where half of an answer is so,
    all of it is.
    """
    lifts = [order.lifts(one) for one in sentences]
    disordered = _disordered(lifts, ENOUGH_WORDS, FEWEST_WORDS, NOBODY_WRITES)
    if sum(map(len, lifts)) >= MANY_WORDS:
        inner = [order.lifts(one, with_end=False) for one in sentences]
        disordered |= _disordered(inner, MANY_WORDS, MANY_WORDS, NOBODY_WRITES_AT_LENGTH)
    return disordered if 2 * len(disordered) < len(sentences) else set(range(len(sentences)))


def _disordered(lifts: Sequence[Sequence[float]], enough: int, fewest: int, least: float) -> set[int]:
    """Places in groups of sentences whose words have a mean lift under `least`."""
    disordered: set[int] = set()
    for group in _groups([len(one) for one in lifts], enough, fewest):
        values = [lift for place in group for lift in lifts[place]]
        if sum(values) < least * len(values):
            disordered.update(group)
    return disordered


def _groups(lengths: Sequence[int], enough: int, fewest: int) -> Iterator[range]:
    """From each sentence on as many as make `enough` words; all of an answer with fewer, from `fewest` on."""
    if fewest <= sum(lengths) < enough:
        yield range(len(lengths))
    for first in range(len(lengths)):
        words = 0
        for last in range(first, len(lengths)):
            words += lengths[last]
            if words >= enough:
                yield range(first, last + 1)
                break
