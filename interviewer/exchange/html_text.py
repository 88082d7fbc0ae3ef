"""HTML, as course systems keep texts in, to plain text: paragraphs, list items and line breaks stay apart."""

from __future__ import annotations

import re
from html.parser import HTMLParser

BLOCKS = frozenset(
    """address article blockquote br caption dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section
    table td th tr ul qti-prompt qti-content-body""".split()
)
SILENT = frozenset({"script", "style", "qti-stylesheet", "qti-catalog-info"})
PAGE = re.compile(r"\s*<(?:p|div|ul|ol|h[1-6]|pre|table|blockquote)\b.*</\w+>\s*", re.DOTALL)
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        if tag in BLOCKS:
            self.parts.append("\n- " if tag == "li" else "\n")
        if tag == "img":
            self.parts.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in SILENT))
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def text_of_html(html: str) -> str:
    """The text of an HTML fragment; of an image, its description; of scripts and comments, nothing."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    return tidy("".join(parser.parts))


def looks_like_html(text: str) -> bool:
    """Whether there is a tag or a character reference in it."""
    return TAG.search(text) is not None


def is_html_page(text: str) -> bool:
    """Whether an answer comes from a rich text editor: all of it stands in blocks. `a < b and c > d` does not."""
    return PAGE.fullmatch(text) is not None


def tidy(text: str) -> str:
    """The text with single spaces, without spaces at the ends of lines, and with no more than one blank line."""
    lines = [" ".join(line.split()) for line in text.replace("\xa0", " ").split("\n")]
    lines = [line for line in lines if line != "-"]
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()
