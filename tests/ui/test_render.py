"""What is shown of a grade: escaped, complete, and never by colour alone."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from interviewer.feedback.writer import Sentence
from interviewer.grading.grade import Evidence, Verdict
from interviewer.practice import interview as steps
from interviewer.practice.interview import Interview
from interviewer.practice.report import report_on
from tests.practice.kitchen import HALF_TEA, KITCHEN, TEA, plain_grader
from ui import render, render_after, render_panel, render_report
from ui.wording import ENGLISH

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script> ${alert(3)} `{{x}}` \"'&amp; </section>"


class Tags(HTMLParser):
    """Collects what a browser would see: the tags and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def graded(text: str = HALF_TEA) -> Interview:
    return steps.answer(steps.start(KITCHEN), text, plain_grader().grade(TEA, text))


def verdict(start: int, end: int, text: str, name: str = "covered") -> Verdict:
    span = Evidence(start=start, end=end, quote=text[start:end])
    return Verdict(key_point="a", verdict=name, credit=1, covered=1, contradicted=0, evidence=span)  # type: ignore[arg-type]


@given(st.data(), st.text(max_size=60))
def test_highlighting_keeps_every_character_and_marks_each_span_whole(data: st.DataObject, text: str) -> None:
    edges = st.integers(0, len(text))
    pairs = [sorted(pair) for pair in data.draw(st.lists(st.tuples(edges, edges), max_size=5))]
    shown = render.highlighted(text, [verdict(start, end, text) for start, end in pairs])
    assert html.unescape(re.sub(r"</?mark[^>]*>", "", shown)) == text
    for number, (start, end) in enumerate(pairs):
        pieces = re.findall(r'<mark class="\w+" data-points="([\d ]+)">([^<]*)</mark>', shown)
        own = "".join(html.unescape(piece) for places, piece in pieces if str(number) in places.split())
        assert own == text[start:end]


def test_overlapping_evidence_takes_the_gravest_sign() -> None:
    text = "boil the water"
    shown = render.highlighted(text, [verdict(0, 8, text), verdict(5, 14, text, "contradicted")])
    assert [*re.findall(r'class="(\w+)" data-points="([\d ]+)"', shown)] == [
        ("covered", "0"),
        ("contradicted", "0 1"),
        ("contradicted", "1"),
    ]


def test_each_verdict_has_a_sign_a_word_and_marks() -> None:
    shown = render_panel.panel(ENGLISH, graded().turn)
    items = re.findall(r"<li.*?</li>", shown)
    assert [("●" in one, "○" in one, "✕" in one) for one in items] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]
    words = ["covered</span>", "not mentioned</span>", "not right</span>"]
    assert all(word in one for one, word in zip(items, words, strict=True))
    assert ["2/2" in items[0], "0/1" in items[1], "−" in items[2]] == [True] * 3


def test_a_point_with_evidence_can_be_reached_by_key_and_names_its_span() -> None:
    shown = render_panel.panel(ENGLISH, graded().turn)
    assert re.findall(r'<button type="button" class="point" data-point="(\d)">', shown) == ["0", "2"]
    marked = render.answer(ENGLISH, graded().turn.attempts[0])
    assert set(re.findall(r'data-points="(\d)"', marked)) == {"0", "2"}


def test_a_hostile_answer_becomes_text_and_no_tag() -> None:
    plain, hostile = graded("boil fresh water."), graded("boil fresh water. " + HOSTILE)
    for one in (
        lambda attempt: render.answer(ENGLISH, attempt),
        lambda attempt: render_panel.panel(ENGLISH, graded(attempt.answer).turn),
    ):
        harmless, shown = Tags(one(plain.turn.attempts[0])), Tags(one(hostile.turn.attempts[0]))
        assert set(shown.tags) <= set(harmless.tags)
    assert HOSTILE in Tags(render.answer(ENGLISH, hostile.turn.attempts[0])).text


def test_hostile_feedback_becomes_text_and_no_tag() -> None:
    shown = Tags(render.feedback(ENGLISH, [Sentence(text=HOSTILE, origin="model")], HOSTILE, False))
    assert shown.text.count(HOSTILE) == 2
    assert not {"img", "script"} & set(shown.tags)


def test_feedback_says_who_wrote_it_once_it_is_whole() -> None:
    sentences = [Sentence(text="Good.", origin="model"), Sentence(text="Wait.", origin="template")]
    assert "1 sentence by the language model, 1 from the verdicts by rule" in render.feedback(
        ENGLISH, sentences, "", False
    )
    assert "by the language model" not in render.feedback(ENGLISH, sentences, "", True)


def test_the_follow_up_is_that_of_the_heaviest_point_missed_and_ends_with_the_reference_answer() -> None:
    missed = graded("wait three minutes.")
    assert "Why should it be fresh?" in render_after.follow_up(ENGLISH, missed.turn)
    assert render_after.follow_up(ENGLISH, steps.show_reference(missed).turn) == ""


def test_the_reference_answer_stays_hidden_until_it_is_asked_for() -> None:
    interview = graded()
    assert render.reference(ENGLISH, interview.turn) == ""
    shown = render.reference(ENGLISH, steps.show_reference(interview).turn)
    assert TEA.reference_answer in shown
    assert "Four minutes is fine." in shown


def test_a_better_second_try_says_by_how_much() -> None:
    again = steps.retry(graded())
    better = "boil fresh water. pour water over the leaves. wait three minutes."
    shown = render_panel.panel(ENGLISH, steps.answer(again, better, plain_grader().grade(TEA, better)).turn)
    assert re.search(r"↑ \d\d", shown)


def test_hints_are_named_in_the_score_and_the_grade_is_shown_beside() -> None:
    interview = steps.take_hint(steps.start(KITCHEN))
    text = "boil fresh water."
    shown = render_panel.panel(ENGLISH, steps.answer(interview, text, plain_grader().grade(TEA, text)).turn)
    assert "50 less 5 for hints" in shown
    assert 'aria-label="Score 45 of 100' in shown


def test_progress_is_a_number_a_bar_and_words() -> None:
    shown = render.progress(ENGLISH, steps.skip(steps.start(KITCHEN)))
    assert "Question 2 of 3" in shown
    assert 'aria-valuenow="2"' in shown
    assert "grains · beginner" in shown


def test_the_summary_has_the_score_the_bars_the_passages_and_both_downloads() -> None:
    shown = render_report.summary(ENGLISH, report_on(steps.stop(graded())), "i1")
    text = Tags(shown).text
    assert "By topic" in text
    assert "How do you make tea?" in text
    assert "Then pour water over the leaves." in text
    for ending in ("md", "json", "csv"):
        assert f'href="report.{ending}?interview=i1"' in shown
    assert "2 not reached" in text


def test_a_summary_without_an_answer_says_what_to_do() -> None:
    text = Tags(render_report.summary(ENGLISH, report_on(steps.stop(steps.start(KITCHEN))), "i1")).text
    assert "No question answered yet" in text
    assert "answer at least one" in text
