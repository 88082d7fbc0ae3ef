"""Models of the Hugging Face hub: found in its cache on this machine; fetched only by `interviewer models pull`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from interviewer.errors import ModelError, SettingsError, StorageError
from interviewer.models.checksums import SHA256_DIGITS, file_sha256, weight_files
from interviewer.models.folders import unwritable

WANTED = ("*.safetensors", "*.json", "*.txt", "*.model", "*.jinja", "README.md")  # pickled weights can run code
UNWANTED = ("onnx/*", "openvino/*", "original/*")


def find_snapshot(name: str) -> Path | None:
    """The folder of a hub model that is wholly on this machine. Asks no one outside it.

    Raises:
        SettingsError: If this cannot be the name of a model.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        folder = snapshot_download(
            name, local_files_only=True, allow_patterns=list(WANTED), ignore_patterns=list(UNWANTED)
        )
    except LocalEntryNotFoundError:
        return None
    except HFValidationError as fault:
        raise SettingsError(
            f"{name!r} is neither a folder nor the name of a model: give a folder, or a name such as 'owner/model'"
        ) from fault
    return Path(folder)


def fetch_snapshot(name: str) -> Path:
    """Fetch what is missing of a hub model, or all of it where a file is damaged, and return its folder.

    Raises:
        ModelError: If the hub has no such model, does not answer, or the model has no safetensors weights.
        SettingsError: If this cannot be the name of a model.
        StorageError: If it cannot be written.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    there = find_snapshot(name)
    damaged = there is not None and bool(snapshot_faults(there))
    try:
        fetched = snapshot_download(
            name, allow_patterns=list(WANTED), ignore_patterns=list(UNWANTED), force_download=damaged
        )
    except HfHubHTTPError as fault:
        raise ModelError(f"the hub does not give the model {name!r} ({_first_line(fault)}): check the name") from fault
    except (LocalEntryNotFoundError, ConnectionError) as fault:
        raise ModelError(
            f"the model {name!r} cannot be fetched ({_first_line(fault)}): is the network there?"
        ) from fault
    except OSError as fault:
        raise _fetch_fault(name, fault) from fault
    folder = Path(fetched)
    if not weight_files(folder):
        raise ModelError(f"the model {name!r} has no safetensors weights, and others are not loaded: choose another")
    return folder


def snapshot_faults(folder: Path) -> tuple[str, ...]:
    """Files of a hub model that differ from the checksum the hub gave them; empty if none does.

    The hub's cache names each content by its checksum: SHA-256 for large files, git's blob SHA-1 for the others.
    """
    faults = []
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            content = path.resolve()
            if not content.is_file():
                faults.append(f"{path} is missing")
            elif content.name != _checksum(content):
                faults.append(f"{path} is damaged: its content is not that of checksum {content.name}")
    return tuple(faults)


def _checksum(content: Path) -> str:
    if len(content.name) == SHA256_DIGITS:
        return file_sha256(content)
    data = content.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _fetch_fault(name: str, fault: OSError) -> ModelError | StorageError:
    if fault.errno is not None and fault.filename is not None:
        return unwritable(Path(str(fault.filename)), fault)
    return ModelError(f"the model {name!r} cannot be fetched ({_first_line(fault)})")


def _first_line(fault: BaseException) -> str:
    lines = [line.strip() for line in str(fault).splitlines() if line.strip()]
    return lines[0] if lines else type(fault).__name__
