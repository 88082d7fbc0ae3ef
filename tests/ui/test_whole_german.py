"""No page in German says anything in English but what is marked as English."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import pytest

from tests.practice.kitchen import KITCHEN
from tests.ui import walks
from tests.ui.desks import desk, ready
from ui import render_report
from ui.labels import labels
from ui.showing import TEXTS
from ui.wording import ENGLISH, Text, choose

GERMAN = choose("de", None)
VOID = {"br", "img", "input", "meta", "link"}
SPEAKING = {"aria-label", "title", "alt"}
LONG = 5  # letters of a word that is told from a German one by itself


def fragments(text: Text) -> set[str]:
    """The runs of words of a text between its values and its markup, without those too short to tell a language by."""
    texts = [text] if isinstance(text, str) else list(text.values())
    runs = [part for one in texts for said, _, _, _ in Formatter().parse(one) for part in re.split(r"<[^>]*>", said)]
    kept = [re.sub(r"\s+", " ", run).strip(" .,:;()…") for run in runs]
    return {one for one in kept if len(re.findall(r"[^\W\d_]{2,}", one)) > 1 or re.search(rf"[^\W\d_]{{{LONG},}}", one)}


def all_fragments(texts: dict[str, Text]) -> set[str]:
    return {one for key, text in texts.items() if key not in ("name", "locale") for one in fragments(text)}


OURS = all_fragments(dict(GERMAN.texts))
ENGLISH_ONLY = {
    one: re.compile(rf"(?<!\w){re.escape(one)}(?!\w)")
    for one in all_fragments(dict(ENGLISH.texts))
    if not any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", said) for said in OURS)
}


class InGerman(HTMLParser):
    """Collects what a page says where its language is not marked as English."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self._open: list[tuple[str, str]] = []
        self.said: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        language = found.get("lang") or (self._open[-1][1] if self._open else "de")
        if language != "en":
            self.said += [str(value) for name, value in found.items() if name in SPEAKING]
        if tag not in VOID:
            self._open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            continue

    def handle_data(self, data: str) -> None:
        if not self._open or (self._open[-1][1] != "en" and self._open[-1][0] not in ("style", "script", "code")):
            self.said.append(" ".join(data.split()))


def english_in(page: str) -> list[str]:
    said = [one for one in InGerman(page).said if one]
    return [f"{one!r} in {text!r}" for text in said for one, form in ENGLISH_ONLY.items() if form.search(text)]


def test_the_check_itself_sees_english() -> None:
    page = '<p>Ihre Antwort <b title="Try again">x</b> <i lang="en">Try again</i> Show reference answer</p>'
    found = english_in(page)
    assert {"'Try again' in 'Try again'", "'Show reference answer' in 'Show reference answer'"} <= set(found)
    assert {line.split(" in ")[1] for line in found} == {"'Try again'", "'Show reference answer'"}
    assert english_in('<p>Ihre Antwort <i lang="en">Try again</i></p>') == []
    assert len(ENGLISH_ONLY) > 300


@pytest.mark.parametrize("walk", walks.VIEWS)
def test_no_view_of_the_page_says_anything_in_english(walk: walks.Walk) -> None:
    found = [english_in(getattr(view, part)) for view in walk(GERMAN) for part in (*TEXTS, "notice")]
    assert [one for one in found if one] == []


def test_no_page_around_the_chat_says_anything_in_english(tmp_path: Path) -> None:
    found = {address: english_in(page) for address, page in walks.plain_pages("de", tmp_path).items()}
    assert {address: faults for address, faults in found.items() if faults} == {}


def test_no_label_says_anything_in_english() -> None:
    values = [value for one in labels(GERMAN, KITCHEN).values() for value in one.values()]
    said = [one for one in values if isinstance(one, str)]
    said += [str(one[0]) for value in values if isinstance(value, list) for one in value if isinstance(one, tuple)]
    said += [render_report.status_line(made.models.status(GERMAN)) for made in (desk(), ready())]
    assert [fault for one in said for fault in english_in(one)] == []
