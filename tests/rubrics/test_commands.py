"""`interviewer rubrics`, run as a person would."""

from __future__ import annotations

import pytest
import yaml
from typer.testing import CliRunner

from interviewer.commands.rubrics import app
from interviewer.errors import EXIT_BAD_INPUT, EXIT_DONE, InputError
from rubrics.loading import load_rubrics
from tests.rubrics.conftest import TEA
from tests.rubrics.test_broken import BROKEN


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_lint_of_the_thirty_counts_them():
    done = run("lint", "--text-only")
    questions = load_rubrics()
    points = sum(len(question.key_points) for question in questions)
    assert (done.exit_code, done.stdout) == (EXIT_DONE, f"30 questions, {points} key points: no fault\n")


def test_lint_of_a_broken_file_prints_its_faults_and_fails(monkeypatch):
    monkeypatch.chdir(BROKEN)
    failed = run("lint", "unknown-keys.yaml")
    assert failed.exit_code == EXIT_BAD_INPUT
    assert failed.stdout == (BROKEN / "unknown-keys.txt").read_text()
    assert failed.stderr == "3 faults\n"


@pytest.mark.real_models
def test_lint_of_ones_own_file_uses_the_embedder(monkeypatch):
    monkeypatch.chdir(BROKEN)
    failed = run("lint", "two-points-the-same.yaml")
    assert failed.exit_code == EXIT_BAD_INPUT and "says nearly the same as key point 1" in failed.stdout


def test_complete_asks_of_ones_own_file_what_the_thirty_have(rubric):
    assert run("lint", rubric(), "--text-only").exit_code == EXIT_DONE
    assert run("lint", rubric(), "--text-only", "--complete").exit_code == EXIT_BAD_INPUT


def test_show_prints_every_part_of_a_rubric():
    question = load_rubrics()[0]
    shown = " ".join(run("show", question.id).stdout.split())
    for text in (question.question, *question.left_out, question.key_points[0].hint, *question.key_points[0].accept):
        assert " ".join(text.split()) in shown


def test_show_of_an_unknown_id_names_the_nearest():
    failed = run("show", "drop-out")
    assert isinstance(failed.exception, InputError)
    assert "question 'drop-out' is not in the rubrics; give one of its ids, such as dropout" in str(failed.exception)


def test_what_derive_prints_is_a_rubric_whose_sources_name_its_spans(rubric):
    path = rubric(TEA.split("key_points")[0])
    printed = run("derive", path).stdout
    (derived,) = load_rubrics(rubric(printed, "derived.yaml"))
    assert derived == load_rubrics(path)[0]
    for point in derived.key_points:
        start, end = point.source.removeprefix("reference answer, characters ").split(" to ")
        assert derived.reference_answer[int(start) : int(end)] == point.statement


def test_derive_puts_key_points_aside_and_wants_a_reference_answer(rubric):
    document = yaml.safe_load(run("derive", rubric()).stdout)
    assert document["key_points"][0]["statement"] == "Boil fresh water."
    bare = rubric("id: tea\nquestion: How?\nkey_points:\n  - statement: Water is boiled.\n", "bare.yaml")
    assert "question 'tea' has no reference_answer to derive from" in str(run("derive", bare).exception)


def test_the_table_of_the_readme_is_current():
    assert run("table", "--check").exit_code == EXIT_DONE


def test_a_stale_table_fails_the_check_until_it_is_written(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text(
        "before\n<!-- table: made by `interviewer rubrics table --write` -->\nold\n<!-- end of table -->\nafter\n"
    )
    stale = run("table", "--check", "--readme", readme)
    assert isinstance(stale.exception, InputError) and "run `interviewer rubrics table --write`" in str(stale.exception)
    assert run("table", "--write", "--readme", readme).exit_code == EXIT_DONE
    assert run("table", "--check", "--readme", readme).exit_code == EXIT_DONE
    text = readme.read_text()
    assert text.startswith("before\n") and text.endswith("\nafter\n") and "| 30 | applications |" in text


def test_a_readme_without_marks_or_out_of_reach_is_named(tmp_path):
    bare = tmp_path / "README.md"
    bare.write_text("nothing here")
    assert "does not hold the marks" in str(run("table", "--check", "--readme", bare).exception)
    assert "cannot be read" in str(run("table", "--check", "--readme", tmp_path / "none.md").exception)
