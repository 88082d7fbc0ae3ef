"""The panel beside the answer as HTML: the score, and each key point with its verdict, words and second looks."""

from __future__ import annotations

from html import escape

from markupsafe import escape as escape_text

from interviewer.grading.grade import Grade, Verdict
from interviewer.practice.interview import HINT_COST, Attempt, Turn, whole
from interviewer.practice.markdown import VERDICT_SIGNS
from rubrics.model import KeyPoint
from ui.render import section
from ui.wording import Wording

FLAGS = (
    "gibberish",
    "off_topic",
    "question_echo",
    "keyword_stuffing",
    "padding",
    "instruction_injection",
    "close_call",
)


def empty_panel(words: Wording, turn: Turn) -> str:
    """The panel before an answer: how many key points there are, and the last attempt's score if there is one."""
    count = len(turn.question.key_points)
    rings = '<span class="sign">○</span>' * count
    last = ""
    if turn.attempts and turn.attempts[-1].score is not None:
        last = f'<p class="note">{words.html("panel.last", score=whole(turn.attempts[-1].score))}</p>'
    if turn.reference_shown:
        last += f'<p class="note">{words.html("panel.reference_seen")}</p>'
    return (
        f"{section('panel empty', words('panel.points'))}<h2>{words.html('panel.count', count=count)}</h2>"
        f'<p class="dots" aria-hidden="true">{rings}</p><p>{words.html("panel.explained")}</p>{last}</section>'
    )


def mock_panel(words: Wording) -> str:
    """The panel in a mock interview, which shows nothing before the end."""
    name = words("mode.mock")
    return f"{section('panel empty', name)}<h2>{escape(name)}</h2><p>{words.html('panel.mock')}</p></section>"


def busy_panel(text: str) -> str:
    """The panel while an answer is being graded; only Markup is taken as markup."""
    return f'<section class="panel empty busy" role="status" aria-busy="true"><p>{escape_text(text)}</p></section>'


def waiting_panel(words: Wording, ahead: int, text: str) -> str:
    """The panel while an answer waits for its turn and while it is graded; its place is read out by page.js, once."""
    if not ahead:
        return busy_panel(text)
    place = f'<h2 class="place">{words.html("wait.ahead", count=ahead)}</h2>'
    return f'<section class="panel empty busy" aria-busy="true">{place}<p>{escape_text(text)}</p></section>'


def ungraded_panel(words: Wording) -> str:
    """The panel of an answer that is kept and has no grade yet."""
    return (
        f'<section class="panel empty"><h2>{words.html("panel.ungraded")}</h2>'
        f"<p>{words.html('panel.ungraded_explained')}</p></section>"
    )


def panel(words: Wording, turn: Turn) -> str:
    """The score of the last attempt and the list of key points, each with verdict, marks and evidence."""
    attempt = turn.attempts[-1]
    verdicts, points = attempt.standing.verdicts, {point.id: point for point in turn.question.key_points}
    dots = "".join(f'<span class="sign {one.verdict}">{VERDICT_SIGNS[one.verdict]}</span>' for one in verdicts)
    items = "".join(_point(words, number, points[one.key_point], attempt) for number, one in enumerate(verdicts))
    return (
        f"{section('panel', words('panel.name'))}{_score(words, turn, attempt)}"
        f'<p class="dots" aria-hidden="true">{dots}</p>{_flags(words, attempt.grade)}'
        f'<ul class="points">{items}</ul></section>'
    )


def _score(words: Wording, turn: Turn, attempt: Attempt) -> str:
    if attempt.score is None:
        reason = words.html("score.none", why=words.written(attempt.grade.reason or "unknown"))
        return f'<div id="score" class="score" tabindex="-1"><p>{reason}</p></div>'
    verdicts = attempt.standing.verdicts
    covered = sum(one.verdict == "covered" for one in verdicts)
    label = words("score.label", score=_whole(attempt.score), covered=covered, total=len(verdicts))
    beside = "".join(f'<p class="beside">{escape(one)}</p>' for one in _beside(words, attempt))
    return (
        f'<div id="score" class="score" tabindex="-1" role="group" aria-label="{escape(label)}">'
        f'<p class="number">{_whole(attempt.score)}<small>{words.html("score.of")}</small>{_change(words, turn)}</p>'
        f'<p class="note">{escape(" · ".join(_facts(words, turn, attempt)))}</p>{beside}</div>'
    )


def _facts(words: Wording, turn: Turn, attempt: Attempt) -> list[str]:
    """What the score is made of."""
    weights = {point.id: point.weight for point in turn.question.key_points}
    verdicts = attempt.standing.verdicts
    earned = sum(weights[one.key_point] * one.credit for one in verdicts)
    facts = [words("score.points", earned=earned, total=sum(weights.values()))]
    if attempt.hints:
        facts.append(words("score.hints", score=_whole(attempt.standing.score), cost=attempt.hints * HINT_COST))
    if any(one.verdict == "contradicted" for one in verdicts):
        facts.append(words("score.contradicted"))
    if attempt.saw_reference:
        facts.append(words("score.practice"))
    if attempt.late:
        facts.append(words("score.late"))
    return facts


