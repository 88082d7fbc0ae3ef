"""The review room's pages as HTML: the overview, a question with its groups of answers, and one answer.

Every text of a person or a model is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from interviewer.review.doubts import Doubt
from interviewer.review.examples import rubrics_copy
from interviewer.review.graded_answer import GradedAnswer, Standing
from interviewer.review.health import Finding
from interviewer.review.room import Room
from rubrics.model import Question
from ui.wording import Wording

SIGNS = {"covered": "●", "partial": "◐", "missing": "○", "contradicted": "✕"}
LISTED = 100
SHOWN_TEXT = 140
KEYS = (
    ("1 – 9", "point"),
    ("C P M X", "verdict"),
    ("A R", "example"),
    ("E", "mark"),
    ("N", "comment"),
    ("Y", "confirm"),
    ("T", "alike"),
    ("U", "undo"),
    ("J K", "move"),
)


def page(words: Wording, title: str, body: str, told: str = "") -> str:
    """A whole page; `told` is a message that is read out."""
    notice = f'<p class="told" role="status">{escape(told)}</p>' if told else ""
    return (
        f'<!doctype html>\n<html lang="{words.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)} · {words.html('room.name')}</title>\n"
        '<link rel="stylesheet" href="/page.css">\n<link rel="stylesheet" href="/review.css">\n'
        '<script src="/review.js" defer></script>\n</head>\n<body class="review">\n'
        f'<header><a class="home" href="/"><span aria-hidden="true">◐</span> {words.html("room.name")}</a>'
        f'<nav aria-label="{words.html("room.name")}"><a href="/">{words.html("room.overview")}</a>'
        f'<a href="/queue">{words.html("room.queue")}</a></nav></header>\n'
        f"<main>{notice}{body}</main>\n</body>\n</html>\n"
    )


def overview(words: Wording, room: Room) -> str:
    """The rubric's health first, then the questions, then what is in doubt."""
    left = sum(not room.standing(doubt.place).is_reviewed for doubt in room.queue)
    facts = (
        words.html("room.answers", count=len(room.answers)),
        words.html("room.left", number=left),
        words.html("room.reviewed", number=room.reviewed),
    )
    figures = "".join(f"<li>{fact}</li>" for fact in facts)
    first = f'<a class="button primary" href="/queue/next">{words.html("room.most")}</a>' if left else ""
    return (
        f'<h1>{escape(room.results.name)}</h1><ul class="figures">{figures}</ul><p>{first}</p>'
        f"{_health(words, room)}<section><h2>{words.html('room.questions')}</h2>"
        f'<ul class="lines">{_questions(words, room)}</ul></section>{_copy(words, room)}'
    )


def question_page(words: Wording, room: Room, question: Question) -> str:
    """A question: its key points with what is odd about them, and its answers, alike ones together."""
    findings = room.health[question.id]
    points = "".join(
        f"<li{words.foreign}><b>{escape(point.id)}</b> {escape(point.statement)} "
        f'<small lang="{words.language}">{words.html("room.weight", weight=point.weight)}</small></li>'
        for point in question.key_points
    )
    groups = room.groups(question.id)
    lines = "".join(_group_line(words, room, group.places) for group in groups[:LISTED])
    left = len(groups) - LISTED
    more = f"<p>{words.html('room.more_groups', number=left)}</p>" if left > 0 else ""
    count = words.html("panel.count", count=len(question.key_points))
    return (
        f"<h1{words.foreign}>{escape(question.question)}</h1>{_findings(words, findings)}"
        f'<details class="rubric"><summary>{count}</summary><ol>{points}</ol></details>'
        f"<section><h2>{words.html('room.alike', number=len(groups))}</h2>"
        f'<p class="soft">{words.html("room.alike_lead")}</p><ul class="lines">{lines}</ul>{more}</section>'
    )


def queue_page(words: Wording, room: Room) -> str:
    """The answers in doubt, those first whose score could change most."""
    lines = "".join(_doubt_line(words, room, doubt) for doubt in room.queue[:LISTED])
    left = len(room.queue) - LISTED
    more = f"<p>{words.html('room.more', number=left)}</p>" if left > 0 else ""
    nothing = "" if room.queue else f"<p>{words.html('room.no_doubt')}</p>"
    return (
        f"<h1>{words.html('room.queue')}</h1>"
        f'<p class="soft">{words.html("room.queue_lead", number=len(room.queue))}</p>'
        f'<ul class="lines">{lines}</ul>{more}{nothing}'
    )


