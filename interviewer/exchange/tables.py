"""Any table file to lines of text cells under a header: CSV, TSV, XLSX, JSONL or Parquet."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from interviewer.batch.rows import Place, Reject, plain
from interviewer.errors import InputError
from interviewer.exchange.csv_lines import csv_lines
from interviewer.exchange.encoding import MIXED, detect_encoding, text_lines
from interviewer.exchange.excel import xlsx_lines
from interviewer.exchange.headers import Header, find_header
from interviewer.exchange.lines import Line
from interviewer.exchange.notes import Notes

SAMPLE_LINES = 50
PARQUET_BLOCK = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A header and the lines under it, each with as many cells as the header has names.

    Attributes:
        file: The file's name, without its folder.
        header: The columns' names, each once.
        sample: The first lines, to guess by; they come again in `lines`.
        lines: To be gone through once.
    """

    file: str
    header: Header
    sample: tuple[Line, ...]
    lines: Iterator[Line | Reject]


def read_table(path: Path, notes: Notes, encoding: str | None = None) -> Table:
    """The table in a file.

    Args:
        path: A file that exists; its ending names the kind.
        notes: Where oddities are told.
        encoding: Of a text file; found out if None.

    Raises:
        InputError: If the file holds no table, or none that can be read.
        SettingsError: If there is no such encoding.
    """
    lines = _reader(path.suffix.lower(), path)(path, notes, encoding)
    header, under = find_header(lines, path.name, notes)
    fitted = (_fitted(line, len(header.names)) if isinstance(line, Line) else line for line in under)
    first = list(islice(fitted, SAMPLE_LINES))
    return Table(
        file=path.name,
        header=header,
        sample=tuple(line for line in first if isinstance(line, Line)),
        lines=chain(first, fitted),
    )


def _fitted(line: Line, width: int) -> Line | Reject:
    """The line with as many cells as the header, if nothing else would be lost or made up."""
    cells = line.cells
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        cells = cells[:width]
    if len(cells) < width and line.may_be_short:
        cells = cells + ("",) * (width - len(cells))
    if len(cells) == width:
        return Line(place=line.place, cells=cells, broken=line.broken)
    return Reject(
        place=line.place,
        reason=f"the row has {len(cells)} cells and the header {width}: put an answer that holds commas or line "
        "breaks in quotation marks",
    )


def _text_file(path: Path, notes: Notes, encoding: str | None) -> Iterator[Line | Reject]:
    found = detect_encoding(path, encoding)
    if found.codec == MIXED:
        notes.say(
            f"{path.name} is partly UTF-8 and partly Windows-1252 (first in line {found.odd_line}); each line was "
            "read as what it is: look at its accents and quotation marks"
        )
    elif found.codec == "cp1252":
        notes.say(f"{path.name} was read as Windows-1252, since it is not UTF-8: name another with --encoding")
    return csv_lines(text_lines(path, found), path.name)


def _jsonl_file(path: Path, notes: Notes, encoding: str | None) -> Iterator[Line | Reject]:
    lines = list(_records(path, encoding))
    names = list(dict.fromkeys(name for _, record in lines if isinstance(record, dict) for name in record))
    yield Line(place=Place(file=path.name, line=0), cells=tuple(names))
    for place, record in lines:
        if isinstance(record, dict):
            yield Line(place=place, cells=tuple(_as_text(record.get(name)) for name in names))
        else:
            yield Reject(place=place, reason=record)


def _records(path: Path, encoding: str | None) -> Iterator[tuple[Place, dict[str, object] | str]]:
    for number, text in enumerate(text_lines(path, detect_encoding(path, encoding)), start=1):
        if not text.strip():
            continue
        place = Place(file=path.name, line=number)
        try:
            record = json.loads(text)
        except (ValueError, RecursionError) as error:
            yield place, f"this is not JSON ({error}): write one object a line"
            continue
        yield place, record if isinstance(record, dict) else "this is JSON but not an object: write {...} on each line"


def _parquet_file(path: Path, notes: Notes, encoding: str | None) -> Iterator[Line | Reject]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as table:
            names = list(table.schema_arrow.names)
            yield Line(place=Place(file=path.name, line=0, unit="row"), cells=tuple(names))
            number = 0
            for block in table.iter_batches(batch_size=PARQUET_BLOCK):
                for record in block.to_pylist():
                    number += 1
                    cells = tuple(_as_text(record[name]) for name in names)
                    yield Line(place=Place(file=path.name, line=number, unit="row"), cells=cells)
    except pa.ArrowException as error:
        raise InputError(f"{path.name} is damaged or no Parquet file ({error}): write it anew") from error


def _xlsx_file(path: Path, notes: Notes, encoding: str | None) -> Iterator[Line | Reject]:
    return xlsx_lines(path, notes)


def _as_text(value: object) -> str:
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


Reader = Callable[[Path, Notes, str | None], Iterator[Line | Reject]]
READERS: dict[str, Reader] = {
    ".csv": _text_file,
    ".tsv": _text_file,
    ".txt": _text_file,
    ".jsonl": _jsonl_file,
    ".parquet": _parquet_file,
    ".xlsx": _xlsx_file,
}


def _reader(ending: str, path: Path) -> Reader:
    if ending not in READERS:
        raise InputError(f"{path.name} ends in {ending!r}: give a table ending in {', '.join(READERS)}")
    return READERS[ending]
