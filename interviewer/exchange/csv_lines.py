"""CSV text to lines; cells are parted by commas, semicolons, tabs or bars, as the beginning shows."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice

from interviewer.batch.rows import Place, Reject
from interviewer.errors import InputError
from interviewer.exchange.lines import Line

LONGEST_CELL = 50_000_000
DELIMITERS = ",;\t|"
LOOKED_AT = 20


def csv_lines(text: Iterator[str], file: str) -> Iterator[Line | Reject]:
    """The records of a CSV text; a record that is no CSV as a reject.

    Excel's first line `sep=;` is followed. A quotation mark inside an unquoted cell is a quotation mark.

    Raises:
        InputError: If a quotation mark is never closed.
    """
    csv.field_size_limit(LONGEST_CELL)
    lines, skipped, delimiter = _begin(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1 + skipped
        place = Place(file=file, line=line)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end" in str(error) or "field limit" in str(error):
                raise InputError(
                    f"{place}: a quotation mark is opened here and never closed, so the rows after it are swallowed: "
                    "close it, or double it where it belongs to the text"
                ) from error
            yield Reject(
                place=place, reason=f"the row is not valid CSV ({error}): double the quotation marks inside an answer"
            )
            continue
        yield Line(place=place, cells=tuple(cells))


def _begin(text: Iterator[str]) -> tuple[Iterator[str], int, str]:
    """The lines of the table, how many were left out before them, and the delimiter."""
    first = next(text, "")
    named = first.lower().removeprefix("\ufeff").strip()
    if named.startswith("sep=") and len(named) == len("sep=") + 1:
        return text, 1, named[-1]
    if named == "sep=":
        return text, 1, "\t"
    start = [first, *islice(text, LOOKED_AT)]
    return chain(start, text), 0, _delimiter(start)


def _delimiter(start: list[str]) -> str:
    """That which makes the most records of one width, and of those the widest; an answer's own commas vary."""

    def agreement(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(cells) for cells in csv.reader(start, delimiter=delimiter) if len(cells) > 1)
        return max(((times, width) for width, times in widths.items()), default=(0, 0))

    return max(DELIMITERS, key=agreement)
