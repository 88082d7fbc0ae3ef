"""Who writes the feedback that is shown, how much of it is refused, what it speaks of, and how long it takes.

    python -m benchmarks.feedback RUBRICS.jsonl ANSWERS.jsonl [--count N] [--sentences FILE]

The files are those of `benchmarks/interview_dev_to_answers.py`; N answers are taken, spread over the file. Beside what
ships stands the model as it is: asked for the whole feedback in one prompt with the verdicts, unchecked; the same
checks then say how many of its sentences they would have let through. --sentences writes every sentence with what it
was to say, for reading.
"""

from __future__ import annotations

import argparse
import json
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from interviewer.feedback.grounding import find_fault
from interviewer.feedback.plan import PlannedSentence, plan_feedback
from interviewer.feedback.prompt import fenced
from interviewer.feedback.wording import sentences
from interviewer.feedback.writer import FeedbackWriter
from interviewer.grading.grade import Grade
from interviewer.models.protocols import Generator, Message
from interviewer.settings import Settings
from interviewer.wiring import build_generator, build_grader, build_verifier
from rubrics.loading import load_rubrics
from rubrics.model import Question

FIRST_TOKENS = 25


@dataclass(slots=True)
class Tally:
    """What is counted over all answers; times in seconds, one an answer."""

    origins: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    contradicted: list[bool] = field(default_factory=list)
    heaviest_missing: list[bool] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    model_first: list[float] = field(default_factory=list)
    unchecked: list[float] = field(default_factory=list)
    as_is: int = 0
    as_is_passed: int = 0


class Refusals(logging.Handler):
    """Counts what the writer logs as refused."""

    def __init__(self, tally: Tally) -> None:
        super().__init__(logging.DEBUG)
        self._tally = tally

    def emit(self, record: logging.LogRecord) -> None:
        """Count one refusal."""
        self._tally.refused += record.msg.startswith("refused")


def main() -> None:
    """Grade, write, count, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rubrics", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--sentences", type=Path)
    given = parser.parse_args()
    questions = {question.id: question for question in load_rubrics(given.rubrics)}
    rows = [json.loads(line) for line in given.answers.read_text(encoding="utf-8").splitlines()]
    rows = rows[:: max(1, len(rows) // given.count)][: given.count]
    asked, texts = [questions[row["question_id"]] for row in rows], [row["answer"] for row in rows]
    settings = Settings()
    grades = build_grader(settings).grade_many(asked, texts)
    generator = build_generator(settings)
    if generator is None:
        parser.error("no generator is set: unset INTERVIEWER_GENERATOR")
    writer = FeedbackWriter(generator, build_verifier(settings))
    list(writer.write(asked[0], texts[0], grades[0], Event()))  # loads the models
    tally, shown = Tally(), []
    log = logging.getLogger("interviewer.feedback.writer")
    log.setLevel(logging.DEBUG)
    log.addHandler(Refusals(tally))
    for row, question, answer, grade in zip(rows, asked, texts, grades, strict=True):
        shown += write_one(tally, writer, question, answer, grade, row["answer_id"])
        shown += write_as_is(tally, generator, question, answer, grade, row["answer_id"])
    if given.sentences:
        given.sentences.write_text(
            "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in shown), encoding="utf-8"
        )
    report(tally)


def write_one(
    tally: Tally, writer: FeedbackWriter, question: Question, answer: str, grade: Grade, answer_id: str
) -> list[dict]:
    """The shipped feedback on one answer, counted; its sentences with what each was to say."""
    plan = plan_feedback(question, grade)
    started = time.perf_counter()
    told, times = [], []
    for sentence in writer.write(question, answer, grade, Event()):
        told.append(sentence)
        times.append(time.perf_counter() - started)
        tally.origins[sentence.origin] = tally.origins.get(sentence.origin, 0) + 1
    tally.first.append(times[0])
    tally.last.append(times[-1])
    spoken = {point.id for planned in plan for point in planned.points}
    tally.contradicted += [v.key_point in spoken for v in grade.verdicts if v.verdict == "contradicted"]
    missing = {v.key_point for v in grade.verdicts if v.verdict == "missing"}
    heaviest = max((p for p in question.key_points if p.id in missing), key=lambda p: p.weight, default=None)
    if heaviest is not None:
        tally.heaviest_missing.append(heaviest.id in spoken)
    return [
        {"answer_id": answer_id, "who": one.origin, "text": one.text, "kind": planned.kind, "points": _texts(planned)}
        for one, planned in zip(told, plan, strict=False)
    ]


def write_as_is(
    tally: Tally, generator: Generator, question: Question, answer: str, grade: Grade, answer_id: str
) -> list[dict]:
    """The model's own feedback in one go, with the same verdicts before it; nothing is checked before it is kept."""
    plan = plan_feedback(question, grade)
    started = time.perf_counter()
    text = ""
    stream = generator.stream(_whole_prompt(question, answer, grade), max_tokens=40 * len(plan), stop=Event())
    for number, piece in enumerate(stream, start=1):
        text += piece
        if number == FIRST_TOKENS:
            tally.model_first.append(time.perf_counter() - started)
    tally.unchecked.append(time.perf_counter() - started)
    said = [one.strip() for one in sentences(text) if one.strip()]
    tally.as_is += len(said)
    tally.as_is_passed += sum(_passes(one, plan, answer) for one in said)
    return [{"answer_id": answer_id, "who": "as is", "text": one, "kind": None, "points": []} for one in said]


def _passes(text: str, plan: Sequence[PlannedSentence], answer: str) -> bool:
    return any(find_fault(text, planned, answer) is None for planned in plan)


def _whole_prompt(question: Question, answer: str, grade: Grade) -> tuple[Message, ...]:
    points = {point.id: point.statement for point in question.key_points}
    verdicts = "\n".join(f"- {v.verdict}: {points[v.key_point]}" for v in grade.verdicts)
    return (
        Message(role="system", content="You give feedback on an interview answer, in three to six sentences."),
        Message(
            role="user",
            content=f"Question: {question.question}\nAnswer: {fenced(answer)}\nKey points and verdicts:\n{verdicts}\n"
            "Tell the candidate what was right, what was wrong and what was missing.",
        ),
    )


def _texts(planned: PlannedSentence) -> list[str]:
    return [point.statement for point in planned.points]


def report(tally: Tally) -> None:
    """Print the table."""
    shown = sum(tally.origins.values())
    by_model = tally.origins.get("model", 0)
    print(f"sentences shown: {shown}, written by the model: {by_model} ({by_model / shown:.1%})")
    print(f"readings refused before one was kept or the template spoke: {tally.refused}")
    print(f"contradicted points spoken of: {sum(tally.contradicted)} of {len(tally.contradicted)}")
    print(f"heaviest missing point spoken of: {sum(tally.heaviest_missing)} of {len(tally.heaviest_missing)}")
    print(f"the model as it is: {tally.as_is_passed} of {tally.as_is} sentences would pass the checks by rule")
    if tally.model_first:
        ratio = _mean(tally.first) / _mean(tally.model_first)
        print(f"first checked sentence: {ratio:.2f} times the time of the model's own first {FIRST_TOKENS} pieces")
    print(f"all sentences: {_mean(tally.last) / _mean(tally.unchecked):.2f} times the time of the unchecked run")


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


if __name__ == "__main__":
    main()
