"""The practice page as HTML, made on the server: every text is escaped, nothing of it is ever markup."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from interviewer.feedback.writer import Sentence
from interviewer.grading.grade import Grade, Verdict, VerdictName
from interviewer.practice.interview import HINT_COST, Attempt, Interview, Turn, whole
from interviewer.practice.markdown import VERDICT_SIGNS, VERDICT_WORDS
from rubrics.model import KeyPoint, Question

FLAG_SENTENCES = {
    "gibberish": "Part of the answer could not be read as language and earned nothing.",
    "off_topic": "The answer speaks of something other than the question.",
    "question_echo": "Repeating the question earns nothing.",
    "keyword_stuffing": "A list of terms earns nothing by itself: say what each one means.",
    "padding": "A passage that is said several times counts once.",
    "instruction_injection": "Instructions to the grader are ignored and earn nothing.",
    "close_call": "At least one verdict below was a close call: check it against your words.",
}
SEVERITY: tuple[VerdictName, ...] = ("contradicted", "partial", "covered")


def progress(interview: Interview) -> str:
    """Where the interview stands: `Question 7 of 30`, topic, level and a bar."""
    here, total = interview.place + 1, len(interview.turns)
    question = interview.turn.question
    facts = "".join(f" · {escape(fact)}" for fact in (question.topic, question.level) if fact)
    share = round(100 * here / total)
    return (
        f'<div class="progress"><p><b>Question {here} of {total}</b>{facts}</p>'
        f'<div class="bar" role="progressbar" aria-label="Progress" aria-valuemin="1" aria-valuemax="{total}" '
        f'aria-valuenow="{here}"><i style="width:{share}%"></i></div></div>'
    )


def question(asked: Question, stamp: str) -> str:
    """The question as the page's heading; `stamp` tells drafts of different turns apart."""
    return f'<h1 class="question" data-turn="{escape(stamp)}">{escape(asked.question)}</h1>'


def hints(turn: Turn) -> str:
    """The hints taken so far, or nothing."""
    if not turn.hinted:
        return ""
    by_id = {point.id: point.hint for point in turn.question.key_points}
    items = "".join(f"<li>{escape(by_id[one])}</li>" for one in turn.hinted)
    cost = f"{HINT_COST * len(turn.hinted):g}"
    return f'<section class="hints" aria-label="Hints"><h2>Hints <small>−{cost}</small></h2><ul>{items}</ul></section>'


def notice(text: str) -> str:
    """A message that is read out at once, or nothing."""
    return f'<p class="notice" role="alert">{escape(text)}</p>' if text else ""


def empty_panel(turn: Turn) -> str:
    """The panel before an answer: how many key points there are, and the last attempt's score if there is one."""
    count = len(turn.question.key_points)
    rings = '<span class="sign">○</span>' * count
    last = ""
    if turn.attempts and turn.attempts[-1].score is not None:
        last = f'<p class="note">Your last try scored {_whole(turn.attempts[-1].score)}.</p>'
    if turn.reference_shown:
        last += '<p class="note">You have seen the reference answer: this try is practice and does not count.</p>'
    return (
        f'<section class="panel empty" aria-label="Key points"><h2>{count} key point{"s" if count != 1 else ""}</h2>'
        f'<p class="dots" aria-hidden="true">{rings}</p>'
        "<p>A good answer makes them. Say it in your own words; once you have answered, each is shown here with the "
        f"words that earned it.</p>{last}</section>"
    )


def busy_panel(text: str) -> str:
    """The panel while an answer is being graded."""
    return f'<section class="panel empty busy" role="status" aria-busy="true"><p>{escape(text)}</p></section>'


def plain_panel(text: str) -> str:
    """The panel with nothing but a line of text."""
    return f'<section class="panel empty"><p>{escape(text)}</p></section>'


def panel(turn: Turn) -> str:
    """The score of the last attempt and the list of key points, each with verdict, marks and evidence."""
    attempt = turn.attempts[-1]
    verdicts, points = attempt.grade.verdicts, {point.id: point for point in turn.question.key_points}
    dots = "".join(f'<span class="sign {one.verdict}">{VERDICT_SIGNS[one.verdict]}</span>' for one in verdicts)
    items = "".join(_point(number, points[one.key_point], one) for number, one in enumerate(verdicts))
    return (
        f'<section class="panel" aria-label="Score and key points">{_score(turn, attempt)}'
        f'<p class="dots" aria-hidden="true">{dots}</p>{_flags(attempt.grade)}<ul class="points">{items}</ul></section>'
    )


def answer(attempt: Attempt) -> str:
    """The answer's text, each span of evidence marked with the places of the key points it belongs to."""
    marked = highlighted(attempt.answer, attempt.grade.verdicts)
    return f'<section class="answered" aria-label="Your answer"><h2>Your answer</h2><p>{marked}</p></section>'


def highlighted(text: str, verdicts: Sequence[Verdict]) -> str:
    """The text, escaped, cut where a span of evidence begins or ends.

    A piece that is evidence stands in a `mark` whose `data-points` names the verdicts' places and whose class is the
    gravest of their verdicts. Taking the tags away and unescaping gives the text back.
    """
    spans = [(n, v.verdict, v.evidence) for n, v in enumerate(verdicts) if v.evidence is not None]
    cuts = sorted({0, len(text), *(edge for _, _, span in spans for edge in (span.start, span.end))})
    pieces = []
    for start, end in pairwise(cuts):
        here = [(n, verdict) for n, verdict, span in spans if span.start <= start and end <= span.end]
        piece = escape(text[start:end])
        if here:
            kind = next(name for name in SEVERITY if any(name == verdict for _, verdict in here))
            places = " ".join(str(n) for n, _ in here)
            piece = f'<mark class="{kind}" data-points="{places}">{piece}</mark>'
        pieces.append(piece)
    return "".join(pieces)


