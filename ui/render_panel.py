"""The panel beside the answer as HTML: the score, and each key point with its verdict, words and second looks."""

from __future__ import annotations

from html import escape

from interviewer.grading.grade import Grade, Verdict
from interviewer.practice.interview import HINT_COST, Attempt, Turn, whole
from interviewer.practice.markdown import VERDICT_SIGNS, VERDICT_WORDS
from rubrics.model import KeyPoint

FLAG_SENTENCES = {
    "gibberish": "Part of the answer could not be read as language and earned nothing.",
    "off_topic": "The answer speaks of something other than the question.",
    "question_echo": "Repeating the question earns nothing.",
    "keyword_stuffing": "A list of terms earns nothing by itself: say what each one means.",
    "padding": "A passage that is said several times counts once.",
    "instruction_injection": "Instructions to the grader are ignored and earn nothing.",
    "close_call": "At least one verdict below was a close call: check it against your words.",
}


def empty_panel(turn: Turn) -> str:
    """The panel before an answer: how many key points there are, and the last attempt's score if there is one."""
    count = len(turn.question.key_points)
    rings = '<span class="sign">○</span>' * count
    last = ""
    if turn.attempts and turn.attempts[-1].score is not None:
        last = f'<p class="note">Your last try scored {whole(turn.attempts[-1].score)}.</p>'
    if turn.reference_shown:
        last += '<p class="note">You have seen the reference answer: this try is practice and does not count.</p>'
    return (
        f'<section class="panel empty" aria-label="Key points"><h2>{count} key point{"s" if count != 1 else ""}</h2>'
        f'<p class="dots" aria-hidden="true">{rings}</p>'
        "<p>A good answer makes them. Say it in your own words; once you have answered, each is shown here with the "
        f"words that earned it.</p>{last}</section>"
    )


def mock_panel() -> str:
    """The panel in a mock interview, which shows nothing before the end."""
    return (
        '<section class="panel empty" aria-label="Mock interview"><h2>Mock interview</h2>'
        "<p>Scores, key points and reference answers come at the end. When the time for a question is over, what you "
        "have written is handed in.</p></section>"
    )


def busy_panel(text: str) -> str:
    """The panel while an answer is being graded."""
    return f'<section class="panel empty busy" role="status" aria-busy="true"><p>{escape(text)}</p></section>'


def ungraded_panel() -> str:
    """The panel of an answer that is kept and has no grade yet."""
    return (
        '<section class="panel empty"><h2>Not graded yet</h2><p>Your answer is saved. Have it graded now, or go on: '
        "it can be graded later from the history.</p></section>"
    )


def panel(turn: Turn) -> str:
    """The score of the last attempt and the list of key points, each with verdict, marks and evidence."""
    attempt = turn.attempts[-1]
    verdicts, points = attempt.standing.verdicts, {point.id: point for point in turn.question.key_points}
    dots = "".join(f'<span class="sign {one.verdict}">{VERDICT_SIGNS[one.verdict]}</span>' for one in verdicts)
    items = "".join(_point(number, points[one.key_point], one, attempt) for number, one in enumerate(verdicts))
    return (
        f'<section class="panel" aria-label="Score and key points">{_score(turn, attempt)}'
        f'<p class="dots" aria-hidden="true">{dots}</p>{_flags(attempt.grade)}<ul class="points">{items}</ul></section>'
    )


def _score(turn: Turn, attempt: Attempt) -> str:
    if attempt.score is None:
        reason = escape(attempt.grade.reason or "unknown")
        return f'<div id="score" class="score" tabindex="-1"><p>This answer could not be graded: {reason}.</p></div>'
    verdicts = attempt.standing.verdicts
    covered = sum(one.verdict == "covered" for one in verdicts)
    label = f"Score {_whole(attempt.score)} of 100, {covered} of {len(verdicts)} key points covered"
    beside = "".join(f'<p class="beside">{escape(one)}</p>' for one in _beside(attempt))
    return (
        f'<div id="score" class="score" tabindex="-1" role="group" aria-label="{label}">'
        f'<p class="number">{_whole(attempt.score)}<small>of 100</small>{_change(turn)}</p>'
        f'<p class="note">{escape(" · ".join(_facts(turn, attempt)))}</p>{beside}</div>'
    )


