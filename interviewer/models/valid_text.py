"""Text as tokenizers accept it."""

from __future__ import annotations


def without_lone_surrogates(text: str) -> str:
    """The same text, of the same length, with every half of a broken character replaced by U+FFFD.

    Such halves come out of JSON escapes (`\\ud800`) and wrongly decoded files; a tokenizer refuses a batch for one.
    """
    if text.isascii():
        return text
    return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
