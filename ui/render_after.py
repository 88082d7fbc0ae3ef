"""What follows an answer as HTML: the follow-up question with its outcome, and two tries side by side."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from interviewer.practice.comparison import Change, compare
from interviewer.practice.follow_up import find_follow_up
from interviewer.practice.interview import Turn, whole
from interviewer.practice.markdown import VERDICT_SIGNS, VERDICT_WORDS
from ui.render import highlighted


def follow_up(turn: Turn) -> str:
    """The follow-up question of the last attempt: still to be answered, or with its answer and what it recovered."""
    point = find_follow_up(turn)
    if point is not None:
        return (
            '<section class="follow-up" aria-label="Follow-up question"><h2>Follow-up</h2>'
            f'<p class="asked">{escape(point.follow_up)}</p><p class="note">Graded on one key point alone; what it '
            "recovers stands beside your score and never changes it.</p></section>"
        )
    asked = turn.attempts[-1].follow_up if turn.attempts else None
    known = None if asked is None else turn.find_point(asked.key_point)
    if asked is None or known is None:
        return ""
    verdicts = () if asked.grade is None else asked.grade.verdicts
    return (
        '<section class="follow-up" aria-label="Follow-up question"><h2>Follow-up</h2>'
        f'<p class="asked">{escape(known.follow_up)}</p><p class="given">{highlighted(asked.answer, verdicts)}</p>'
        f'<p id="recovered" class="outcome" tabindex="-1">{_outcome(turn)}</p>'
        f'<p class="note">{escape(known.statement)}</p></section>'
    )


def _outcome(turn: Turn) -> str:
    asked = turn.attempts[-1].follow_up
    grade = None if asked is None else asked.grade
    if asked is None or grade is None:
        return "Your answer is saved; it is not graded yet."
    if not grade.verdicts:
        return f"Your answer is saved; it could not be graded: {escape(grade.reason or 'unknown')}."
    name = grade.verdicts[0].verdict
    sign = f'<span class="sign {name}" aria-hidden="true">{VERDICT_SIGNS[name]}</span>'
    gain = f"<b>+{whole(asked.recovered)} recovered</b>" if asked.recovered else "nothing recovered"
    return f"{sign} {VERDICT_WORDS[name]} · {gain}"


def comparison(turn: Turn) -> str:
    """The last two tries side by side; nothing before the second."""
    if len(turn.attempts) < 2:
        return ""
    before, after = turn.attempts[-2:]
    found = compare(turn, before, after)
    rows = _rows(found.gained, "▲ gained") + _rows(found.lost, "▼ lost") + _rows(found.kept, "as before")
    first, second = (("–" if one.score is None else whole(one.score)) for one in (before, after))
    change = "–" if found.score is None else _signed(int(second) - int(first))
    total = f'<tr class="total"><th scope="row">Score</th><td>{first}</td><td>{second}</td><td>{change}</td></tr>'
    answers = "".join(
        f"<div><h3>{name}</h3><p>{highlighted(one.answer, one.standing.verdicts)}</p></div>"
        for name, one in (("The try before", before), ("This try", after))
    )
    return (
        '<section class="comparison" aria-label="Two tries side by side"><h2>This try and the one before</h2>'
        '<table><thead><tr><th scope="col">Key point</th><th scope="col">Before</th><th scope="col">Now</th>'
        f'<th scope="col">Change</th></tr></thead><tbody>{rows}{total}</tbody></table>'
        f'<details><summary>Both answers</summary><div class="both">{answers}</div></details></section>'
    )


def _rows(changes: Sequence[Change], word: str) -> str:
    return "".join(
        f'<tr><th scope="row">{escape(one.key_point.statement)}</th><td>{_sign(one.before)}</td>'
        f'<td>{_sign(one.after)}</td><td class="{word.split()[-1]}">{word}</td></tr>'
        for one in changes
    )


def _sign(name: str | None) -> str:
    if name is None:
        return "–"
    sign = f'<span class="sign {name}" aria-hidden="true">{VERDICT_SIGNS[name]}</span>'
    return f'{sign}<span class="unseen">{VERDICT_WORDS[name]}</span>'


def _signed(steps: int) -> str:
    return f"{steps:+d}".replace("-", "−") if steps else "±0"
