"""A short piece of the candidate's own words that carries a key point, fit to be shown between quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from interviewer.feedback.vocabulary import FORBIDDEN_WORDS, FUNCTION_WORDS
from interviewer.feedback.wording import content_stems, tokens
from rubrics.model import KeyPoint

LONGEST_WORDS = 10
SHORTEST_WORDS = 2
LONGEST_LETTERS = 90
CLAUSE = re.compile(r"[^,;:.!?\n()–—→•|]+(?:(?<=\d)[.,](?=\d)[^,;:.!?\n()–—→•|]+)*")
MARKUP = re.compile(
    r"https?:|www\.|://|]\(|!\[|<[a-z/!|]|\|>|<<|>>|&#?\w+;|[`“”\"\\{}]|\*\*|__|~~|@|\b\w+\.(?:com|org|net|io|ai|dev)\b",
    re.IGNORECASE,
)


def find_quote(evidence: str, point: KeyPoint) -> str | None:
    """The clause of the evidence that shares most words with the key point, at most ten words, verbatim.

    None when nothing fits: a link, markup, quotation marks, a word about grading, or fewer than two words.
    """
    told = {stem for text in (point.statement, *point.accept, *point.reject) for stem in content_stems(text)}
    best, best_shared = None, -1
    for piece in _pieces(evidence):
        shared = len(set(content_stems(piece)) & told)
        if shared > best_shared and is_fit(piece, told):
            best, best_shared = piece, shared
    return best


def is_fit(piece: str, allowed_stems: frozenset[str] | set[str] = frozenset()) -> bool:
    """Whether a piece may be shown as a quotation: short, without markup, links or words about grading."""
    said = tokens(piece)
    if not SHORTEST_WORDS <= len(piece.split()) <= LONGEST_WORDS or len(piece) > LONGEST_LETTERS or not piece.isprintable():
        return False
    if MARKUP.search(piece) or all(word in FUNCTION_WORDS for word in said):
        return False
    return not any(word in FORBIDDEN_WORDS and not set(content_stems(word)) & allowed_stems for word in said)


def _pieces(evidence: str) -> Iterator[str]:
    """Clauses, and of clauses that are too long the windows of ten words, each trimmed at both ends."""
    for clause in CLAUSE.finditer(evidence):
        places = [(m.start(), m.end()) for m in re.finditer(r"\S+", clause.group())]
        for first in range(max(1, len(places) - LONGEST_WORDS + 1)):
            window = places[first : first + LONGEST_WORDS]
            while len(window) > SHORTEST_WORDS and _hangs(clause.group()[slice(*window[-1])]):
                window = window[:-1]
            while len(window) > SHORTEST_WORDS and _leads(clause.group()[slice(*window[0])]):
                window = window[1:]
            if window:
                yield clause.group()[window[0][0] : window[-1][1]]


def _hangs(word: str) -> bool:
    return word.lower() in FUNCTION_WORDS - {"it", "them", "off", "out", "up", "again", "too", "this", "that"}


def _leads(word: str) -> bool:
    return word.lower() in {"and", "or", "but", "so", "um", "uh", "er", "like", "then", "because", "which", "while", "also"}