def _beside(words: Wording, attempt: Attempt) -> list[str]:
    """What stands beside the score and is not part of it."""
    lines = []
    if attempt.first_score != attempt.score:
        lines.append(words("beside.revised", first=_whole(attempt.first_score), now=_whole(attempt.score)))
    follow_up = attempt.follow_up
    if follow_up is not None and follow_up.grade is not None:
        lines.append(words("beside.recovered", points=whole(follow_up.recovered)))
    if attempt.predicted is not None and attempt.first_score is not None:
        surprise = _surprise(words, attempt.predicted, attempt.first_score)
        lines.append(words("beside.expected", score=whole(attempt.predicted), surprise=surprise))
    return lines


def _surprise(words: Wording, predicted: float, actual: float) -> str:
    gap = int(whole(predicted)) - int(whole(actual))
    if gap == 0:
        return words("surprise.none")
    return words("surprise.high", gap=gap) if gap > 0 else words("surprise.low", gap=-gap)


def _change(words: Wording, turn: Turn) -> str:
    """How far the score lies from that of the try before."""
    if len(turn.attempts) < 2:
        return ""
    before, now = turn.attempts[-2].score, turn.attempts[-1].score
    if before is None or now is None:
        return ""
    steps = int(whole(now)) - int(whole(before))
    if steps == 0:
        return f'<span class="change">{words.html("change.before")}</span>'
    way, name = ("↑", "up") if steps > 0 else ("↓", "down")
    spoken = words.html(f"way.{name}")
    return f'<span class="change {name}"><span class="unseen">{spoken}</span> {way} {abs(steps)}</span>'


def _point(words: Wording, number: int, point: KeyPoint, attempt: Attempt) -> str:
    verdict = attempt.standing.verdicts[number]
    marks = "−"
    if verdict.verdict != "contradicted":
        marks = f"{words.number(point.weight * verdict.credit)}/{words.number(point.weight)}"
    quote = ""
    if verdict.evidence:
        quote = f'<q class="quote"{words.foreign}>{escape(_shortened(verdict.evidence.quote))}</q>'
    inside = (
        f'<span class="sign" aria-hidden="true">{VERDICT_SIGNS[verdict.verdict]}</span>'
        f'<span class="statement"{words.foreign}>{escape(point.statement)}</span><span class="marks">{marks}</span>'
        f'<span class="verdict">{words.html(f"verdict.{verdict.verdict}")}</span>{quote}'
    )
    button = f'<div class="point">{inside}</div>'
    if verdict.evidence is not None:
        button = f'<button type="button" class="point" data-point="{number}">{inside}</button>'
    looks = f"{_second_looks(words, point, attempt)}{_appeal(words, point, verdict)}"
    return f'<li class="{verdict.verdict}">{button}{looks}</li>'


def _second_looks(words: Wording, point: KeyPoint, attempt: Attempt) -> str:
    """Each second look at one verdict: what stood, what stands, why."""
    lines = []
    for one in attempt.revisions:
        if one.key_point == point.id:
            before, after = (words(f"verdict.{look.verdict}") for look in (one.before, one.after))
            way = f"{before} → {after}" if one.changed else words("look.still", verdict=after)
            head = words.html(f"look.{one.kind}", way=way)
            lines.append(f'<p class="looked"><b>{head}</b> {words.written(one.reason)}</p>')
    return "".join(lines)


def _appeal(words: Wording, point: KeyPoint, verdict: Verdict) -> str:
    """The way to say "I did say this"; nothing for a point that is covered."""
    if verdict.verdict == "covered":
        return ""
    key = escape(point.id)
    return (
        f'<details class="appeal"><summary>{words.html("appeal.open")}</summary><p>{words.html("appeal.explained")}</p>'
        f'<p class="marked" aria-live="polite">{words.html("appeal.nothing")}</p>'
        f'<button type="button" data-appeal="{key}" data-take="marked" disabled>{words.html("appeal.marked")}</button>'
        f'<button type="button" data-appeal="{key}" data-take="whole">{words.html("appeal.whole")}</button></details>'
    )


def _flags(words: Wording, grade: Grade) -> str:
    sentences = [words.html(f"flag.{flag}") for flag in grade.flags if flag in FLAGS]
    return "".join(f'<p class="flag">{sentence}</p>' for sentence in sentences)


def _shortened(quote: str, longest: int = 140) -> str:
    return quote if len(quote) <= longest else quote[:longest].rstrip() + " …"


def _whole(score: float | None) -> str:
    return "–" if score is None else whole(score)
