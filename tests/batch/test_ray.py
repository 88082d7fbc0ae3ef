"""The workers of a Ray cluster give what one process gives."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from interviewer.batch.cluster import Cluster, Maker, RayWorker, Starting, grade_on_ray, shares
from interviewer.batch.graded_rows import fingerprint_of
from interviewer.batch.parts import Parts
from interviewer.batch.run import Feedback, grade_file
from interviewer.batch.share import grade_shared
from interviewer.errors import ModelError, SettingsError
from tests.batch.answers import CountingGrader, answer, answers, job, read_jsonl, write_csv
from tests.batch.test_resume import FailingGrader
from tests.batch.together import LoggingGrader, make


def test_two_workers_continue_a_stopped_run_and_end_with_the_files_of_one_process(tmp_path: Path) -> None:
    rows = [*answers(120), {**answer(120), "question_id": "q31"}, *(answer(n) for n in range(121, 200))]
    given, log = job(write_csv(tmp_path / "a.csv", rows), tmp_path / "o.jsonl"), tmp_path / "log"
    single, whole = job(given.answers, tmp_path / "alone.jsonl"), CountingGrader()
    grade_file(single, whole)
    first = FailingGrader(9, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        grade_shared(given, first)
    command = [sys.executable, "-m", "tests.batch.together", "ray", str(given.answers), str(given.output), str(log)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert given.output.read_bytes() == single.output.read_bytes()
    assert given.rejects.read_bytes() == single.rejects.read_bytes()
    assert not given.folder.exists()
    asked = [(question, text) for _, question, text in map(list, read_jsonl(log))]
    assert len(asked) == len(set(asked))
    assert {*first.asked, *asked} == {*whole.asked} and not {*first.asked} & {*asked}


def worker(tmp_path: Path, fingerprint: str, maker: Maker) -> RayWorker:
    given = job(write_csv(tmp_path / "a.csv", answers(3)), tmp_path / "o.jsonl")
    (tmp_path / "parts").mkdir()
    parts = Parts(folder=tmp_path / "parts", first=0, chunk_rows=4, rows=3)
    return RayWorker(given, maker, parts, fingerprint or fingerprint_of(given.answers))


def test_a_machine_that_sees_another_file_says_so_and_grades_nothing(tmp_path: Path) -> None:
    told = worker(tmp_path, "sha256:other", partial(make, tmp_path / "log"))({})
    assert told["kind"] == ["InputError"]
    assert "put answers and --output in a folder that all machines of the cluster share" in told["told"][0]
    assert list((tmp_path / "parts").iterdir()) == [] and not (tmp_path / "log").exists()


def test_an_error_of_a_worker_keeps_its_kind_and_its_sentence(tmp_path: Path) -> None:
    def no_model() -> tuple[LoggingGrader, Feedback]:
        raise ModelError("the weights are not there")

    assert worker(tmp_path, "", no_model)({}) == {"kind": ["ModelError"], "told": ["the weights are not there"]}


def test_a_worker_makes_its_grader_once(tmp_path: Path) -> None:
    made: list[Path] = []

    def once() -> tuple[LoggingGrader, Feedback]:
        made.append(tmp_path / "log")
        return make(tmp_path / "log")

    called = worker(tmp_path, "", once)
    assert called({}) == called({}) == {"kind": [""], "told": [""]}
    assert len(made) == 1 and len(read_jsonl(tmp_path / "log")) == 3


@pytest.mark.parametrize(
    ("wanted", "has", "workers", "share"),
    [
        (None, {"CPU": 2.0}, 2, {"num_cpus": 0.9}),
        (4, {"CPU": 2.0}, 4, {"num_cpus": 0.45}),
        (2, {"CPU": 16.0}, 2, {"num_cpus": 8}),
        (None, {"CPU": 16.0, "GPU": 2.0}, 2, {"num_cpus": 8, "num_gpus": 1.0}),
        (4, {"CPU": 16.0, "GPU": 2.0}, 4, {"num_cpus": 4, "num_gpus": 0.5}),
        (2, {"CPU": 3.0, "GPU": 5.0}, 2, {"num_cpus": 1, "num_gpus": 2}),
    ],
)
def test_every_worker_asks_for_its_share_of_the_cluster(
    wanted: int | None, has: dict[str, float], workers: int, share: dict[str, float]
) -> None:
    assert shares(wanted, has) == (workers, share)


def test_without_the_package_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    given = job(write_csv(tmp_path / "a.csv", answers(3)), tmp_path / "o.jsonl")
    with pytest.raises(SettingsError) as caught:
        grade_on_ray(given, partial(make, tmp_path / "log"), Cluster())
    assert str(caught.value) == "--engine ray needs its package: pip install 'interviewer[ray]'"
    assert caught.value.exit_code == 2


def test_a_cluster_that_does_not_start_is_told_in_a_sentence_and_other_errors_pass() -> None:
    with pytest.raises(SettingsError, match=r"Ray did not start on this machine \(timed out\)"), Starting():
        raise Exception("timed out")
    with pytest.raises(KeyError), Starting():
        raise KeyError("other")
