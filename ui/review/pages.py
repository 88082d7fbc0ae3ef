"""The review room's pages as HTML: the overview, a question with its groups of answers, and one answer.

Every text of a person or a model is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote, urlencode

from interviewer.review.doubts import Doubt
from interviewer.review.examples import rubrics_copy
from interviewer.review.graded_answer import GradedAnswer, Standing
from interviewer.review.health import Finding
from interviewer.review.room import Room
from rubrics.model import Question

CONCERNS = {
    "nobody": "nobody earned it",
    "everybody": "everybody earned it",
    "together": "one in several",
    "reference": "reference wrong?",
}
SIGNS = {"covered": "●", "partial": "◐", "missing": "○", "contradicted": "✕"}
WORDS = {"covered": "covered", "partial": "partly", "missing": "not mentioned", "contradicted": "not right"}
LISTED = 100
SHOWN_TEXT = 140
KEYS = (
    ("1 – 9", "choose a key point"),
    ("C P M X", "it is covered, partly, missing, contradicted"),
    ("A R", "an example to accept, to reject"),
    ("E", "give a mark"),
    ("N", "comment"),
    ("Y", "confirm the grade"),
    ("T", "decide for all alike"),
    ("U", "undo"),
    ("J K", "next, previous"),
)


def page(title: str, body: str, told: str = "") -> str:
    """A whole page; `told` is a message that is read out."""
    notice = f'<p class="told" role="status">{escape(told)}</p>' if told else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)} · Review</title>\n"
        '<link rel="stylesheet" href="/page.css">\n<link rel="stylesheet" href="/review.css">\n'
        '<script src="/review.js" defer></script>\n</head>\n<body class="review">\n'
        '<header><a class="home" href="/"><span aria-hidden="true">◐</span> Review</a>'
        '<nav aria-label="Review"><a href="/">Overview</a><a href="/queue">In doubt</a></nav></header>\n'
        f"<main>{notice}{body}</main>\n</body>\n</html>\n"
    )


def overview(room: Room) -> str:
    """The rubric's health first, then the questions, then what is in doubt."""
    left = sum(not room.standing(doubt.place).is_reviewed for doubt in room.queue)
    facts = (
        (f"{len(room.answers):,}", "answers"),
        (f"{left:,}", "in doubt, not looked at"),
        (f"{room.reviewed:,}", "reviewed"),
    )
    figures = "".join(f"<li><b>{number}</b> {escape(what)}</li>" for number, what in facts)
    first = '<a class="button primary" href="/queue/next">Look at the most doubtful</a>' if left else ""
    return (
        f'<h1>{escape(room.results.name)}</h1><ul class="figures">{figures}</ul><p>{first}</p>'
        f"{_health(room)}<section><h2>Questions</h2><ul class='lines'>{_questions(room)}</ul></section>{_copy(room)}"
    )


def question_page(room: Room, question: Question) -> str:
    """A question: its key points with what is odd about them, and its answers, alike ones together."""
    findings = room.health[question.id]
    points = "".join(
        f"<li><b>{escape(point.id)}</b> {escape(point.statement)} <small>weight {point.weight:g}</small></li>"
        for point in question.key_points
    )
    groups = room.groups(question.id)
    lines = "".join(_group_line(room, group.places) for group in groups[:LISTED])
    more = f"<p>and {len(groups) - LISTED:,} more groups</p>" if len(groups) > LISTED else ""
    return (
        f"<h1>{escape(question.question)}</h1>{_findings(findings)}"
        f'<details class="rubric"><summary>{len(question.key_points)} key points</summary><ol>{points}</ol></details>'
        f"<section><h2>Answers alike, {len(groups):,} groups</h2>"
        f'<p class="soft">One decision can serve a whole group: its answers say much the same and were judged the same.'
        f'</p><ul class="lines">{lines}</ul>{more}</section>'
    )


def queue_page(room: Room) -> str:
    """The answers in doubt, those first whose score could change most."""
    lines = "".join(_doubt_line(room, doubt) for doubt in room.queue[:LISTED])
    more = f"<p>and {len(room.queue) - LISTED:,} more</p>" if len(room.queue) > LISTED else ""
    nothing = "" if room.queue else "<p>No answer is in doubt.</p>"
    return (
        f'<h1>In doubt</h1><p class="soft">{len(room.queue):,} answers with close calls, contradictions or flags; '
        f'those first whose score could change most.</p><ul class="lines">{lines}</ul>{more}{nothing}'
    )


