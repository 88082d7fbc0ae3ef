"""What an answer costs in tokens, before any model runs: per word, per key point, and how full the passes are.

    python -m benchmarks.tokens [RUBRICS.jsonl ANSWERS.jsonl] [--count 512]

The files are those of `benchmarks/interview_dev_to_answers.py`, and --count answers are made out of them (see
`made_answers.py`). Without files: the thirty questions, each answered by its reference answer.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from transformers import AutoTokenizer

from benchmarks.made_answers import made_answers, read_answers
from interviewer.batch.run import DEFAULT_CHUNK_ROWS
from interviewer.grading.gates import sift
from interviewer.grading.seeing import passages, views_of
from interviewer.grading.similarity import nearest_windows
from interviewer.grading.text import readable
from interviewer.models.branches import Item, TokenisedItem, tokenise
from interviewer.models.conversion import packaged_folder
from interviewer.models.protocols import Embedder
from interviewer.models.verifier import PACK_TOKENS, full_packs
from interviewer.settings import load_settings
from interviewer.wiring import build_embedder
from rubrics.loading import load_rubrics
from rubrics.model import Question

CHUNKS = (DEFAULT_CHUNK_ROWS, 256)


def items_of(
    questions: Mapping[str, Question], rows: Sequence[Mapping[str, str]], embedder: Embedder
) -> Iterator[Item]:
    """What the verifier is asked first: every key point of every answer, against its nearest sentences."""
    for row in rows:
        question, answer = questions[row["question_id"]], row["answer"]
        said = [readable(span.of(answer)) for span in sift(question.question, answer).kept]
        statements = [point.statement for point in question.key_points]
        if said:
            embedded = embedder.embed([*said, *statements])
            views = views_of(nearest_windows(embedded[: len(said)], embedded[len(said) :], len(said)))
            for passage in passages(views, [len(one.split()) for one in said]):
                asked = [(statements[k], view) for k, view in passage.views.items()]
                yield Item.of(passage.claim(question.question, said, asked))


def lines(items: Sequence[Item], tokens: Sequence[TokenisedItem], rows: int) -> Iterator[str]:
    """The measures, one a line."""
    words = sum(len(one.split()) for item in items for one in item.sentences)
    prefix = sum(len(one.prefix) for one in tokens)
    branches = [len(branch) for one in tokens for branch in one.branches]
    yield f"{rows:,} answers, {len(tokens):,} passages, {words / len(tokens):.0f} words a passage"
    yield f"{len(branches) / len(tokens):.1f} key points a passage, {np.mean(branches):.1f} tokens a key point"
    yield f"{prefix / len(tokens):.0f} tokens a passage with its question: {prefix / words:.2f} a word of the passage"
    for chunk in CHUNKS:
        packs = [
            sum(part[place].length for place in places)
            for part in (tokens[start : start + chunk] for start in range(0, len(tokens), chunk))
            for places in full_packs(part)
        ]
        yield f"{chunk} passages at a time: {np.mean(packs):.0f} tokens a pass, of {PACK_TOKENS}; {len(packs):,} passes"


def main() -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rubrics", type=Path, nargs="?")
    parser.add_argument("answers", type=Path, nargs="?")
    parser.add_argument("--count", type=int, default=512)
    given = parser.parse_args()
    questions = {question.id: question for question in load_rubrics(given.rubrics)}
    if given.answers:
        rows = list(made_answers(read_answers(given.answers), given.count))
    else:
        rows = [{"question_id": one.id, "answer": one.reference_answer} for one in questions.values()]
    base = packaged_folder(load_settings().cache)
    items = list(items_of(questions, rows, build_embedder(load_settings())))
    tokens = tokenise(AutoTokenizer.from_pretrained(str(base), local_files_only=True), items)
    print(*lines(items, tokens, len(rows)), sep="\n")


if __name__ == "__main__":
    main()
