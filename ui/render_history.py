"""The history as HTML: a line an interview, scores over time, misconceptions, and how well scores are foreseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from html import escape

from interviewer.practice.interview import whole
from interviewer.practice.progress import Foreseen, HistoryLine, Misconception, Standing, overconfidence
from ui import charts
from ui.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What a person's interviews say together; each part as `interviewer.practice.progress` gives it."""

    lines: tuple[HistoryLine, ...]
    topics: tuple[Standing, ...]
    misconceptions: tuple[Misconception, ...]
    foreseen: tuple[Foreseen, ...]


def history(words: Wording, found: History, zone: tzinfo | None) -> str:
    """The whole page."""
    heading = f'<h1 tabindex="-1" id="history-heading">{words.html("history.heading")}</h1>'
    if not found.lines:
        return f'<article class="sheet">{heading}<p class="lead">{words.html("history.none")}</p></article>'
    return (
        f'<article class="sheet">{heading}{_chart(words, found.lines, zone)}{_lines(words, found.lines, zone)}'
        f'<div class="halves">{_topics(words, found.topics)}{_calibration(words, found.foreseen)}</div>'
        f"{_misconceptions(words, found.misconceptions, zone)}</article>"
    )


def _chart(words: Wording, lines: Sequence[HistoryLine], zone: tzinfo | None) -> str:
    scored = [line for line in reversed(lines) if line.score is not None]
    if len(scored) < 2:
        return ""
    scores = [line.score or 0.0 for line in scored]
    label = words("history.chart_label", count=len(scores), first=whole(scores[0]), last=whole(scores[-1]))
    first, last = words.day(scored[0].started.astimezone(zone)), words.day(scored[-1].started.astimezone(zone))
    return (
        f"<section><h2>{words.html('history.chart')}</h2>{charts.line_chart(scores, label)}"
        f'<p class="axis note"><span>{first}</span><span>{last}</span></p></section>'
    )


def _lines(words: Wording, lines: Sequence[HistoryLine], zone: tzinfo | None) -> str:
    rows = "".join(_line(words, line, zone) for line in lines)
    return f'<section><h2>{words.html("history.interviews")}</h2><ul class="lines">{rows}</ul></section>'


def _line(words: Wording, line: HistoryLine, zone: tzinfo | None) -> str:
    under_way = line.ended is None
    facts: str = words.html("history.answered", answered=line.answered, questions=line.questions)
    facts = f"{facts} · {words.html('history.under_way')}" if under_way else facts
    score = "–" if line.score is None else whole(line.score)
    day = words.day(line.started.astimezone(zone))
    name, verb = words.html(f"mode.{line.mode}"), words.html("history.go_on" if under_way else "history.open")
    return (
        f'<li><div><b>{name}, {day}</b><span class="note">{facts}</span></div>'
        f'<span class="figure">{score}</span>'
        f'<button type="button" class="small" data-open="{escape(line.id)}">{verb}'
        f'<span class="unseen">: {name}, {day}</span></button></li>'
    )


def _topics(words: Wording, topics: Sequence[Standing]) -> str:
    if not topics:
        return f"<section><h2>{words.html('topics.heading')}</h2><p>{words.html('topics.none')}</p></section>"
    rows = "".join(
        f'<li><span class="what">{words.written(one.group)} '
        f"<small>{words.html('topics.questions', count=one.questions)}</small></span>"
        f'<span class="figure">{whole(one.score)}</span>'
        f'<span class="bar" aria-hidden="true"><i style="width:{one.score:.0f}%"></i></span></li>'
        for one in topics
    )
    return f'<section><h2>{words.html("topics.weakest")}</h2><ul class="bars">{rows}</ul></section>'


def _calibration(words: Wording, foreseen: Sequence[Foreseen]) -> str:
    gap, heading = overconfidence(foreseen), f"<h2>{words.html('expected.heading')}</h2>"
    if gap is None:
        return f"<section>{heading}<p>{words.html('expected.none')}</p></section>"
    way = "same" if round(gap) == 0 else "more" if gap > 0 else "less"
    answers = words("expected.answers", count=len(foreseen))
    said = words(f"expected.{way}", points=abs(round(gap)), answers=answers)
    axes = (words("expected.axis"), words("expected.reached"))
    chart = charts.scatter([(one.predicted, one.actual) for one in foreseen], words("expected.label", said=said), axes)
    return f"<section>{heading}<p>{escape(said)}</p>{chart}</section>"


def _misconceptions(words: Wording, found: Sequence[Misconception], zone: tzinfo | None) -> str:
    heading = f"<h2>{words.html('misconceptions.heading')}</h2>"
    if not found:
        return f"<section>{heading}<p>{words.html('misconceptions.none')}</p></section>"
    rows = "".join(_misconception(words, one, zone) for one in found)
    return f'<section>{heading}<ul class="lines misconceptions">{rows}</ul></section>'


def _misconception(words: Wording, one: Misconception, zone: tzinfo | None) -> str:
    said = ""
    if one.said:
        quote = words.html("misconceptions.said", quote=words.written(one.said))
        said = f'<span class="note">{quote}</span>'
    opened = words.day(one.opened.astimezone(zone))
    if one.closed is None:
        sign = '<span class="sign contradicted" aria-hidden="true">✕</span>'
        fate = words.html("misconceptions.open", opened=opened)
    else:
        sign = '<span class="sign covered" aria-hidden="true">●</span>'
        fate = words.html("misconceptions.closed", opened=opened, closed=words.day(one.closed.astimezone(zone)))
    return f'<li>{sign}<div>{words.written(one.statement)}{said}<span class="note">{fate}</span></div></li>'
