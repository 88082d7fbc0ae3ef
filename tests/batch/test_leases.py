"""One holder for each piece of work, also when holders die, sleep or have clocks of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from interviewer.batch.leases import Leases

ELSEWHERE = json.dumps({"machine": "another one", "process": 1, "started": "1"})


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("clock-"))


def long_ago(path: Path) -> None:
    os.utime(path, (0, 0))


def test_what_one_holds_no_other_gets_until_it_is_given_back(tmp_path: Path) -> None:
    mine, yours = Leases(tmp_path), Leases(tmp_path)
    with mine.held("7") as first:
        assert first is not None and first.stands()
        with yours.held("7") as second, yours.held("8") as other:
            assert second is None and other is not None
    with yours.held("7") as third:
        assert third is not None
    mine.close()
    yours.close()
    assert list(tmp_path.iterdir()) == []


def test_a_lease_that_nobody_has_touched_for_long_is_taken_over_and_its_old_holder_sees_it(tmp_path: Path) -> None:
    mine, yours, theirs = Leases(tmp_path), Leases(tmp_path), Leases(tmp_path)
    with mine.held("7") as first:
        assert first is not None
        long_ago(first.path)
        with yours.held("7") as second:
            assert second is not None and second.stands() and not first.stands()
            with theirs.held("7") as third:
                assert third is None
        assert first.stands()  # the other has given it back undone


def test_an_old_holder_that_wakes_leaves_the_new_ones_lease_alone(tmp_path: Path) -> None:
    with Leases(tmp_path).held("7") as first:
        assert first is not None
        long_ago(first.path)
        (tmp_path / "7.lease-2").write_text(ELSEWHERE)
    assert names(tmp_path) == ["7.lease-1", "7.lease-2"]
    with Leases(tmp_path).held("7") as third:
        assert third is None


def test_what_is_done_leaves_no_lease_of_any_holder(tmp_path: Path) -> None:
    (tmp_path / "7.lease-1").write_text(ELSEWHERE)
    long_ago(tmp_path / "7.lease-1")
    with Leases(tmp_path).held("7") as lease:
        assert lease is not None and lease.generation == 2
        lease.end()
    assert names(tmp_path) == []


def test_a_holder_on_another_machine_that_was_there_a_moment_ago_keeps_its_lease(tmp_path: Path) -> None:
    (tmp_path / "7.lease-1").write_text(ELSEWHERE)
    with Leases(tmp_path).held("7") as lease:
        assert lease is None


def test_a_machine_whose_clock_is_a_day_ahead_takes_nobodys_lease(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "7.lease-1").write_text(ELSEWHERE)
    ahead = time.time() + 86_400
    monkeypatch.setattr(time, "time", lambda: ahead)
    with Leases(tmp_path).held("7") as lease:
        assert lease is None


@pytest.mark.parametrize("told", ["", "{", "[]", '{"machine": "m"}'])
def test_a_lease_that_is_just_being_written_counts_as_held(tmp_path: Path, told: str) -> None:
    (tmp_path / "7.lease-1").write_text(told)
    with Leases(tmp_path).held("7") as lease:
        assert lease is None


def test_a_holder_of_this_machine_whose_process_is_gone_has_no_lease(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from interviewer.batch.leases import Leases\n"
        "with Leases(Path(sys.argv[1])).held('7'): os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)]).returncode == 9
    assert names(tmp_path) == ["7.lease-1"]
    with Leases(tmp_path).held("7") as lease:
        assert lease is not None and lease.generation == 2


def test_in_a_folder_that_is_gone_there_is_nothing_to_hold(tmp_path: Path) -> None:
    with Leases(tmp_path / "gone").held("7") as lease:
        assert lease is None
