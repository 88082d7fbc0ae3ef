"""An answer cut into spans with exact character offsets: sentences, and clauses inside them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

LONG_SENTENCE_WORDS = 45
SHORTEST_CLAUSE_WORDS = 4

_IMAGE = r"!\[[^\]\n]*\]\([^)\n]*\)"
# A sentence ends at its mark when white space follows (so "0.5", "e.g." within a word and "f(x).y" stay whole), at an
# ideographic mark, at a blank line, at a line break before a bullet or a new line of notes, or at a mark or a tag of a
# page before another tag or a capital letter; an image between sentences belongs to none.
_ENDS = re.compile(
    r"(?<=[.!?…])[\"'”’)\]]*\s+|(?<=[。！？])|\s*\n+\s*|(?<=[.!?…])(?=<[a-z])|(?<=[a-z/\"']>)\s+(?=[A-Z<])"
    rf"|{_IMAGE}(?:\s+(?=[A-Z<])|\s*$)"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|al|fig|eq|no|approx|dr|mr|ms|prof)\.|\b[A-Z]\.)\s+$", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"[;:]\s+|,\s+(?=(?:and|but|so|while|whereas|which|because|since|or|then)\b)|\s+[-–—→+]\s+|,\s+", re.I
)
_BULLET = re.compile(r"(?:[-*•·–+]|\(?\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A piece of an answer, `answer[start:end]`, without white space at its ends."""

    start: int
    end: int

    def of(self, answer: str) -> str:
        """The piece itself."""
        return answer[self.start : self.end]


def sentences(answer: str) -> list[Span]:
    """The answer's sentences, bullets and lines in order, non-overlapping; a run-on one is cut at its commas.

    A blank answer has none.
    """
    spans: list[Span] = []
    start = 0
    for end, following in _borders(answer):
        spans += _cut_long(answer, start, end)
        start = following
    return spans


def clauses(answer: str, sentence: Span) -> list[Span]:
    """The parts of a sentence between commas, semicolons, colons and dashes that have at least four words."""
    parts: list[Span] = []
    start = sentence.start
    for found in (*_CLAUSE.finditer(answer, sentence.start, sentence.end), None):
        end = found.start() if found else sentence.end
        span = _trimmed(answer, start, end)
        if span and (len(span.of(answer).split()) >= SHORTEST_CLAUSE_WORDS or not found):
            if not found and parts and len(span.of(answer).split()) < SHORTEST_CLAUSE_WORDS:
                parts[-1] = Span(start=parts[-1].start, end=span.end)
            else:
                parts.append(span)
            start = found.end() if found else end
    return parts


# Letters of other scripts that look like Latin ones: a reader sees the Latin word, so the model shall as well.
_LOOKALIKES = str.maketrans("аеорсухіјѕԁΑΒΕΖΗΙΚΜΝΟΡΤΥΧαοντАВЕКМНОРСТХ", "aeopcyxijsdABEZHIKMNOPTYXaovtABEKMHOPCTX")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
_MARKUP = re.compile(
    rf"{_IMAGE}|</?(?:a|b|i|u|p|em|strong|br|div|span)\s*/?>"
    r"|<(?:img|script|iframe|svg|object|embed|style|a|div|span)\b[^<>\n]*=[^<>\n]*>",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


def readable(text: str) -> str:
    """What a person sees: compatibility forms folded, invisible characters gone, look-alike letters made Latin.

    Images and tags of a page are no text and are left out; the words between tags stay.
    """
    text = _MARKUP.sub(" ", text)
    if text.isascii():
        return " ".join(text.split())
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(_WORD.sub(_latin, text).split())


def _latin(found: re.Match[str]) -> str:
    word = found.group()
    if word.isascii() or not any(c.isascii() and c.isalpha() for c in word):
        return word  # wholly Latin, or wholly of another script: left as it is
    return word.translate(_LOOKALIKES)


def _borders(answer: str) -> Iterator[tuple[int, int]]:
    for found in _ENDS.finditer(answer):
        bullet_alone = _BULLET.fullmatch(answer[answer.rfind("\n", 0, found.start()) + 1 : found.end()].lstrip())
        if "\n" in found.group() or not (_ABBREVIATION.search(answer, 0, found.end()) or bullet_alone):
            yield found.start(), found.end()
    yield len(answer), len(answer)


def _cut_long(answer: str, start: int, end: int) -> list[Span]:
    whole = _trimmed(answer, start, end)
    if whole is None:
        return []
    if len(whole.of(answer).split()) <= LONG_SENTENCE_WORDS:
        return [whole]
    pieces: list[Span] = []
    for part in clauses(answer, whole) or [whole]:
        joined = Span(start=pieces[-1].start, end=part.end) if pieces else part
        if pieces and len(joined.of(answer).split()) <= LONG_SENTENCE_WORDS:
            pieces[-1] = joined
        else:
            pieces += _cut_words(answer, part)
    return pieces


def _cut_words(answer: str, span: Span) -> list[Span]:
    """Run-on speech without any mark: a cut every LONG_SENTENCE_WORDS words."""
    found = [*re.finditer(r"\S+", span.of(answer))]
    groups = [found[n : n + LONG_SENTENCE_WORDS] for n in range(0, len(found), LONG_SENTENCE_WORDS)]
    return [Span(start=span.start + g[0].start(), end=span.start + g[-1].end()) for g in groups]


def _trimmed(answer: str, start: int, end: int) -> Span | None:
    piece = answer[start:end]
    left = len(piece) - len(piece.lstrip())
    bullet = _BULLET.match(piece.lstrip())
    if bullet and bullet.end() < len(piece.strip()):
        left += bullet.end()
    right = len(piece.rstrip())
    return Span(start=start + left, end=start + right) if left < right else None
