"""YAML and JSONL text to plain values that know their line, with every fault of writing on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from rubrics.located import fault_sentence

ADVICE = {
    "mapping values are not allowed here": "put quotes around a text that holds a colon and a space",
    "found character '\\t' that cannot start any token": "indent with spaces instead of tabs",
    "found unexpected end of stream": "close the quotes, or the bracket, that are still open",
    "did not find expected key": "check the quotes and the indentation around this line",
    "could not find expected ':'": "write `key: value`, and indent a text that goes on over several lines",
    "found undefined alias": "write the text out instead of `*name`, or put quotes around it",
}


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a document: a scalar, a list of nodes or a mapping of nodes, with its line from 1."""

    value: str | int | float | bool | list[Node] | dict[str, Node] | None
    line: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The documents of one file that could be read, and a sentence for each fault."""

    nodes: tuple[Node, ...]
    faults: tuple[str, ...]


def read_yaml(data: bytes, file: str) -> Reading:
    """The documents of a YAML file (several are set apart by `---`); those before a broken one are kept.

    Args:
        data: The file's bytes, UTF-8 with or without a byte-order mark.
        file: The file as it is shown in faults.
    """
    text = _decode(data, file)
    if isinstance(text, Reading):
        return text
    if not text.strip():
        return Reading((), (fault_sentence(file, 1, "", "the file is empty; write a question into it"),))
    builder = _Builder(file)
    nodes: list[Node] = []
    try:
        for root in yaml.compose_all(text, Loader=yaml.SafeLoader):
            if not (isinstance(root, yaml.ScalarNode) and not root.value):
                nodes.append(builder.node(root))
    except yaml.YAMLError as error:
        builder.faults.append(_yaml_fault(error, text, file))
    except RecursionError:
        builder.faults.append(
            fault_sentence(file, 1, "", "is nested too deeply to be a rubric; write plain lists and keys")
        )
    if not nodes and not builder.faults:
        builder.faults.append(fault_sentence(file, 1, "", "the file holds only comments; write a question into it"))
    return Reading(tuple(nodes), tuple(builder.faults))


def read_jsonl(data: bytes, file: str) -> Reading:
    """The objects of a JSONL file, one a line; blank lines are passed over, a broken line costs only itself.

    Args:
        data: The file's bytes, UTF-8 with or without a byte-order mark.
        file: The file as it is shown in faults.
    """
    text = _decode(data, file)
    if isinstance(text, Reading):
        return text
    nodes: list[Node] = []
    faults: list[str] = []
    for line, row in enumerate(text.split("\n"), start=1):
        if not row.strip():
            continue
        try:
            nodes.append(_json_node(json.loads(row, object_pairs_hook=_Pairs), line, file, faults))
        except json.JSONDecodeError as error:
            problem = f"not readable as JSON: {error.msg} at column {error.colno}, in {shorten(row)}"
            faults.append(fault_sentence(file, line, "", f"{problem}; write one whole JSON object on this line"))
        except (RecursionError, ValueError):
            problem = f"holds a number or a nesting beyond all bounds, in {shorten(row)}; write plain values"
            faults.append(fault_sentence(file, line, "", problem))
    if not nodes and not faults:
        faults.append(fault_sentence(file, 1, "", "the file is empty; write one question a line"))
    return Reading(tuple(nodes), tuple(faults))


def shorten(text: str) -> str:
    """The text in quotes, cut to 60 characters."""
    flat = " ".join(text.split())
    return repr(flat if len(flat) <= 60 else flat[:57] + "...")


def _decode(data: bytes, file: str) -> str | Reading:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Reading((), (fault_sentence(file, 1, "", "is UTF-16 text; save the file as UTF-8"),))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        return Reading((), (fault_sentence(file, line, "", problem),))


def _yaml_fault(error: yaml.YAMLError, text: str, file: str) -> str:
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1
        return fault_sentence(file, line, "", f"character U+{error.character:04X} is not allowed in YAML; delete it")
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return fault_sentence(file, 1, "", f"not readable as YAML: {error}; mend the file")
    mark, problem = error.problem_mark, error.problem or error.context or "unknown"
    if error.context_mark is not None and "end of stream" in problem:
        mark = error.context_mark
    advice = next((do for start, do in ADVICE.items() if problem.startswith(start)), "mend the YAML there")
    rows = text.split("\n")
    shown = shorten(rows[mark.line]) if mark.line < len(rows) else "the end of the file"
    return fault_sentence(file, mark.line + 1, "", f"not readable as YAML: {problem}, in {shown}; {advice}")


class _Builder:
    """Turns composed YAML nodes into Nodes; an aliased node becomes one shared Node, so nothing can blow up."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[str] = []
        self._built: dict[int, tuple[yaml.Node, Node]] = {}
        self._constructor = yaml.SafeLoader("")

    def node(self, source: yaml.Node) -> Node:
        """The node with its line; the same source gives the same node."""
        if id(source) in self._built:
            return self._built[id(source)][1]
        line = source.start_mark.line + 1
        if isinstance(source, yaml.SequenceNode):
            items: list[Node] = []
            built = self._keep(source, Node(items, line))
            items.extend(self.node(item) for item in source.value)
            return built
        if isinstance(source, yaml.MappingNode):
            entries: dict[str, Node] = {}
            built = self._keep(source, Node(entries, line))
            for key, value in self._pairs(source):
                entries[key] = self.node(value)
            return built
        return self._keep(source, Node(self._scalar(source), line))

    def _keep(self, source: yaml.Node, node: Node) -> Node:
        self._built[id(source)] = (source, node)
        return node

    def _pairs(self, source: yaml.MappingNode) -> Iterator[tuple[str, yaml.Node]]:
        first: dict[str, int] = {}
        for key, value in source.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self.faults.append(
                    fault_sentence(self.file, line, "", "a key is a list or a mapping; write a plain word")
                )
            elif key.value in first:
                self.faults.append(_twice(self.file, line, key.value, first[key.value]))
            else:
                first[key.value] = line
                yield key.value, value

    def _scalar(self, source: yaml.Node) -> str | int | float | bool | None:
        try:
            value = self._constructor.construct_object(source)
        except (yaml.YAMLError, ValueError):
            return str(source.value)
        return value if value is None or isinstance(value, str | int | float) else str(source.value)


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with its keys as written, doubles included."""


def _json_node(value: Any, line: int, file: str, faults: list[str]) -> Node:
    if isinstance(value, _Pairs):
        entries: dict[str, Node] = {}
        for key, inner in value:
            if key in entries:
                faults.append(_twice(file, line, key, line))
            else:
                entries[key] = _json_node(inner, line, file, faults)
        return Node(entries, line)
    if isinstance(value, list):
        return Node([_json_node(item, line, file, faults) for item in value], line)
    return Node(value, line)


def _twice(file: str, line: int, key: str, first: int) -> str:
    return fault_sentence(file, line, "", f"key {key!r} stands twice, first in line {first}; keep one of them")
