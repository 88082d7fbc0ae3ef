"""Statements made false: denied, or with their roles exchanged and no negation word."""

from __future__ import annotations

import re


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
    ordinary = first[:1].isupper() and first[1:].islower() or first in ("A", "I")
    return sentence[:1].lower() + sentence[1:] if ordinary and first != "I" else sentence


_OPPOSITES = tuple(
    tuple(pair.split("/"))
    for pair in (
        "increases/decreases increase/decrease increasing/decreasing raises/lowers higher/lower high/low more/fewer "
        "faster/slower larger/smaller large/small positive/negative before/after reduces/increases prevents/causes "
        "overfitting/underfitting training/test encoder/decoder generator/discriminator precision/recall bias/variance "
        "forward/backward maximum/minimum maximises/minimises labelled/unlabelled supervised/unsupervised input/output "
        "local/global linear/nonlinear first/last early/late cheap/expensive always/never rows/columns inner/outer"
    ).split()
)
_FLIPS = frozenset(
    "increases decreases increase decrease increasing decreasing raises lowers higher lower faster slower larger smaller "
    "positive negative before after reduces prevents causes maximises minimises overfitting underfitting".split()
)


def roles_swapped(statement: str, terms: tuple[str, str] | None) -> str | None:
    """The statement with two roles exchanged and no negation word, or None where it offers no such exchange.

    Args:
        statement: A true statement.
        terms: The two things that its question compares, if it does.
    """
    if terms and _has(statement, terms[0]) != _has(statement, terms[1]):
        return _exchanged(statement, *terms)
    for left, right in _OPPOSITES:
        both = _has(statement, left) and _has(statement, right)
        one = _has(statement, left) or _has(statement, right)
        if (both and not re.search(rf"\b{left} (and|or) {right}\b|\b{right} (and|or) {left}\b", statement, re.I)) or (
            one and not both and left in _FLIPS and right in _FLIPS
        ):
            return _exchanged(statement, left, right)
    return None


def compared_terms(question: str) -> tuple[str, str] | None:
    """The two things that a question sets against each other ("How do ReLU and sigmoid differ"), or None."""
    if not re.search(r"\b(differ\w*|compar\w*|versus|vs|distinguish\w*|rather than|over the other)\b", question, re.I):
        return None
    found = re.search(r"([\w-]+) (?:and|from|with|to|versus|vs\.?|or) ([\w-]+)", question)
    if not found or min(len(found[1]), len(found[2])) < 3:
        return None
    return found[1], found[2]


def _has(text: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) is not None


def _exchanged(text: str, left: str, right: str) -> str:
    def other(found: re.Match[str]) -> str:
        word = right if found.group().lower() == left.lower() else left
        return word[0].upper() + word[1:] if found.group()[0].isupper() else word

    return re.sub(rf"\b({re.escape(left)}|{re.escape(right)})\b", other, text, flags=re.IGNORECASE)
