"""What an import wants a person to know: what was understood of a file, and what in it is odd but harmless."""

from __future__ import annotations

from interviewer.batch.rows import Place


class Notes:
    """Sentences in the order in which they arise; an oddity that recurs is told once, with its number of times."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._counted: dict[str, tuple[Place, int]] = {}

    def say(self, sentence: str) -> None:
        """Keeps a sentence, once."""
        if sentence not in self._said:
            self._said.append(sentence)

    def count(self, sentence: str, place: Place) -> None:
        """Keeps a sentence with the first place it is true of and the number of times."""
        first, times = self._counted.get(sentence, (place, 0))
        self._counted[sentence] = (first, times + 1)

    def sentences(self) -> tuple[str, ...]:
        """All that was said so far."""
        counted = (
            f"{sentence} ({first})" if times == 1 else f"{sentence} ({times:,} times, first in {first})"
            for sentence, (first, times) in self._counted.items()
        )
        return (*self._said, *counted)
