"""Tiny real models, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.models.tiny import write_encoder, write_language_model


@pytest.fixture(scope="session")
def encoder_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a 16-dimension encoder; not to be changed."""
    return write_encoder(tmp_path_factory.mktemp("models") / "tiny-encoder")


@pytest.fixture(scope="session")
def language_model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a one-layer Llama; not to be changed."""
    return write_language_model(tmp_path_factory.mktemp("models") / "tiny-llama")
