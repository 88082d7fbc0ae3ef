"""An Excel workbook to lines of text cells: numbers as text, formulas as their own text, never as what they compute.

A workbook may keep a formula's last result beside it, but nothing warrants that result: another program may have
written it, or none may be there. The formula's text is what the file surely holds, and it is not executed.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from interviewer.batch.rows import Place, Reject
from interviewer.batch.table_files import damaged_workbook, open_workbook
from interviewer.errors import InputError
from interviewer.exchange.lines import Line
from interviewer.exchange.notes import Notes

DAMAGED = (zipfile.BadZipFile, zlib.error, ParseError, EOFError)


def xlsx_lines(path: Path, notes: Notes) -> Iterator[Line | Reject]:
    """The rows of the first sheet with cells, blank rows left out.

    Raises:
        InputError: If the file is damaged or no workbook, or holds no cells.
    """
    workbook = open_workbook(path)
    try:
        sheets = [sheet for sheet in workbook.worksheets if _has_cells(sheet)]
        if not sheets:
            raise InputError(f"{path.name} has no sheet with cells: put the answers into the first sheet")
        if len(sheets) > 1:
            others = ", ".join(repr(sheet.title) for sheet in sheets[1:])
            notes.say(f"{path.name}: the sheet {sheets[0].title!r} was read; {others} not")
        for number, cells in enumerate(sheets[0].iter_rows(), start=1):
            if any(cell.value is not None for cell in cells):
                yield _line(Place(file=path.name, line=number, unit="row"), cells, notes)
    except DAMAGED as error:
        raise damaged_workbook(path, error) from error
    finally:
        workbook.close()


def _has_cells(sheet: Any) -> bool:
    sheet.reset_dimensions()  # some programs write a wrong size, which would cut the sheet
    return any(cell.value is not None for cells in sheet.iter_rows() for cell in cells)


def _line(place: Place, cells: tuple[Any, ...], notes: Notes) -> Line:
    texts, broken = [], {}
    for at, cell in enumerate(cells):
        if cell.value is not None and cell.data_type == "f":
            notes.count("a cell holds a formula: its text was taken, and nothing was computed", place)
        if cell.value is not None and cell.data_type == "e":
            broken[at] = f"the cell {cell.coordinate} holds an error of Excel's ({cell.value}): mend it"
        texts.append(cell_text(cell.value))
    return Line(place=place, cells=tuple(texts), broken=broken, may_be_short=True)


def cell_text(value: object) -> str:
    """What a cell's value is as text: `3` for 3.0, `TRUE` for True, ISO dates, a formula with its equals sign."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (str, int, float, timedelta)):
        return str(value)
    return str(getattr(value, "text", None) or getattr(value, "ref", value))  # array and data table formulas
