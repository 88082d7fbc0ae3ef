"""One answer in the review room: its text with the evidence, its verdicts, and what can be decided on it."""

from __future__ import annotations

from html import escape

from interviewer.grading.grade import Verdict
from interviewer.review.decisions import LONGEST_COMMENT, LONGEST_EXAMPLE
from interviewer.review.graded_answer import GradedAnswer, Standing
from interviewer.review.room import Room
from rubrics.model import KeyPoint
from ui.render import highlighted
from ui.review.pages import KEYS, SIGNS, WORDS, place_link, scored

CHOICES = (("covered", "c"), ("partial", "p"), ("missing", "m"), ("contradicted", "x"))
SHOWN_ALIKE = 8


def answer_page(room: Room, place: int, order: str, token: str) -> str:
    """The page of an answer.

    Args:
        room: The review room.
        place: The answer's place in the results.
        order: `queue` or a question's id: what next and previous follow.
        token: Proves that a decision comes from this page.
    """
    graded, standing = room.answers[place], room.standing(place)
    alike = [one for one in room.group_of(place).places if one != place]
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(str(value))}">'
        for name, value in (("token", token), ("place", place), ("in", order))
    )
    return (
        f"{_neighbours(room, place, order)}"
        f'<form method="post" action="/decide" id="answer-form">{hidden}'
        '<button class="unseen" name="do" value="mark" tabindex="-1">Keep the mark</button>'
        f'<div class="columns"><div class="asked"><p class="note">{escape(graded.question.id)}'
        f" · {escape(graded.student or graded.answer_id)}</p><h1>{escape(graded.question.question)}</h1>"
        f"{_doubt(room, place)}"
        f'<section class="answered" aria-label="Answer"><p>{highlighted(graded.answer, graded.verdicts) or "(blank)"}'
        f"</p></section>{_alike(room, alike)}{_reference(graded)}</div>"
        f'<div class="panel">{_score(standing)}<ol class="points">{_points(room, graded, standing)}</ol>'
        f"{_controls(len(alike) + 1, order)}</div></div></form>{_keys()}"
    )


def order_of(room: Room, order: str) -> list[int]:
    """The answers in the order of a list: of the queue, or group by group of a question."""
    if order == "queue":
        return [doubt.place for doubt in room.queue]
    return [place for group in room.groups(order) for place in group.places]


def _neighbours(room: Room, place: int, order: str) -> str:
    places = order_of(room, order)
    here = places.index(place) if place in places else -1
    before = places[here - 1] if here > 0 else None
    after = places[here + 1] if 0 <= here < len(places) - 1 else None
    links = "".join(
        f'<a rel="{rel}" href="{escape(place_link(to, order))}">{word}</a>'
        for rel, to, word in (("prev", before, "← Previous"), ("next", after, "Next →"))
        if to is not None
    )
    where = f"{here + 1:,} of {len(places):,}" if here >= 0 else ""
    what = "in doubt" if order == "queue" else "by groups of answers alike"
    return f'<div class="neighbours"><p class="note">{where} {what}</p><span>{links}</span></div>'


def _doubt(room: Room, place: int) -> str:
    doubt = room.doubts.get(place)
    if doubt is None:
        return ""
    return f'<p class="flag">{escape("; ".join(doubt.reasons))}: up to {doubt.could_change:g} points</p>'


def _alike(room: Room, alike: list[int]) -> str:
    if not alike:
        return ""
    items = "".join(f"<li>{escape(' '.join(room.answers[place].answer.split()))}</li>" for place in alike[:SHOWN_ALIKE])
    more = f"<li>and {len(alike) - SHOWN_ALIKE:,} more</li>" if len(alike) > SHOWN_ALIKE else ""
    return (
        f'<details class="alike"><summary>{len(alike):,} more alike, judged the same</summary><ul>{items}{more}</ul>'
        "</details>"
    )


def _reference(graded: GradedAnswer) -> str:
    text = graded.question.reference_answer.strip()
    if not text:
        return ""
    return f'<details class="alike"><summary>Reference answer</summary><p>{escape(text)}</p></details>'


