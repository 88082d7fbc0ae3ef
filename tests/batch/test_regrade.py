"""After a rubric has changed: what it touches is graded again, and the report comes before anything is replaced."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from interviewer import wiring
from interviewer.batch.difference import Change, find_change
from interviewer.batch.regrade import Proposal, Regrade, apply, changes, propose
from interviewer.batch.run import grade_file
from interviewer.commands.grade import grade
from interviewer.commands.regrade import regrade
from interviewer.errors import InputError, SettingsError
from interviewer.grading.grader import Grader
from interviewer.settings import Settings
from rubrics.model import KeyPoint, Question
from tests.batch.answers import QUESTIONS, SETTINGS, CountingGrader, answers, job, read_jsonl, write_csv, write_jsonl
from tests.plain import PlainEmbedder, PlainVerifier

RELU, DROPOUT = QUESTIONS
CHANGED = {
    "another weight": (
        replace(RELU, key_points=(replace(RELU.key_points[0], weight=3.0), RELU.key_points[1])),
        DROPOUT,
    ),
    "another statement": (
        replace(RELU, key_points=(RELU.key_points[0], KeyPoint(id="p1", statement="shows that relu turns negative"))),
        DROPOUT,
    ),
    "a new point": (
        replace(RELU, key_points=(*RELU.key_points, KeyPoint(id="p2", statement="let me see"))),
        DROPOUT,
    ),
    "a point gone": (replace(RELU, key_points=RELU.key_points[:1]), DROPOUT),
    "both questions": tuple(
        replace(one, key_points=(replace(one.key_points[0], weight=2.0), one.key_points[1])) for one in QUESTIONS
    ),
}


@pytest.fixture
def graded(tmp_path: Path) -> Regrade:
    """Thirty graded answers, and nothing changed yet."""
    path = write_csv(tmp_path / "a.csv", answers(30))
    first = Grader(PlainEmbedder(), PlainVerifier(), SETTINGS).grade(RELU, "relu").graded_with
    grade_file(job(path, tmp_path / "g.jsonl"), CountingGrader())
    return Regrade(
        results=tmp_path / "g.jsonl",
        answers=path,
        questions=QUESTIONS,
        settings=SETTINGS.fingerprint,
        version=first.version,
        chunk_rows=4,
    )


def by_full_regrade(task: Regrade) -> Path:
    """A grades file of all answers by the new rubrics, made as if there were no former grades."""
    output = task.results.with_name("full.jsonl")
    grade_file(replace(job(task.answers, output), questions=task.questions), CountingGrader())
    return output


def differences(before: Path, after: Path) -> list[Change]:
    pairs = zip(read_jsonl(before), read_jsonl(after), strict=True)
    return [change for change in (find_change(old, new) for old, new in pairs) if change is not None]


@pytest.mark.parametrize("changed", CHANGED)
def test_report_and_applied_results_equal_those_of_a_full_regrade(graded: Regrade, changed: str) -> None:
    task = replace(graded, questions=CHANGED[changed])
    full = by_full_regrade(task)
    wanted = differences(task.results, full)
    assert wanted
    grader = CountingGrader()
    proposal = propose(task, grader)
    assert list(changes(task)) == wanted
    apply(task, proposal)
    assert task.results.read_bytes() == full.read_bytes()
    assert not task.folder.exists()


def test_only_answers_to_the_changed_question_are_graded(graded: Regrade) -> None:
    grader = CountingGrader()
    proposal = propose(replace(graded, questions=CHANGED["another weight"]), grader)
    assert {question for question, _ in grader.asked} == {"relu"}
    assert (proposal.rows, proposal.touched, proposal.questions) == (30, 15, ("relu",))


def test_without_a_change_nothing_is_graded_or_written(graded: Regrade) -> None:
    hinted = replace(RELU, key_points=(replace(RELU.key_points[0], hint="Think."), RELU.key_points[1]))
    grader, before = CountingGrader(), graded.results.read_bytes()
    proposal = propose(replace(graded, questions=(hinted, DROPOUT)), grader)
    apply(graded, proposal)
    assert (proposal.touched, grader.asked, graded.results.read_bytes()) == (0, [], before)
    assert not graded.folder.exists()


def test_a_proposal_replaces_nothing_and_is_not_made_twice(graded: Regrade) -> None:
    task, before = replace(graded, questions=CHANGED["a new point"]), graded.results.read_bytes()
    propose(task, CountingGrader())
    assert task.results.read_bytes() == before
    again = CountingGrader()
    propose(task, again)
    assert again.asked == []


def test_a_proposal_for_another_rubric_is_dropped_for_the_new_one(graded: Regrade) -> None:
    propose(replace(graded, questions=CHANGED["a new point"]), CountingGrader())
    task = replace(graded, questions=CHANGED["another weight"])
    propose(task, CountingGrader())
    assert list(changes(task)) == differences(task.results, by_full_regrade(task))


class FailingGrader(CountingGrader):
    """Breaks off at its third call."""

    calls = 0

    def grade_many(self, questions: Sequence[Question], answers: Sequence[str]) -> list:
        self.calls += 1
        if self.calls == 3:
            raise KeyboardInterrupt
        return super().grade_many(questions, answers)


def test_a_stopped_regrade_continues_without_grading_twice(graded: Regrade) -> None:
    task = replace(graded, questions=CHANGED["both questions"])
    first, second = FailingGrader(), CountingGrader()
    with pytest.raises(KeyboardInterrupt):
        propose(task, first)
    propose(task, second)
    assert first.asked and second.asked and not set(first.asked) & set(second.asked)
    assert list(changes(task)) == differences(task.results, by_full_regrade(task))


def test_results_that_changed_meanwhile_are_not_replaced(graded: Regrade) -> None:
    task = replace(graded, questions=CHANGED["a new point"])
    proposal = propose(task, CountingGrader())
    rows = read_jsonl(task.results)
    write_jsonl(task.results, [{**rows[0], "score": 1.0}, *rows[1:]])
    before = task.results.read_bytes()
    with pytest.raises(InputError, match="has changed since"):
        apply(task, proposal)
    assert task.results.read_bytes() == before


def test_answers_other_than_those_graded_are_refused(graded: Regrade) -> None:
    task = replace(graded, questions=CHANGED["a new point"])
    rows = answers(30)
    other = write_csv(graded.answers.with_name("b.csv"), [{**row, "answer": "Hm. " + row["answer"]} for row in rows])
    with pytest.raises(InputError, match=r"answer 'a0' is not the one that was graded"):
        propose(replace(task, answers=other), CountingGrader())
    fewer = write_csv(graded.answers.with_name("c.csv"), rows[:20])
    with pytest.raises(InputError, match=r"holds 10 of the 15 answers"):
        propose(replace(task, answers=fewer), CountingGrader())


def test_grades_of_other_settings_or_models_do_not_stand_beside_new_ones(graded: Regrade) -> None:
    task = replace(graded, questions=CHANGED["a new point"])
    with pytest.raises(SettingsError, match=r"keeps its grade.*another setting"):
        propose(replace(task, settings="sha256:other"), CountingGrader())

    class OtherVerifier(PlainVerifier):
        name = "other-verifier"

    with pytest.raises(SettingsError, match=r"verifier 'plain-verifier', new ones by 'other-verifier'"):
        propose(task, Grader(PlainEmbedder(), OtherVerifier(), SETTINGS))


def test_a_question_no_longer_in_the_rubrics_keeps_its_grades(graded: Regrade) -> None:
    task = replace(graded, questions=CHANGED["a new point"][:1])
    before = {str(row["answer_id"]): row for row in read_jsonl(task.results)}
    proposal = propose(task, CountingGrader())
    apply(task, proposal)
    assert isinstance(proposal, Proposal) and proposal.unknown == ("dropout",)
    after = read_jsonl(task.results)
    assert [row for row in after if row["question_id"] == "dropout"] == [
        row for row in before.values() if row["question_id"] == "dropout"
    ]


def test_why_names_points_that_turned_came_and_went() -> None:
    def row(score: float | None, flags: list[str], **points: tuple[str, float]) -> dict[str, object]:
        verdicts = [{"key_point": name, "verdict": v, "credit": c} for name, (v, c) in points.items()]
        extra = {"student": "ada"}
        return {
            "answer_id": "7",
            "question_id": "q",
            "score": score,
            "verdicts": verdicts,
            "flags": flags,
            "extra": extra,
        }

    before = row(50.0, ["close_call"], a=("covered", 1.0), b=("missing", 0.0), old=("partial", 0.5))
    change = find_change(before, row(75.0, [], a=("covered", 1.0), b=("partial", 0.5), new=("covered", 1.0)))
    assert change is not None and change.by == 25.0 and change.student == "ada"
    assert change.why == (
        "b: missing → partial; new is new: covered; old is gone, it was partial; flags: close_call → none"
    )
    weights = find_change(row(50.0, [], a=("covered", 1.0)), row(60.0, [], a=("covered", 1.0)))
    assert weights is not None and weights.why == "the same verdicts, other weights"
    assert find_change(before, before) is None


app = typer.Typer()
app.command()(grade)
app.command()(regrade)


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with graded answers and a rubric set in which one point is new, as a person has them."""
    for name in [name for name in os.environ if name.startswith("INTERVIEWER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(wiring, "build_grader", lambda settings: Grader(PlainEmbedder(), PlainVerifier(), settings))
    monkeypatch.chdir(tmp_path)
    for name, questions in (("old", QUESTIONS), ("new", CHANGED["a new point"])):
        write_jsonl(Path(f"{name}.jsonl"), [question.as_document() for question in questions])
    rows = [{**row, "student": f"=s{n}"} for n, row in enumerate(answers(10))]
    write_csv(Path("a.csv"), rows)
    assert (
        typed("grade", "a.csv", "--rubrics", "old.jsonl", "--output", "g.jsonl", "--feedback", "template").exit_code
        == 0
    )
    return tmp_path


def typed(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_the_command_reports_first_and_replaces_when_asked(course: Path) -> None:
    before = Path("g.jsonl").read_bytes()
    words = ("regrade", "g.jsonl", "--answers", "a.csv", "--rubrics", "new.jsonl", "--show", "1")
    done = typed(*words)
    assert done.exit_code == 0, done.exception
    lines = done.stdout.splitlines()
    assert lines[0].startswith("relu: 5 answers change") and lines[-1] == "g.changes.jsonl"
    assert len(lines) == 4 and "p2 is new" in lines[1] and lines[2] == "  and 4 more"
    assert "5 of 10 answers graded again (relu)" in done.stderr and "--apply" in done.stderr
    assert Path("g.jsonl").read_bytes() == before
    assert len(read_jsonl(Path("g.changes.jsonl"))) == 5
    assert typed(*words, "--apply").exit_code == 0
    typed("grade", "a.csv", "--rubrics", "new.jsonl", "--output", "full.jsonl", "--feedback", "template")
    assert Path("g.jsonl").read_bytes() == Path("full.jsonl").read_bytes()
    again = typed(*words)
    assert (again.stdout, again.stderr) == ("", "No rubric has changed: all 10 grades stand.\n")


def test_the_report_as_a_table_holds_no_formula(course: Path) -> None:
    done = typed("regrade", "g.jsonl", "--answers", "a.csv", "--rubrics", "new.jsonl", "--report", "r.csv")
    assert done.exit_code == 0, done.exception
    text = Path("r.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].startswith("answer_id,question_id,student,score_before")
    assert "'=s0" in text and ",=s0" not in text


def test_a_file_that_is_no_grades_file_is_refused(course: Path) -> None:
    for name, message in (("a.csv", r"ends in '\.csv'"), ("old.jsonl", "is no grade"), ("none.jsonl", "is no file")):
        error = typed("regrade", name, "--answers", "a.csv", "--rubrics", "new.jsonl").exception
        with pytest.raises(InputError, match=message):
            raise error or AssertionError(name)


def test_settings_are_those_of_the_environment(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWER_PARTIAL_CREDIT", "0.25")
    assert Settings().partial_credit == 0.25
    error = typed("regrade", "g.jsonl", "--answers", "a.csv", "--rubrics", "new.jsonl").exception
    assert isinstance(error, SettingsError)
    assert json.loads(Path("g.jsonl").read_text().splitlines()[0])["graded_with"]["settings"] != Settings().fingerprint
