"""Rubric files to questions: a folder, a YAML file or a JSONL file; every fault at once, each with file and line."""

from __future__ import annotations

import importlib.resources
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

from rubrics.checking import check_question
from rubrics.faults import RubricError
from rubrics.located import Located, fault_sentence
from rubrics.model import Question
from rubrics.reading import Reading, read_jsonl, read_yaml

SUFFIXES = (".yaml", ".yml", ".jsonl")
ENDINGS = ".yaml, .yml or .jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricSet:
    """What could be read of a set of rubric files, and a sentence for each fault."""

    located: tuple[Located, ...]
    faults: tuple[str, ...]


def load_rubrics(path: str | Path | None = None) -> tuple[Question, ...]:
    """The questions of a set, those with a number first and in its order, the others as they stand.

    Key points are derived from the reference answer where a question gives none.

    Args:
        path: A folder (its .yaml, .yml and .jsonl files, by name), a YAML file or a JSONL file; the thirty
            questions of the package if None.

    Raises:
        RubricError: With every fault of every file.
    """
    rubric_set = read_rubrics(path)
    if rubric_set.faults:
        raise RubricError(rubric_set.faults)
    return tuple(located.question for located in rubric_set.located)


def read_rubrics(path: str | Path | None = None) -> RubricSet:
    """As `load_rubrics`, but the questions without fault together with their places, and the faults as values."""
    located: list[Located] = []
    faults: list[str] = []
    for shown, file in _find_files(path, faults):
        reading = _read(file, shown)
        faults.extend(reading.faults)
        for node in reading.nodes:
            checked = check_question(node, shown)
            faults.extend(checked.faults)
            if checked.located is not None:
                located.append(checked.located)
    faults.extend(_ids_twice(located))
    located.sort(key=lambda one: one.question.number or float("inf"))
    return RubricSet(located=tuple(located), faults=tuple(faults))


def _find_files(path: str | Path | None, faults: list[str]) -> list[tuple[str, Traversable]]:
    """Files with the names they are shown under."""
    if path is None:
        packaged = importlib.resources.files("rubrics") / "questions"
        return [(f"rubrics/questions/{file.name}", file) for file in _rubric_files(packaged)]
    root = Path(path)
    try:
        if root.is_dir():
            files = [(str(root / file.name), file) for file in _rubric_files(root)]
            if not files:
                faults.append(f"{root}: the folder holds no {ENDINGS} file; put a question into it")
            return files
        if not root.exists():
            faults.append(f"{root}: no such file or folder; check the path")
            return []
    except (OSError, ValueError) as error:
        faults.append(f"{root}: cannot be read ({_reason(error)}); check the path and its permissions")
        return []
    if root.suffix.lower() not in SUFFIXES:
        ending = f"ends in {root.suffix!r}" if root.suffix else "has no ending"
        faults.append(f"{root}: the name {ending}; give a folder or a file in {ENDINGS}")
        return []
    return [(str(root), root)]


def _rubric_files(folder: Traversable) -> Sequence[Traversable]:
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return [entry for entry in entries if entry.name.lower().endswith(SUFFIXES) and not entry.name.startswith(".")]


def _read(file: Traversable, shown: str) -> Reading:
    try:
        data = file.read_bytes()
    except OSError as error:
        return Reading((), (f"{shown}: cannot be read ({_reason(error)}); check the path and its permissions",))
    return read_jsonl(data, shown) if shown.lower().endswith(".jsonl") else read_yaml(data, shown)


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _ids_twice(located: Sequence[Located]) -> list[str]:
    first: dict[str, Located] = {}
    faults: list[str] = []
    for one in located:
        other = first.setdefault(one.question.id, one)
        if other is not one:
            where = f"{other.file} line {other.lines['id',]}"
            problem = f"{one.question.id!r} is used already in {where}; rename one"
            faults.append(fault_sentence(one.file, one.lines["id",], "id", problem))
    return faults
