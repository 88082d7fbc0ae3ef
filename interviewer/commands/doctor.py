"""`interviewer doctor`: in plain words, what would stop the program on this machine."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import typer

from interviewer.errors import EXIT_MODEL_MISSING, InterviewerError, SettingsError
from interviewer.models.conversion import CONVERTED_BYTES, converted_place
from interviewer.models.inspection import faults_of
from interviewer.models.places import models_used
from interviewer.settings import Settings, load_settings

PORT = 7860
OLDEST_PYTHON = (3, 11)
NEEDED_MODULES = {
    "torch": "torch",
    "transformers": "transformers",
    "sentence_transformers": "sentence-transformers",
    "peft": "peft",
    "gguf": "gguf",
    "accelerate": "accelerate",
    "openai": "openai",
    "gradio": "gradio",
}
MEMORY_GB = 3.0  # the program with its packaged models in float32, with room for a batch
DISK_GB = 0.5  # beside the converted model: results and temporary files


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at. `problem`: it stops the program; `warning`: it may."""

    level: Literal["ok", "warning", "problem"]
    text: str


def doctor() -> None:
    """Say in plain words what would stop the program on this machine; exit code 0 if nothing would, else 3."""
    settings = load_settings()
    problems = 0
    for finding in examine(settings):
        typer.echo(f"{finding.level:8} {finding.text}")
        problems += finding.level == "problem"
    typer.echo(
        "nothing stops Interviewer here" if not problems else f"{problems} to mend before Interviewer works here"
    )
    if problems:
        raise typer.Exit(EXIT_MODEL_MISSING)


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything the program stands on, one finding after another."""
    yield python_finding(sys.version_info[:2])
    missing = [package for module, package in NEEDED_MODULES.items() if importlib.util.find_spec(module) is None]
    if missing:
        yield Finding(level="problem", text=f"packages are missing: {', '.join(missing)}; install Interviewer again")
    else:
        yield device_finding(settings.device)
    yield memory_finding()
    yield cache_finding(settings.cache)
    yield disk_finding(settings.cache)
    if not missing:
        yield from model_findings(settings)
        yield agreement_finding(settings)
    yield port_finding(PORT)


def python_finding(version: tuple[int, int]) -> Finding:
    """Whether this Python is new enough."""
    found = ".".join(str(part) for part in version)
    if version < OLDEST_PYTHON:
        wanted = ".".join(str(part) for part in OLDEST_PYTHON)
        return Finding(level="problem", text=f"Python {found} is too old: install {wanted} or newer")
    return Finding(level="ok", text=f"Python {platform.python_version()}")


def device_finding(wanted: str) -> Finding:
    """Whether torch works and finds the wanted device."""
    version = importlib.metadata.version("torch")
    try:
        from interviewer.models.device import choose_device

        device = choose_device(wanted)
    except (ImportError, OSError) as fault:
        return Finding(level="problem", text=f"torch {version} does not load ({fault}): install it again")
    except SettingsError as fault:
        return Finding(level="problem", text=str(fault))
    slow = "" if device.is_gpu else ", slower than on a GPU"
    return Finding(level="ok", text=f"torch {version}: models run on '{device.name}' in {device.dtype_name}{slow}")


def memory_finding() -> Finding:
    """Whether the free memory holds the packaged models."""
    import psutil

    free = psutil.virtual_memory().available / 1e9
    if free < MEMORY_GB:
        text = f"{free:.1f} GB of memory are free, and the packaged models want {MEMORY_GB:g}: close other programs"
        return Finding(level="warning", text=text)
    return Finding(level="ok", text=f"{free:.1f} GB of memory are free")


def cache_finding(cache: Path) -> Finding:
    """Whether the cache folder can be made and written."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=cache) as file:
            file.write(b"written")
    except OSError as fault:
        reason = fault.strerror or str(fault)
        text = f"the cache {cache} cannot be written ({reason}): set INTERVIEWER_CACHE to a folder that can"
        return Finding(level="problem", text=text)
    return Finding(level="ok", text=f"the cache {cache} can be written")


def disk_finding(cache: Path) -> Finding:
    """Whether the disk of the cache has room for what is still to be written there."""
    wanted = DISK_GB + (0 if converted_place(cache).is_dir() else CONVERTED_BYTES / 1e9)
    place = next(parent for parent in (cache, *cache.absolute().parents) if parent.exists())
    free = shutil.disk_usage(place).free / 1e9
    if free < wanted:
        text = f"{free:.2f} GB are free on the disk of the cache {cache}, and {wanted:.2f} are wanted: free some space"
        return Finding(level="problem", text=text)
    return Finding(level="ok", text=f"{free:.1f} GB are free on the disk of the cache")


def model_findings(settings: Settings) -> Iterator[Finding]:
    """Whether each model in use is there and intact."""
    for use in models_used(settings):
        try:
            faults = faults_of(use, settings.cache)
        except InterviewerError as unfit:
            faults = (str(unfit),)
        if not faults and use.kind == "endpoint":
            yield Finding(level="ok", text=f"the {use.role} is a server that you name; it is asked only for feedback")
        elif not faults and use.kind == "none":
            yield Finding(level="ok", text="no generator is set: feedback comes from the template")
        elif not faults:
            yield Finding(level="ok", text=f"the {use.role} {use.name} is here and intact")
        for fault in faults:
            yield Finding(level="problem", text=fault)


def agreement_finding(settings: Settings) -> Finding:
    """How well the verifier's grades matched people's marks when it was measured."""
    from interviewer.agreement.card import read_card
    from interviewer.models.verifier import verifier_name
    from interviewer.wiring import verifier_folder

    try:
        folder = verifier_folder(settings)
        return Finding(level="ok", text=read_card(folder).summary(verifier_name(folder)))
    except InterviewerError as absent:
        return Finding(level="warning", text=str(absent))


def port_finding(port: int) -> Finding:
    """Whether the chat's port on this machine is free."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            text = f"port {port} is taken, perhaps by Interviewer itself: end that program, or serve on another port"
            return Finding(level="warning", text=text)
    return Finding(level="ok", text=f"port {port} is free")
