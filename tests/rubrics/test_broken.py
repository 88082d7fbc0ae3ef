"""Broken rubric files, each beside the sentences it must produce: NAME.yaml and NAME.txt."""

from __future__ import annotations

from pathlib import Path

import pytest

from rubrics.faults import RubricError
from rubrics.lint import lint
from rubrics.loading import load_rubrics, read_rubrics
from tests.plain import PlainEmbedder

BROKEN = Path(__file__).parent / "broken"
FILES = sorted(path.name for path in BROKEN.iterdir() if path.suffix != ".txt")
BY_MEANING = ["accept-at-the-wrong-point.yaml", "reference-lacks-a-point.yaml", "two-points-the-same.yaml"]
READABLE = [*BY_MEANING, "hint-and-weight.yaml", "leaning.yaml", "texts-twice.yaml"]


def expected(name: str) -> list[str]:
    return (BROKEN / Path(name).stem).with_suffix(".txt").read_text(encoding="utf-8").splitlines()


def test_there_are_ten_broken_files_or_more():
    assert len(FILES) >= 10


@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_produces_its_sentences(name, monkeypatch):
    monkeypatch.chdir(BROKEN)
    assert list(lint(read_rubrics(name), embed=PlainEmbedder().embed)) == expected(name)
    assert expected(name)


@pytest.mark.parametrize("name", sorted(set(FILES) - set(READABLE)))
def test_a_file_with_faults_of_structure_is_not_loaded(name, monkeypatch):
    monkeypatch.chdir(BROKEN)
    with pytest.raises(RubricError) as raised:
        load_rubrics(name)
    assert list(raised.value.faults) == expected(name)


@pytest.mark.real_models
def test_faults_of_meaning_are_found_by_the_real_embedder(minilm, monkeypatch):
    monkeypatch.chdir(BROKEN)
    for name in BY_MEANING:
        found = lint(read_rubrics(name), embed=minilm.embed)
        assert [fault.split(" (similarity")[0].split(" (best")[0] for fault in found] == [
            fault.split(" (similarity")[0].split(" (best")[0] for fault in expected(name)
        ]
