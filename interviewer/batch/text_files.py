"""CSV and JSONL to rows, line by line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.batch.rows import NEEDED, Place, Reject, Row, check_columns, row_from_cells
from interviewer.errors import InputError

if TYPE_CHECKING:
    from _csv import Reader

LONGEST_CELL = 10_000_000
FOREIGN = {
    b"PK\x03\x04": "an Excel workbook or ZIP archive: name an Excel workbook .xlsx, unpack an archive",
    b"PAR1": "a Parquet file: name it .parquet",
    b"\x1f\x8b": "compressed: unpack it",
    b"\xff\xfe": "text in UTF-16: save it as UTF-8 (Excel: 'CSV UTF-8')",
    b"\xfe\xff": "text in UTF-16: save it as UTF-8 (Excel: 'CSV UTF-8')",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook: save it as .xlsx",
}


def csv_rows(path: Path) -> Iterator[Row | Reject]:
    """Rows of a CSV file with a header; cells are parted by commas, semicolons or tabs, as the header shows.

    Raises:
        InputError: If the file is not UTF-8 text, a needed column is missing, or a quotation mark is never closed.
    """
    csv.field_size_limit(LONGEST_CELL)
    lines = _text_lines(path)
    first = next((line for line in lines if line.strip()), "")
    reader = csv.reader(chain([first], lines), delimiter=_delimiter(first), strict=True)
    header = _header(next(_csv_records(reader, path.name), (1, []))[1])
    check_columns(header, path.name)
    for number, (line, cells) in enumerate(_csv_records(reader, path.name), start=1):
        place = Place(file=path.name, line=line)
        if isinstance(cells, str):
            yield Reject(place=place, reason=cells)
        elif len(cells) != len(header):
            yield Reject(
                place=place,
                reason=f"the row has {len(cells)} cells and the header {len(header)}: "
                "put an answer that holds commas in quotation marks",
            )
        else:
            yield row_from_cells(place, number, dict(zip(header, cells, strict=True)))


def jsonl_rows(path: Path) -> Iterator[Row | Reject]:
    """Rows of a JSONL file: UTF-8, one object a line.

    Raises:
        InputError: If the file is not UTF-8 text, no line is an object, or no object has a needed column.
    """
    number, names, first_fault = 0, set[str](), ""
    for line, text in enumerate(_text_lines(path), start=1):
        if not text.strip():
            continue
        place = Place(file=path.name, line=line)
        number += 1
        record = _json_object(text)
        if isinstance(record, str):
            first_fault = first_fault or f"{place}: {record}"
            yield Reject(place=place, reason=record)
        else:
            names.update(name for name in record if name in NEEDED or len(names) < 10)
            yield row_from_cells(place, number, record)
    if number and not names and first_fault:
        raise InputError(f"{path.name} has no line that is a JSON object; {first_fault}")
    if number:
        check_columns(names, path.name)


def _text_lines(path: Path) -> Iterator[str]:
    """The file's lines with their ends, as UTF-8 text without a byte-order mark."""
    with path.open("rb") as file:
        for start, kind in FOREIGN.items():
            if file.peek(4)[: len(start)] == start:
                raise InputError(f"{path.name} is not {path.suffix} text but {kind}")
        for number, raw in enumerate(file, start=1):
            if number == 1 and b"\0" in raw[:4096]:
                raise InputError(f"{path.name} is a binary file, not text: give a {path.suffix} file in UTF-8")
            try:
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise InputError(
                    f"{path.name} line {number}: byte 0x{raw[error.start]:02x} at place {error.start + 1} "
                    "is not UTF-8: save the file as UTF-8 (Excel: 'CSV UTF-8')"
                ) from error
            # splits at a lone carriage return too, as old spreadsheets end their lines
            yield from io.StringIO(text, newline="")


def _delimiter(header: str) -> str:
    def needed(delimiter: str) -> int:
        cells = next(csv.reader([header], delimiter=delimiter), [])
        return len(set(NEEDED) & {cell.strip() for cell in cells})

    return max(",;\t", key=needed)


def _header(cells: list[str] | str) -> list[str]:
    if isinstance(cells, str):
        return []
    return [name.strip() or f"column {place}" for place, name in enumerate(cells, start=1)]


def _csv_records(reader: Reader, file: str) -> Iterator[tuple[int, list[str] | str]]:
    """First line and cells of each record; a sentence in place of the cells where the line is no CSV."""
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end" in str(error) or "field limit" in str(error):
                raise InputError(
                    f"{file} line {line}: a quotation mark is opened here and never closed, so the rows after it are "
                    "swallowed: close it, or double it where it belongs to the text"
                ) from error
            until = f", up to line {reader.line_num}," if reader.line_num > line else ""
            yield line, f"the row{until} is not valid CSV ({error}): double the quotation marks inside an answer"
            continue
        if cells:
            yield line, cells


def _json_object(text: str) -> dict[str, object] | str:
    try:
        record = json.loads(text.strip())  # else an error at its end is reported on the next line
    except json.JSONDecodeError as error:
        return f"this is not JSON ({error.msg} at column {error.colno}): write one object a line"
    except (ValueError, RecursionError) as error:
        return f"this JSON cannot be read ({error})"
    if not isinstance(record, dict):
        return "this is JSON but not an object: write one object a line, {...}, without an enclosing list"
    return record
