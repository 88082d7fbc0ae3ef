"""History, today, charts and comparison as HTML: escaped, said in words, whole."""

from __future__ import annotations

from datetime import UTC, timedelta

from interviewer.practice.progress import Foreseen, HistoryLine, Misconception, Standing
from tests.practice.times import MONDAY
from tests.ui.test_render import HOSTILE, Tags
from ui import charts, render_clock
from ui.render_history import History, history
from ui.wording import ENGLISH


def line(number: int, score: float | None) -> HistoryLine:
    return HistoryLine(
        id=f"i{number}",
        mode="mock",
        started=MONDAY + timedelta(days=number),
        ended=MONDAY,
        score=score,
        answered=2,
        questions=3,
    )


def full(text: str) -> History:
    wrong = Misconception(
        question_id="q", key_point="k", statement=text, opened=MONDAY, said=text, closed=MONDAY + timedelta(days=1)
    )
    return History(
        lines=(line(2, 80.0), line(1, None), line(0, 40.0)),
        topics=(Standing(group=text, score=30.0, questions=1),),
        misconceptions=(wrong,),
        foreseen=(Foreseen(at=MONDAY, question_id="q", predicted=75, actual=50),),
    )


def test_a_hostile_text_in_the_history_becomes_text_and_no_tag() -> None:
    harmless, shown = Tags(history(ENGLISH, full("plain"), UTC)), Tags(history(ENGLISH, full(HOSTILE), UTC))
    assert set(shown.tags) == set(harmless.tags)
    assert shown.text.count(HOSTILE) == 3


def test_the_history_says_in_words_what_its_charts_show() -> None:
    shown = history(ENGLISH, full("plain"), UTC)
    assert "Score over time, 2 interviews: from 40 to 80 of 100" in shown
    assert "you expect 25 points more than you reach (1 answer)" in shown
    assert shown.count("data-open=") == 3
    assert '<span class="figure">–</span>' in shown


def test_a_radar_needs_three_topics_and_escapes_their_names() -> None:
    assert charts.radar([("a", 1.0), ("b", 2.0)], "x") == ""
    shown = charts.radar([("<b>", 0.0), ("b", 50.0), ("c", 100.0)], 'a "label" <i>')
    assert "<b>" not in shown
    assert "<i>" not in shown
    assert 'aria-label="a &quot;label&quot; &lt;i&gt;"' in shown


def test_a_line_of_one_score_lies_in_the_chart() -> None:
    assert 'cy="32.0"' in charts.line_chart([100.0], "x")
    assert 'cy="128.0"' in charts.line_chart([0.0, 100.0], "x")


def test_times_are_minutes_and_seconds() -> None:
    assert [render_clock.minutes(one) for one in (0, 59.6, 61, 450, -3)] == ["0:00", "1:00", "1:01", "7:30", "0:00"]
