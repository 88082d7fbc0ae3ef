"""What follows an answer as HTML: the follow-up question with its outcome, and two tries side by side."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from markupsafe import Markup

from interviewer.practice.comparison import Change, compare
from interviewer.practice.follow_up import find_follow_up
from interviewer.practice.interview import Turn, whole
from interviewer.practice.markdown import VERDICT_SIGNS
from ui.render import highlighted, section
from ui.wording import Wording


def follow_up(words: Wording, turn: Turn, ahead: int = 0) -> str:
    """The follow-up question of the last attempt: still to be answered, or with its answer and what it recovered.

    Args:
        words: What the page says.
        turn: Where the question stands.
        ahead: How many answers are graded before the one to this question, if that one waits.
    """
    point = find_follow_up(turn)
    head = f"{section('follow-up', words('follow_up.name'))}<h2>{words.html('follow_up.heading')}</h2>"
    if point is not None:
        return (
            f'{head}<p class="asked"{words.foreign}>{escape(point.follow_up)}</p>'
            f'<p class="note">{words.html("follow_up.note")}</p></section>'
        )
    asked = turn.attempts[-1].follow_up if turn.attempts else None
    known = None if asked is None else turn.find_point(asked.key_point)
    if asked is None or known is None:
        return ""
    verdicts = () if asked.grade is None else asked.grade.verdicts
    return (
        f'{head}<p class="asked"{words.foreign}>{escape(known.follow_up)}</p>'
        f'<p class="given"{words.foreign}>{highlighted(asked.answer, verdicts)}</p>'
        f'<p id="recovered" class="outcome" tabindex="-1">{_outcome(words, turn, ahead)}</p>'
        f'<p class="note"{words.foreign}>{escape(known.statement)}</p></section>'
    )


def _outcome(words: Wording, turn: Turn, ahead: int) -> str:
    asked = turn.attempts[-1].follow_up
    grade = None if asked is None else asked.grade
    if asked is None or grade is None:
        place = f' <b class="place">{words.html("wait.ahead", count=ahead)}</b>' if ahead else ""
        return words.html("follow_up.ungraded") + Markup(place)
    if not grade.verdicts:
        return words.html("follow_up.ungradable", why=words.written(grade.reason or "unknown"))
    name = grade.verdicts[0].verdict
    sign = f'<span class="sign {name}" aria-hidden="true">{VERDICT_SIGNS[name]}</span>'
    gain = words.html("follow_up.nothing")
    if asked.recovered:
        gain = words.html("follow_up.recovered", points=whole(asked.recovered))
    return f"{sign} {words.html(f'verdict.{name}')} · {gain}"


def comparison(words: Wording, turn: Turn) -> str:
    """The last two tries side by side; nothing before the second."""
    if len(turn.attempts) < 2:
        return ""
    before, after = turn.attempts[-2:]
    found = compare(turn, before, after)
    changes = (("gained", found.gained), ("lost", found.lost), ("before", found.kept))
    rows = "".join(_rows(words, group, kind) for kind, group in changes)
    first, second = (("–" if one.score is None else whole(one.score)) for one in (before, after))
    change = "–" if found.score is None else _signed(int(second) - int(first))
    total = (
        f'<tr class="total"><th scope="row">{words.html("comparison.score")}</th>'
        f"<td>{first}</td><td>{second}</td><td>{change}</td></tr>"
    )
    answers = "".join(
        f"<div><h3>{name}</h3><p{words.foreign}>{highlighted(one.answer, one.standing.verdicts)}</p></div>"
        for name, one in ((words.html("comparison.first"), before), (words.html("comparison.second"), after))
    )
    columns = (words.html(f"comparison.{name}") for name in ("point", "then", "now", "change"))
    heads = "".join(f'<th scope="col">{name}</th>' for name in columns)
    return (
        f"{section('comparison', words('comparison.name'))}<h2>{words.html('comparison.heading')}</h2>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}{total}</tbody></table>"
        f'<details><summary>{words.html("comparison.both")}</summary><div class="both">{answers}</div></details>'
        "</section>"
    )


def _rows(words: Wording, changes: Sequence[Change], kind: str) -> str:
    return "".join(
        f'<tr><th scope="row"{words.foreign}>{escape(one.key_point.statement)}</th><td>{_sign(words, one.before)}</td>'
        f'<td>{_sign(words, one.after)}</td><td class="{kind}">{words.html(f"change.{kind}")}</td></tr>'
        for one in changes
    )


def _sign(words: Wording, name: str | None) -> str:
    if name is None:
        return "–"
    sign = f'<span class="sign {name}" aria-hidden="true">{VERDICT_SIGNS[name]}</span>'
    return f'{sign}<span class="unseen">{words.html(f"verdict.{name}")}</span>'


def _signed(steps: int) -> str:
    return f"{steps:+d}".replace("-", "−") if steps else "±0"
