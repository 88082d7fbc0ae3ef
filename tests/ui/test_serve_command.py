"""`interviewer serve`: what it refuses, and that it answers."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from interviewer.commands.serve import _people, serve
from interviewer.errors import InputError, SettingsError
from interviewer.records.accounts import Accounts
from interviewer.records.store import open_store
from interviewer.settings import Settings
from rubrics.faults import RubricError
from ui.people import EachBrowser, OwnMachine
from ui.proxy import ByProxy

ROOT = Path(__file__).parents[2]


def test_a_port_in_use_is_named_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=rf"port {port} .*--port"):
            serve(port=port, rubrics=None, device=None, browser=False)


def test_an_unknown_device_is_named() -> None:
    with pytest.raises(SettingsError, match=r"DEVICE is 'abacus'.*cuda"):
        serve(port=0, rubrics=None, device="abacus", browser=False)


def test_unreadable_rubrics_stop_it_before_anything_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(RubricError, match="no such file"):
        serve(port=0, rubrics=tmp_path / "none.yaml", device=None, browser=False)


def test_accounts_and_browsers_kept_apart_do_not_go_together() -> None:
    with pytest.raises(InputError, match="--apart"):
        serve(port=0, rubrics=None, device=None, browser=False, apart=True, auth=True)


def test_who_is_let_in_follows_the_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store, plain = open_store(str(tmp_path / "records.sqlite")), Settings(_env_file=None)
    behind = plain.model_copy(update={"proxy": "127.0.0.1, 10.0.0.0/8"})
    assert isinstance(_people(store, plain, "one"), OwnMachine)
    assert isinstance(_people(store, plain, "apart"), EachBrowser)
    assert isinstance(_people(store, behind, "one"), OwnMachine)
    assert isinstance(_people(store, behind, "accounts"), ByProxy)
    assert capsys.readouterr().err == ""
    assert isinstance(_people(store, plain, "accounts"), Accounts)
    assert "interviewer accounts add" in capsys.readouterr().err
    with pytest.raises(SettingsError, match="INTERVIEWER_PROXY is 'proxy'"):
        _people(store, plain.model_copy(update={"proxy": "proxy"}), "accounts")


def test_it_answers_on_this_machine_only_and_ends_on_an_interrupt(tmp_path: Path) -> None:
    (tmp_path / "tea.yaml").write_text("id: tea\nquestion: How do you make tea?\nreference_answer: Boil fresh water.\n")
    command = [sys.executable, "-c", "from interviewer.cli import main; main()"]
    options = ["serve", "--port", "0", "--no-browser", "--rubrics", str(tmp_path / "tea.yaml")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "INTERVIEWER_GENERATOR": "none"}
    environment["INTERVIEWER_RECORDS"] = str(tmp_path / "data" / "records.sqlite")
    process = subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True, env=environment, cwd=tmp_path)
    assert process.stderr is not None
    try:
        address = None
        for line in process.stderr:
            found = re.search(r"http://127\.0\.0\.1:\d+/", line)
            if found:
                address = found.group()
                break
        assert address is not None
        assert httpx.get(f"{address}healthz").json()["ok"]
        assert (tmp_path / "data" / "records.sqlite").is_file()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
    finally:
        process.kill()
        process.stderr.close()
