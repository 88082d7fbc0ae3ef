"""`interviewer doctor`: what it finds, and its exit code."""

import socket

import pytest
import typer
from typer.testing import CliRunner

from interviewer.commands.doctor import cache_finding, device_finding, doctor, examine, port_finding, python_finding
from interviewer.settings import Settings


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """Settings that name a verifier which is not there."""
    monkeypatch.setenv("INTERVIEWER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("INTERVIEWER_VERIFIER", str(tmp_path / "absent"))
    return Settings()


def test_every_thing_is_looked_at_in_plain_words(settings):
    told = [finding.text for finding in examine(settings)]
    for words in (
        "Python 3",
        "torch ",
        "memory are free",
        "the cache",
        "the disk of the cache",
        "embedder",
        "port 7860",
    ):
        assert any(words in text for text in told), words


def test_a_missing_model_is_a_problem_and_ends_with_3(settings):
    app = typer.Typer()
    app.command()(doctor)
    done = CliRunner().invoke(app)
    assert done.exit_code == 3
    assert f"problem  the verifier {settings.verifier} is missing" in done.stdout
    assert "to mend before Interviewer works here" in done.stdout


def test_a_python_too_old_is_a_problem():
    assert python_finding((3, 10)).level == "problem"
    assert python_finding((3, 11)).level == "ok"


def test_a_device_that_is_absent_or_unknown_is_a_problem():
    assert device_finding("quantum").level == "problem"
    assert device_finding("cpu").level == "ok"


def test_a_cache_that_cannot_be_written_is_a_problem_with_the_way_out(tmp_path):
    (tmp_path / "file").write_text("in the way")
    found = cache_finding(tmp_path / "file" / "cache")
    assert found.level == "problem"
    assert "INTERVIEWER_CACHE" in found.text


def test_a_taken_port_is_a_warning_and_a_free_one_is_not():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port_finding(port).level == "warning"
    assert port_finding(port).level == "ok"
