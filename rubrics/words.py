"""The words of a text that carry its meaning, cut to their stems."""

from __future__ import annotations

import re

FUNCTION_WORDS = frozenset(
    """a about all also an and another any are as at be because been being between both but by can could did do does
    each either every for from had has have how if in instead into is it its just less many may might more most much
    must no not of often on one only or other out over own rather same should so some such than that the their them
    then there these they this those to too under up use used uses using very was we were what when where whereas
    which while who whose why will with without would you your""".split()
)
ENDING = re.compile(r"(isation|ization|ations?|ingly|ings?|ions?|ies|ed|es|ly|s|e|y)$")
STEM_LENGTH = 7


def content_words(text: str) -> list[str]:
    """Words in small letters, in their order, less those that only join others."""
    return [word for word in re.findall(r"\w+", text.lower()) if word not in FUNCTION_WORDS]


def stems(text: str) -> frozenset[str]:
    """Content words without their endings, so that `normalises` and `normalised` are one."""
    return frozenset(ENDING.sub("", word)[:STEM_LENGTH] or word for word in content_words(text))


def plain(text: str) -> str:
    """Small letters and single spaces, without punctuation: equal for texts that say the same letter by letter."""
    return " ".join(re.findall(r"\w+", text.lower()))
