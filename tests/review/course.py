"""A small course under review: two questions, graded answers, and a room over them, with plain models."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from interviewer.batch.run import Job, grade_file
from interviewer.grading.grader import Grader
from interviewer.grading.scoring import Scheme
from interviewer.review.decisions import DecisionLog, decisions_file
from interviewer.review.room import Room, read_graded
from interviewer.settings import Settings
from rubrics.model import KeyPoint, Question
from tests.plain import PlainEmbedder, PlainVerifier
from tests.serving import answering

SETTINGS = Settings(device="cpu")
SCHEME = Scheme(partial=SETTINGS.partial_credit, contradiction_cost=SETTINGS.contradiction_cost)

ZERO, KEEPS = "relu turns negative inputs into zero", "relu keeps positive inputs unchanged"
SMOOTH = "relu is a smooth function everywhere"
RELU = Question(
    id="relu",
    question="What does ReLU do to its input?",
    reference_answer=f"{KEEPS}. {ZERO}. {SMOOTH}.",
    key_points=(
        KeyPoint(id="keeps", statement=KEEPS, weight=2.0),
        KeyPoint(id="zero", statement=ZERO),
        KeyPoint(id="smooth", statement=SMOOTH),
    ),
)
OFF, FITS = "dropout switches units off at random", "dropout reduces overfitting of large networks"
DROPOUT = Question(
    id="dropout",
    question="What does dropout do, and what for?",
    key_points=(KeyPoint(id="off", statement=OFF, weight=3.0), KeyPoint(id="fits", statement=FITS)),
)
QUESTIONS = (RELU, DROPOUT)
ATTACK = '<script>alert(1)</script> <img src=x onerror="alert(2)"> "quoted" &amp;'

Given = tuple[str, str, str]
GIVEN: tuple[Given, ...] = (
    ("ada", "relu", f"As I learned it, {KEEPS}, and {ZERO}."),
    ("bo", "relu", f"As I learned it {KEEPS} and {ZERO}."),
    ("cy", "relu", f"As I have learned it, {KEEPS}, and {ZERO}!"),
    ("di", "relu", f"It is false that {KEEPS}; I would say that it is false that {SMOOTH}."),
    ("ed", "relu", f"In my words: relu keeps positive things alive, and {ZERO}."),
    ("flo", "relu", f"Sure, {KEEPS}. It is false that {SMOOTH}. {ATTACK}"),
    ("gus", "relu", ""),
    ("ada", "dropout", f"During training {OFF}, which means that {FITS}."),
    ("bo", "dropout", f"In training {OFF}, which helps because {FITS}."),
    ("cy", "dropout", "Dropout switches units to another mode, as far as I can tell from the lecture."),
    ("di", "dropout", f"I would say that {OFF} while the network learns from its data."),
    ("ed", "dropout", f"The point of it is that {OFF} and that {FITS}."),
)


def write_course(
    folder: Path, questions: Sequence[Question] = QUESTIONS, given: Sequence[Given] = GIVEN
) -> tuple[Path, Path, Path]:
    """Results, answers and rubrics, as files of the folder."""
    results, answers, rubrics = (folder / name for name in ("exam.jsonl", "answers.jsonl", "rubrics.jsonl"))
    rows = [
        {"answer_id": f"{student}/{question}", "question_id": question, "answer": text, "student": student}
        for student, question, text in given
    ]
    answers.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    rubrics.write_text("".join(json.dumps(one.as_document()) + "\n" for one in questions), encoding="utf-8")
    job = Job(answers=answers, output=results, questions=questions, settings=SETTINGS.fingerprint, version="0")
    grade_file(job, Grader(PlainEmbedder(), PlainVerifier(), SETTINGS))
    return results, answers, rubrics


def room_of(folder: Path, questions: Sequence[Question] = QUESTIONS, given: Sequence[Given] = GIVEN) -> Room:
    """A room over a course that is in the folder, or is put there."""
    results, answers = folder / "exam.jsonl", folder / "answers.jsonl"
    if not results.exists():
        write_course(folder, questions, given)
    log = DecisionLog(decisions_file(results))
    return Room(results, read_graded(results, answers, questions), questions, SCHEME, log, PlainEmbedder)


@contextmanager
def serving(room: Room) -> Iterator[str]:
    """The address of a server for this room, which ends with the block."""
    from ui.review.server import Server

    with answering(lambda ready: Server(room, ready)) as address:
        yield address
