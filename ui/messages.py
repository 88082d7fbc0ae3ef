"""Which text of the catalogues a message of the program is: found by its English form, with the values in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter

FAMILY = "message."


class Messages:
    """Finds messages again.

    Args:
        english: The English catalogue; texts whose key begins with FAMILY are what the program says in its code.
    """

    def __init__(self, english: Mapping[str, object]) -> None:
        said = {key: text for key, text in english.items() if key.startswith(FAMILY) and isinstance(text, str)}
        self._plain = {_with_small_letter(text): key for key, text in said.items() if "{" not in text}
        with_values = sorted((key for key in said if "{" in said[key]), key=lambda key: -_fixed(said[key]))
        self._forms = [(key, _pattern(said[key])) for key in with_values]

    def find(self, message: str) -> tuple[str, dict[str, str]] | None:
        """The key of a message and the values in it; None if no text is its.

        Whether it begins with a capital letter makes no difference; of several that fit, the one with most words of its
        own is taken.
        """
        key = self._plain.get(_with_small_letter(message))
        if key is not None:
            return key, {}
        for one, form in self._forms:
            found = form.fullmatch(_with_small_letter(message))
            if found:
                return one, found.groupdict()
        return None


def _pattern(text: str) -> re.Pattern[str]:
    parts = [
        re.escape(said) + (f"(?P<{name}>.+?)" if name is not None else "")
        for said, name, _, _ in Formatter().parse(_with_small_letter(text))
    ]
    return re.compile("".join(parts), re.DOTALL)


def _fixed(text: str) -> int:
    """How many characters of a text are its own."""
    return sum(len(said) for said, _, _, _ in Formatter().parse(text))


def _with_small_letter(text: str) -> str:
    return text[:1].lower() + text[1:]