def place_link(place: int, order: str) -> str:
    """Where an answer is shown; `order` is the list that next and previous follow."""
    return f"/answer/{place}?{urlencode({'in': order})}"


def scored(words: Wording, standing: Standing) -> str:
    """The score that holds and, where a person changed it, the grader's."""
    now = "–" if standing.score is None else words.number(standing.score)
    own = words.html("room.ungraded") if standing.by_grader is None else words.number(standing.by_grader)
    return now if not standing.is_changed else f"{now} <s>{own}</s>"


def _health(words: Wording, room: Room) -> str:
    parts = [
        f'<h3><a href="/question/{quote(question.id)}"{words.foreign}>{escape(question.id)}</a></h3>'
        f"{_findings(words, found)}"
        for question in room.questions
        if (found := room.health[question.id])
    ]
    nothing = f"<p>{words.html('room.healthy')}</p>"
    return f'<section class="health"><h2>{words.html("room.health")}</h2>{"".join(parts) or nothing}</section>'


def _findings(words: Wording, findings: Sequence[Finding]) -> str:
    items = "".join(
        f'<li class="of-{escape(one.concern)}"><span class="tag">{words.html(f"concern.{one.concern}")}</span> '
        f"<b{words.foreign}>{escape(', '.join(one.key_points))}</b>: {words.written(one.sentence)}</li>"
        for one in findings
    )
    return f'<ul class="findings">{items}</ul>' if items else ""


def _questions(words: Wording, room: Room) -> str:
    lines = []
    for question in room.questions:
        of = room.of_question(question.id)
        doubts = sum(one.place in room.doubts for one in of)
        scores = [one.score for one in of if one.score is not None]
        mean = f"{sum(scores) / len(scores):.0f}" if scores else "–"
        lines.append(
            f'<li><div><a href="/question/{quote(question.id)}"{words.foreign}>{escape(question.question)}</a>'
            f'<span class="note">{words.html("room.of_question", count=len(of), doubts=doubts)}</span></div>'
            f'<span class="figure">{mean} <small>{words.html("room.mean")}</small></span></li>'
        )
    return "".join(lines)


def _group_line(words: Wording, room: Room, places: Sequence[int]) -> str:
    first = room.answers[places[0]]
    reviewed = sum(room.standing(place).is_reviewed for place in places)
    many = words.html("room.group", count=len(places))
    done = Markup(", ") + words.html("room.done", number=reviewed) if reviewed else ""
    return _line(words, (first, room.standing(first.place)), first.question.id, many + done)


def _doubt_line(words: Wording, room: Room, doubt: Doubt) -> str:
    graded, standing = room.answers[doubt.place], room.standing(doubt.place)
    done = Markup(", ") + words.html("room.is_done") if standing.is_reviewed else ""
    why = words.html("room.up_to", points=doubt.could_change, reasons=reasons(words, doubt))
    return _line(words, (graded, standing), "queue", why + done)


def reasons(words: Wording, doubt: Doubt) -> Markup:
    """Why an answer is in doubt, the weightiest first."""
    return Markup("; ").join(words.written(one) for one in doubt.reasons)


def _line(words: Wording, shown: tuple[GradedAnswer, Standing], order: str, note: Markup) -> str:
    graded, standing = shown
    text = " ".join(graded.answer.split()) or words("room.blank")
    short = text if len(text) <= SHOWN_TEXT else text[:SHOWN_TEXT] + "…"
    signs = "".join(
        f'<span class="sign {escape(v)}" title="{_verdict(words, name, v)}">{SIGNS[v]}</span>'
        for name, v in standing.verdicts.items()
    )
    return (
        f'<li><div><a href="{escape(place_link(graded.place, order))}"{words.foreign}>{escape(short)}</a>'
        f'<span class="note">{note}</span></div><span class="signs">{signs}</span>'
        f'<span class="figure">{scored(words, standing)}</span></li>'
    )


def _verdict(words: Wording, name: str, verdict: str) -> Markup:
    return words.html("room.sign", name=name, verdict=words(f"verdict.{verdict}"))


def _copy(words: Wording, room: Room) -> str:
    path = rubrics_copy(room.results)
    if not path.is_file():
        return ""
    command = f"interviewer regrade {room.results.name} --answers … --rubrics {path.name}"
    told = words.html("room.copy", file=path.name, command=command)
    return f'<section><h2>{words.html("room.examples")}</h2><p class="soft">{told}</p></section>'
