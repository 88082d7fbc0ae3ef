"""What docs/api.md tells people to type works as it says."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from interviewer.cli import app
from tests.ui.desks import ready, serving
from ui.api.app import create_api

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
USUAL = "http://127.0.0.1:7860/"


def block(language: str) -> str:
    """The one block of this language."""
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    (found,) = [text for name, text in blocks if name == language]
    return str(found)


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_its_python_example_holds_an_interview() -> None:
    with serving(ready()) as address:
        lines = run(sys.executable, "-c", block("python").replace(USUAL, address)).splitlines()
    assert len(lines) == 4
    assert all(re.fullmatch(r"(tea|rice|coffee) [\d.]+", line) for line in lines[:2])
    assert re.fullmatch(r"[\d.]+", lines[2])
    assert lines[3].startswith("['")


@pytest.mark.parametrize("shell", ["sh"])
def test_its_shell_example_prints_progress(shell: str) -> None:
    assert shutil.which("curl") is not None
    with serving(ready()) as address:
        told = json.loads(run(shell, "-c", block("sh").replace(USUAL, address)))
    assert told["interviews"] == []


def test_every_command_it_shows_is_one_the_program_knows() -> None:
    shown = [line.split("#")[0].split() for line in block("").splitlines()]
    assert len(shown) == 5
    for words in shown:
        depth = 3 if words[1] == "accounts" else 2
        done = CliRunner().invoke(app, [*words[1:depth], "--help"])
        assert done.exit_code == 0, words
        for option in re.findall(r"--[\w-]+", " ".join(words)):
            assert option in done.output, words


def test_its_mcp_settings_name_the_command() -> None:
    told = json.loads(block("json"))["mcpServers"]["interviewer"]
    assert CliRunner().invoke(app, [*told["args"], "--help"]).exit_code == 0


def test_its_table_names_every_call_of_the_api_and_no_other() -> None:
    calls = {
        (method.upper(), path.replace("{interview}", "ID"))
        for path, methods in create_api(ready()).openapi()["paths"].items()
        for method in methods
    }
    named = {(method, path) for method, path in re.findall(r"`(GET|POST|DELETE) (/[\w/-]*)`", PAGE)}
    assert named == calls
