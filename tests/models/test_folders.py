"""Folders that appear whole or not at all, and what is said when they cannot."""

import errno
from pathlib import Path

import pytest

from interviewer.errors import ModelError, StorageError
from interviewer.models.folders import build_whole, remove


def test_a_built_folder_stands_at_its_place_and_nothing_is_left_beside_it(tmp_path):
    build_whole(tmp_path / "deep" / "model", lambda folder: (folder / "a").write_text("whole"))
    assert (tmp_path / "deep" / "model" / "a").read_text() == "whole"
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["model"]


def test_a_build_that_fails_leaves_nothing(tmp_path):
    def build(folder):
        (folder / "half").write_text("half")
        raise ModelError("no")

    with pytest.raises(ModelError):
        build_whole(tmp_path / "model", build)
    assert list(tmp_path.iterdir()) == []


def test_of_two_builders_the_first_to_finish_stays(tmp_path):
    def slow(folder):
        build_whole(tmp_path / "model", lambda other: (other / "by").write_text("first"))
        (folder / "by").write_text("second")

    build_whole(tmp_path / "model", slow)
    assert (tmp_path / "model" / "by").read_text() == "first"


def test_a_full_disk_is_told_with_place_and_way_out(tmp_path):
    def build(folder):
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(StorageError, match=r"the disk is full: .*model could not be written \(\d+ MB free\).*CACHE"):
        build_whole(tmp_path / "model", build)


def test_a_file_in_the_way_is_told(tmp_path):
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(StorageError, match="cannot be written"):
        build_whole(tmp_path / "cache" / "model", lambda folder: None)


def test_removing_what_is_not_there_is_no_fault(tmp_path):
    remove(tmp_path / "absent")
    remove(Path(build_whole(tmp_path / "model", lambda folder: None)))
    assert not (tmp_path / "model").exists()
