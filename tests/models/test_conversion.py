"""The converted language model: refusals and damage. The conversion itself is tested with the real model."""

import pytest

from interviewer.errors import ModelError, StorageError
from interviewer.models.checksums import sums_faults, weights_sha256, write_sums
from interviewer.models.conversion import convert, converted_faults, converted_place, packaged_folder
from interviewer.models.folders import build_whole


def test_a_file_that_is_no_model_is_refused_and_leaves_nothing(tmp_path):
    source = tmp_path / "weights.gguf"
    source.write_bytes(b"GGUF but nothing more")
    with pytest.raises(ModelError, match=r"weights\.gguf cannot be read as a language model"):
        build_whole(tmp_path / "made", lambda folder: convert(source, folder))
    assert not (tmp_path / "made").exists()


def test_a_damaged_package_is_refused_before_conversion(tmp_path):
    from interviewer.models.catalogue import SMOLLM2, package_place

    weights = package_place(SMOLLM2, tmp_path) / SMOLLM2.module / SMOLLM2.weights.path
    weights.parent.mkdir(parents=True)
    weights.write_bytes(b"damaged")
    with pytest.raises(ModelError, match=r"is damaged.*run `interviewer models pull`"):
        packaged_folder(tmp_path)


def test_other_weights_are_found_even_where_their_sums_fit(tmp_path):
    folder = converted_place(tmp_path)
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"other weights")
    write_sums(folder)
    assert len(converted_faults(folder)) == 1
    assert "model.safetensors is damaged" in converted_faults(folder)[0]


def test_sums_find_a_changed_a_missing_and_no_sound_file(tmp_path):
    for name in ("a", "b", "deep/c"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    write_sums(tmp_path)
    assert sums_faults(tmp_path) == ()
    (tmp_path / "a").write_text("changed")
    (tmp_path / "deep" / "c").unlink()
    found = sums_faults(tmp_path)
    assert ["a is damaged" in found[0], "c is missing" in found[1], len(found)] == [True, True, 2]


@pytest.mark.parametrize("content", [None, "no sums at all"])
def test_sums_that_are_missing_or_damaged_are_a_fault(tmp_path, content):
    if content:
        (tmp_path / "SHA256SUMS").write_text(content)
    assert sums_faults(tmp_path)


def test_sums_are_those_of_sha256sum(tmp_path):
    (tmp_path / "empty").write_bytes(b"")
    write_sums(tmp_path)
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert (tmp_path / "SHA256SUMS").read_text() == f"{empty}  empty\n"


def test_weights_in_several_files_have_one_checksum_that_any_change_changes(tmp_path):
    (tmp_path / "1.safetensors").write_bytes(b"1")
    (tmp_path / "2.safetensors").write_bytes(b"2")
    before = weights_sha256(tmp_path)
    (tmp_path / "2.safetensors").write_bytes(b"3")
    assert weights_sha256(tmp_path) != before


def test_a_cache_that_is_a_file_is_told(tmp_path):
    (tmp_path / "cache").write_text("a file")
    with pytest.raises((ModelError, StorageError)):
        packaged_folder(tmp_path / "cache")
