"""The practice page as HTML, made on the server: every text is escaped, nothing of it is ever markup."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from markupsafe import escape as escape_text

from interviewer.feedback.writer import Sentence
from interviewer.grading.grade import Verdict, VerdictName
from interviewer.practice.interview import HINT_COST, Attempt, Interview, Turn
from rubrics.model import Question
from ui.wording import Wording

SEVERITY: tuple[VerdictName, ...] = ("contradicted", "partial", "covered")


def progress(words: Wording, interview: Interview) -> str:
    """Where the interview stands: `Question 7 of 30`, topic, level and a bar."""
    here, total = interview.place + 1, len(interview.turns)
    question = interview.turn.question
    topic = f" · {words.written(question.topic)}" if question.topic else ""
    level = f" · {words.html(f'level.{question.level}')}" if question.level else ""
    share = round(100 * here / total)
    return (
        f'<div class="progress"><p><b>{words.html("progress.place", here=here, total=total)}</b>{topic}{level}</p>'
        f'<div class="bar" role="progressbar" aria-label="{escape(words("progress.label"))}" aria-valuemin="1" '
        f'aria-valuemax="{total}" aria-valuenow="{here}"><i style="width:{share}%"></i></div></div>'
    )


def question(words: Wording, asked: Question, interview: str, stamp: str) -> str:
    """The question as the page's heading; with the interview's id and `stamp`, drafts find where they belong."""
    marks = f'data-interview="{escape(interview)}" data-question="{escape(asked.id)}" data-turn="{escape(stamp)}"'
    return f'<h1 class="question" {marks}{words.foreign}>{escape(asked.question)}</h1>'


def hints(words: Wording, turn: Turn) -> str:
    """The hints taken so far, or nothing."""
    if not turn.hinted:
        return ""
    by_id = {point.id: point.hint for point in turn.question.key_points}
    items = "".join(f"<li>{escape(by_id[one])}</li>" for one in turn.hinted)
    cost = words.number(HINT_COST * len(turn.hinted))
    return (
        f"{section('hints', words('hints.heading'))}<h2>{words.html('hints.heading')} <small>−{cost}</small></h2>"
        f"<ul{words.foreign}>{items}</ul></section>"
    )


def section(kind: str, name: str) -> str:
    """The opening tag of a part of the page with a name."""
    return f'<section class="{kind}" aria-label="{escape(name)}">'


def notice(text: str) -> str:
    """A message that is read out at once, or nothing; only Markup is taken as markup."""
    return f'<p class="notice" role="alert">{escape_text(text)}</p>' if text else ""


def place(words: Wording, ahead: int) -> str:
    """How many answers are read before what was just asked for, or nothing if none is."""
    return f'<p class="status"><b class="place">{words.html("wait.ahead", count=ahead)}</b></p>' if ahead else ""


def answer(words: Wording, attempt: Attempt) -> str:
    """The answer's text, each span of evidence marked with the places of the key points it belongs to."""
    return _answered(words, highlighted(attempt.answer, attempt.standing.verdicts))


def plain_answer(words: Wording, text: str) -> str:
    """An answer that has no grade yet."""
    return _answered(words, escape(text))


def _answered(words: Wording, inside: str) -> str:
    name = words("answer.yours")
    return f"{section('answered', name)}<h2>{escape(name)}</h2><p{words.foreign}>{inside}</p></section>"


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


def _sentence(words: Wording, one: Sentence) -> str:
    """A sentence as it is written; what the program itself says among them is in the reader's language."""
    if one.origin == "notice" and words.foreign:
        return f'<span class="notice" lang="{words.language}">{words.written(one.text)}</span>'
    return f'<span class="{escape(one.origin)}">{escape(one.text)}</span>'


def feedback(words: Wording, sentences: Sequence[Sentence], note: str, writing: bool) -> str:
    """The feedback so far, and who wrote it once it is whole."""
    text = " ".join(_sentence(words, one) for one in sentences)
    caption = f'<p class="note">{escape_text(note)}</p>' if note else ""
    if writing:
        caption = f'<p class="note writing">{words.html("feedback.writing")}</p>'
    else:
        caption += _origins(words, sentences)
    name = words("feedback.heading")
    return (
        f'<section class="feedback" aria-label="{escape(name)}" aria-busy="{str(writing).lower()}">'
        f'<h2>{escape(name)}</h2><p class="sentences"{words.foreign}>{text}</p>{caption}</section>'
    )


def reference(words: Wording, turn: Turn) -> str:
    """The reference answer, once it has been asked for; nothing before."""
    if not turn.reference_shown:
        return ""
    paragraphs = "".join(
        f"<p{words.foreign}>{escape(one)}</p>" for one in turn.question.reference_answer.split("\n\n") if one.strip()
    )
    notes = "".join(f"<li>{escape(point.note)}</li>" for point in turn.question.key_points if point.note)
    notes = f'<ul class="note"{words.foreign}>{notes}</ul>' if notes else ""
    missing = f'<p class="note">{words.html("reference.missing")}</p>'
    name = words("reference.heading")
    return (
        f'{section("reference", name)}<h2 tabindex="-1" id="reference-heading">'
        f"{escape(name)}</h2>{paragraphs or missing}{notes}</section>"
    )


def _origins(words: Wording, sentences: Sequence[Sentence]) -> str:
    model = sum(one.origin == "model" for one in sentences)
    if not sentences or not model:
        return ""
    rule = sum(one.origin == "template" for one in sentences)
    by_model = words("feedback.by_model", count=model)
    told = words("feedback.by_both", model=by_model, rule=rule) if rule else f"{by_model}."
    return f'<p class="note">{escape(told)}</p>'
