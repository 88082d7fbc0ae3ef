"""No string of the page stands in its code: in a language that is none, all it says is of the catalogue."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from interviewer.practice.choose import Choice
from interviewer.records import course
from rubrics.model import KeyPoint
from tests.practice.kitchen import GOOD_TEA, HALF_TEA, KITCHEN, TEA
from tests.practice.times import SetClock
from tests.ui.desks import begun, desk, last, new_place, ready, submit, told
from ui import handlers, pages, render_report, showing, telling
from ui.desk import Desk
from ui.labels import labels
from ui.showing import TEXTS
from ui.views import View
from ui.wording import ENGLISH, Text, Wording

ASKED_TEA = replace(TEA, key_points=tuple(replace(one, follow_up=f"What of {one.id}?") for one in TEA.key_points))
VOID = {"br", "img", "input"}
SPEAKING = {"aria-label", "title", "alt"}
NAMES = {"Interviewer"}


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


def speaking(made: Desk) -> Desk:
    return made.speaking(NONE)


def test_the_check_itself_sees_a_string_of_the_code() -> None:
    assert Bare('<p aria-label="Name">⟦a ⟦b⟧ c⟧ left <i lang="en">over</i></p>').faults == ["aria-label=Name", "left"]


def test_nothing_on_the_page_of_a_round_stands_in_its_code() -> None:
    at = speaking(ready(questions=(ASKED_TEA, *KITCHEN[1:])))
    token, view = begun(at)
    seen = [view, handlers.take_hint(at, token, view.seen)]
    seen += submit(at, token, seen[-1], HALF_TEA, guess=75)
    seen += [told(at, token, seen[-1])]
    seen += telling.answer_follow_up(at, token, seen[-1].seen, "You pour water over the leaves.")
    wish = json.dumps({"key": "pour", "start": None, "end": None})
    seen += [telling.look_again(at, token, seen[-1].seen, wish), handlers.open_page(at, token)]
    seen += [handlers.show_reference(at, token, seen[-1].seen), last(handlers.retry(at, token, seen[-1].seen))]
    seen += submit(at, token, seen[-1], GOOD_TEA)
    seen += [told(at, token, seen[-1]), last(handlers.skip(at, token, "x")), *submit(at, token, seen[0], " ")]
    seen += list(submit(at, token, seen[0], "w" * 100_001)) + list(handlers.finish(at, token, seen[-1].seen))
    assert len(seen) > 15
    assert [bare(one) for one in seen] == [[] for _ in seen]
    assert any("⟦▲ gained⟧" in one.comparison for one in seen)
    assert any("recovered</b>⟧" in one.follow for one in seen)


def test_nothing_on_the_pages_around_practice_stands_in_their_code() -> None:
    clock, place = SetClock(), new_place()
    at = speaking(ready(clock=clock, place=place))
    token, view = begun(at)
    seen = [pages.show_history(at, token), pages.show_today(at, token)]
    seen += submit(at, token, view, HALF_TEA, guess=100)
    seen += [pages.start(at, token), last(handlers.finish(at, token, seen[-1].seen)), pages.show_today(at, token)]
    clock.pass_(days=40)
    seen += [pages.show_today(at, token), handlers.begin_review(at, token)]
    seen += submit(at, token, seen[-1], GOOD_TEA)
    seen += [pages.show_history(at, token), handlers.begin(at, token, Choice(topics=("physics",)))]
    heavier = replace(TEA, key_points=(*TEA.key_points, KeyPoint(id="milk", statement="add cold milk", weight=4)))
    other = speaking(ready(place=place, questions=(heavier, *KITCHEN[1:]), clock=clock))
    interview = view.seen.split("/")[0]
    seen += [handlers.open_page(other, token, interview=interview), *pages.regrade(other, token, interview)]
    seen += [handlers.begin_review(at, token), pages.delete_all(at, token), pages.show_history(at, None)]
    assert [bare(one) for one in seen] == [[] for _ in seen]


def test_nothing_in_a_mock_interview_and_its_report_stands_in_its_code() -> None:
    at = speaking(ready())
    token, view = begun(at, mode="mock")
    seen = [view, handlers.pause(at, token, view.seen, "half")]
    seen += [handlers.resume(at, token, seen[-1].seen)]
    course.submit(at.ledger, at.where(token, seen[-1].seen), GOOD_TEA)
    seen += [handlers.open_page(at, token)]
    seen += handlers.grade_now(at, token, seen[-1].seen)
    seen += handlers.finish(at, token, seen[-1].seen)
    assert seen[-1].stage == "summary"
    assert [bare(one) for one in seen] == [[] for _ in seen]


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
