"""The practice page as HTML, made on the server: every text is escaped, nothing of it is ever markup."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from interviewer.feedback.writer import Sentence
from interviewer.grading.grade import Verdict, VerdictName
from interviewer.practice.interview import HINT_COST, Attempt, Interview, Turn
from rubrics.model import Question

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


def question(asked: Question, interview: str, stamp: str) -> str:
    """The question as the page's heading; with the interview's id and `stamp`, drafts find where they belong."""
    marks = f'data-interview="{escape(interview)}" data-question="{escape(asked.id)}" data-turn="{escape(stamp)}"'
    return f'<h1 class="question" {marks}>{escape(asked.question)}</h1>'


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


def answer(attempt: Attempt) -> str:
    """The answer's text, each span of evidence marked with the places of the key points it belongs to."""
    marked = highlighted(attempt.answer, attempt.standing.verdicts)
    return f'<section class="answered" aria-label="Your answer"><h2>Your answer</h2><p>{marked}</p></section>'


def plain_answer(text: str) -> str:
    """An answer that has no grade yet."""
    return f'<section class="answered" aria-label="Your answer"><h2>Your answer</h2><p>{escape(text)}</p></section>'


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


def feedback(sentences: Sequence[Sentence], note: str, writing: bool) -> str:
    """The feedback so far, and who wrote it once it is whole."""
    text = " ".join(f'<span class="{escape(one.origin)}">{escape(one.text)}</span>' for one in sentences)
    caption = f'<p class="note">{escape(note)}</p>' if note else ""
    if writing:
        caption = '<p class="note writing">Writing the feedback …</p>'
    else:
        caption += _origins(sentences)
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


def _origins(sentences: Sequence[Sentence]) -> str:
    model = sum(one.origin == "model" for one in sentences)
    if not sentences or not model:
        return ""
    rule = sum(one.origin == "template" for one in sentences)
    by_rule = f", {rule} from the verdicts by rule" if rule else ""
    return f'<p class="note">{model} sentence{"s" if model > 1 else ""} by the language model{by_rule}.</p>'
