"""Several processes grade one file: the same output, no answer twice, whoever is killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from interviewer.batch import share
from interviewer.batch.run import Job, Summary, grade_file
from interviewer.batch.share import grade_shared
from interviewer.errors import SettingsError, StorageError
from interviewer.grading.grade import Grade
from rubrics.model import Question
from tests.batch.answers import CountingGrader, OtherWeights, answer, answers, job, read_jsonl, write_csv
from tests.batch.conftest import Killer
from tests.batch.test_resume import FailingGrader

ROWS = 42
CHUNK = 4


@pytest.fixture
def given(tmp_path: Path) -> Job:
    rows = [*answers(20), {**answer(20), "question_id": "q31"}, *(answer(n) for n in range(21, ROWS + 1))]
    return job(write_csv(tmp_path / "a.csv", rows), tmp_path / "o.jsonl", chunk_rows=CHUNK)


@pytest.fixture
def wanted(given: Job, tmp_path: Path) -> bytes:
    return alone(given, tmp_path / "alone.jsonl").output.read_bytes()


def alone(given: Job, output: Path) -> Job:
    """The job, done by one process."""
    single = replace(given, output=output)
    grade_file(single, CountingGrader())
    return single


def stop_shared(given: Job, calls: int) -> None:
    with pytest.raises(KeyboardInterrupt):
        grade_shared(given, FailingGrader(calls, KeyboardInterrupt()))


def start(given: Job, log: Path) -> subprocess.Popen[str]:
    """A process that shares the job and has a chunk in hand."""
    command = [sys.executable, "-m", "tests.batch.together", "share", str(given.answers), str(given.output), str(log)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout and process.stdout.readline() == "ready\n"
    return process


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".xlsx"])
def test_it_ends_with_the_same_files_as_a_run_by_one_process(given: Job, tmp_path: Path, ending: str) -> None:
    shared = replace(given, output=tmp_path / f"o{ending}")
    single = alone(given, tmp_path / f"alone{ending}")
    grader = CountingGrader()
    summary = grade_shared(shared, grader)
    assert summary == Summary(graded=ROWS, kept=0, repeated=ROWS - len(grader.asked), rejected=1)
    if ending != ".xlsx":  # a workbook holds the time at which it was made
        assert shared.output.read_bytes() == single.output.read_bytes()
    assert shared.output.stat().st_size > 1000
    assert shared.rejects.read_bytes() == single.rejects.read_bytes()
    assert not shared.folder.exists()


def test_answers_are_graded_in_the_same_company_as_by_one_process(given: Job, tmp_path: Path) -> None:
    class Companies(CountingGrader):
        def __init__(self) -> None:
            super().__init__()
            self.companies: list[list[str]] = []

        def grade_many(self, questions: Sequence[Question], answers: Sequence[str]) -> list[Grade]:
            self.companies.append(list(answers))
            return super().grade_many(questions, answers)

    single, shared = Companies(), Companies()
    grade_file(replace(given, output=tmp_path / "alone.jsonl"), single)
    grade_shared(given, shared)
    assert shared.companies == single.companies


def test_two_processes_share_one_output_and_grade_every_answer_once(given: Job, wanted: bytes, tmp_path: Path) -> None:
    log = tmp_path / "log"
    both = [start(given, log), start(given, log)]
    for process in both:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate()[0] for process in both] == ["", ""]
    assert [process.returncode for process in both] == [0, 0]
    rows = [tuple(row) for row in read_jsonl(log)]
    assert {row[0] for row in rows} == {process.pid for process in both}
    assert len({row[1:] for row in rows}) == len(rows)
    assert given.output.read_bytes() == wanted and not given.folder.exists()


def test_a_killed_process_loses_the_chunk_in_hand_alone_and_another_grades_it(
    given: Job, wanted: bytes, tmp_path: Path
) -> None:
    stop_shared(given, 4)
    killed = start(given, tmp_path / "log")
    killed.kill()
    killed.communicate()
    assert (given.folder / "parts" / "3.lease-1").exists()
    grader = CountingGrader()
    assert grade_shared(given, grader).kept == 3 * CHUNK
    assert given.output.read_bytes() == wanted and not given.folder.exists()


def test_a_chunk_whose_grader_has_not_been_heard_of_for_long_is_taken_over(given: Job, wanted: bytes) -> None:
    stop_shared(given, 3)
    lease = given.folder / "parts" / "5.lease-1"
    lease.write_text('{"machine": "another one", "process": 1, "started": "1"}')
    os.utime(lease, (0, 0))
    assert grade_shared(given, CountingGrader()).graded == ROWS
    assert given.output.read_bytes() == wanted


def test_a_process_that_slept_while_others_did_its_work_adds_nothing(given: Job, wanted: bytes) -> None:
    class Sleepy(CountingGrader):
        def grade_many(self, questions: Sequence[Question], answers: Sequence[str]) -> list[Grade]:
            if not self.asked:
                os.utime(given.folder / "parts" / "0.lease-1", (0, 0))
                assert grade_shared(given, CountingGrader()).kept == 0
            return super().grade_many(questions, answers)

    sleepy = Sleepy()
    assert grade_shared(given, sleepy).kept == ROWS
    assert len(sleepy.asked) == CHUNK
    assert given.output.read_bytes() == wanted and not given.folder.exists()


@pytest.mark.parametrize("calls", [1, 2, 6])
def test_stopped_sharing_continues_where_it_was(given: Job, wanted: bytes, calls: int) -> None:
    stop_shared(given, calls)
    grader = CountingGrader()
    assert grade_shared(given, grader).kept == (calls - 1) * CHUNK
    assert given.output.read_bytes() == wanted


def test_what_one_process_began_several_continue(given: Job, wanted: bytes) -> None:
    first = FailingGrader(5, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        grade_file(given, first)
    second = CountingGrader()
    grade_shared(given, second)
    assert not {*first.asked} & {*second.asked}
    assert given.output.read_bytes() == wanted


def test_one_process_does_not_mix_into_what_several_share(given: Job) -> None:
    stop_shared(given, 3)
    with pytest.raises(SettingsError, match="holds the work of several graders: add --share"):
        grade_file(given, CountingGrader())
    assert len([*(given.folder / "parts").glob("*.jsonl")]) == 2


def test_several_do_not_mix_into_what_one_process_does(given: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(share, "PATIENCE_S", 0)
    given.folder.mkdir()
    with FileLock(given.folder / "lock"), pytest.raises(SettingsError, match="another run is working in"):
        grade_shared(given, CountingGrader())


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"settings": "other"}, "the settings"),
        ({"version": "1"}, "the program's version"),
        ({"chunk_rows": 5}, "how many rows are graded together"),
    ],
)
def test_what_is_shared_with_other_means_is_refused_and_what_differs_is_named(
    given: Job, changes: dict[str, object], what: str
) -> None:
    stop_shared(given, 3)
    with pytest.raises(SettingsError, match=f"since then this has changed: {what}. "):
        grade_shared(replace(given, **changes), CountingGrader())  # type: ignore[arg-type]
    assert len([*(given.folder / "parts").glob("*.jsonl")]) == 2


def test_a_machine_with_other_weights_is_refused_before_its_grades_are_kept(given: Job) -> None:
    stop_shared(given, 3)
    with pytest.raises(SettingsError, match="since then this has changed: the models' weights"):
        grade_shared(given, OtherWeights())
    assert len([*(given.folder / "parts").glob("*.jsonl")]) == 2


def test_who_comes_when_all_is_delivered_grades_nothing_again(given: Job) -> None:
    grade_shared(given, CountingGrader())
    before, late = given.output.read_bytes(), CountingGrader()
    with pytest.raises(SettingsError, match="is there already: if graders that share this work have just put it there"):
        grade_shared(given, late)
    assert late.asked == [] and given.output.read_bytes() == before and not given.folder.exists()


def test_a_damaged_part_is_named_and_deleting_it_mends_the_run(given: Job, wanted: bytes) -> None:
    stop_shared(given, 9)
    part = given.folder / "parts" / "2.jsonl"
    part.write_bytes(part.read_bytes()[:-40])
    with pytest.raises(StorageError, match=r"2\.jsonl is missing or damaged: delete it"):
        grade_shared(given, CountingGrader())
    part.unlink()
    assert grade_shared(given, CountingGrader()).graded == ROWS
    assert given.output.read_bytes() == wanted


@pytest.mark.parametrize("ending", [".jsonl", ".csv"])
@pytest.mark.parametrize(
    ("event", "number"),
    [
        ("grade", 1),
        ("grade", 8),
        *(("os.rename", number) for number in (1, 2, 3, 13, 14, 15, 16)),
        *(("os.remove", number) for number in (2, 12, 13)),
    ],
)
def test_a_process_killed_anywhere_leaves_what_the_next_one_ends(
    given: Job, wanted: bytes, killed: Killer, event: str, number: int, ending: str
) -> None:
    shared = replace(given, output=given.output.with_suffix(ending))
    assert killed(shared, event, number, "share")
    if not shared.output.exists() or (shared.folder / "parts").exists():
        assert grade_shared(shared, CountingGrader()).graded == ROWS
    assert len(read_jsonl(shared.rejects)) == 1
    if ending == ".jsonl":
        assert shared.output.read_bytes() == wanted
    else:
        assert shared.output.read_bytes() == alone(given, given.output.with_name("alone.csv")).output.read_bytes()
