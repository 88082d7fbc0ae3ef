"""Statements made false: denied, or with their roles exchanged and no negation word."""

from __future__ import annotations

import re

from interviewer.feedback.vocabulary import OPPOSITES

_AUXILIARY = re.compile(r"\b(is|are|was|were|can|will|does|do|has|have|should|must|may)\b")
_NEGATED = re.compile(r"\b(not|no|never|none|nor|without|cannot|hardly|neither|un\w+)\b|n't\b", re.IGNORECASE)
_COMPOUND = re.compile(r"[,;:()]|\b(and|but|while|whereas|because|since|so|which|that|if|when|or|as)\b")
_DENIALS = (
    "It is not true that {}",
    "It is wrong that {}",
    "It is a mistake to believe that {}",
    "It is simply false that {}",
)


def denied(sentence: str, turn: int) -> str:
    """The sentence denied: a "not" in a short one with a single verb that takes it, else a denial before the whole.

    Args:
        sentence: A statement.
        turn: Chooses among the wordings of the denial.
    """
    helpers = _AUXILIARY.findall(sentence)
    if len(helpers) == 1 and not _NEGATED.search(sentence) and not _COMPOUND.search(sentence):
        return _AUXILIARY.sub(lambda found: f"{found.group()} not", sentence, count=1)
    return _DENIALS[turn % len(_DENIALS)].format(lowered(sentence))


def lowered(sentence: str) -> str:
    """The sentence with a small first letter, unless its first word is a name or an abbreviation."""
    first = sentence.split(maxsplit=1)[0] if sentence.split() else ""
    ordinary = (first[:1].isupper() and first[1:].islower()) or first == "A"
    return sentence[:1].lower() + sentence[1:] if ordinary else sentence


_FLIPS = frozenset(
    "increases decreases increase decrease increasing decreasing raises lowers higher lower faster slower larger"
    " smaller positive negative before after reduces prevents causes maximises minimises overfitting"
    " underfitting".split()
)
_SYMMETRIC = re.compile(r"\b(both|against|between|either|same|each other|the two)\b", re.IGNORECASE)
_CONTRAST = re.compile(r"\b(than|whereas|while|but)\b", re.IGNORECASE)


def roles_swapped(statement: str, terms: tuple[str, str] | None) -> str | None:
    """The statement with two roles exchanged and no negation word, or None where it offers no such exchange.

    Args:
        statement: A true statement.
        terms: The two things that its question compares, if it does.
    """
    if _NEGATED.search(statement) or _SYMMETRIC.search(statement):
        return None
    if terms:
        both = _has(statement, terms[0]) and _has(statement, terms[1])
        if (both and _CONTRAST.search(statement)) or _has(statement, terms[0]) != _has(statement, terms[1]):
            return _exchanged(statement, *terms)
    for left, right in OPPOSITES:
        found = _has(statement, left), _has(statement, right)
        apart = all(found) and not re.search(rf"\bor\b|\b({left}|{right}),? and ({left}|{right})\b", statement, re.I)
        turned = any(found) and not all(found) and {left, right} <= _FLIPS and not _COMPOUND.search(statement)
        if apart or turned:
            return _exchanged(statement, left, right)
    return None


def compared_terms(question: str, statements: str) -> tuple[str, str] | None:
    """The two things that a question sets against each other ("How do ReLU and sigmoid differ"), or None.

    Args:
        question: Its text.
        statements: The key points; both things must be named there.
    """
    if not re.search(r"\b(differ\w*|compar\w*|versus|vs|distinguish\w*|rather than|over the other)\b", question, re.I):
        return None
    for found in re.finditer(r"(?=\b([\w-]{3,}) (?:and|from|with|to|versus|vs\.?|or) ([\w-]{3,}))", question):
        if found[1].lower() != found[2].lower() and _has(statements, found[1]) and _has(statements, found[2]):
            return found[1], found[2]
    return None


def _has(text: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) is not None


def _exchanged(text: str, left: str, right: str) -> str:
    def other(found: re.Match[str]) -> str:
        word = right if found.group().lower() == left.lower() else left
        return word[0].upper() + word[1:] if found.group()[0].isupper() else word

    return re.sub(rf"\b({re.escape(left)}|{re.escape(right)})\b", other, text, flags=re.IGNORECASE)