def place_link(place: int, order: str) -> str:
    """Where an answer is shown; `order` is the list that next and previous follow."""
    return f"/answer/{place}?{urlencode({'in': order})}"


def scored(standing: Standing) -> str:
    """The score that holds and, where a person changed it, the grader's."""
    now = "–" if standing.score is None else f"{standing.score:g}"
    own = "not graded" if standing.by_grader is None else f"{standing.by_grader:g}"
    return now if not standing.is_changed else f"{now} <s>{own}</s>"


def _health(room: Room) -> str:
    parts = [
        f'<h3><a href="/question/{quote(question.id)}">{escape(question.id)}</a></h3>{_findings(found)}'
        for question in room.questions
        if (found := room.health[question.id])
    ]
    nothing = "<p>Nothing is odd about the key points, by the grader's verdicts on these answers.</p>"
    return f'<section class="health"><h2>The rubric’s health</h2>{"".join(parts) or nothing}</section>'


def _findings(findings: Sequence[Finding]) -> str:
    items = "".join(
        f'<li class="of-{escape(one.concern)}"><span class="tag">{escape(CONCERNS[one.concern])}</span> '
        f"<b>{escape(', '.join(one.key_points))}</b>: {escape(one.sentence)}</li>"
        for one in findings
    )
    return f'<ul class="findings">{items}</ul>' if items else ""


def _questions(room: Room) -> str:
    lines = []
    for question in room.questions:
        of = room.of_question(question.id)
        doubts = sum(one.place in room.doubts for one in of)
        scores = [one.score for one in of if one.score is not None]
        mean = f"{sum(scores) / len(scores):.0f}" if scores else "–"
        lines.append(
            f'<li><div><a href="/question/{quote(question.id)}">{escape(question.question)}</a>'
            f'<span class="note">{len(of):,} answers, {doubts:,} in doubt</span></div>'
            f'<span class="figure">{mean} <small>mean</small></span></li>'
        )
    return "".join(lines)


def _group_line(room: Room, places: Sequence[int]) -> str:
    first = room.answers[places[0]]
    reviewed = sum(room.standing(place).is_reviewed for place in places)
    many = f"{len(places):,} answers" if len(places) > 1 else "1 answer"
    done = f", {reviewed:,} reviewed" if reviewed else ""
    return _line(first, room.standing(first.place), first.question.id, f"{many}{done}")


def _doubt_line(room: Room, doubt: Doubt) -> str:
    graded, standing = room.answers[doubt.place], room.standing(doubt.place)
    done = ", reviewed" if standing.is_reviewed else ""
    return _line(graded, standing, "queue", f"up to {doubt.could_change:g} points: {'; '.join(doubt.reasons)}{done}")


def _line(graded: GradedAnswer, standing: Standing, order: str, note: str) -> str:
    text = " ".join(graded.answer.split()) or "(blank)"
    short = text if len(text) <= SHOWN_TEXT else text[:SHOWN_TEXT] + "…"
    signs = "".join(
        f'<span class="sign {escape(v)}" title="{escape(name)}: {escape(WORDS.get(v, v))}">{SIGNS.get(v, "?")}</span>'
        for name, v in standing.verdicts.items()
    )
    return (
        f'<li><div><a href="{escape(place_link(graded.place, order))}">{escape(short)}</a>'
        f'<span class="note">{escape(note)}</span></div><span class="signs">{signs}</span>'
        f'<span class="figure">{scored(standing)}</span></li>'
    )


def _copy(room: Room) -> str:
    path = rubrics_copy(room.results)
    if not path.is_file():
        return ""
    return (
        f'<section><h2>Examples</h2><p class="soft">The rubrics with your examples are in <code>{escape(path.name)}'
        f"</code>. To use them: <code>interviewer regrade {escape(room.results.name)} --answers … --rubrics "
        f"{escape(path.name)}</code></p></section>"
    )
