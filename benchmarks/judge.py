"""Interviewer beside a language model as the judge, on the same answers in one run: speed and agreement with the marks.

    python -m benchmarks.judge RUBRICS.jsonl ANSWERS.jsonl [--count N] [--replies FILE]

The files are those of `benchmarks/interview_dev_to_answers.py`; N answers are drawn by a fixed seed. The judge is the
language model that the settings name (the one that comes with Interviewer, if they name no other), asked for a mark
from 0 to 100 after two marked examples, with question and reference answer, one answer at a time, greedily. A reply
without a number is counted and takes the mean of the judge's other marks. Both load their weights before the clock
runs.
--replies writes what the judge said.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Event

import numpy as np

from interviewer.agreement.bootstrap import Figure, Measure, figures
from interviewer.agreement.marks import MarkedAnswer, Scale
from interviewer.agreement.metrics import POINT_MEASURES
from interviewer.agreement.resampled import Floats
from interviewer.agreement.verdict_study import clusters_of
from interviewer.batch.run import DEFAULT_CHUNK_ROWS
from interviewer.commands.evaluate import read_marked
from interviewer.grading.grader import Grader
from interviewer.models.protocols import Generator, Message
from interviewer.settings import load_settings
from interviewer.wiring import build_generator, build_grader
from rubrics.loading import load_rubrics
from rubrics.model import Question

REPLY_TOKENS = 12
MIDDLE = 50.0  # for a judge none of whose replies holds a mark
SYSTEM = (
    "You mark answers in a technical interview. Compare the candidate's answer with the reference answer and give a "
    "mark from 0 (nothing right) to 100 (all of the reference answer, nothing wrong). Reply with the number only."
)
EXAMPLES = (  # without any, a small model goes on with the answer instead of marking it
    ("It makes the chain run quietly and keeps the rust away.", "90"),
    ("It makes the chain shine, I suppose.", "10"),
)
EXAMPLE_QUESTION = "What does oil do to the chain of a bicycle?"
EXAMPLE_REFERENCE = "Oil makes the chain run more quietly and keeps it from rusting. It has to be renewed after rain."
_NUMBER = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d+)?)(?![\d.]*\d)")


def prompt(question: Question, answer: str) -> list[Message]:
    """What the judge is asked, after two examples that are marked."""
    reference = question.reference_answer or " ".join(point.statement for point in question.key_points)
    turns = [Message(role="system", content=SYSTEM)]
    for said, mark in EXAMPLES:
        turns.append(Message(role="user", content=_asked(EXAMPLE_QUESTION, EXAMPLE_REFERENCE, said)))
        turns.append(Message(role="assistant", content=mark))
    return [*turns, Message(role="user", content=_asked(question.question, reference, answer))]


def _asked(question: str, reference: str, answer: str) -> str:
    return (
        f"Question: {question}\n\nReference answer: {reference}\n\nCandidate's answer: {answer}\n\nMark from 0 to 100:"
    )


def find_mark(reply: str) -> float | None:
    """The first number from 0 to 100 in a reply."""
    found = (float(one) for one in _NUMBER.findall(reply))
    return next((one for one in found if one <= 100), None)


def judged(generator: Generator, questions: Sequence[Question], answers: Sequence[str]) -> list[str]:
    """The judge's reply to each answer."""
    return [
        "".join(generator.stream(prompt(question, answer), max_tokens=REPLY_TOKENS, stop=Event()))
        for question, answer in zip(questions, answers, strict=True)
    ]


def graded(grader: Grader, questions: Sequence[Question], answers: Sequence[str]) -> Floats:
    """Interviewer's scores, in chunks as `interviewer grade` has them."""
    scores: list[float] = []
    for start in range(0, len(answers), DEFAULT_CHUNK_ROWS):
        chunk = slice(start, start + DEFAULT_CHUNK_ROWS)
        scores += [grade.score or 0.0 for grade in grader.grade_many(questions[chunk], answers[chunk])]
    return np.array(scores)


