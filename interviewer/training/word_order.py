"""Counts in which order people put words, and measures how well that tells answers from shuffled words.

    python -m interviewer.training.word_order DATA [--output FILE]

DATA is the folder that `interviewer train` takes. Every second answer of the public sets is counted, with the answers
and statements written for this project; the others are measured on, as they stand and with their words shuffled. Kept
are numbers alone: how often three classes of words stood in a row.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np

from interviewer.grading.text import readable, sentences
from interviewer.grading.word_order import (
    COUNTS,
    FEWEST_WORDS,
    NOBODY_WRITES,
    Triple,
    WordOrder,
    classes,
    triples_of,
)
from interviewer.training.examples import read_lines
from interviewer.training.mixture import AUTHORED

PUBLIC = ("saf_train.jsonl.gz", "beetle_train.jsonl.gz", "scientsbank_train.jsonl.gz")
STATEMENTS = ("covered", "partial", "contradicted", "missing")
SEED = 0


def count(texts: Sequence[str]) -> Counter[Triple]:
    """How often three classes stand in a row in these texts' sentences."""
    counts: Counter[Triple] = Counter()
    for text in texts:
        for span in sentences(text):
            counts.update(triples_of(classes(readable(span.of(text)))))
    return counts


def mean_lift(order: WordOrder, text: str) -> tuple[float, int]:
    """The mean of all lifts in a text, in nats, and how many they are; 0 of none."""
    lifts = [lift for span in sentences(text) for lift in order.lifts(readable(span.of(text)))]
    return (sum(lifts) / len(lifts) if lifts else 0.0), len(lifts)


def save(counts: Counter[Triple], path: Path) -> None:
    """Write the counts as `interviewer.grading.word_order` reads them."""
    triples = sorted(counts)
    np.savez_compressed(
        path,
        triples=np.array(triples, dtype=np.uint8),
        counts=np.array([counts[one] for one in triples], dtype=np.uint32),
    )


def _written(data: Path) -> Iterator[str]:
    for name in AUTHORED:
        yield from (answer["text"] for row in read_lines(data / name) for answer in row["answers"])
    for row in read_lines(data / "statements.jsonl"):
        yield from (text for kind in STATEMENTS for text in row[kind])


def main() -> None:
    """Count, write, and print what share of kept-apart answers, as they stand and shuffled, nobody would write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--output", type=Path, default=Path(str(files("interviewer.grading").joinpath(COUNTS))))
    given = parser.parse_args()
    public = [row["answer"] for name in PUBLIC for row in read_lines(given.data / "train" / name)]
    counts = count([*_written(given.data), *public[::2]])
    save(counts, given.output)
    order, chance = WordOrder(counts), random.Random(SEED)
    kept_apart = [(text, lift) for text in public[1::2] if (lift := mean_lift(order, text))[1] >= FEWEST_WORDS]
    shuffled = []
    for text, _ in kept_apart:
        words = re.findall(r"[\w'-]+", text.lower())
        chance.shuffle(words)
        shuffled.append(mean_lift(order, " ".join(words)))
    print(f"{len(counts)} different triples of {counts.total()}")
    for name, lifts in (("as they stand", [lift for _, lift in kept_apart]), ("words shuffled", shuffled)):
        below = sum(value < NOBODY_WRITES for value, _ in lifts)
        print(f"{name}: {below} of {len(lifts)} answers below {NOBODY_WRITES} nats a word")


if __name__ == "__main__":
    main()