def _facts(turn: Turn, attempt: Attempt) -> list[str]:
    """What the score is made of."""
    weights = {point.id: point.weight for point in turn.question.key_points}
    verdicts = attempt.standing.verdicts
    earned = sum(weights[one.key_point] * one.credit for one in verdicts)
    facts = [f"{earned:g} of {sum(weights.values()):g} points"]
    if attempt.hints:
        facts.append(f"{_whole(attempt.standing.score)} less {attempt.hints * HINT_COST:g} for hints")
    if any(one.verdict == "contradicted" for one in verdicts):
        facts.append("a little less for what is not right")
    if attempt.saw_reference:
        facts.append("practice, does not count")
    if attempt.late:
        facts.append("after the time was over")
    return facts


def _beside(attempt: Attempt) -> list[str]:
    """What stands beside the score and is not part of it."""
    lines = []
    if attempt.first_score != attempt.score:
        lines.append(f"{_whole(attempt.first_score)} at first, {_whole(attempt.score)} after a second look")
    follow_up = attempt.follow_up
    if follow_up is not None and follow_up.grade is not None:
        lines.append(f"+{whole(follow_up.recovered)} recovered by the follow-up, beside the score")
    if attempt.predicted is not None and attempt.first_score is not None:
        lines.append(f"You expected {whole(attempt.predicted)}: {_surprise(attempt.predicted, attempt.first_score)}")
    return lines


def _surprise(predicted: float, actual: float) -> str:
    gap = int(whole(predicted)) - int(whole(actual))
    return "exactly so" if gap == 0 else f"{abs(gap)} too {'high' if gap > 0 else 'low'}"


def _change(turn: Turn) -> str:
    """How far the score lies from that of the try before."""
    if len(turn.attempts) < 2:
        return ""
    before, now = turn.attempts[-2].score, turn.attempts[-1].score
    if before is None or now is None:
        return ""
    steps = int(whole(now)) - int(whole(before))
    if steps == 0:
        return '<span class="change">as before</span>'
    way, word = ("↑", "up") if steps > 0 else ("↓", "down")
    return f'<span class="change {word}"><span class="unseen">{word}</span> {way} {abs(steps)}</span>'


def _point(number: int, point: KeyPoint, verdict: Verdict, attempt: Attempt) -> str:
    marks = "−" if verdict.verdict == "contradicted" else f"{point.weight * verdict.credit:g}/{point.weight:g}"
    quote = f'<q class="quote">{escape(_shortened(verdict.evidence.quote))}</q>' if verdict.evidence else ""
    inside = (
        f'<span class="sign" aria-hidden="true">{VERDICT_SIGNS[verdict.verdict]}</span>'
        f'<span class="statement">{escape(point.statement)}</span><span class="marks">{marks}</span>'
        f'<span class="verdict">{VERDICT_WORDS[verdict.verdict]}</span>{quote}'
    )
    button = f'<div class="point">{inside}</div>'
    if verdict.evidence is not None:
        button = f'<button type="button" class="point" data-point="{number}">{inside}</button>'
    return f'<li class="{verdict.verdict}">{button}{_second_looks(point, attempt)}{_appeal(point, verdict)}</li>'


def _second_looks(point: KeyPoint, attempt: Attempt) -> str:
    """Each second look at one verdict: what stood, what stands, why."""
    lines = []
    for one in attempt.revisions:
        if one.key_point == point.id:
            before, after = VERDICT_WORDS[one.before.verdict], VERDICT_WORDS[one.after.verdict]
            way = f"{before} → {after}" if one.changed else f"still {after}"
            who = "Second look" if one.kind == "appeal" else "Reviewer"
            lines.append(f'<p class="looked"><b>{who}: {way}.</b> {escape(one.reason)}</p>')
    return "".join(lines)


def _appeal(point: KeyPoint, verdict: Verdict) -> str:
    """The way to say "I did say this"; nothing for a point that is covered."""
    if verdict.verdict == "covered":
        return ""
    key = escape(point.id)
    return (
        '<details class="appeal"><summary>I did say this</summary>'
        "<p>Mark the words in your answer that say it. This point alone is looked at again, in these words alone; "
        'no verdict gets worse by it.</p><p class="marked" aria-live="polite">Nothing is marked.</p>'
        f'<button type="button" data-appeal="{key}" data-take="marked" disabled>Look at the marked words</button>'
        f'<button type="button" data-appeal="{key}" data-take="whole">Look at the whole answer</button></details>'
    )


def _flags(grade: Grade) -> str:
    sentences = [FLAG_SENTENCES[flag] for flag in grade.flags if flag in FLAG_SENTENCES]
    return "".join(f'<p class="flag">{escape(sentence)}</p>' for sentence in sentences)


def _shortened(quote: str, longest: int = 140) -> str:
    return quote if len(quote) <= longest else quote[:longest].rstrip() + " …"


def _whole(score: float | None) -> str:
    return "–" if score is None else whole(score)
