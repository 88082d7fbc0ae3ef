"""What the README tells people to type works as it says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_its_links_and_pictures_point_at_files_that_are_there() -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in target]
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_every_folder_it_names_is_there() -> None:
    named = re.findall(r"`([a-z_]+(?:/[a-z_]+)*/)`", README)
    assert named
    assert [name for name in named if not (ROOT / name).is_dir()] == []


def test_the_two_commands_are_scripts_that_can_be_run() -> None:
    for name in ("chat", "check"):
        assert f"`./{name}`" in README
        assert os.access(ROOT / name, os.X_OK)
        subprocess.run(["sh", "-n", str(ROOT / name)], check=True)


def test_every_command_line_it_shows_is_one_the_program_knows() -> None:
    lines = [line.split("#")[0].split() for block in blocks("") for line in block.splitlines()]
    shown = {
        tuple(words[:3]) if words[1] in ("rubrics", "models", "records") else tuple(words[:2])
        for words in lines
        if words[:1] == ["interviewer"]
    }
    assert shown
    for words in shown:
        done = subprocess.run([sys.executable, "-m", *words, "--help"], capture_output=True, text=True)
        assert done.returncode == 0, words


@pytest.mark.real_models
def test_its_python_example_runs_and_prints_a_verdict_for_each_key_point() -> None:
    (example,) = blocks("python")
    done = subprocess.run([sys.executable, "-c", example], capture_output=True, text=True, check=True)
    assert re.match(r"\d+\.\d \[\('relu-\w+', '(covered|partial|missing|contradicted)'\)", done.stdout)


@pytest.mark.real_models
def test_its_grading_command_grades_a_csv_file(tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_text(
        "question_id,answer,student\n"
        "relu-vs-sigmoid,I use ReLU in hidden layers: it is cheap and its gradient does not vanish.,Kim\n"
        "relu-vs-sigmoid,,Ada\n",
        encoding="utf-8",
    )
    (line,) = [
        line
        for block in blocks("")
        for line in block.splitlines()
        if line.startswith("interviewer grade answers.csv --output")
    ]
    done = subprocess.run([sys.executable, "-m", *line.split()], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    first, second = [json.loads(row) for row in (tmp_path / "grades.jsonl").read_text(encoding="utf-8").splitlines()]
    assert first["score"] > second["score"] == 0.0
    assert second["flags"] == ["blank"]
    assert first["extra"] == {"student": "Kim"}
