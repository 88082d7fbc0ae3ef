"""XML files, safely: no entities are expanded, nothing outside is fetched, and a package has a limit."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from interviewer.errors import InputError
from interviewer.exchange.html_text import BLOCKS, SILENT, tidy

LARGEST_MEMBER = 100_000_000
CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def xml_roots(path: Path) -> Iterator[tuple[str, Element]]:
    """The name and root of an XML file, or of each XML file in a folder or ZIP package, by name.

    Raises:
        InputError: If one is no XML, holds entities or a reference to outside, or a package is damaged.
    """
    if path.is_dir():
        for file in sorted(path.rglob("*.xml")):
            yield str(file.relative_to(path)), parse_xml(_read(file), str(file.relative_to(path)))
    elif path.suffix.lower() == ".zip":
        yield from _packaged(path)
    else:
        yield path.name, parse_xml(_read(path), path.name)


def parse_xml(data: bytes, name: str) -> Element:
    """The root element.

    Raises:
        InputError: If it is no XML, or holds entities or a reference to outside.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(data, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except ParseError as error:
        line, column = error.position
        raise InputError(
            f"{name} line {line}, column {column + 1}: this is not XML ({error}): export it anew"
        ) from error
    except DefusedXmlException as error:
        raise InputError(
            f"{name} defines entities or refers to files outside ({type(error).__name__}), which can be used to attack "
            "the reader: remove its DOCTYPE"
        ) from error
    except (LookupError, ValueError) as error:
        raise InputError(f"{name} is not XML that can be read ({error}): export it anew as UTF-8") from error
    return root


def _packaged(path: Path) -> Iterator[tuple[str, Element]]:
    try:
        with zipfile.ZipFile(path) as package:
            for member in sorted(package.infolist(), key=lambda one: one.filename):
                if not member.filename.lower().endswith(".xml"):
                    continue
                if member.file_size > LARGEST_MEMBER:
                    raise InputError(
                        f"{path.name}: {member.filename} has {member.file_size:,} bytes unpacked, more than "
                        f"{LARGEST_MEMBER:,}: unpack the package and give the folder"
                    )
                yield member.filename, parse_xml(package.read(member), f"{path.name}: {member.filename}")
    except (zipfile.BadZipFile, RuntimeError, EOFError) as error:
        raise InputError(f"{path.name} is damaged, locked or no ZIP package ({error}): export it anew") from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error


def kind(element: Element) -> str:
    """The element's name as QTI 3 writes it, less namespace and `qti-`: `itemBody` and `qti-item-body` are one."""
    name = element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
    return CAPITAL.sub("-", name).lower().removeprefix("qti-")


def attribute(element: Element, name: str) -> str:
    """The attribute of a QTI 3 name, or the QTI 2 wording of it (`response-identifier`, `responseIdentifier`)."""
    first, *others = name.split("-")
    return element.get(name) or element.get(first + "".join(other.capitalize() for other in others)) or ""


def descendants(element: Element, name: str) -> Iterator[Element]:
    """All elements of this kind within, in order."""
    return (one for one in element.iter() if kind(one) == name)


def text_of(element: Element, *left_out: str) -> str:
    """The text within, its blocks on lines of their own; without elements of the kinds left out."""
    return tidy("".join(_parts(element, frozenset(left_out))))


def _parts(element: Element, left_out: frozenset[str]) -> Iterator[str]:
    yield re.sub(r"\s+", " ", element.text or "")
    for child in element:
        name = kind(child)
        if name in BLOCKS or f"qti-{name}" in BLOCKS:
            yield "\n- " if name == "li" else "\n"
        if name == "img":
            yield child.get("alt") or ""
        if name and name not in left_out and f"qti-{name}" not in SILENT and name not in SILENT:
            yield from _parts(child, left_out)
        if name in BLOCKS or f"qti-{name}" in BLOCKS:
            yield "\n"
        yield re.sub(r"\s+", " ", child.tail or "")
