"""The layout of a text: headings, list items and paragraphs, each with its span."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "item", "paragraph"]

MARKER = re.compile(r"(?:[-*+•‣◦▪·–—]|\(?\d{1,2}[.)]|\(?[a-zA-Z][.)])\s+(?=\S)")
HASHES = re.compile(r"#{1,6}\s+(?=\S)")
RULE = re.compile(r"\s*(?:[-=*_]{3,}|\|?[\s:|-]*-{3}[\s:|-]*)\s*")
FENCE = re.compile(r"\s*(?:```|~~~)")
BOLD_LINE = re.compile(r"(?:\*\*|__)[^*_]+(?:\*\*|__):?")
ENDED = re.compile(r"[.!?;,。！？][\"')\]*_]*$")
INNER_STOP = re.compile(r"[.!?]\s+[A-Z]")
LONGEST_HEADING = 6
UNMARKED_DEPTH = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of a text: `text[start:end]`, without its marker and the white space around it.

    Attributes:
        kind: What it is.
        start: First character.
        end: One past the last character.
        depth: Hashes of a heading (UNMARKED_DEPTH where it has none); indentation of a list item; 0 for a paragraph.
    """

    kind: Kind
    start: int
    end: int
    depth: int


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def indent(self) -> int:
        return len(self.text.expandtabs(4)) - len(self.text.expandtabs(4).lstrip())

    def block(self, kind: Kind, depth: int, skip: int = 0) -> Block:
        """The line, less its white space and `skip` characters of marker."""
        start = self.start + len(self.text) - len(self.text.lstrip()) + skip
        return Block(kind=kind, start=start, end=self.start + len(self.text.rstrip()), depth=depth)


def find_blocks(text: str) -> list[Block]:
    """Headings, list items and paragraphs in their order; fenced code and ruled lines are left out."""
    blocks: list[Block] = []
    open_block = False
    lines = list(_lines(text))
    for number, line in enumerate(lines):
        block = _block_of(lines, number)
        if block is None:
            open_block = False
        elif open_block and block.kind == "paragraph":
            blocks[-1] = Block(kind=blocks[-1].kind, start=blocks[-1].start, end=block.end, depth=blocks[-1].depth)
        else:
            blocks.append(block)
            open_block = block.kind != "heading" and not line.text.rstrip().endswith(":")
    return blocks


def _lines(text: str) -> Iterator[_Line]:
    """Lines with their offsets; those of fenced code come out blank."""
    fenced = False
    for match in re.finditer(r"[^\r\n]+|\r\n|\r|\n", text):
        line = match.group()
        if line[0] in "\r\n":
            if match.start() == 0 or text[match.start() - 1] in "\r\n":
                yield _Line(match.start(), "")
            continue
        fence = FENCE.match(line) is not None
        yield _Line(match.start(), "" if fenced or fence else line)
        fenced = fenced != fence


def _block_of(lines: list[_Line], number: int) -> Block | None:
    line = lines[number]
    stripped = line.text.strip()
    if not stripped or RULE.fullmatch(line.text):
        return None
    hashes = HASHES.match(stripped)
    if hashes:
        return line.block("heading", len(hashes.group().strip()), len(hashes.group()))
    marker = MARKER.match(stripped)
    if marker:
        return line.block("item", line.indent, len(marker.group()))
    return line.block("heading", UNMARKED_DEPTH) if _heads(lines, number, stripped) else line.block("paragraph", 0)


def _heads(lines: list[_Line], number: int, stripped: str) -> bool:
    """Whether an unmarked line is a heading: bold or underlined, or short, unended, alone and followed by text."""
    following = lines[number + 1] if number + 1 < len(lines) else _Line(0, "")
    if BOLD_LINE.fullmatch(stripped) or re.fullmatch(r"\s*(={3,}|-{3,})\s*", following.text):
        return True
    alone = number == 0 or lines[number - 1].blank
    text_follows = any(not later.blank for later in lines[number + 1 : number + 3])
    begins = stripped[0].isupper() or stripped[0].isdigit()
    goes_on = following.text.strip()[:1].islower()
    short = len(stripped.split()) <= LONGEST_HEADING
    ended = ENDED.search(stripped) or INNER_STOP.search(stripped)
    return alone and text_follows and begins and not goes_on and short and not ended
