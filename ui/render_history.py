"""The history as HTML: a line an interview, scores over time, misconceptions, and how well scores are foreseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from html import escape

from interviewer.practice.interview import whole
from interviewer.practice.progress import Foreseen, HistoryLine, Misconception, Standing, overconfidence
from ui import charts

MODES = {"practice": "Practice", "mock": "Mock interview", "review": "Review"}


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What a person's interviews say together; each part as `interviewer.practice.progress` gives it."""

    lines: tuple[HistoryLine, ...]
    topics: tuple[Standing, ...]
    misconceptions: tuple[Misconception, ...]
    foreseen: tuple[Foreseen, ...]


def history(found: History, zone: tzinfo | None) -> str:
    """The whole page."""
    heading = '<h1 tabindex="-1" id="history-heading">History</h1>'
    if not found.lines:
        return (
            f'<article class="sheet">{heading}<p class="lead">No interviews yet. Press <b>Practice</b> above and '
            "answer a question: it is kept here from the first word on.</p></article>"
        )
    return (
        f'<article class="sheet">{heading}{_chart(found.lines, zone)}{_lines(found.lines, zone)}'
        f'<div class="halves">{_topics(found.topics)}{_calibration(found.foreseen)}</div>'
        f"{_misconceptions(found.misconceptions, zone)}</article>"
    )


def day(at: datetime) -> str:
    """A date in words: `3 March 2026`; the page puts it in the reader's form."""
    return f'<time datetime="{at.isoformat()}">{at.day} {at.strftime("%B %Y")}</time>'


def _chart(lines: Sequence[HistoryLine], zone: tzinfo | None) -> str:
    scored = [line for line in reversed(lines) if line.score is not None]
    if len(scored) < 2:
        return ""
    scores = [line.score or 0.0 for line in scored]
    label = f"Score over time, {len(scores)} interviews: from {whole(scores[0])} to {whole(scores[-1])} of 100"
    first, last = day(scored[0].started.astimezone(zone)), day(scored[-1].started.astimezone(zone))
    return (
        f"<section><h2>Score over time</h2>{charts.line_chart(scores, label)}"
        f'<p class="axis note"><span>{first}</span><span>{last}</span></p></section>'
    )


def _lines(lines: Sequence[HistoryLine], zone: tzinfo | None) -> str:
    rows = "".join(_line(line, zone) for line in lines)
    return f'<section><h2>Interviews</h2><ul class="lines">{rows}</ul></section>'


def _line(line: HistoryLine, zone: tzinfo | None) -> str:
    under_way = line.ended is None
    facts = f"{line.answered} of {line.questions} answered{' · under way' if under_way else ''}"
    score = "–" if line.score is None else whole(line.score)
    name, verb = MODES[line.mode], "Go on" if under_way else "Open"
    return (
        f'<li><div><b>{name}, {day(line.started.astimezone(zone))}</b><span class="note">{facts}</span></div>'
        f'<span class="figure">{score}</span>'
        f'<button type="button" class="small" data-open="{escape(line.id)}">{verb}'
        f'<span class="unseen"> {name} of {day(line.started.astimezone(zone))}</span></button></li>'
    )


def _topics(topics: Sequence[Standing]) -> str:
    if not topics:
        return "<section><h2>By topic</h2><p>No answer has a score yet.</p></section>"
    rows = "".join(
        f'<li><span class="what">{escape(one.group)} <small>{one.questions} question'
        f'{"s" if one.questions != 1 else ""}</small></span><span class="figure">{whole(one.score)}</span>'
        f'<span class="bar" aria-hidden="true"><i style="width:{one.score:.0f}%"></i></span></li>'
        for one in topics
    )
    return f'<section><h2>By topic, weakest first</h2><ul class="bars">{rows}</ul></section>'


def _calibration(foreseen: Sequence[Foreseen]) -> str:
    gap = overconfidence(foreseen)
    if gap is None:
        return (
            "<section><h2>What you expected</h2><p>Say what score you expect before you answer: here you see whether "
            "you know what you know.</p></section>"
        )
    words = "as much as" if round(gap) == 0 else f"{abs(round(gap))} points {'more' if gap > 0 else 'less'} than"
    said = f"On average you expect {words} you reach ({len(foreseen)} answer{'s' if len(foreseen) != 1 else ''})."
    chart = charts.scatter([(one.predicted, one.actual) for one in foreseen], f"Expected and reached scores. {said}")
    return f"<section><h2>What you expected</h2><p>{said}</p>{chart}</section>"


def _misconceptions(found: Sequence[Misconception], zone: tzinfo | None) -> str:
    if not found:
        none = "None so far: nothing that you said contradicts a key point."
        return f"<section><h2>Misconceptions</h2><p>{none}</p></section>"
    rows = "".join(_misconception(one, zone) for one in found)
    return f'<section><h2>Misconceptions</h2><ul class="lines misconceptions">{rows}</ul></section>'


def _misconception(one: Misconception, zone: tzinfo | None) -> str:
    said = f'<span class="note">You said: <q>{escape(one.said)}</q></span>' if one.said else ""
    opened = f"opened {day(one.opened.astimezone(zone))}"
    if one.closed is None:
        sign = '<span class="sign contradicted" aria-hidden="true">✕</span>'
        fate = f"<b>open</b>, {opened}"
    else:
        sign = '<span class="sign covered" aria-hidden="true">●</span>'
        fate = f"<b>closed</b> {day(one.closed.astimezone(zone))}, {opened}"
    return f'<li>{sign}<div>{escape(one.statement)}{said}<span class="note">{fate}</span></div></li>'
