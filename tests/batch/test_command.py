"""`interviewer grade` as a person types it; the models are plain, all else is real."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import typer
import yaml
from typer.testing import CliRunner, Result

from interviewer import wiring
from interviewer.commands.grade import grade
from interviewer.errors import InputError, ModelError, SettingsError
from interviewer.feedback.many import FeedbackOfMany
from interviewer.grading.grade import Grade
from interviewer.grading.grader import Grader
from rubrics.faults import RubricError
from rubrics.model import Question
from tests.batch.answers import QUESTIONS, CountingGrader, answer, answers, read_jsonl, write_csv
from tests.plain import PlainEmbedder, PlainVerifier

app = typer.Typer()
app.command()(grade)


@pytest.fixture(autouse=True)
def plain_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wiring hands out plain models; of the environment's settings none is left."""
    for name in [name for name in os.environ if name.startswith("INTERVIEWER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(wiring, "build_verifier", lambda settings: PlainVerifier())
    monkeypatch.setattr(wiring, "build_grader", lambda settings: Grader(PlainEmbedder(), PlainVerifier(), settings))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    documents = [question.as_document() for question in QUESTIONS]
    Path("rubrics.jsonl").write_text("".join(json.dumps(one) + "\n" for one in documents))
    return tmp_path


def typed(*words: str) -> Result:
    return CliRunner().invoke(app, ["--rubrics", "rubrics.jsonl", *words])


def refused(*words: str) -> BaseException:
    """The error that the command ends with; `interviewer.cli` says it on stderr and exits with its code."""
    error = typed(*words).exception
    assert error is not None
    return error


def test_the_grades_lie_beside_the_answers_and_stdout_names_them_alone(folder: Path) -> None:
    write_csv(Path("a.csv"), answers(6))
    done = typed("a.csv")
    assert (done.exit_code, done.stdout) == (0, "a.grades.jsonl\n")
    assert done.stderr == "6 answers graded.\n"
    assert len(read_jsonl(Path("a.grades.jsonl"))) == 6


def test_rejected_rows_make_the_exit_code_1_and_are_counted(folder: Path) -> None:
    write_csv(Path("a.csv"), [answer(0), {**answer(1), "question_id": "q31"}])
    done = typed("a.csv", "--output", "o.csv")
    assert (done.exit_code, done.stdout) == (1, "o.csv\n")
    assert done.stderr == "1 answers graded, 1 rows rejected: see o.rejects.jsonl.\n"
    assert [row["line"] for row in read_jsonl(Path("o.rejects.jsonl"))] == [3]


def test_the_template_speaks_to_every_candidate(folder: Path) -> None:
    write_csv(Path("a.csv"), answers(3))
    assert typed("a.csv", "--feedback", "template").exit_code == 0
    by_id = {question.id: question for question in QUESTIONS}
    for row, one in zip(read_jsonl(Path("a.grades.jsonl")), answers(3), strict=True):
        question = by_id[one["question_id"]]
        graded = CountingGrader().grade_many([question], [one["answer"]])[0]
        told = FeedbackOfMany(None, PlainVerifier()).write([question], [one["answer"]], [graded])[0]
        assert {sentence.origin for sentence in told} == {"template"}
        assert row["feedback"] == " ".join(sentence.text for sentence in told)


def test_feedback_changes_no_score(folder: Path) -> None:
    write_csv(Path("a.csv"), answers(10))
    typed("a.csv", "--output", "none.jsonl")
    typed("a.csv", "--output", "template.jsonl", "--feedback", "template")
    scores = [[row["score"] for row in read_jsonl(Path(name))] for name in ("none.jsonl", "template.jsonl")]
    assert scores[0] == scores[1]


def test_a_language_model_that_is_not_there_is_said_and_no_template_takes_its_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_csv(Path("a.csv"), answers(3))
    monkeypatch.setenv("INTERVIEWER_GENERATOR", "none")
    error = refused("a.csv", "--feedback", "llm")
    assert isinstance(error, SettingsError) and "--feedback llm needs a language model" in str(error)
    monkeypatch.setenv("INTERVIEWER_GENERATOR", str(folder / "no-model"))
    error = refused("a.csv", "--feedback", "llm")
    assert isinstance(error, ModelError) and error.exit_code == 3


def test_sharing_says_the_same_and_gives_the_same(folder: Path) -> None:
    write_csv(Path("a.csv"), answers(40))
    alone = typed("a.csv", "--output", "alone.jsonl")
    done = typed("a.csv", "--output", "o.jsonl", "--share")
    assert (done.exit_code, done.stdout) == (0, "o.jsonl\n")
    assert done.stderr == alone.stderr and "40 answers graded" in done.stderr
    assert Path("o.jsonl").read_bytes() == Path("alone.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--workers", "2"], "--address and --workers go with --engine ray"),
        (["--address", "auto"], "--address and --workers go with --engine ray"),
        (["--engine", "ray", "--share"], "the workers of a cluster share as it is"),
    ],
)
def test_options_that_do_not_go_together_are_refused(folder: Path, words: list[str], told: str) -> None:
    write_csv(Path("a.csv"), answers(2))
    error = refused("a.csv", *words)
    assert isinstance(error, SettingsError) and told in str(error)


