"""A PDF made line by line: headings, paragraphs, quotations and tables in DejaVu Sans, which the package carries.

The font holds Latin, Greek, Cyrillic, Armenian, Georgian and mathematical signs. A sign that it lacks, and the scripts
that run from right to left, are printed from a font file that the person names; without one as a box, and the document
says at its end which scripts those are. Text is text here: nothing in it is ever markup or a link.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from fontTools.ttLib import TTFont, TTLibError
from fpdf import FPDF
from fpdf.errors import FPDFException

from interviewer.errors import SettingsError

FONTS = Path(__file__).parent / "fonts"
PLAIN, BOLD = FONTS / "DejaVuSans.ttf", FONTS / "DejaVuSans-Bold.ttf"
FAMILY, EXTRA = "DejaVu", "Extra"
BOX = "□"
UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
MARGIN_MM, INDENT_MM, LINE = 20.0, 6.0, 1.4
SIZES_PT = {1: 18.0, 2: 13.0, 3: 11.0}
TEXT_PT, SMALL_PT = 10.0, 8.5
INK, SOFT, RULE = (28, 30, 33), (86, 91, 99), (213, 217, 226)
MM_A_PT = 25.4 / 72
NAMED = 6


class Document:
    """A PDF document, A4, that grows at its end.

    Args:
        title: Of the file; printed only by `heading`.
        font: A TrueType or OpenType file for signs that DejaVu Sans lacks.
        wide: Whether the pages lie on their side.

    Raises:
        SettingsError: If the font cannot be used.
    """

    def __init__(self, title: str, font: Path | None = None, *, wide: bool = False) -> None:
        self._pdf = FPDF(orientation="landscape" if wide else "portrait", format="A4")
        self._pdf.set_margin(MARGIN_MM)
        self._pdf.set_auto_page_break(True, MARGIN_MM)
        self._pdf.add_font(FAMILY, "", PLAIN)
        self._pdf.add_font(FAMILY, "B", BOLD)
        self._signs = set(signs_of(PLAIN))
        self._extra = frozenset[int]()
        if font is not None:
            self._add_extra(font)
        self._boxed: dict[str, None] = {}
        self._whole = b""
        self._pdf.set_title(self._shown(title))
        self._pdf.set_lang("en")
        self._pdf.add_page()

    @property
    def lacking(self) -> tuple[str, ...]:
        """The scripts of which a sign was printed as a box, in the order in which they came."""
        return tuple(self._boxed)

    def heading(self, text: str, level: Literal[1, 2, 3] = 1) -> None:
        """A heading, which the outline of the file names too."""
        shown = " ".join(self._shown(text).split()) or "–"
        self._gap(1.0 if level > 1 else 0.0)
        self._set("B", SIZES_PT[level])
        if self._pdf.will_page_break(SIZES_PT[level] * LINE * MM_A_PT * 3):  # no heading alone at a page's foot
            self._pdf.add_page()
        self._pdf.start_section(shown, level=level - 1)
        self._set("B", SIZES_PT[level])
        self._lines(shown, SIZES_PT[level])
        self._gap(0.3)

    def text(self, text: str, kind: Literal["plain", "strong", "soft"] = "plain") -> None:
        """A paragraph; its line ends stay."""
        size = SMALL_PT if kind == "soft" else TEXT_PT
        self._set("B" if kind == "strong" else "", size, SOFT if kind == "soft" else INK)
        self._lines(self._shown(text), size)
        self._gap(0.4)

    def quotation(self, text: str) -> None:
        """A person's words, set in, with a rule beside them."""
        self._set("", TEXT_PT)
        left = self._pdf.l_margin
        for line in self._shown(text).split("\n"):
            self._pdf.set_x(left + INDENT_MM)
            top, page = self._pdf.get_y(), self._pdf.page
            self._lines(line or " ", TEXT_PT)
            if self._pdf.page == page:
                self._pdf.set_draw_color(*RULE)
                self._pdf.set_line_width(0.8)
                self._pdf.line(left + 2, top, left + 2, self._pdf.get_y())
        self._gap(0.4)

    def item(self, sign: str, text: str, below: str = "") -> None:
        """A line of a list with its sign; `below` stands under it in small letters."""
        self._set("", TEXT_PT)
        self._pdf.cell(INDENT_MM, TEXT_PT * LINE * MM_A_PT, self._shown(sign))
        self._lines(" ".join(self._shown(text).split()), TEXT_PT)
        if below:
            self._set("", SMALL_PT, SOFT)
            self._pdf.set_x(self._pdf.l_margin + INDENT_MM)
            self._lines(" ".join(self._shown(below).split()), SMALL_PT)

    def table(self, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """A table whose first row is its head, repeated on each page.

        Args:
            rows: Each of as many cells as there are widths.
            widths: Of the columns, in any unit: shares of the whole.
        """
        self._set("", SMALL_PT)
        self._pdf.set_draw_color(*RULE)
        self._pdf.set_line_width(0.2)
        with self._pdf.table(
            col_widths=tuple(widths), text_align="LEFT", borders_layout="HORIZONTAL_LINES", line_height=SMALL_PT * 0.5
        ) as table:
            for row in rows:
                table.row([" ".join(self._shown(cell).split()) for cell in row])
        self._gap(0.6)

    def bytes(self) -> bytes:
        """The whole file; nothing can be added after that."""
        if self._boxed and not self._whole:
            self._gap(1.0)
            self.text(told_boxes(self.lacking), "soft")
        self._whole = self._whole or bytes(self._pdf.output())
        return self._whole

    def _lines(self, text: str, size_pt: float) -> None:
        self._pdf.multi_cell(0, size_pt * LINE * MM_A_PT, text, align="L", new_x="LMARGIN", new_y="NEXT")

    def _set(self, style: Literal["", "B"], size_pt: float, colour: tuple[int, int, int] = INK) -> None:
        self._pdf.set_font(FAMILY, style, size_pt)
        self._pdf.set_text_color(*colour)

    def _gap(self, lines: float) -> None:
        self._pdf.ln(lines * TEXT_PT * MM_A_PT)

    def _shown(self, text: str) -> str:
        """The text with a box for each sign that no font here can print."""
        composed = UNSEEN.sub("", unicodedata.normalize("NFC", text.expandtabs(4)).replace("\r\n", "\n"))
        return "".join(sign if sign == "\n" or self._can_print(sign) else self._box(sign) for sign in composed)

    def _can_print(self, sign: str) -> bool:
        if ord(sign) in self._extra and ord(sign) not in self._signs:
            return True
        return ord(sign) in self._signs and unicodedata.bidirectional(sign) not in ("R", "AL") and sign >= " "

    def _box(self, sign: str) -> str:
        if sign not in "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029":
            self._boxed[script_of(sign)] = None
            return BOX
        return "\n"

    def _add_extra(self, font: Path) -> None:
        try:
            self._extra = frozenset(signs_of(font))
            self._pdf.add_font(EXTRA, "", font)
            self._pdf.add_font(EXTRA, "B", font)
        except (TTLibError, FPDFException, OSError, KeyError, ValueError, AttributeError, NotImplementedError) as error:
            raise SettingsError(f"the font {font} cannot be used ({error}): give a .ttf or .otf file") from error
        self._pdf.set_fallback_fonts([EXTRA], exact_match=False)


def script_of(sign: str) -> str:
    """The script of a sign as its Unicode name begins: `CJK`, `HANGUL`; `signs` where it has none."""
    category = unicodedata.category(sign)
    name = unicodedata.name(sign, "")
    return name.split()[0].split("-")[0].capitalize() if name and category.startswith("L") else "signs"


def told_boxes(scripts: Sequence[str]) -> str:
    """The sentence on what was printed as boxes."""
    named = ", ".join(scripts[:NAMED]) + (" and more" if len(scripts) > NAMED else "")
    return (
        f"{BOX} stands for a sign that the font of this PDF lacks or cannot set ({named}); the Markdown and HTML "
        "of the same have every sign."
    )


@cache
def signs_of(font: Path) -> tuple[int, ...]:
    """The code points that a font file has signs for."""
    with TTFont(font, lazy=True, fontNumber=0) as opened:
        return tuple(opened.getBestCmap() or ())
