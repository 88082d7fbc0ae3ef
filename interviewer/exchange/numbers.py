"""Numbers as people and programs write them in tables."""

from __future__ import annotations

import re

PERSONAL = re.compile(r"[+-]?\d{1,15}(?:[.,]\d+)?")
CANONICAL = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?")


def find_number(text: str) -> float | None:
    """The number in a cell of marks, with a point or a comma before its decimals, or None."""
    text = text.strip()
    return float(text.replace(",", ".")) if PERSONAL.fullmatch(text) else None


def mark_of(text: str) -> object:
    """The mark in a cell, whole where it is; the text itself where it is no number; of an empty cell, None."""
    number = find_number(text)
    if number is None:
        return text.strip() or None
    return int(number) if number.is_integer() else number


def as_number(text: str) -> object:
    """The number in a cell of unknown meaning; the text itself where writing it back would change it, as `007`."""
    if not CANONICAL.fullmatch(text):
        return text
    number = float(text)
    whole = "." not in text
    return int(text) if whole else (number if str(number) == text else text)