def as_scores(marks: Sequence[float | None]) -> Floats:
    """The judge's marks, those that are missing filled with the mean of the others."""
    known = [one for one in marks if one is not None]
    middle = float(np.mean(known)) if known else MIDDLE
    return np.array([middle if one is None else one for one in marks])


def agreement(answers: Sequence[MarkedAnswer], scores: Floats) -> dict[str, Figure]:
    """Pearson and MAE against the marks, with their intervals."""
    marks = np.array([answer.mark for answer in answers])
    measures = {
        name: Measure(
            once=partial(POINT_MEASURES[name][0], marks, scores), many=partial(POINT_MEASURES[name][1], marks, scores)
        )
        for name in ("pearson", "mae")
    }
    return figures(measures, clusters_of(answers))


def line(name: str, rate: float | None, found: dict[str, Figure], unread: str) -> str:
    """A row of the table."""
    speed = "–" if rate is None else f"{rate:.2f}"
    return f"| {name} | {speed} | {_shown(found['pearson'], 2)} | {_shown(found['mae'], 1)} | {unread} |"


def _shown(figure: Figure, decimals: int) -> str:
    if figure.value is None:
        return f"– ({figure.why})"
    if figure.low is None or figure.high is None:
        return f"{figure.value:.{decimals}f}"
    return f"{figure.value:.{decimals}f} ({figure.low:.{decimals}f} to {figure.high:.{decimals}f})"


def _some(answers: Sequence[MarkedAnswer], count: int | None) -> list[MarkedAnswer]:
    if count is None or count >= len(answers):
        return list(answers)
    return [answers[n] for n in sorted(random.Random(0).sample(range(len(answers)), count))]


def main() -> None:
    """Grade by both, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rubrics", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--count", type=int, help="so many answers, drawn by a fixed seed; default: all")
    parser.add_argument("--replies", type=Path, help="write what the judge said, a line of JSON an answer")
    given = parser.parse_args()
    rubrics = load_rubrics(given.rubrics)
    answers = _some(read_marked(given.answers, rubrics, Scale()).answers, given.count)
    known = {question.id: question for question in rubrics}
    questions, texts = [known[one.question_id] for one in answers], [one.answer for one in answers]
    replies = compare(answers, questions, texts)
    if given.replies:
        said = [{"answer_id": a.answer_id, "mark": a.mark, "reply": r} for a, r in zip(answers, replies, strict=True)]
        given.replies.write_text("".join(json.dumps(one) + "\n" for one in said), encoding="utf-8")


def compare(answers: Sequence[MarkedAnswer], questions: Sequence[Question], texts: Sequence[str]) -> list[str]:
    """Prints the table; the judge's replies."""
    settings = load_settings()
    generator = build_generator(settings)
    if generator is None:
        raise SystemExit("the settings name no language model: set INTERVIEWER_GENERATOR")
    grader = build_grader(settings)
    grader.grade(questions[0], texts[0])
    judged(generator, questions[:1], texts[:1])
    print(
        "| tool | answers a second | Pearson | MAE in points | replies without a mark |",
        "|---|---|---|---|---|",
        sep="\n",
    )
    started = time.perf_counter()
    scores = graded(grader, questions, texts)
    rate = len(texts) / (time.perf_counter() - started)
    print(line("Interviewer", rate, agreement(answers, scores), "–"), flush=True)
    started = time.perf_counter()
    replies = judged(generator, questions, texts)
    rate = len(texts) / (time.perf_counter() - started)
    marks = [find_mark(reply) for reply in replies]
    unread = f"{marks.count(None)} of {len(marks)}"
    print(line(f"{generator.name} as a judge", rate, agreement(answers, as_scores(marks)), unread))
    mean = np.full(len(answers), np.mean([answer.mark for answer in answers]))
    print(line("the mean mark for everybody", None, agreement(answers, mean), "–"))
    return replies


if __name__ == "__main__":
    main()
