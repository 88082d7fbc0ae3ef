"""From the name of a model, as a person sets it, to the folder with its files. Fetches nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from interviewer.errors import ModelError
from interviewer.models.catalogue import MINILM, SMOLLM2, find_packaged, weights_of
from interviewer.models.conversion import packaged_folder
from interviewer.models.hub import find_snapshot
from interviewer.settings import PACKAGED_VERIFIER, Settings

Role = Literal["embedder", "verifier", "generator"]
Kind = Literal["packaged", "folder", "hub", "endpoint", "none"]

PURPOSES: dict[Role, str] = {
    "embedder": MINILM.purpose,
    "verifier": "decides which key points an answer states",
    "generator": "writes the feedback",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A model that the settings name, and the part it plays."""

    role: Role
    name: str

    @property
    def kind(self) -> Kind:
        """What the name stands for."""
        if find_packaged(self.name) is not None:
            return "packaged"
        if self.role == "generator" and self.name.lower() == "none":
            return "none"
        if self.role == "generator" and is_endpoint(self.name):
            return "endpoint"
        if self.role == "verifier" or Path(self.name).expanduser().is_dir() or _is_path(self.name):
            return "folder"
        return "hub"

    @property
    def folder(self) -> Path:
        """The folder that a name of the kind `folder` stands for; the program's own verifier lies within it."""
        if self.name == PACKAGED_VERIFIER:
            return Path(__file__).parent / "weights" / PACKAGED_VERIFIER
        return Path(self.name).expanduser()

    @property
    def hub_name(self) -> str:
        """The name on the hub; a sentence-transformers name may be given without its owner."""
        bare = self.role == "embedder" and "/" not in self.name
        return f"sentence-transformers/{self.name}" if bare else self.name


def models_used(settings: Settings) -> tuple[Use, ...]:
    """The models that the settings name; with the packaged language model too where only the verifier needs it."""
    uses = (
        Use(role="embedder", name=settings.embedder),
        Use(role="verifier", name=settings.verifier),
        Use(role="generator", name=settings.generator),
    )
    if any(use.name == SMOLLM2.name for use in uses):
        return uses
    return (*uses, Use(role="generator", name=SMOLLM2.name))


def is_endpoint(name: str) -> bool:
    """Whether the name of a generator is the address of a server."""
    return name.lower().startswith(("http://", "https://"))


def model_folder(use: Use, cache: Path) -> Path:
    """The folder to load a model from.

    Raises:
        ModelError: If the model is not on this machine.
        SettingsError: If the name can be no model's.
        StorageError: If the packaged language model cannot be converted into the cache.
    """
    packaged = find_packaged(use.name)
    if packaged is SMOLLM2:
        return packaged_folder(cache)
    if packaged is not None:
        return weights_of(packaged, cache).parent
    if use.kind == "folder":
        if not use.folder.is_dir():
            raise ModelError(f"the {use.role} {use.name!r} is missing: there is no folder {use.folder}")
        return use.folder
    snapshot = find_snapshot(use.hub_name)
    if snapshot is None:
        raise ModelError(
            f"the {use.role} {use.hub_name!r} is not on this machine: run `interviewer models pull {use.hub_name}`"
        )
    return snapshot


def _is_path(name: str) -> bool:
    return name.startswith((".", "~", "/", "\\")) or name.count("/") > 1 or Path(name).is_absolute()
