"""Parquet and XLSX to rows, a block at a time."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from interviewer.batch.rows import Place, Reject, Row, check_columns, row_from_cells
from interviewer.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK_ROWS = 1024


def parquet_rows(path: Path) -> Iterator[Row | Reject]:
    """Rows of a Parquet file; `answer` has a text type.

    Raises:
        InputError: If the file is damaged or no Parquet, a needed column is missing, or `answer` is not text.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as table:
            names = list(table.schema_arrow.names)
            check_columns(names, path.name)
            _check_text(table.schema_arrow.field("answer").type, path.name)
            number = 0
            for block in table.iter_batches(batch_size=BLOCK_ROWS):
                for cells in block.to_pylist():
                    number += 1
                    yield row_from_cells(Place(file=path.name, line=number, unit="row"), number, cells)
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise InputError(
            f"{path.name} is damaged or no Parquet file ({str(error).splitlines()[0]}): write it anew"
        ) from error


def _check_text(kind: pa.DataType, file: str) -> None:
    import pyarrow as pa

    base = kind.value_type if pa.types.is_dictionary(kind) else kind
    if not any(
        fits(base) for fits in (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view, pa.types.is_null)
    ):
        raise InputError(f"{file} holds {kind} in the column 'answer', not text: store the answers as text")


def xlsx_rows(path: Path) -> Iterator[Row | Reject]:
    """Rows of the first sheet of an Excel workbook, with a header in its first filled row.

    Numbers become text in the needed columns; formulas are refused there, since the file may not hold what they show.

    Raises:
        InputError: If the file is damaged or no workbook, or a needed column is missing.
    """
    workbook = open_workbook(path)
    try:
        if not workbook.worksheets:
            raise InputError(f"{path.name} has no sheet with cells: put the answers into the first sheet")
        yield from _sheet_rows(workbook.worksheets[0], path.name)
    except (zipfile.BadZipFile, zlib.error, ParseError, EOFError) as error:
        raise damaged_workbook(path, error) from error
    finally:
        workbook.close()


def open_workbook(path: Path) -> Any:
    """The Excel workbook at a path, read row by row.

    Raises:
        InputError: If it is damaged or no workbook.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(path, read_only=True, data_only=False)
    except (zipfile.BadZipFile, zlib.error, ParseError, EOFError, InvalidFileException, KeyError, ValueError) as error:
        raise damaged_workbook(path, error) from error


def damaged_workbook(path: Path, error: Exception) -> InputError:
    """The error for a workbook that cannot be read."""
    return InputError(
        f"{path.name} is damaged, locked by a password or no Excel workbook ({error}): save it anew as .xlsx"
    )


def _sheet_rows(sheet: Any, file: str) -> Iterator[Row | Reject]:
    sheet.reset_dimensions()  # some programs write a wrong size, which would cut the sheet
    header: list[str] = []
    number = 0
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        if all(cell.value is None for cell in cells):
            continue
        if not header:
            header = [str(cell.value or "").strip() or f"column {at}" for at, cell in enumerate(cells, start=1)]
            check_columns(header, f"{file}, sheet {sheet.title!r},")
            continue
        number += 1
        yield _sheet_row(Place(file=file, line=line, unit="row"), number, header, cells)


def _sheet_row(place: Place, number: int, header: list[str], cells: tuple[Any, ...]) -> Row | Reject:
    outside = [cell for cell in cells[len(header) :] if cell.value is not None]
    if outside:
        return Reject(
            place=place, reason=f"the cell {outside[0].coordinate} stands right of the header: give it a column name"
        )
    values: dict[str, object] = dict.fromkeys(header)
    for name, cell in zip(header, cells, strict=False):  # short rows: the cells left out are empty
        if name in ("answer_id", "question_id", "answer") and cell.data_type in ("f", "e"):
            what = "a formula" if cell.data_type == "f" else f"an error ({cell.value})"
            return Reject(
                place=place, reason=f"the cell {cell.coordinate} ({name}) holds {what}: paste the text as a value"
            )
        values[name] = _number_as_text(cell.value) if name == "answer" else cell.value
    return row_from_cells(place, number, values)


def _number_as_text(value: object) -> object:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, (int, float)) else value
