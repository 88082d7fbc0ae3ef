"""Who writes the feedback that is shown, how much of it is refused, what it speaks of, and how long it takes.

    python -m benchmarks.feedback RUBRICS.jsonl ANSWERS.jsonl [--count N] [--attempts N] [--sentences FILE]

The files are those of `benchmarks/interview_dev_to_answers.py`. Who writes and what is spoken of is counted on all
answers, written together as for a file; times on N of them, spread over the file, written one by one as for a person
who waits. Beside what ships stands, on these N, the model as it is and with one example before the task (few-shot):
asked for the whole feedback in one prompt with the verdicts, unchecked; the same checks then say how many of its
sentences they would have let through.
--attempts says how often the model may try a sentence before the template speaks. --unbound leaves the model free in
its words. --sentences writes every sentence with what it was to say, for reading.
"""

from __future__ import annotations

import argparse
import json
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from interviewer.feedback.grounding import find_fault
from interviewer.feedback.many import FeedbackOfMany
from interviewer.feedback.plan import PlannedSentence, plan_feedback
from interviewer.feedback.prompt import fenced
from interviewer.feedback.steps import ATTEMPTS
from interviewer.feedback.wording import quotes_in, sentences
from interviewer.feedback.writer import FeedbackWriter, Sentence
from interviewer.grading.grade import Grade
from interviewer.models.endpoint import EndpointGenerator
from interviewer.models.generator import LocalGenerator
from interviewer.models.protocols import Chat, Generator, Message, Source
from interviewer.settings import Settings
from interviewer.wiring import build_generator, build_grader, build_verifier
from rubrics.loading import load_rubrics
from rubrics.model import Question

FIRST_TOKENS = 25
UNCHECKED = ("as is", "few-shot")
SHOT = (
    "Question: What does oil do to the chain of a bicycle?\nAnswer: <<<It makes the chain run quietly. It also makes "
    "the chain rust.>>>\nKey points and verdicts:\n- covered: Oil makes the chain run more quietly.\n"
    "- contradicted: Oil keeps the chain from rusting.\n- missing: Oil has to be renewed after rain.\n",
    "You said “It makes the chain run quietly”, and that is right. But oil does not make the chain rust: it keeps the "
    "chain from rusting. You left out that oil has to be renewed after rain. Next, explain what rain does to an oiled "
    "chain.",
)


@dataclass(slots=True)
class Tally:
    """What is counted over all answers; times in seconds, one an answer."""

    origins: dict[str, int] = field(default_factory=dict)
    quoting: int = 0
    timed: int = 0
    at_first: int = 0
    refused: int = 0
    pieces: int = 0
    contradicted: list[bool] = field(default_factory=list)
    heaviest_missing: list[bool] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    model_first: list[float] = field(default_factory=list)
    unchecked: list[float] = field(default_factory=list)
    unchecked_said: dict[str, int] = field(default_factory=dict)
    unchecked_passed: dict[str, int] = field(default_factory=dict)


class Refusals(logging.Handler):
    """Counts what the writer logs as refused."""

    def __init__(self, tally: Tally) -> None:
        super().__init__(logging.DEBUG)
        self._tally = tally

    def emit(self, record: logging.LogRecord) -> None:
        """Count one refusal."""
        self._tally.refused += record.msg.startswith("refused")


class Unbound:
    """Another language model, asked without a source."""

    def __init__(self, generator: LocalGenerator | EndpointGenerator) -> None:
        self._generator, self.name = generator, generator.name

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, stop: Event, source: Source | None = None
    ) -> Iterator[str]:
        """What the other one says, free in its words."""
        yield from self._generator.stream(messages, max_tokens=max_tokens, stop=stop)

    def reply_many(self, chats: Sequence[Chat], *, max_tokens: int, is_enough: Callable[[str], bool]) -> list[str]:
        """What the other one replies, free in its words."""
        free = [(messages, None) for messages, _ in chats]
        return self._generator.reply_many(free, max_tokens=max_tokens, is_enough=is_enough)


