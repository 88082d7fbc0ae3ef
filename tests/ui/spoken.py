"""What the program says in its own code, with holes for values: the messages of its errors, and what it finds."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from types import ModuleType

HOLE = "{}"
ROOT = Path(__file__).parents[2]
ERRORS = {
    "InputError",
    "StaleError",
    "AccessError",
    "UnknownError",
    "TooManyError",
    "SettingsError",
    "ModelError",
    "StorageError",
}
FATES = {"reading", "writing", "telling"}
PASSED_ON = {"_refuse_in_mock"}  # its last argument becomes the message
KEPT_AS = {"sentence", "reasons", "faults", "what", "ways", "FOUND", "SQLITE_REASONS", "POSTGRES_REASONS"}
TOLD_BY = {"reason_of"}  # what it returns is told


def spoken_in(*folders: str) -> set[str]:
    """Every message of the modules in these folders, each hole as `{}`."""
    files = [file for folder in folders for file in sorted((ROOT / folder).glob("*.py"))]
    return {said for file in files for said in _said_in(file)}


def form(text: str) -> str:
    """A text of a catalogue with its values' names taken out of their braces."""
    return "".join(said + (HOLE if name is not None else "") for said, name, _, _ in Formatter().parse(text))


def _said_in(file: Path) -> Iterator[str]:
    module = importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and _name(node.func) in ERRORS | FATES | PASSED_ON:
            yield from _texts(node.args[-1], module)
        elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.keyword)) and _target(node) in KEPT_AS:
            yield from _kept(node.value, module)
        elif isinstance(node, ast.FunctionDef) and node.name in TOLD_BY:
            for one in ast.walk(node):
                if isinstance(one, ast.Return) or (isinstance(one, ast.Call) and len(one.args) > 1):
                    yield from _kept(one.value if isinstance(one, ast.Return) else one.args[-1], module)


def _target(node: ast.Assign | ast.AnnAssign | ast.AugAssign | ast.keyword) -> str:
    if isinstance(node, ast.keyword):
        return node.arg or ""
    return getattr(node.targets[0] if isinstance(node, ast.Assign) else node.target, "id", "")


def _kept(node: ast.expr | None, module: ModuleType) -> Iterator[str]:
    """The texts of a list, of the values of a mapping or, where these are none, of its keys."""
    if isinstance(node, (ast.List, ast.Tuple)):
        for one in node.elts:
            yield from _kept(one, module)
    elif isinstance(node, ast.Dict):
        said = [text for one in node.values for text in _kept(one, module)]
        yield from said or [text for one in node.keys for text in _kept(one, module)]
    elif isinstance(node, ast.IfExp):
        yield from _kept(node.body, module)
        yield from _kept(node.orelse, module)
    elif isinstance(node, (ast.Constant, ast.JoinedStr)):
        yield from _texts(node, module)


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def _texts(node: ast.expr, module: ModuleType) -> Iterator[str]:
    """The texts that an expression can be; none where a value stands for it whose own place is looked at."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(_part(one, module) for one in node.values)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, module)
        yield from _texts(node.orelse, module)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        yield from (form(one) for one in _texts(node.func.value, module))
    elif isinstance(node, (ast.Name, ast.Subscript)) or (isinstance(node, ast.Call) and _name(node.func) == "get"):
        yield from _constants(node, module)


def _constants(node: ast.expr, module: ModuleType) -> Iterator[str]:
    for one in ast.walk(node):
        value = getattr(module, one.id, None) if isinstance(one, ast.Name) else None
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from (said for said in value.values() if isinstance(said, str))


def _part(node: ast.expr, module: ModuleType) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    named = node.value if isinstance(node, ast.FormattedValue) else None
    value = getattr(module, named.id, None) if isinstance(named, ast.Name) else None
    return value if isinstance(value, str) else HOLE
