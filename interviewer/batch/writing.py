"""Finished rows to JSONL, CSV, Parquet or XLSX, one row at a time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from interviewer.batch.rows import json_text
from interviewer.batch.storage import flush
from interviewer.errors import StorageError

OUTPUT_COLUMNS = (
    "answer_id",
    "question_id",
    "score",
    "reason",
    "verdicts",
    "flags",
    "confidence",
    "feedback",
    "extra",
    "graded_with",
)
JSON_COLUMNS = frozenset({"verdicts", "flags", "extra", "graded_with"})
NUMBER_COLUMNS = frozenset({"score", "confidence"})
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST_XLSX_CELL = 32_767
MOST_XLSX_ROWS = 1_048_575
BLOCK_ROWS = 1024


def write_table(lines: Iterable[bytes], path: Path) -> None:
    """Writes finished rows (lines of JSON) as a table of the kind that the file's ending names.

    The columns are OUTPUT_COLUMNS; verdicts, flags, extra and graded_with are JSON texts.

    Raises:
        OSError: If the file cannot be written.
        StorageError: If a row does not fit into an Excel cell.
    """
    with path.open("wb") as file:
        WRITERS[path.suffix.lower()]((json.loads(line) for line in lines), file)
        flush(file)


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def _cells(record: Mapping[str, object]) -> dict[str, object]:
    """The record's values as cells: numbers, texts or None."""
    return {name: json_text(record[name]) if name in JSON_COLUMNS else record[name] for name in OUTPUT_COLUMNS}


def _safe_cells(record: Mapping[str, object]) -> dict[str, object]:
    return {name: safe_cell(cell) if isinstance(cell, str) else cell for name, cell in _cells(record).items()}


def _write_csv(records: Iterable[Mapping[str, object]], file: BinaryIO) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text)  # its own line end, or a lone carriage return in a cell would not be quoted
    writer.writerow(OUTPUT_COLUMNS)
    writer.writerows(_safe_cells(record).values() for record in records)
    text.detach()


def _write_parquet(records: Iterable[Mapping[str, object]], file: BinaryIO) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, pa.float64() if name in NUMBER_COLUMNS else pa.string()) for name in OUTPUT_COLUMNS])
    with pq.ParquetWriter(file, schema) as writer:
        for block in _blocks(map(_cells, records)):
            writer.write_table(pa.Table.from_pylist(block, schema=schema))


def _write_xlsx(records: Iterable[Mapping[str, object]], file: BinaryIO) -> None:
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("grades")
    with ExitStack() as unfinished:
        unfinished.callback(sheet.close)
        sheet.append(list(OUTPUT_COLUMNS))
        for record in records:
            sheet.append(list(_excel_cells(record).values()))
        unfinished.pop_all()
    workbook.save(file)


def _excel_cells(record: Mapping[str, object]) -> dict[str, object]:
    """Cells that Excel can hold: over-long verdicts lose their quotes (start and end stay), control signs become �."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cells = _safe_cells(record)
    if len(str(cells["verdicts"])) > LONGEST_XLSX_CELL:
        cells["verdicts"] = json_text(_without_quotes(record["verdicts"]))
    for name, cell in cells.items():
        if not isinstance(cell, str):
            continue
        cells[name] = ILLEGAL_CHARACTERS_RE.sub("\ufffd", cell)
        if len(cell) > LONGEST_XLSX_CELL:
            raise StorageError(
                f"answer {record['answer_id']!r}: its {name} has {len(cell):,} characters and an Excel cell holds "
                f"{LONGEST_XLSX_CELL:,}: give the same --output ending in .jsonl, .csv or .parquet; "
                "nothing is graded twice"
            )
    return cells


def _without_quotes(verdicts: object) -> list[object]:
    if not isinstance(verdicts, list):
        raise TypeError("verdicts are a list")
    return [{**one, "evidence": one["evidence"] and {**one["evidence"], "quote": None}} for one in verdicts]


def _blocks(cells: Iterator[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    while block := list(islice(cells, BLOCK_ROWS)):
        yield block


WRITERS: dict[str, Callable[[Iterable[Mapping[str, object]], BinaryIO], None]] = {
    ".csv": _write_csv,
    ".parquet": _write_parquet,
    ".xlsx": _write_xlsx,
}
OUTPUT_ENDINGS = (".jsonl", *WRITERS)