def _score(standing: Standing) -> str:
    comments = "".join(f'<p class="note">“{escape(comment)}”</p>' for comment in standing.comments)
    state = "by you" if standing.mark or standing.turned else "confirmed" if standing.is_reviewed else "by the grader"
    return f'<p class="number" id="score">{scored(standing)} <small>of 100, {state}</small></p>{comments}'


def _points(room: Room, graded: GradedAnswer, standing: Standing) -> str:
    by_name = {verdict.key_point: verdict for verdict in graded.verdicts}
    doubt = room.doubts.get(graded.place)
    doubtful = doubt.key_points if doubt else ()
    return "".join(
        _point(number, point, by_name[point.id], standing, (room, graded, point.id in doubtful))
        for number, point in enumerate(graded.question.key_points, 1)
        if point.id in by_name
    )


def _point(
    number: int, point: KeyPoint, own: Verdict, standing: Standing, around: tuple[Room, GradedAnswer, bool]
) -> str:
    room, graded, is_doubtful = around
    now = standing.verdicts[point.id]
    turned = f" <s>{escape(WORDS[own.verdict])}</s>" if point.id in standing.turned else ""
    doubt = ' <span class="tag">in doubt</span>' if is_doubtful else ""
    buttons = "".join(
        f'<button name="do" value="verdict:{escape(point.id)}:{name}" data-key="{key}" '
        f'aria-pressed="{str(name == now).lower()}">{escape(WORDS[name])}</button>'
        for name, key in CHOICES
    )
    sure = f"covered {own.covered:.2f}, contradicted {own.contradicted:.2f}"
    return (
        f'<li class="{escape(now)}" tabindex="-1" data-point="{number}" aria-label="Key point {number}">'
        f'<p><span class="sign" aria-hidden="true">{SIGNS[now]}</span> {escape(point.statement)}</p>'
        f'<p class="note"><b class="verdict">{escape(WORDS[now])}</b>{turned}{doubt} · {sure}</p>'
        f'<div class="deciding"><div class="choices" role="group" aria-label="Verdict on key point {number}">{buttons}'
        f"</div>{_example(room, graded, point, own)}</div></li>"
    )


def _example(room: Room, graded: GradedAnswer, point: KeyPoint, own: Verdict) -> str:
    text = own.evidence.quote if own.evidence is not None else " ".join(graded.answer.split())
    marked = "".join(
        f"<li>{escape(one.side)}: {escape(one.text)}</li>" for one in room.examples_of(graded.question.id, point.id)
    )
    kept = f'<ul class="note">{marked}</ul>' if marked else ""
    name = escape(point.id)
    return (
        f"<details><summary>Example</summary><textarea name='text:{name}' rows='3' maxlength='{LONGEST_EXAMPLE}' "
        f"aria-label='Example for {name}'>\n{escape(text[:LONGEST_EXAMPLE])}</textarea>"
        f'<div class="choices"><button name="do" value="example:{name}:accept" data-example="a">Accept such</button>'
        f'<button name="do" value="example:{name}:reject" data-example="r">Reject such</button></div></details>{kept}'
    )


def _controls(group: int, order: str) -> str:
    """Mark, comment, confirmation; who goes group by group decides for the group unless they say otherwise."""
    checked = "" if order == "queue" else " checked"
    alike = (
        f'<label class="check"><input type="checkbox" name="alike" id="alike"{checked}> for all {group:,} alike</label>'
        if group > 1
        else ""
    )
    return (
        f'<div class="controls">{alike}'
        '<label>Mark <span class="note">of 100, or 3/5</span>'
        '<input name="mark" id="mark" inputmode="decimal" autocomplete="off"></label>'
        f'<label>Comment <input name="comment" id="comment" maxlength="{LONGEST_COMMENT}" autocomplete="off"></label>'
        '<div class="actions"><button name="do" value="confirm" id="confirm" class="primary">Confirm</button>'
        '<button name="do" value="undo" id="undo">Undo</button></div></div>'
    )


def _keys() -> str:
    items = "".join(f"<li><kbd>{escape(keys)}</kbd> {escape(what)}</li>" for keys, what in KEYS)
    return f'<aside class="legend" aria-label="Keys"><ul>{items}</ul></aside>'
