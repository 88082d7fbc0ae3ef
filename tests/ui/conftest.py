"""Chromium as it lies on a Debian machine, and a page that notes every request that would leave this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Request

CHROMIUM = "/usr/bin/chromium"
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Options for pytest-playwright."""
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-gpu", "--no-first-run", *QUIET]}


@pytest.fixture(autouse=True)
def _own_folder_for_gradio(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))


@pytest.fixture
def outside(context: BrowserContext) -> Iterator[list[str]]:
    """Addresses outside this machine that any page of the context asked for; empty at the end, or the test fails."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            asked.append(request.url)

    context.on("request", note)
    yield asked
    assert asked == []
