"""A short piece of the candidate's own words that carries a key point, fit to be shown between quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from interviewer.feedback.vocabulary import FORBIDDEN_WORDS, FUNCTION_WORDS, OPPOSITES, ORDINARY_WORDS
from interviewer.feedback.wording import content_stems, negations, stem, tokens
from rubrics.model import KeyPoint

LONGEST_WORDS = 16
SHORTEST_WORDS = 3
LONGEST_LETTERS = 110
CLAUSE = re.compile(r"(?:[^,;:.!?\n()–—→•|]|(?<=\w)\([^()\n]{0,12}\)|(?<=\d)[.,](?=\d))+")
JOINING = re.compile(r"\s+(?:and|but|because|so|while|whereas|which|when|where|if|since|though)\s+", re.IGNORECASE)
LEANING = frozenset("if when since unless that which where because as than to of".split())
FEWEST_CONTENT_WORDS = 2
ORDINARY_STEMS = frozenset(stem(word) for word in ORDINARY_WORDS)
FILLERS = frozenset("and or but so um uh er like then because which while also well okay yeah".split())
HANGING = FUNCTION_WORDS.union(["like", "already"]) - frozenset("it them off out up again too this there here".split())
MARKUP = re.compile(
    r"https?:|www\.|://|]\(|!\[|<[a-z/!|]|\|>|<<|>>|&#?\w+;|`|\*\*|__|~~|@|\b\w+\.(?:com|org|net|io|ai|dev)\b",
    re.IGNORECASE,
)
QUOTE_BREAKER = re.compile(r"[“”\"\\{}\[\]<>]")  # would end the quotation or open something else


def find_quote(evidence: str, point: KeyPoint, *, contradicts: bool = False) -> str | None:
    """The clause of the evidence that shares most words with the key point, at most sixteen words, verbatim.

    Where the evidence contradicts the point, words that only the point's rejects use, negations and opposites of the
    point's words count threefold; else a clause with such an opposite is not quoted.
    None when nothing fits: a link, markup, quotation marks, a word about grading, or fewer than three words.
    """
    if MARKUP.search(evidence):
        return None
    right = _stems_of(point.statement, *point.accept)
    told = right | _stems_of(*point.reject)
    wrong = told - right
    told_words = {word for text in (point.statement, *point.accept) for word in tokens(text)}
    best, best_shared = None, -1
    for piece in _pieces(evidence):
        stems, opposed = set(content_stems(piece)), _opposed(set(tokens(piece)), told_words)
        if opposed and not contradicts:
            continue
        shared = len(stems & told)
        if contradicts:
            shared += 2 * len(stems & wrong) + 3 * (negations(piece) + opposed)
        if shared > best_shared and is_fit(piece, told):
            best, best_shared = piece, shared
    return best


def departs(piece: str, point: KeyPoint) -> bool:
    """Whether the words themselves show a departure from the point: a denial, an opposite, a word of its rejects."""
    right = (point.statement, *point.accept)
    return (
        all(negations(piece) != negations(one) for one in right)
        or _opposed(set(tokens(piece)), {word for one in right for word in tokens(one)}) > 0
        or bool(set(content_stems(piece)) & (_stems_of(*point.reject) - _stems_of(*right)))
    )


def is_fit(piece: str, allowed_stems: frozenset[str] | set[str] = frozenset()) -> bool:
    """Whether a piece may be shown as a quotation: short, without markup, links or words about grading."""
    said = tokens(piece)
    if (
        not SHORTEST_WORDS <= len(piece.split()) <= LONGEST_WORDS
        or len(piece) > LONGEST_LETTERS
        or not piece.isprintable()
    ):
        return False
    if MARKUP.search(piece) or QUOTE_BREAKER.search(piece) or _leans(piece):
        return False
    return not any(word in FORBIDDEN_WORDS and not set(content_stems(word)) & allowed_stems for word in said)


def _opposed(said: Set[str], told: Set[str]) -> int:
    """How many words stand against their opposite in the other text, where neither text has both."""
    pairs = [pair for left, right in OPPOSITES for pair in ((left, right), (right, left))]
    return sum(a in said and b in told and a not in told and b not in said for a, b in pairs)


def _stems_of(*texts: str) -> frozenset[str]:
    return frozenset(one for text in texts for one in content_stems(text))


def _pieces(evidence: str) -> Iterator[str]:
    """Clauses; of a clause that is too long, its parts between joining words, and of such a part its beginning."""
    for clause in CLAUSE.finditer(evidence):
        parts = [clause.group()] if len(clause.group().split()) <= LONGEST_WORDS else JOINING.split(clause.group())
        for part in parts:
            places = [(m.start(), m.end()) for m in re.finditer(r"\S+", part)]
            first, end = _bounds([part[slice(*place)] for place in places])
            if first < end:
                yield part[places[first][0] : places[end - 1][1]]


def _bounds(words: Sequence[str]) -> tuple[int, int]:
    """Which words to quote: without fillers in front, at most LONGEST_WORDS, no phrase broken off at the end."""
    first = next((place for place, word in enumerate(words) if word.lower() not in FILLERS), len(words))
    end = len(words)
    if end - first > LONGEST_WORDS:
        end = first + LONGEST_WORDS
        while end > first and not _hangs(words[end - 1]):
            end -= 1
    while end > first and _hangs(words[end - 1]):
        end -= 1
    return first, end


def _leans(piece: str) -> bool:
    """Whether a piece is half of a sentence, or says too little to be worth quoting."""
    return piece.split()[0].lower() in LEANING or len(set(content_stems(piece)) - ORDINARY_STEMS) < FEWEST_CONTENT_WORDS


def _hangs(word: str) -> bool:
    """Whether a quotation that ends with this word would sound broken off."""
    return word.lower() in HANGING or word.endswith("'s")
