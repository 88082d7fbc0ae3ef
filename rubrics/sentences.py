"""Sentences of a passage with their spans, and what of them is filler."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]
STOP = re.compile(r"[.!?]+[\"')\]*_”’]*(?=\s|$)|[。！？]+|…(?=\s|$)")
ABBREVIATION = re.compile(
    r"(?:^|[\s(\[])(?:e\.g|i\.e|etc|vs|cf|al|approx|resp|incl|fig|figs|eq|sec|ch|no|dr|mr|mrs|ms|prof|st|[a-z])\.$",
    re.IGNORECASE,
)
OPENING = re.compile(
    r"""(?:(?:well|ok|okay|so|and|but|or|also|then|next|basically|essentially|generally|generally\ speaking|in\ general
    |broadly|however|moreover|furthermore|additionally|in\ addition|besides|finally|lastly|firstly|secondly|thirdly
    |first|second|third|therefore|thus|hence|consequently|as\ a\ result|in\ short|in\ brief|in\ summary|to\ summari[sz]e
    |to\ sum\ up|in\ conclusion|overall|of\ course|clearly|obviously|simply\ put|put\ simply|in\ other\ words
    |by\ contrast|in\ contrast|on\ the\ other\ hand|on\ the\ one\ hand|conversely|likewise|similarly|nevertheless
    |nonetheless|still|meanwhile|as\ you\ know|as\ we\ know|as\ mentioned(?:\ \w+)?|again|indeed|in\ fact|actually
    |importantly|notably|for\ example|for\ instance|to\ begin\ with|to\ start\ with|most\ importantly),\s*
    |(?:and|but|or|so|also|then)\s+(?=\S)
    |(?:please\ )?note\ that\s+
    |(?:it\ is|it's)\ (?:also\ )?(?:important|worth|useful)\ to\ (?:note|know|mention|say|remember)\ that\s+
    |it\ should\ be\ noted\ that\s+|keep\ in\ mind\ that\s+|remember\ that\s+
    |i\ (?:think|believe|would\ say)\ (?:that\ )?)""",
    re.IGNORECASE | re.VERBOSE,
)
FILLER = re.compile(
    r"""(?:(?:that\ is|that's|this\ is|what)\ an?|a)?\s*(?:very\ )?(?:good|great|nice|interesting|excellent)
        \ (?:question|point)\b.*
    |(?:first,?\ |now,?\ |so,?\ )?
        (?:let\ me|let\ us|let's|allow\ me|(?:i|we)(?:\ will|'ll|\ shall)|i(?:\ am|'m)\ going\ to
        |i(?:\ would|'d)\ like\ to)
        \ (?:\w+\ ){0,2}
        (?:explain|start|begin|describe|discuss|look|go|talk|cover|walk|answer|outline|compare|summari[sz]e|see|say|give|list)\b.*
    |in\ (?:this|my|the\ following)\ (?:answer|section|article|post|part|chapter)\b.*
    |(?:i\ hope|hope|hopefully|thank|thanks|feel\ free)\b.*
    |(?:and\ )?(?:that's|that\ is)\ (?:it|all|about\ it|basically\ it)\b.*
    |(?:\w+\ ){0,2}there\ are\ (?:also\ )?(?:\w+\ )?
        (?:several|many|various|some|different|a\ number\ of|a\ few|\d+|two|three|four|five|six|seven|eight|nine|ten)
        \ (?:\w+\ ){0,2}(?:\w+s)(?:\ (?:of|to|for|in)\ .{0,60})?
    |(?:here|below|the\ following|following|these)\ (?:are|is)\b.{0,80}
    |(?:yes|no|sure|right|exactly|okay|ok)""",
    re.IGNORECASE | re.VERBOSE,
)


def sentence_spans(text: str, start: int, end: int) -> Iterator[Span]:
    """Spans of the sentences of `text[start:end]`, without the white space between them.

    A full stop after an abbreviation, or before a small letter, ends nothing.
    """
    begin = start
    for match in STOP.finditer(text, start, end):
        if match.end() < end and not _ends_sentence(text, match, end):
            continue
        yield from trimmed(text, begin, match.end())
        begin = match.end()
    yield from trimmed(text, begin, end)


def trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """The span less the white space at its ends; nothing where nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def after_opening(text: str, start: int, end: int) -> int:
    """Where the sentence begins once its linking words ("However,", "Note that") are passed over."""
    while True:
        match = OPENING.match(text, start, end)
        if not match or match.end() >= end:
            return start
        start = match.end()


def is_filler(sentence: str) -> bool:
    """Whether a sentence says nothing of the matter: a question, an announcement, a lead-in to a list, thanks."""
    bare = sentence.strip().rstrip(".!:…*_ ")
    return not has_letter(bare) or sentence.rstrip().endswith("?") or FILLER.fullmatch(bare) is not None


def has_letter(text: str) -> bool:
    """Whether a text holds a letter of any script."""
    return any(character.isalpha() for character in text)


def _ends_sentence(text: str, match: re.Match[str], end: int) -> bool:
    if text[match.start()] != ".":
        return True
    following = text[match.end() : end].lstrip()[:1]
    return not following.islower() and not ABBREVIATION.search(text, max(0, match.start() - 8), match.start() + 1)
