"""The embedder's own code on a tiny real model."""

import shutil
import threading

import numpy as np
import pytest

from interviewer.errors import ModelError
from interviewer.models.device import Device
from interviewer.models.embedder import SentenceEmbedder
from interviewer.models.vector_cache import VectorCache

CPU = Device(name="cpu")
TEXTS = ["ReLU is linear above zero.", "Dropout", "a" * 500, "", "naïve 漢字 🙂", "Dropout"]


@pytest.fixture(scope="module")
def embedder(encoder_folder, tmp_path_factory):
    return SentenceEmbedder(str(encoder_folder), device=CPU, cache=tmp_path_factory.mktemp("cache"))


def test_every_text_gets_a_unit_row_in_its_place(embedder):
    rows = embedder.embed(TEXTS)
    assert (rows.shape, rows.dtype) == ((6, 16), np.float32)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    for text, row in zip(TEXTS, rows, strict=True):
        np.testing.assert_allclose(embedder.embed([text])[0], row, atol=1e-5)
    assert np.abs(rows[0] - rows[1]).max() > 0.01


def test_no_text_gives_no_row_of_the_right_width(embedder):
    assert embedder.embed([]).shape == (0, 16)


def test_half_a_character_spoils_neither_its_text_nor_its_neighbours(embedder):
    rows = embedder.embed(["broken \ud800 half", "Dropout"])
    np.testing.assert_allclose(rows[1], embedder.embed(["Dropout"])[0], atol=1e-5)
    np.testing.assert_allclose(rows[0], embedder.embed(["broken \ufffd half"])[0], atol=1e-5)


def test_a_text_that_comes_again_is_embedded_no_third_time(encoder_folder, tmp_path):
    vectors = VectorCache()
    embedder = SentenceEmbedder(str(encoder_folder), device=CPU, cache=tmp_path, vectors=vectors)
    first = embedder.embed(["a key point", "once"])
    embedder.embed(["a key point"])
    vectors.find("a key point")[:] = 0.25
    np.testing.assert_allclose(embedder.embed(["a key point"]), 0.25)
    assert np.abs(first[0] - 0.25).max() > 0.01


def test_threads_that_embed_at_once_load_one_model_and_agree(encoder_folder, tmp_path):
    embedder = SentenceEmbedder(str(encoder_folder), device=CPU, cache=tmp_path)
    results = []
    threads = [threading.Thread(target=lambda: results.append(embedder.embed(TEXTS))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    for rows in results[1:]:
        np.testing.assert_allclose(rows, results[0], atol=1e-5)


def test_the_name_carries_the_checksum_of_the_weights(encoder_folder, embedder):
    from interviewer.models.checksums import file_sha256

    assert embedder.name == f"{encoder_folder}@{file_sha256(encoder_folder / 'model.safetensors')[:12]}"


def test_a_missing_folder_is_a_model_error_that_names_it(tmp_path):
    with pytest.raises(ModelError, match=r"embedder '.*absent' is missing"):
        SentenceEmbedder(str(tmp_path / "absent"), device=CPU, cache=tmp_path).embed(["a"])


def test_a_model_that_was_never_fetched_is_a_model_error_with_the_command(tmp_path, monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelError, match="interviewer models pull sentence-transformers/all-tiny-v0"):
        SentenceEmbedder("all-tiny-v0", device=CPU, cache=tmp_path).embed(["a"])


def test_cut_off_weights_are_a_model_error(encoder_folder, tmp_path):
    folder = shutil.copytree(encoder_folder, tmp_path / "cut")
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(ModelError, match=r"cut' in .*cut cannot be loaded"):
        SentenceEmbedder(str(folder), device=CPU, cache=tmp_path).embed(["a"])
