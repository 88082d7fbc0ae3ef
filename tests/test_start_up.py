"""What the program loads before it is needed: nothing heavy."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "sqlalchemy",
    "alembic",
    "torch",
    "transformers",
    "sentence_transformers",
    "gradio",
    "pandas",
    "pyarrow",
    "sklearn",
    "peft",
    "ray",
)


@pytest.mark.parametrize("module", ["interviewer", "interviewer.cli", "rubrics.loading", "interviewer.batch.cluster"])
def test_importing_it_loads_no_model_or_web_library(module: str) -> None:
    code = f"import sys, {module}; print(*sorted(set(sys.modules) & set({HEAVY!r})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


COMMANDS = [
    [],
    ["serve"],
    ["import"],
    ["grade"],
    ["similar"],
    ["export"],
    ["regrade"],
    ["review"],
    ["evaluate"],
    ["audit"],
    ["train"],
    ["doctor"],
    ["rubrics"],
    ["rubrics", "lint"],
    ["rubrics", "show"],
    ["rubrics", "derive"],
    ["rubrics", "table"],
    ["models"],
    ["models", "list"],
    ["models", "pull"],
    ["models", "verify"],
    ["records"],
    ["records", "list"],
    ["records", "export"],
    ["records", "delete"],
    ["records", "role"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(command: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", "interviewer", *command, "--help"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Usage:" in done.stdout


def test_a_setting_that_does_not_fit_is_named_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWER_DEVICE", "toaster")
    done = subprocess.run([sys.executable, "-m", "interviewer", "models", "list"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "INTERVIEWER_DEVICE is 'toaster'" in done.stderr
    assert "Traceback" not in done.stderr
