"""No string of the page stands in its code: in a language that is none, all it says is of the catalogue."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

from tests.practice.kitchen import KITCHEN
from tests.ui import walks
from tests.ui.desks import desk, ready
from ui import render_report, showing, wording
from ui.labels import labels
from ui.showing import TEXTS
from ui.views import View
from ui.wording import ENGLISH, Text, Wording

VOID = {"br", "img", "input", "meta", "link"}
SPEAKING = {"aria-label", "title", "alt"}
NAMES = {"Interviewer", "ada", "grace", "Ada", "Grace"}


def bracketed(text: Text) -> Text:
    return f"⟦{text}⟧" if isinstance(text, str) else {form: f"⟦{one}⟧" for form, one in text.items()}


NONE = Wording(
    language="none", locale=ENGLISH.locale, texts={key: bracketed(text) for key, text in ENGLISH.texts.items()}
)


class Bare(HTMLParser):
    """Collects words outside all brackets and outside every element that is marked as of another language."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self._open: list[tuple[str, bool]] = []
        self.text, self.faults = "", list[str]()
        self.feed(page)
        plain = re.sub(r"⟦[^⟦⟧]*⟧", "", self.text)
        while plain != (plain := re.sub(r"⟦[^⟦⟧]*⟧", "", plain)):
            continue
        self.faults += [word for word in re.findall(r"[^\W\d_]{2,}", plain) if word not in NAMES]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.faults += (
            [f"{name}={value}" for name, value in found.items() if name in SPEAKING and not str(value).startswith("⟦")]
            if "lang" not in found
            else []
        )
        if tag not in VOID:
            self._open.append((tag, "lang" in found or tag == "time"))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            continue

    def handle_data(self, data: str) -> None:
        if not any(foreign for _, foreign in self._open):
            self.text += data


def bare(view: View) -> list[str]:
    parts = [*(getattr(view, name) for name in TEXTS), view.notice]
    return [fault for part in parts for fault in Bare(part).faults]


def test_the_check_itself_sees_a_string_of_the_code() -> None:
    assert Bare('<p aria-label="Name">⟦a ⟦b⟧ c⟧ left <i lang="en">over</i></p>').faults == ["aria-label=Name", "left"]


@pytest.mark.parametrize("walk", walks.VIEWS)
def test_nothing_on_the_pages_of_practice_stands_in_their_code(walk: walks.Walk) -> None:
    seen = walk(NONE)
    assert len(seen) > 5
    assert [bare(one) for one in seen] == [[] for _ in seen]


def test_the_walk_of_a_round_comes_past_what_was_gained_and_recovered() -> None:
    seen = walks.a_round(NONE)
    assert len(seen) > 15
    assert any("⟦▲ gained⟧" in one.comparison for one in seen)
    assert any("recovered</b>⟧" in one.follow for one in seen)


def test_nothing_on_the_pages_around_the_chat_stands_in_their_code(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "eo.yaml").write_text(
        yaml.safe_dump({**NONE.texts, "locale": "eo"}, allow_unicode=True), encoding="utf-8"
    )
    for file in wording.FOLDER.glob("*.yaml"):
        shutil.copy(file, tmp_path)
    monkeypatch.setattr(wording, "FOLDER", tmp_path)
    monkeypatch.setattr(wording, "LANGUAGES", ("en", "eo"))
    wording.read_texts.cache_clear()
    found = {address: Bare(page).faults for address, page in walks.plain_pages("eo", tmp_path).items()}
    assert len(found) > 12
    assert {address: faults for address, faults in found.items() if faults} == {}


def test_no_label_of_the_page_stands_in_its_code() -> None:
    for name, properties in labels(NONE, KITCHEN).items():
        for value in properties.values():
            if isinstance(value, list) and name != "topics":
                assert all(isinstance(one, tuple) and (one[0][0] == "⟦" or one[0].isdigit()) for one in value)
            elif isinstance(value, str):
                assert Bare(value).faults == []
    for loading in (desk(), ready()):
        assert Bare(render_report.status_line(loading.models.status(NONE))).faults == []


@pytest.mark.parametrize("mode", ["practice", "mock"])
def test_no_label_that_changes_stands_in_its_code(mode: str) -> None:
    view = View(stage="graded", mode=mode, due=2, is_last=True)  # type: ignore[arg-type]
    shown = dict(zip(showing.SHOWN, showing.show(NONE, view), strict=True))
    assert all(shown[name]["value"].startswith("⟦") for name in ("to_today", "next", "finish"))
