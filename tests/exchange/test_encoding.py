"""A text file's encoding is found out, and its text is what the person wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.errors import InputError, SettingsError
from interviewer.exchange.encoding import detect_encoding, text_lines

TEXT = "student,answer\nZoë,“naïve” – 5 €\n"


def read(path: Path, wanted: str | None = None) -> str:
    return "".join(text_lines(path, detect_encoding(path, wanted)))


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_usual_encoding_gives_the_same_text(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode(codec))
    assert read(path) == TEXT


def test_a_big_endian_byte_order_mark_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xfe\xff" + TEXT.encode("utf-16-be"))
    assert read(path) == TEXT


def test_a_file_of_two_encodings_is_read_line_by_line_and_names_the_odd_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Zoë\n".encode() + b"plain\n" + "Zoë\n".encode("cp1252"))
    assert read(path) == "Zoë\nplain\nZoë\n"
    assert detect_encoding(path).odd_line == 3


def test_a_byte_of_no_known_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"ok\nbad \x81\n")
    with pytest.raises(InputError, match=r"a.csv line 2: byte 0x81 at place 5 .* --encoding"):
        read(path)


def test_an_encoding_by_option_is_followed_and_an_unknown_one_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("答え\n".encode("shift_jis"))
    assert read(path, "shift_jis") == "答え\n"
    with pytest.raises(SettingsError, match="'klingon' is no encoding"):
        detect_encoding(path, "klingon")


@pytest.mark.parametrize(
    ("start", "told"),
    [(b"PK\x03\x04", "Excel"), (b"\x1f\x8b", "compressed"), (b"a\0\0\0b", "binary"), (b"%PDF-", "PDF")],
)
def test_what_is_no_text_is_told_by_its_kind(tmp_path: Path, start: bytes, told: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(start + b"x" * 10)
    with pytest.raises(InputError, match=told):
        detect_encoding(path)
