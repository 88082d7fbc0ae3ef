"""Killed, stopped, out of disk: nothing graded is lost and nothing doubled."""

from __future__ import annotations

import json
import resource
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from interviewer.batch.run import Job, grade_file
from interviewer.batch.storage import writing
from interviewer.errors import ModelError, SettingsError, StorageError
from interviewer.grading.grade import Grade
from rubrics.model import Question
from tests.batch.answers import QUESTIONS, CountingGrader, OtherWeights, answer, answers, job, read_jsonl, write_csv
from tests.batch.conftest import Killer

ROWS = 42
CHUNK = 4


class FailingGrader(CountingGrader):
    """Raises an error at its n-th call."""

    def __init__(self, calls: int, error: BaseException) -> None:
        super().__init__()
        self._left = calls
        self._error = error

    def grade_many(self, questions: Sequence[Question], answers: Sequence[str]) -> list[Grade]:
        """One grade for each pair, until it fails."""
        self._left -= 1
        if self._left == 0:
            raise self._error
        return super().grade_many(questions, answers)


@pytest.fixture
def given(tmp_path: Path) -> Job:
    rows = [*answers(20), {**answer(20), "question_id": "q31"}, *(answer(n) for n in range(21, ROWS + 1))]
    return job(write_csv(tmp_path / "a.csv", rows), tmp_path / "o.jsonl", chunk_rows=CHUNK)


@pytest.fixture
def wanted(given: Job, tmp_path: Path) -> bytes:
    undisturbed = replace(given, output=tmp_path / "undisturbed.jsonl")
    assert grade_file(undisturbed, CountingGrader()).graded == ROWS
    return undisturbed.output.read_bytes()


def stop(given: Job, calls: int) -> None:
    with pytest.raises(KeyboardInterrupt):
        grade_file(given, FailingGrader(calls, KeyboardInterrupt()))


@pytest.mark.parametrize("calls", [1, 2, 7, 11])
def test_a_run_killed_while_grading_ends_like_an_undisturbed_one(
    given: Job, wanted: bytes, killed: Killer, calls: int
) -> None:
    assert killed(given, "grade", calls)
    kept = given.folder / "graded.jsonl"
    assert not given.output.exists() and len(kept.read_bytes().splitlines()) == (calls - 1) * CHUNK
    grader = CountingGrader()
    assert grade_file(given, grader).kept == (calls - 1) * CHUNK
    assert given.output.read_bytes() == wanted
    assert not given.folder.exists()


@pytest.mark.parametrize("ending", [".jsonl", ".csv"])
@pytest.mark.parametrize(("event", "number"), [("os.rename", 1), ("os.rename", 2), ("os.rename", 3), ("os.remove", 4)])
def test_a_run_killed_while_delivering_ends_like_an_undisturbed_one(
    given: Job, wanted: bytes, killed: Killer, event: str, number: int, ending: str
) -> None:
    disturbed = replace(given, output=given.output.with_suffix(ending))
    assert killed(disturbed, event, number)
    grade_file(disturbed, CountingGrader())
    grade_file(replace(given, output=given.output.with_name("again.jsonl")), CountingGrader())
    assert given.output.with_name("again.jsonl").read_bytes() == wanted
    assert not disturbed.folder.exists()
    assert len(read_jsonl(disturbed.rejects)) == 1
    assert disturbed.output.stat().st_size > ROWS * 100


def test_a_run_killed_again_and_again_grades_every_answer_in_the_end(given: Job, wanted: bytes, killed: Killer) -> None:
    kills = 0
    while killed(given, "grade", 3):
        kills += 1
    assert kills == 5 and given.output.read_bytes() == wanted


@pytest.mark.parametrize("cut", [1, 2, 300, 5000])
def test_a_torn_end_is_cut_off_and_graded_again(given: Job, wanted: bytes, cut: int) -> None:
    stop(given, 8)
    kept = given.folder / "graded.jsonl"
    kept.write_bytes(kept.read_bytes()[:-cut])
    grade_file(given, CountingGrader())
    assert given.output.read_bytes() == wanted


def test_a_damaged_end_is_cut_off_and_graded_again(given: Job, wanted: bytes) -> None:
    stop(given, 8)
    kept = given.folder / "graded.jsonl"
    kept.write_bytes(kept.read_bytes()[:-900] + b"\0" * 899 + b"\n")
    grade_file(given, CountingGrader())
    assert given.output.read_bytes() == wanted


