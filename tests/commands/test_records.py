"""`interviewer records` on a store in a folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from interviewer.commands.records import app
from interviewer.errors import AccessError, InputError
from interviewer.records import course
from interviewer.records.ledger import Ledger
from interviewer.records.store import open_store
from tests.practice.kitchen import HALF_TEA, KITCHEN, plain_grader


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A store that the settings name, with one answered question of the person of this machine."""
    place = str(tmp_path / "records.sqlite")
    monkeypatch.setenv("INTERVIEWER_RECORDS", place)
    opened = Ledger(open_store(place))
    kept = opened.begin(opened.store.local_person().id, KITCHEN, "practice")
    course.grade(opened, course.submit(opened, kept.where, HALF_TEA).where, "tea", plain_grader())
    return opened


def run(*words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, list(words), input=typed)


def test_list_names_everyone_and_the_place(ledger: Ledger, tmp_path: Path) -> None:
    done = run("list")
    (line,) = done.stdout.splitlines()
    assert ledger.store.local_person().id in line
    assert "1 interviews" in line and "(this machine)" in line
    assert str(tmp_path / "records.sqlite") in done.stderr


def test_export_writes_everything_to_standard_output_or_a_file(ledger: Ledger, tmp_path: Path) -> None:
    told = json.loads(run("export").stdout)
    assert told["interviews"][0]["report"]["score"] == 47.5
    run("export", ledger.store.local_person().id, "--output", str(tmp_path / "all.json"))
    written = json.loads((tmp_path / "all.json").read_text())
    assert {**written, "exported": None} == {**told, "exported": None}


def test_delete_asks_first(ledger: Ledger) -> None:
    refused = run("delete", typed="n\n")
    assert isinstance(refused.exception, InputError)
    assert len(ledger.past(ledger.store.local_person().id)) == 1


def test_delete_leaves_nothing(ledger: Ledger) -> None:
    before = ledger.store.local_person().id
    done = run("delete", "--yes")
    assert (done.exit_code, done.stderr) == (0, f"deleted {before} with 1 interviews\n")
    assert ledger.store.people() == ()


def test_someone_who_is_not_there_is_said_to_be_so(ledger: Ledger) -> None:
    for command in (["export", "nobody"], ["delete", "nobody", "--yes"], ["role", "nobody", "reviewer"]):
        assert isinstance(run(*command).exception, AccessError)


def test_a_role_is_given(ledger: Ledger) -> None:
    who = ledger.store.local_person().id
    assert run("role", who, "reviewer").exit_code == 0
    assert ledger.store.person(who).role == "reviewer"
    assert isinstance(run("role", who, "king").exception, InputError)


def test_without_a_setting_interviews_go_to_the_users_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("INTERVIEWER_RECORDS", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    done = run("list")
    assert (done.exit_code, done.stdout) == (0, "")
    assert (tmp_path / "interviewer" / "records.sqlite").stat().st_mode & 0o077 == 0
