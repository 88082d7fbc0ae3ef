"""From a course system's file through grading, review, a changed rubric and a second grading to marks and back."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from interviewer.batch.regrade import Regrade, apply, changes, propose
from interviewer.batch.run import Job, grade_file
from interviewer.grading.grader import Grader
from interviewer.review.decisions import Decision, DecisionLog, decisions_file
from interviewer.review.examples import rubrics_copy
from interviewer.review.room import Room, read_graded
from rubrics.loading import load_rubrics
from rubrics.model import Question
from tests.exchange.graded import read_csv, typed
from tests.exchange.test_whole_way import DROPOUT, WAYS
from tests.plain import PlainEmbedder, PlainVerifier
from tests.review.course import SCHEME, SETTINGS


def opened(folder: Path, questions: tuple[Question, ...]) -> Room:
    graded = read_graded(folder / "g.jsonl", folder / "a.jsonl", questions)
    return Room(
        folder / "g.jsonl", graded, questions, SCHEME, DecisionLog(decisions_file(folder / "g.jsonl")), PlainEmbedder
    )


def marks(folder: Path, system: str, rubrics: Path) -> list[list[str]]:
    shape = "marks" if system == "qti" else system
    words = ("--format", shape, "--rubrics", rubrics, "--output", folder / "out.csv")
    done = typed("export", folder / "g.jsonl", *words)
    assert done.exit_code == 0, done.exception
    return read_csv(folder / "out.csv")


@pytest.mark.parametrize("system", WAYS)
def test_import_grade_review_regrade_export(system: str, tmp_path: Path) -> None:
    file, questions, _ = WAYS[system]
    if questions is None:
        questions = tmp_path / "dropout.yaml"
        questions.write_text(DROPOUT, encoding="utf-8")
    rubrics = tmp_path / "set.jsonl"
    typed(*("import", file, "--questions", questions, "--output", tmp_path / "a.jsonl", "--rubrics-out", rubrics))
    old = load_rubrics(rubrics)
    job = Job(
        answers=tmp_path / "a.jsonl",
        output=tmp_path / "g.jsonl",
        questions=old,
        settings=SETTINGS.fingerprint,
        version=version("interviewer"),
    )
    grader = Grader(PlainEmbedder(), PlainVerifier(), SETTINGS)
    grade_file(job, grader)

    room = opened(tmp_path, old)
    before = marks(tmp_path, system, rubrics)
    first = next(one for one in room.answers if one.score != 70.0)
    asked, point = first.question, first.question.key_points[0].id
    room.decide(Decision(kind="example", question_id=asked.id, key_point=point, side="accept", text="Something else."))
    room.decide(
        Decision(kind="mark", question_id=asked.id, answers=(first.answer_id,), score=70.0, comment="Seen by me.")
    )
    reviewed = marks(tmp_path, system, rubrics)
    assert reviewed != before

    new = load_rubrics(rubrics_copy(room.results))
    task = Regrade(results=room.results, answers=job.answers, questions=new, settings=job.settings, version=job.version)
    proposal = propose(task, grader)
    assert proposal.questions == (asked.id,)
    assert all(change.question_id == asked.id for change in changes(task))
    apply(task, proposal)

    again = opened(tmp_path, new)
    place = again.find_place(first.answer_id)
    assert place is not None
    standing = again.standing(place)
    assert (standing.score, standing.comments) == (70.0, ("Seen by me.",))
    after = marks(tmp_path, system, rubrics_copy(room.results))
    assert len(after) == len(before) and after != before
