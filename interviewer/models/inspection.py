"""What there is of each model on this machine, and whether it is as it should be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from interviewer.models.catalogue import SMOLLM2, PackagedModel, find_packaged, find_weights, package_faults
from interviewer.models.checksums import SUMS, file_sha256, sums_faults, weight_files
from interviewer.models.conversion import CONVERTED_SHA256, converted_faults, converted_place
from interviewer.models.hub import find_snapshot, snapshot_faults
from interviewer.models.places import PURPOSES, Use
from interviewer.settings import PACKAGED_VERIFIER


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """A model in words. place: None where it is missing or lies elsewhere. size_bytes: of the weights, None if unknown.

    checksum: the SHA-256 it must have, or why there is none.
    """

    purpose: str
    origin: str
    place: Path | None
    size_bytes: int | None
    licence: str
    checksum: str


def describe(use: Use, cache: Path) -> Description:
    """What a model is for, where it comes from and where it lies; computes no checksum.

    Raises:
        SettingsError: If the name can be no model's.
    """
    packaged = find_packaged(use.name)
    if packaged is not None:
        return _describe_packaged(packaged, cache)
    purpose = PURPOSES[use.role]
    if use.kind in ("none", "endpoint"):
        origin = "no model: feedback comes from the template" if use.kind == "none" else "a server that you name"
        return Description(
            purpose=purpose,
            origin=origin,
            place=None,
            size_bytes=None,
            licence="not known here",
            checksum="not known here",
        )
    place = _find_folder(use)
    origins = {"folder": "a folder that you name", "hub": f"the Hugging Face hub, {use.hub_name}"}
    return Description(
        purpose=purpose,
        origin="comes with Interviewer" if use.name == PACKAGED_VERIFIER else origins[use.kind],
        place=place,
        size_bytes=sum(path.stat().st_size for path in weight_files(place)) if place else None,
        licence=_licence(use, place),
        checksum=_checksum(use, place),
    )


def is_missing(use: Use, cache: Path) -> bool:
    """Whether a model that should be on this machine is not; the converted copy of a packaged one may be absent."""
    return use.kind not in ("none", "endpoint") and describe(use, cache).place is None


def faults_of(use: Use, cache: Path) -> tuple[str, ...]:
    """Everything wrong with a model, as sentences; empty if it is on this machine and intact. Reads every weight.

    Raises:
        SettingsError: If the name can be no model's.
    """
    if use.kind in ("none", "endpoint"):
        return ()
    if is_missing(use, cache):
        return (f"the {use.role} {use.name} is missing: {_way_to_get(use)}",)
    packaged = find_packaged(use.name)
    if packaged is not None:
        return _packaged_faults(packaged, cache)
    folder = _find_folder(use)
    assert folder is not None  # not missing
    published = snapshot_faults(folder) if use.kind == "hub" else ()
    written = sums_faults(folder) if use.name == PACKAGED_VERIFIER or (folder / SUMS).is_file() else ()
    return (*published, *written, *_unreadable(folder))


def found_checksums(use: Use, cache: Path) -> tuple[str, ...]:
    """`SHA-256  file` of each weight file found; empty where nothing lies on this machine."""
    packaged = find_packaged(use.name)
    if packaged is not None:
        weights = find_weights(packaged, cache)
        files = [weights] if weights else []
        if packaged is SMOLLM2 and converted_place(cache).is_dir():
            files += weight_files(converted_place(cache))
    elif use.kind in ("folder", "hub"):
        folder = _find_folder(use)
        files = weight_files(folder) if folder else []
    else:
        files = []
    return tuple(f"{file_sha256(file)}  {file}" for file in files)


def _describe_packaged(model: PackagedModel, cache: Path) -> Description:
    place = find_weights(model, cache)
    converted = converted_place(cache)
    if model is SMOLLM2 and converted.is_dir():
        place, checksum = converted, f"{CONVERTED_SHA256} (converted), {model.weights.sha256} (package)"
    else:
        checksum = model.weights.sha256
    brought = f"package {model.requirement}, {model.weights.path}" if model.requirement else "comes with Interviewer"
    return Description(
        purpose=model.purpose,
        origin=f"{brought} ({model.published_as})",
        place=place,
        size_bytes=model.size_bytes,
        licence=model.licence,
        checksum=checksum,
    )


def _checksum(use: Use, place: Path | None) -> str:
    if place is None:
        return "not known here"
    if use.kind == "hub":
        return "each file's, as the hub gave it"
    return f"each file's, in {place / SUMS}" if (place / SUMS).is_file() else "none came with the folder"


def _packaged_faults(model: PackagedModel, cache: Path) -> tuple[str, ...]:
    weights = find_weights(model, cache)
    faults = package_faults(model, weights) if weights else ()
    if model is SMOLLM2 and converted_place(cache).is_dir():
        faults += converted_faults(converted_place(cache))
    return faults


def _find_folder(use: Use) -> Path | None:
    if use.kind == "hub":
        return find_snapshot(use.hub_name)
    return use.folder if use.folder.is_dir() else None


def _way_to_get(use: Use) -> str:
    if use.name == PACKAGED_VERIFIER:
        return "it comes with Interviewer: install Interviewer again"
    if use.kind == "folder":
        return f"there is no folder {use.folder}"
    return "run `interviewer models pull`" + (f" {use.hub_name}" if use.kind == "hub" else "")


def _unreadable(folder: Path) -> tuple[str, ...]:
    from safetensors import SafetensorError, safe_open

    faults = [] if weight_files(folder) else [f"{folder} holds no safetensors weights"]
    for path in weight_files(folder):
        if path.suffix == ".safetensors":
            try:
                with safe_open(path, framework="numpy") as weights:
                    weights.keys()
            except (OSError, SafetensorError) as fault:
                faults.append(f"{path} is damaged: {fault}")
    return tuple(faults)


def _licence(use: Use, folder: Path | None) -> str:
    if use.name == PACKAGED_VERIFIER:
        return "Apache-2.0"
    if folder is None:
        return "not known here"
    card = folder / "README.md"
    if not card.is_file():
        return "not stated in the folder"
    head = card.read_text(encoding="utf-8", errors="replace").split("\n---", 1)[0]
    stated = re.search(r"^license:\s*(\S.*)$", head, re.MULTILINE)
    return stated[1].strip() if stated else "not stated in its model card"
