"""As many answers as a benchmark asks for, made out of a few real ones.

Every answer is a real one that has lost one word of each longer sentence, another one each time: as long as the real
one, understood like it, and with sentences that hardly another answer has. One row in twenty is an earlier answer, word
for word, as where a class copies or many write "I don't know".
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from interviewer.grading.text import sentences

REPEATED = 0.05
SHORT_WORDS = 4  # a sentence of so many words stays as it is


def read_answers(path: Path) -> list[dict[str, str]]:
    """The real answers: a line of JSON each, with `question_id` and `answer`."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def made_answers(real: Sequence[dict[str, str]], count: int, distinct: int | None = None) -> Iterator[dict[str, str]]:
    """The first `count` made answers; the same ones every time. `distinct` limits how many different ones there are."""
    for number in range(count):
        chance = random.Random(number)
        source = chance.randrange(number) if number and chance.random() < REPEATED else number
        source %= distinct or count
        yield {"answer_id": f"a{number}", **_made(real[source % len(real)], source)}


def write_made(path: Path, real: Sequence[dict[str, str]], count: int, distinct: int | None = None) -> Path:
    """The made answers as a JSONL file."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in made_answers(real, count, distinct))
    return path


def _made(real: dict[str, str], number: int) -> dict[str, str]:
    chance = random.Random(-1 - number)
    said = [_shortened(span.of(real["answer"]).split(), chance) for span in sentences(real["answer"])]
    return {"question_id": real["question_id"], "answer": "\n".join(said)}


def _shortened(words: list[str], chance: random.Random) -> str:
    if len(words) > SHORT_WORDS:
        words.pop(chance.randrange(1, len(words) - 1))  # the first and the last word hold the marks of the sentence
    return " ".join(words)
