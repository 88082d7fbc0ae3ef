"""The encoding of a text file, found out from its bytes, and its lines as text.

What is tried, in this order: a byte-order mark; the zero bytes of UTF-16 without one; UTF-8, to which no other text of
some length conforms by chance; else Windows-1252, the code page of Excel's plain "CSV" in Western Europe and America.
A file whose lines are partly UTF-8 and partly Windows-1252, as pasting together makes them, is read line by line.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from interviewer.errors import InputError, SettingsError

FOREIGN = {
    b"PK\x03\x04": "an Excel workbook or ZIP archive: name an Excel workbook .xlsx, unpack an archive",
    b"PAR1": "a Parquet file: name it .parquet",
    b"\x1f\x8b": "compressed: unpack it",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook: save it as .xlsx",
    b"%PDF": "a PDF: export the table itself",
}
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
START = 4096
ZEROS_IN_UTF16 = 0.3
MIXED = "utf-8 and windows-1252"
NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252", MIXED: "UTF-8 and Windows-1252 by turns"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How a file's bytes become text.

    Attributes:
        codec: A codec of Python's, or MIXED.
        odd_line: In a mixed file, the first line that is Windows-1252; else None.
    """

    codec: str
    odd_line: int | None = None

    def __str__(self) -> str:
        return NAMES.get(self.codec, "UTF-16" if self.codec.startswith("utf-16") else self.codec)


def detect_encoding(path: Path, wanted: str | None = None) -> Encoding:
    """The encoding of a text file, or the wanted one.

    Raises:
        InputError: If the file is no text.
        SettingsError: If nothing is called what is wanted.
    """
    if wanted is not None:
        try:
            return Encoding(codec=codecs.lookup(wanted).name)
        except LookupError as error:
            raise SettingsError(f"--encoding {wanted!r} is no encoding: give a name such as utf-8 or cp1252") from error
    with path.open("rb") as file:
        start = file.read(START)
        for sign, kind in FOREIGN.items():
            if start.startswith(sign):
                raise InputError(f"{path.name} is not {path.suffix} text but {kind}")
        for mark, codec in MARKS.items():
            if start.startswith(mark):
                return Encoding(codec=codec)
        if b"\0" in start:
            return _utf16(start, path)
        file.seek(0)
        return _eight_bit(file)


def text_lines(path: Path, encoding: Encoding) -> Iterator[str]:
    """The file's lines with their ends, as they stand.

    Raises:
        InputError: If the bytes are not text in this encoding.
    """
    if encoding.codec not in (MIXED, "cp1252"):
        try:
            with path.open(encoding=encoding.codec, newline="") as file:
                yield from file
        except UnicodeError as error:
            raise InputError(f"{path.name} is damaged: it is not {encoding} throughout ({error})") from error
        return
    with path.open("rb") as raw:
        for number, line in enumerate(raw, start=1):
            # splits at a lone carriage return too, as old spreadsheets end their lines
            yield from io.StringIO(_decoded(line, encoding, f"{path.name} line {number}"), newline="")


def _decoded(line: bytes, encoding: Encoding, place: str) -> str:
    if encoding.codec == MIXED:
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            pass
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{place}: byte 0x{line[error.start]:02x} at place {error.start + 1} is neither UTF-8 nor Windows-1252: "
            "save the file as UTF-8 (Excel: 'CSV UTF-8') or name its encoding with --encoding"
        ) from error


def _utf16(start: bytes, path: Path) -> Encoding:
    half = max(1, len(start) // 2)
    if start[1::2].count(0) >= ZEROS_IN_UTF16 * half and not start[0::2].count(0):
        return Encoding(codec="utf-16-le")
    if start[0::2].count(0) >= ZEROS_IN_UTF16 * half and not start[1::2].count(0):
        return Encoding(codec="utf-16-be")
    raise InputError(f"{path.name} is a binary file, not text: give a table as .csv, .xlsx, .jsonl or .parquet")


def _eight_bit(file: io.BufferedReader) -> Encoding:
    beyond_ascii, odd_line = 0, None
    for number, line in enumerate(file, start=1):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            beyond_ascii += 1
        except UnicodeDecodeError:
            odd_line = odd_line or number
    if odd_line is None:
        return Encoding(codec="utf-8")
    return Encoding(codec=MIXED, odd_line=odd_line) if beyond_ascii else Encoding(codec="cp1252")
