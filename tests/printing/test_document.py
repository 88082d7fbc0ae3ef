"""A PDF's text can be read again as it was written; what its font lacks shows as a box and is told."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from interviewer.errors import SettingsError
from interviewer.printing.document import BOLD, BOX, Document, script_of, signs_of

LONG = "supercalifragilistic" * 40
WRITTEN = "Größe, naïve, Łódź, Ğ, Ελληνικά σ ∇ ≤ →, Кириллица, “quoted” – €"
ATTACK = "<b>x</b> **bold** [a](javascript:b) %PDF-1.7 (paren) \\ endobj"


def text_of(document: Document) -> str:
    """The document's text with single spaces."""
    return " ".join(page_text(document).split())


def page_text(document: Document) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(document.bytes())).pages)


def test_every_part_comes_back_as_it_was_written() -> None:
    document = Document("Title ä")
    document.heading(WRITTEN)
    document.text(f"plain {WRITTEN}")
    document.quotation(f"quoted {WRITTEN}\n\nsecond line")
    document.item("●", f"item {WRITTEN}", f"below {WRITTEN}")
    document.table([["head", "other"], [f"cell {WRITTEN}", "1"]], (3, 1))
    text = text_of(document)
    for part in ("plain", "quoted", "item", "below", "cell"):
        assert f"{part} {WRITTEN}" in text
    assert "second line" in text and document.lacking == ()
    reader = PdfReader(io.BytesIO(document.bytes()))
    assert reader.metadata is not None and reader.metadata.title == "Title ä"
    assert [one.title for one in reader.outline] == [WRITTEN]  # type: ignore[union-attr]


def test_nothing_in_a_text_is_markup_or_a_link() -> None:
    document = Document("x")
    document.text(ATTACK)
    document.quotation(ATTACK)
    document.table([["a"], [ATTACK]], (1,))
    assert text_of(document).count(ATTACK) == 3
    assert all("/Annots" not in page for page in PdfReader(io.BytesIO(document.bytes())).pages)


def test_a_sign_without_a_glyph_is_a_box_and_its_script_is_told_at_the_end() -> None:
    document = Document("x")
    document.text("Übung 中文 and 한국 and שלום")
    text = text_of(document)
    assert f"Übung {BOX}{BOX} and {BOX}{BOX} and {BOX * 4}" in text
    assert document.lacking == ("Cjk", "Hangul", "Hebrew")
    assert f"{BOX} stands for a sign" in text and "Cjk, Hangul, Hebrew" in text


def test_a_font_of_the_persons_own_prints_what_the_packages_lacks(tmp_path: Path) -> None:
    own = tmp_path / "own.ttf"
    with_han(own)
    document = Document("x", own)
    document.text("Übung 中 and 文")
    assert f"Übung 中 and {BOX}" in text_of(document)


def with_han(path: Path) -> None:
    """A font of one sign: 中, drawn as a box."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 700), (700, 700), (700, 0)):
        pen.lineTo(corner)
    pen.closePath()
    builder = FontBuilder(1000)
    names = [".notdef", "zhong"]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({0x4E2D: "zhong"})
    builder.setupGlyf(dict.fromkeys(names, pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (800, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Own", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


def test_what_is_no_font_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_text("no font")
    with pytest.raises(SettingsError, match=r"broken\.ttf cannot be used"):
        Document("x", broken)


def test_long_texts_go_over_pages_and_a_word_longer_than_a_line_is_kept_whole() -> None:
    document = Document("x", wide=True)
    document.quotation("\n".join(f"line {n}" for n in range(200)))
    document.text(LONG)
    document.table([["n", "text"], *([str(n), f"row {n}"] for n in range(100))], (1, 4))
    text = page_text(document)
    assert len(PdfReader(io.BytesIO(document.bytes())).pages) > 5
    assert all(f"line {n}" in text and f"row {n}" in text for n in range(100))
    assert LONG in text.replace("\n", "")


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_printed(text: str) -> None:
    document = Document(text)
    document.heading(text, 2)
    document.text(text)
    document.item(text[:1], text, text)
    document.quotation(text)
    document.table([["head"], [text]], (1,))
    assert document.bytes().startswith(b"%PDF-")


def test_half_a_sign_and_controls_are_boxes_or_line_ends() -> None:
    document = Document("x")
    document.text("a\ud800b\x00c\td\u200be\r\nf")
    assert f"a{BOX}b{BOX}c" in text_of(document) and "de" in text_of(document)
    assert script_of("中") == "Cjk" and script_of("\x00") == script_of("😀") == "signs"


def test_the_bold_font_has_every_sign_of_headings_that_the_plain_one_has_in_latin_and_greek() -> None:
    wanted = [*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x391, 0x3CA), ord(BOX)]
    assert set(wanted) - set(signs_of(BOLD)) <= {0x3A2, 0xAD}
