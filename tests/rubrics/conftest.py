"""What several tests of rubrics share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from interviewer.models.protocols import Embedder

TEA = """\
id: tea
question: How do you make tea?
reference_answer: >
  Boil fresh water. Pour the hot water over the leaves. Wait three minutes.
key_points:
  - id: boil
    statement: Fresh water is boiled for tea.
    weight: 3
  - statement: Hot water is poured over the leaves.
"""


@pytest.fixture
def rubric(tmp_path: Path) -> Callable[..., Path]:
    """Writes a rubric file and gives its path; without a text, the rubric of tea."""

    def write(text: str | bytes = TEA, name: str = "tea.yaml") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture(scope="session")
def minilm() -> Embedder:
    """The packaged MiniLM."""
    from interviewer.settings import Settings
    from interviewer.wiring import build_embedder

    return build_embedder(Settings(device="cpu"))