def test_without_ray_its_engine_says_how_to_get_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_csv(Path("a.csv"), answers(2))
    monkeypatch.setitem(sys.modules, "ray", None)
    error = refused("a.csv", "--engine", "ray")
    assert isinstance(error, SettingsError)
    assert str(error) == "--engine ray needs its package: pip install 'interviewer[ray]'"


@pytest.mark.parametrize(
    ("words", "kind", "told"),
    [
        (["none.csv"], InputError, "none.csv does not exist"),
        (["empty.csv"], InputError, "empty.csv is empty"),
        (["a.csv", "--rubrics", "broken.yaml"], RubricError, "broken.yaml"),
        (["a.csv", "--output", "o.txt"], SettingsError, "ends in '.txt'"),
    ],
)
def test_bad_input_ends_the_command_with_its_sentence(
    folder: Path, words: list[str], kind: type[Exception], told: str
) -> None:
    write_csv(Path("a.csv"), answers(2))
    Path("empty.csv").touch()
    Path("broken.yaml").write_text(yaml.safe_dump({"id": "x", "qestion": "?"}))
    error = refused(*words)
    assert isinstance(error, kind) and told in str(error)


def test_a_setting_that_does_not_fit_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_csv(Path("a.csv"), answers(2))
    monkeypatch.setenv("INTERVIEWER_PARTIAL_CREDIT", "2")
    error = refused("a.csv")
    assert isinstance(error, SettingsError) and "INTERVIEWER_PARTIAL_CREDIT is '2'" in str(error)


def test_control_c_ends_with_130_says_what_is_kept_and_the_same_command_continues(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_csv(Path("a.csv"), answers(100))
    calls: list[int] = []

    class Interrupted(CountingGrader):
        def grade_many(self, questions: Sequence[Question], answers: Sequence[str]) -> list[Grade]:
            calls.append(len(answers))
            if len(calls) == 3:
                os.kill(os.getpid(), signal.SIGINT)
            return super().grade_many(questions, answers)

    with monkeypatch.context() as patched:
        patched.setattr(wiring, "build_grader", lambda settings: Interrupted())
        handler = signal.signal(signal.SIGINT, signal.default_int_handler)  # a background shell starts us deaf to it
        stopped = typed("a.csv", "--output", "o.jsonl")
        signal.signal(signal.SIGINT, handler)
    assert (stopped.exit_code, stopped.stdout) == (130, "")
    assert stopped.stderr == "Stopped. What is graded lies in o.partial; the same command continues from there.\n"
    done = typed("a.csv", "--output", "o.jsonl")
    assert done.exit_code == 0 and "100 answers graded, 32 of them by an earlier run" in done.stderr
    assert [row["answer_id"] for row in read_jsonl(Path("o.jsonl"))] == [f"a{n}" for n in range(100)]