def feedback(turn: Turn, sentences: Sequence[Sentence], note: str, writing: bool) -> str:
    """The feedback so far, who wrote it, and a follow-up question once it is whole."""
    text = " ".join(f'<span class="{escape(one.origin)}">{escape(one.text)}</span>' for one in sentences)
    caption = f'<p class="note">{escape(note)}</p>' if note else ""
    if writing:
        caption = '<p class="note writing">Writing the feedback …</p>'
    else:
        caption += _origins(sentences) + _follow_up(turn, sentences)
    return (
        f'<section class="feedback" aria-label="Feedback" aria-busy="{str(writing).lower()}"><h2>Feedback</h2>'
        f'<p class="sentences">{text}</p>{caption}</section>'
    )


def reference(turn: Turn) -> str:
    """The reference answer, once it has been asked for; nothing before."""
    if not turn.reference_shown:
        return ""
    paragraphs = "".join(f"<p>{escape(one)}</p>" for one in turn.question.reference_answer.split("\n\n") if one.strip())
    notes = "".join(f"<li>{escape(point.note)}</li>" for point in turn.question.key_points if point.note)
    notes = f'<ul class="note">{notes}</ul>' if notes else ""
    missing = '<p class="note">This question has no reference answer: its key points stand in the list.</p>'
    return (
        '<section class="reference" aria-label="Reference answer"><h2 tabindex="-1" id="reference-heading">'
        f"Reference answer</h2>{paragraphs or missing}{notes}</section>"
    )


def _score(turn: Turn, attempt: Attempt) -> str:
    if attempt.score is None:
        reason = escape(attempt.grade.reason or "unknown")
        return f'<div id="score" class="score" tabindex="-1"><p>This answer could not be graded: {reason}.</p></div>'
    weights = {point.id: point.weight for point in turn.question.key_points}
    earned = sum(weights[one.key_point] * one.credit for one in attempt.grade.verdicts)
    facts = [f"{earned:g} of {sum(weights.values()):g} points"]
    if attempt.hints:
        facts.append(f"{_whole(attempt.grade.score)} less {attempt.hints * HINT_COST:g} for hints")
    if any(one.verdict == "contradicted" for one in attempt.grade.verdicts):
        facts.append("a little less for what is not right")
    if attempt.saw_reference:
        facts.append("practice, does not count")
    covered = sum(one.verdict == "covered" for one in attempt.grade.verdicts)
    label = f"Score {_whole(attempt.score)} of 100, {covered} of {len(attempt.grade.verdicts)} key points covered"
    return (
        f'<div id="score" class="score" tabindex="-1" role="group" aria-label="{label}">'
        f'<p class="number">{_whole(attempt.score)}<small>of 100</small>{_change(turn)}</p>'
        f'<p class="note">{escape(" · ".join(facts))}</p></div>'
    )


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
    return f'<span class="change {word}" aria-label="{word} {abs(steps)}">{way} {abs(steps)}</span>'


def _point(number: int, point: KeyPoint, verdict: Verdict) -> str:
    marks = "−" if verdict.verdict == "contradicted" else f"{point.weight * verdict.credit:g}/{point.weight:g}"
    quote = f'<q class="quote">{escape(_shortened(verdict.evidence.quote))}</q>' if verdict.evidence else ""
    inside = (
        f'<span class="sign" aria-hidden="true">{VERDICT_SIGNS[verdict.verdict]}</span>'
        f'<span class="statement">{escape(point.statement)}</span><span class="marks">{marks}</span>'
        f'<span class="verdict">{VERDICT_WORDS[verdict.verdict]}</span>{quote}'
    )
    if verdict.evidence is None:
        return f'<li class="{verdict.verdict}"><div class="point">{inside}</div></li>'
    button = f'<button type="button" class="point" data-point="{number}">{inside}</button>'
    return f'<li class="{verdict.verdict}">{button}</li>'


def _flags(grade: Grade) -> str:
    sentences = [FLAG_SENTENCES[flag] for flag in grade.flags if flag in FLAG_SENTENCES]
    return "".join(f'<p class="flag">{escape(sentence)}</p>' for sentence in sentences)


def _origins(sentences: Sequence[Sentence]) -> str:
    model = sum(one.origin == "model" for one in sentences)
    if not sentences or not model:
        return ""
    rule = sum(one.origin == "template" for one in sentences)
    by_rule = f", {rule} from the verdicts by rule" if rule else ""
    return f'<p class="note">{model} sentence{"s" if model > 1 else ""} by the language model{by_rule}.</p>'


def _follow_up(turn: Turn, sentences: Sequence[Sentence]) -> str:
    """The follow-up question of the heaviest key point not covered, unless the feedback asks one already."""
    said = " ".join(one.text for one in sentences)
    if any(point.follow_up and point.follow_up in said for point in turn.question.key_points):
        return ""
    credit = {one.key_point: one.credit for one in turn.attempts[-1].grade.verdicts}
    missed = [point for point in turn.question.key_points if point.follow_up and credit.get(point.id, 0) < 1]
    if not missed:
        return ""
    worst = max(missed, key=lambda point: point.weight * (1 - credit.get(point.id, 0)))
    return f'<p class="follow-up"><b>Follow-up</b> {escape(worst.follow_up)}</p>'


def _shortened(quote: str, longest: int = 140) -> str:
    return quote if len(quote) <= longest else quote[:longest].rstrip() + " …"


def _whole(score: float | None) -> str:
    return "–" if score is None else whole(score)
