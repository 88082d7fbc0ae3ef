"""`interviewer mcp`: the practice as tools for an assistant, over standard input and output."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from interviewer.errors import InputError, SettingsError
from interviewer.settings import load_settings
from rubrics.loading import load_rubrics


def mcp(
    rubrics: Annotated[
        Path | None, typer.Option(help="Your own questions: a folder, a YAML file or a JSONL file.")
    ] = None,
    device: Annotated[str | None, typer.Option(help="Where models run: auto, cpu, cuda or mps.")] = None,
) -> None:
    """Serve an assistant over MCP (stdio): next question, grade an answer, progress."""
    if find_spec("mcp") is None:
        raise SettingsError("an MCP server needs its package: pip install 'interviewer[mcp]'")
    questions = load_rubrics(rubrics)
    if not questions:
        raise InputError(f"{rubrics} holds no question: give a folder, a YAML file or a JSONL file with at least one")
    from interviewer.grading.scoring import Scheme
    from interviewer.mcp_tools import Practice, build_server
    from interviewer.records.ledger import Ledger
    from interviewer.records.store import open_store
    from interviewer.wiring import build_grader

    settings = load_settings(device)
    store = open_store(settings.records)
    scheme = Scheme(partial=settings.partial_credit, contradiction_cost=settings.contradiction_cost)
    person = store.local_person().id
    try:
        build_server(Practice(Ledger(store, scheme), person, questions, build_grader(settings))).run("stdio")
    finally:
        store.close()