def test_a_stopped_run_keeps_what_it_has_and_pays_for_the_rest_alone(given: Job, wanted: bytes) -> None:
    whole = CountingGrader()
    grade_file(replace(given, output=given.output.with_name("whole.jsonl")), whole)
    first = FailingGrader(6, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        grade_file(given, first)
    second = CountingGrader()
    grade_file(given, second)
    assert given.output.read_bytes() == wanted
    assert first.asked + second.asked == whole.asked


def test_a_model_that_fails_loses_nothing_and_leaves_no_half_output(given: Job, wanted: bytes) -> None:
    with pytest.raises(ModelError):
        grade_file(given, FailingGrader(5, ModelError("gone")))
    assert not given.output.exists()
    assert grade_file(given, CountingGrader()).kept == 4 * CHUNK
    assert given.output.read_bytes() == wanted


def test_what_is_kept_serves_another_kind_of_output(given: Job) -> None:
    stop(given, 8)
    assert grade_file(replace(given, output=given.output.with_suffix(".csv")), CountingGrader()).kept == 7 * CHUNK


@pytest.mark.parametrize(
    "what", ["the answers file", "the rubrics", "the settings", "the kind of feedback", "the program's version"]
)
def test_a_leftover_of_another_run_is_refused_and_what_changed_is_named(given: Job, what: str) -> None:
    stop(given, 3)
    if what == "the answers file":
        given.answers.write_bytes(given.answers.read_bytes() + b"new,relu,text,c\n")
    changed = {
        "the answers file": given,
        "the rubrics": replace(given, questions=(replace(QUESTIONS[0], question="What else?"), *QUESTIONS[1:])),
        "the settings": replace(given, settings="other"),
        "the kind of feedback": replace(given, feedback=replace(given.feedback, kind="template")),
        "the program's version": replace(given, version="1"),
    }[what]
    with pytest.raises(SettingsError) as caught:
        grade_file(changed, CountingGrader())
    assert f"since then this has changed: {what}. " in str(caught.value)
    assert f"to start anew, delete {given.folder} or give another --output" in str(caught.value)
    assert len((given.folder / "graded.jsonl").read_bytes().splitlines()) == 2 * CHUNK


def test_other_weights_under_the_same_name_do_not_continue_a_run(given: Job) -> None:
    stop(given, 3)
    with pytest.raises(SettingsError, match="since then this has changed: the models' weights"):
        grade_file(given, OtherWeights())
    assert len((given.folder / "graded.jsonl").read_bytes().splitlines()) == 2 * CHUNK


def test_a_run_that_graded_nothing_stands_in_nobodys_way(given: Job, killed: Killer) -> None:
    stop(given, 1)
    assert not given.folder.exists()
    assert killed(given, "grade", 1)
    assert grade_file(replace(given, settings="other"), CountingGrader()).graded == ROWS


def test_a_damaged_manifest_is_named(given: Job) -> None:
    stop(given, 3)
    (given.folder / "manifest.json").write_text("{")
    with pytest.raises(SettingsError, match="is damaged: delete the folder"):
        grade_file(given, CountingGrader())


def test_two_runs_cannot_write_one_output(given: Job) -> None:
    given.folder.mkdir()
    with FileLock(given.folder / "lock"), pytest.raises(SettingsError, match="another run is working in"):
        grade_file(given, CountingGrader())


def test_files_of_others_in_the_folder_are_left_alone(given: Job, wanted: bytes) -> None:
    given.folder.mkdir()
    (given.folder / "notes.txt").write_text("mine")
    grade_file(given, CountingGrader())
    assert given.output.read_bytes() == wanted
    assert [path.name for path in given.folder.iterdir()] == ["notes.txt"]


@pytest.fixture
def little_room() -> Iterator[None]:
    """No file may grow beyond 20,000 bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_when_there_is_no_room_the_file_is_named_and_the_graded_rows_are_kept(
    given: Job, wanted: bytes, little_room: None
) -> None:
    with pytest.raises(StorageError) as caught:
        grade_file(given, CountingGrader())
    kept = given.folder / "graded.jsonl"
    assert f"{kept} cannot be written: the file may not grow further" in str(caught.value)
    assert "the same command continues" in str(caught.value)
    rows = [json.loads(line) for line in kept.read_bytes().splitlines()]
    assert rows and len(rows) % CHUNK == 0
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert grade_file(given, CountingGrader()).kept == len(rows)
    assert given.output.read_bytes() == wanted


def test_a_full_disk_is_called_full(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught, writing(tmp_path / "o.jsonl", "Nothing is lost."):
        Path("/dev/full").write_bytes(b"x")
    full = "the disk is full (No space left on device); make room. Nothing is lost."
    assert str(caught.value) == f"{tmp_path / 'o.jsonl'} cannot be written: {full}"
