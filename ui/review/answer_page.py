"""One answer in the review room: its text with the evidence, its verdicts, and what can be decided on it."""

from __future__ import annotations

from markupsafe import escape

from interviewer.grading.grade import Verdict
from interviewer.review.decisions import LONGEST_COMMENT, LONGEST_EXAMPLE
from interviewer.review.graded_answer import GradedAnswer, Standing
from interviewer.review.room import Room
from rubrics.model import KeyPoint
from ui.render import highlighted
from ui.review.pages import KEYS, SIGNS, place_link, reasons, scored
from ui.wording import Wording

CHOICES = (("covered", "c"), ("partial", "p"), ("missing", "m"), ("contradicted", "x"))
SHOWN_ALIKE = 8


def answer_page(words: Wording, room: Room, place: int, order: str, token: str) -> str:
    """The page of an answer.

    Args:
        words: In the reader's language.
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
        f"{_neighbours(words, room, place, order)}"
        f'<form method="post" action="/decide" id="answer-form">{hidden}'
        f'<button class="unseen" name="do" value="mark" tabindex="-1">{words.html("room.keep_mark")}</button>'
        f'<div class="columns"><div class="asked"><p class="note">{escape(graded.question.id)}'
        f" · {escape(graded.student or graded.answer_id)}</p><h1{words.foreign}>{escape(graded.question.question)}</h1>"
        f'{_doubt(words, room, place)}<section class="answered" aria-label="{words.html("room.answer")}">'
        f"{_answer(words, graded)}</section>{_alike(words, room, alike)}{_reference(words, graded)}</div>"
        f'<div class="panel">{_score(words, standing)}<ol class="points">{_points(words, room, graded)}</ol>'
        f"{_controls(words, len(alike) + 1, order)}</div></div></form>{_keys(words)}"
    )


def order_of(room: Room, order: str) -> list[int]:
    """The answers in the order of a list: of the queue, or group by group of a question."""
    if order == "queue":
        return [doubt.place for doubt in room.queue]
    return [place for group in room.groups(order) for place in group.places]


def _answer(words: Wording, graded: GradedAnswer) -> str:
    text = highlighted(graded.answer, graded.verdicts)
    return f"<p{words.foreign}>{text}</p>" if text else f"<p>{words.html('room.blank')}</p>"


def _neighbours(words: Wording, room: Room, place: int, order: str) -> str:
    places = order_of(room, order)
    here = places.index(place) if place in places else -1
    before = places[here - 1] if here > 0 else None
    after = places[here + 1] if 0 <= here < len(places) - 1 else None
    links = "".join(
        f'<a rel="{rel}" href="{escape(place_link(to, order))}">{word}</a>'
        for rel, to, word in (("prev", before, words("room.previous")), ("next", after, words("room.next")))
        if to is not None
    )
    where = words.html("room.place", here=here + 1, total=len(places)) if here >= 0 else ""
    what = words("room.in_doubt" if order == "queue" else "room.by_groups")
    return f'<div class="neighbours"><p class="note">{where} {what}</p><span>{links}</span></div>'


def _doubt(words: Wording, room: Room, place: int) -> str:
    doubt = room.doubts.get(place)
    if doubt is None:
        return ""
    told = words.html("room.flag", reasons=reasons(words, doubt), points=doubt.could_change)
    return f'<p class="flag">{told}</p>'


def _alike(words: Wording, room: Room, alike: list[int]) -> str:
    if not alike:
        return ""
    texts = [" ".join(room.answers[place].answer.split()) for place in alike[:SHOWN_ALIKE]]
    items = "".join(f"<li{words.foreign}>{escape(text)}</li>" for text in texts)
    left = len(alike) - SHOWN_ALIKE
    more = f"<li>{words.html('room.more', number=left)}</li>" if left > 0 else ""
    head = words.html("room.more_alike", number=len(alike))
    return f'<details class="alike"><summary>{head}</summary><ul>{items}{more}</ul></details>'


def _reference(words: Wording, graded: GradedAnswer) -> str:
    text = graded.question.reference_answer.strip()
    if not text:
        return ""
    head = words.html("reference.heading")
    return f'<details class="alike"><summary>{head}</summary><p{words.foreign}>{escape(text)}</p></details>'


def _score(words: Wording, standing: Standing) -> str:
    comments = "".join(f'<p class="note"{words.foreign}>“{escape(comment)}”</p>' for comment in standing.comments)
    state = words.html("room.confirmed" if standing.is_reviewed else "room.by_grader")
    state = words.html("room.by_you") if standing.mark or standing.turned else state
    return f'<p class="number" id="score">{scored(words, standing)} <small>{state}</small></p>{comments}'


def _points(words: Wording, room: Room, graded: GradedAnswer) -> str:
    by_name = {verdict.key_point: verdict for verdict in graded.verdicts}
    doubt = room.doubts.get(graded.place)
    doubtful = doubt.key_points if doubt else ()
    return "".join(
        _point(words, number, point, by_name[point.id], (room, graded, point.id in doubtful))
        for number, point in enumerate(graded.question.key_points, 1)
        if point.id in by_name
    )


def _point(words: Wording, number: int, point: KeyPoint, own: Verdict, around: tuple[Room, GradedAnswer, bool]) -> str:
    room, graded, is_doubtful = around
    standing = room.standing(graded.place)
    now = standing.verdicts[point.id]
    turned = f" <s>{words.html(f'verdict.{own.verdict}')}</s>" if point.id in standing.turned else ""
    doubt = f' <span class="tag">{words.html("room.tag")}</span>' if is_doubtful else ""
    buttons = "".join(
        f'<button name="do" value="verdict:{escape(point.id)}:{name}" data-key="{key}" '
        f'aria-pressed="{str(name == now).lower()}">{words.html(f"verdict.{name}")}</button>'
        for name, key in CHOICES
    )
    sure = words.html("room.sure", covered=round(own.covered, 2), contradicted=round(own.contradicted, 2))
    on = words.html("room.verdict_on", number=number)
    return (
        f'<li class="{escape(now)}" tabindex="-1" data-point="{number}" '
        f'aria-label="{words.html("room.point", number=number)}">'
        f'<p><span class="sign" aria-hidden="true">{SIGNS[now]}</span> '
        f"<span{words.foreign}>{escape(point.statement)}</span></p>"
        f'<p class="note"><b class="verdict">{words.html(f"verdict.{now}")}</b>{turned}{doubt} · {sure}</p>'
        f'<div class="deciding"><div class="choices" role="group" aria-label="{on}">{buttons}'
        f"</div>{_example(words, room, graded, (point, own))}</div></li>"
    )


def _example(words: Wording, room: Room, graded: GradedAnswer, judged: tuple[KeyPoint, Verdict]) -> str:
    point, own = judged
    text = own.evidence.quote if own.evidence is not None else " ".join(graded.answer.split())
    marked = "".join(
        f"<li>{words.html(f'side.{one.side}')}: <span{words.foreign}>{escape(one.text)}</span></li>"
        for one in room.examples_of(graded.question.id, point.id)
    )
    kept = f'<ul class="note">{marked}</ul>' if marked else ""
    name = escape(point.id)
    return (
        f"<details><summary>{words.html('room.example')}</summary>"
        f'<textarea name="text:{name}" rows="3" maxlength="{LONGEST_EXAMPLE}" '
        f'aria-label="{words.html("room.example_for", name=point.id)}">\n{escape(text[:LONGEST_EXAMPLE])}</textarea>'
        f'<div class="choices"><button name="do" value="example:{name}:accept" data-example="a">'
        f'{words.html("room.accept_such")}</button><button name="do" value="example:{name}:reject" data-example="r">'
        f"{words.html('room.reject_such')}</button></div></details>{kept}"
    )


def _controls(words: Wording, group: int, order: str) -> str:
    """Mark, comment, confirmation; who goes group by group decides for the group unless they say otherwise."""
    checked = "" if order == "queue" else " checked"
    alike = (
        f'<label class="check"><input type="checkbox" name="alike" id="alike"{checked}> '
        f"{words.html('room.for_all', number=group)}</label>"
        if group > 1
        else ""
    )
    return (
        f'<div class="controls">{alike}'
        f'<label>{words.html("room.mark")} <span class="note">{words.html("room.mark_form")}</span>'
        '<input name="mark" id="mark" inputmode="decimal" autocomplete="off"></label>'
        f'<label>{words.html("room.comment")} <input name="comment" id="comment" '
        f'maxlength="{LONGEST_COMMENT}" autocomplete="off"></label>'
        f'<div class="actions"><button name="do" value="confirm" id="confirm" class="primary">'
        f"{words.html('room.confirm')}</button>"
        f'<button name="do" value="undo" id="undo">{words.html("room.undo")}</button></div></div>'
    )


def _keys(words: Wording) -> str:
    items = "".join(f"<li><kbd>{keys}</kbd> {words.html(f'key.{what}')}</li>" for keys, what in KEYS)
    return f'<aside class="legend" aria-label="{words.html("room.keys")}"><ul>{items}</ul></aside>'
