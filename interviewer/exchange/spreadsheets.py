"""Rows of cells to CSV and XLSX: no text becomes a formula, and numbers stay numbers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from interviewer.batch.writing import LONGEST_XLSX_CELL, safe_cell

Cell = str | int | float | None
SHEET_NAME_LENGTH = 31
NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
CUT = " … (cut)"


def csv_bytes(rows: Iterable[Sequence[Cell]], *, for_excel: bool = False) -> bytes:
    """The rows as CSV in UTF-8, with a byte-order mark where Excel shall open it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)  # its own line end, or a lone carriage return in a cell would not be quoted
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig" if for_excel else "utf-8")


def xlsx_bytes(sheets: Sequence[tuple[str, Sequence[Sequence[Cell]]]]) -> bytes:
    """A workbook of named sheets, each with a bold first row that stays in view.

    A text too long for a cell is cut and says so; control characters become �.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    workbook = Workbook(write_only=True)
    for name, rows in zip(sheet_names([name for name, _ in sheets]), (rows for _, rows in sheets), strict=True):
        sheet = workbook.create_sheet(name)
        sheet.freeze_panes = "A2"
        for number, row in enumerate(rows):
            cells = [WriteOnlyCell(sheet, value=_for_excel(cell)) for cell in row]
            for cell in cells if number == 0 else ():
                cell.font = Font(bold=True)
            sheet.append(cells)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def sheet_names(names: Sequence[str]) -> list[str]:
    """Names that Excel allows: short, without its forbidden characters, and each once in any case of letters."""
    taken: set[str] = {"history"}
    result = []
    for name in names:
        stem = NOT_IN_SHEET_NAMES.sub(" ", name).strip(" '")[:SHEET_NAME_LENGTH] or "sheet"
        number, tried = 2, stem
        while tried.casefold() in taken:
            ending = f" ({number})"
            tried = stem[: SHEET_NAME_LENGTH - len(ending)] + ending
            number += 1
        taken.add(tried.casefold())
        result.append(tried)
    return result


def _safe(cell: Cell) -> Cell:
    """The cell, a text with an apostrophe before it where a spreadsheet would compute it; a lone hyphen is none."""
    return safe_cell(cell) if isinstance(cell, str) and cell != "-" else cell


def _for_excel(cell: Cell) -> Cell:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not isinstance(cell, str):
        return cell
    text = ILLEGAL_CHARACTERS_RE.sub("\ufffd", str(_safe(cell)))
    return text if len(text) <= LONGEST_XLSX_CELL else text[: LONGEST_XLSX_CELL - len(CUT)] + CUT