def main() -> None:
    """Grade, write, count, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rubrics", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--attempts", type=int, default=ATTEMPTS)
    parser.add_argument("--unbound", action="store_true")
    parser.add_argument("--sentences", type=Path)
    given = parser.parse_args()
    questions = {question.id: question for question in load_rubrics(given.rubrics)}
    rows = [json.loads(line) for line in given.answers.read_text(encoding="utf-8").splitlines()]
    asked, texts = [questions[row["question_id"]] for row in rows], [row["answer"] for row in rows]
    timed = range(0, len(rows), max(1, len(rows) // given.count))[: given.count]
    settings = Settings()
    grades = build_grader(settings).grade_many(asked, texts)
    generator = build_generator(settings)
    if generator is None:
        parser.error("no generator is set: unset INTERVIEWER_GENERATOR")
    writing, verifier = Unbound(generator) if given.unbound else generator, build_verifier(settings)
    tally, shown = Tally(), []
    many = FeedbackOfMany(writing, verifier, attempts=given.attempts)
    for row, question, grade, told in zip(rows, asked, grades, many.write(asked, texts, grades), strict=True):
        shown += count(tally, question, grade, told, row["answer_id"])
    writer = FeedbackWriter(writing, verifier, attempts=given.attempts)
    log = logging.getLogger("interviewer.feedback.steps")
    log.setLevel(logging.DEBUG)
    log.addHandler(Refusals(tally))
    for place in timed:
        about = asked[place], texts[place], grades[place]
        write_one(tally, writer, *about)
        for way in UNCHECKED:
            shown += write_unchecked(tally, generator, *about, rows[place]["answer_id"], way)
    if given.sentences:
        given.sentences.write_text(
            "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in shown), encoding="utf-8"
        )
    report(tally)


def count(tally: Tally, question: Question, grade: Grade, told: Sequence[Sentence], answer_id: str) -> list[dict]:
    """Who wrote the feedback on one answer and what it speaks of; its sentences with what each was to say."""
    plan = plan_feedback(question, grade)
    for sentence in told:
        tally.origins[sentence.origin] = tally.origins.get(sentence.origin, 0) + 1
        tally.quoting += bool(quotes_in(sentence.text))
    spoken = {point.id for planned in plan for point in planned.points}
    tally.contradicted += [v.key_point in spoken for v in grade.verdicts if v.verdict == "contradicted"]
    missing = {v.key_point for v in grade.verdicts if v.verdict == "missing"}
    heaviest = max((p for p in question.key_points if p.id in missing), key=lambda p: p.weight, default=None)
    if heaviest is not None:
        tally.heaviest_missing.append(heaviest.id in spoken)
    verdicts = {v.key_point: [v.verdict, v.evidence.quote if v.evidence else ""] for v in grade.verdicts}
    return [
        {
            "answer_id": answer_id,
            "who": one.origin,
            "text": one.text,
            "kind": planned.kind,
            "points": _texts(planned),
            "verdicts": verdicts,
        }
        for one, planned in zip(told, plan, strict=False)
    ]


def write_one(tally: Tally, writer: FeedbackWriter, question: Question, answer: str, grade: Grade) -> None:
    """The shipped feedback on one answer, timed."""
    started = time.perf_counter()
    times = []
    refused = tally.refused
    for sentence in writer.write(question, answer, grade, Event()):
        tally.timed += 1
        tally.at_first += sentence.origin == "model" and tally.refused == refused
        refused = tally.refused
        times.append(time.perf_counter() - started)
    tally.first.append(times[0])
    tally.last.append(times[-1])


def write_unchecked(
    tally: Tally, generator: Generator, question: Question, answer: str, grade: Grade, answer_id: str, way: str
) -> list[dict]:
    """The model's own feedback in one go, with the same verdicts before it; nothing is checked before it is kept."""
    plan = plan_feedback(question, grade)
    started = time.perf_counter()
    text = ""
    points = {point.id: point.statement for point in question.key_points}
    verdicts = [(verdict.verdict, points[verdict.key_point]) for verdict in grade.verdicts]
    messages = whole_prompt(question.question, answer, verdicts, way)
    for number, piece in enumerate(generator.stream(messages, max_tokens=40 * len(plan), stop=Event()), start=1):
        text += piece
        tally.pieces += way == UNCHECKED[0]
        if number == FIRST_TOKENS and way == UNCHECKED[0]:
            tally.model_first.append(time.perf_counter() - started)
    if way == UNCHECKED[0]:
        tally.unchecked.append(time.perf_counter() - started)
    said = [one.strip() for one in sentences(text) if one.strip()]
    tally.unchecked_said[way] = tally.unchecked_said.get(way, 0) + len(said)
    passed = sum(_passes(one, plan, answer) for one in said)
    tally.unchecked_passed[way] = tally.unchecked_passed.get(way, 0) + passed
    return [{"answer_id": answer_id, "who": way, "text": one, "kind": None, "points": []} for one in said]


def _passes(text: str, plan: Sequence[PlannedSentence], answer: str) -> bool:
    return any(find_fault(text, planned, answer) is None for planned in plan)


def whole_prompt(question: str, answer: str, verdicts: Sequence[tuple[str, str]], way: str) -> tuple[Message, ...]:
    """The chat that asks for the whole feedback in one reply; `verdicts` holds each verdict with its key point."""
    told = "\n".join(f"- {verdict}: {statement}" for verdict, statement in verdicts)
    task = f"Question: {question}\nAnswer: {fenced(answer)}\nKey points and verdicts:\n{told}\n"
    ask = "Tell the candidate what was right, what was wrong and what was missing."
    example = (Message(role="user", content=SHOT[0] + ask), Message(role="assistant", content=SHOT[1]))
    return (
        Message(role="system", content="You give feedback on an interview answer, in three to six sentences."),
        *(example if way == "few-shot" else ()),
        Message(role="user", content=task + ask),
    )


def _texts(planned: PlannedSentence) -> list[str]:
    return [point.statement for point in planned.points]


def report(tally: Tally) -> None:
    """Print the table."""
    shown = sum(tally.origins.values())
    by_model = tally.origins.get("model", 0)
    print(f"sentences shown: {shown}, written by the model: {by_model} ({by_model / shown:.1%})")
    print(f"with a quotation of the answer: {tally.quoting} ({tally.quoting / shown:.1%})")
    print(f"of the timed, shown as first read: {tally.at_first} of {tally.timed} ({tally.at_first / tally.timed:.1%})")
    print(f"readings refused before one was kept or the template spoke: {tally.refused}")
    print(f"contradicted points spoken of: {sum(tally.contradicted)} of {len(tally.contradicted)}")
    print(f"heaviest missing point spoken of: {sum(tally.heaviest_missing)} of {len(tally.heaviest_missing)}")
    for way in UNCHECKED:
        passed, said = tally.unchecked_passed[way], tally.unchecked_said[way]
        print(f"the model {way}: {passed} of {said} sentences would pass the checks by rule")
    if tally.model_first:
        ratio = _mean(tally.first) / _mean(tally.model_first)
        print(f"first checked sentence: {ratio:.2f} times the time of the model's own first {FIRST_TOKENS} pieces")
    print(f"unchecked: {tally.pieces / sum(tally.unchecked):.1f} pieces of text a second")
    print(f"all sentences: {_mean(tally.last) / _mean(tally.unchecked):.2f} times the time of the unchecked run")


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


if __name__ == "__main__":
    main()
