"""The start page and the summary as HTML, made on the server: every text is escaped."""

from __future__ import annotations

from datetime import datetime
from html import escape

from markupsafe import Markup
from markupsafe import escape as escape_text

from interviewer.practice.interview import Interview, whole
from interviewer.practice.markdown import VERDICT_SIGNS
from interviewer.practice.report import QuestionScore, Report
from ui import charts
from ui.wording import LANGUAGES, WRITTEN, Wording, read_texts

SPELT = (1, 5, 10, 20, 30)  # numbers of questions that are spelt out
MINUTES_A_QUESTION = 2
SPOKEN = ("saved", "unsaved", "marked", "looking")  # what practice.js says


def masthead() -> str:
    """The page's name, and the place that says things aloud."""
    return (
        '<span class="name"><span aria-hidden="true">◐</span> Interviewer</span>'
        '<div id="announcer" class="unseen" role="status" aria-live="polite"></div>'
    )


def switches(words: Wording) -> str:
    """The other languages, the switch between dark and light, and the words of the page's scripts."""
    others = "".join(
        f'<a class="language" href="language/{code}" hreflang="{code}" lang="{code}" '
        f'title="{escape(str(read_texts(code)["name"]))}"><span aria-hidden="true">{code.upper()}</span>'
        f'<span class="unseen">{escape(str(read_texts(code)["name"]))}</span></a>'
        for code in LANGUAGES
        if code != words.language
    )
    spoken = " ".join(f'data-{name}="{escape(words(f"script.{name}", words="{words}"))}"' for name in SPOKEN)
    tag = str(words.locale).replace("_", "-")
    return (
        f'<nav class="languages" aria-label="{escape(words("languages.label"))}">{others}</nav>'
        f'<button type="button" id="theme-switch" aria-label="{escape(words("theme.switch"))}">'
        '<span aria-hidden="true">◑</span></button>'
        f'<i hidden id="words" data-language="{words.language}" data-locale="{escape(tag)}" '
        f'data-written="{WRITTEN}" {spoken}></i>'
    )


def resume_card(words: Wording, interview: Interview, started: datetime) -> str:
    """The interview that could be gone on with."""
    here, total = interview.place + 1, len(interview.turns)
    stands = words.html("resume.paused" if interview.is_paused else "resume.stands", here=here, total=total)
    return (
        f"<h2>{words.html(f'mode.{interview.mode}')}, {words.day(started)}</h2>"
        f"<p>{stands} {words.written(interview.turn.question.question)}</p>"
    )


def welcome(words: Wording, total: int) -> str:
    """The start page's heading for a set of `total` questions."""
    number = words(f"number.{total}") if total in SPELT else words.number(total)
    questions = words("welcome.questions", count=total, number=number)
    lines = [words.html("welcome.lead", questions=questions, duration=_duration(words, total))]
    lines += [words.html("welcome.short")] if total > 5 else []
    lines += [words.html("welcome.promise")]
    written = f'<p class="note">{words.html("welcome.written")}</p>' if words.foreign else ""
    return (
        f'<div class="welcome"><h1 tabindex="-1" id="welcome-heading">{words.html("welcome.heading")}</h1>'
        f"<p>{' '.join(lines)}</p>{written}</div>"
    )


def card(title: str, text: str) -> str:
    """The heading and line of one way to begin."""
    return f"<h2>{escape(title)}</h2><p>{escape(text)}</p>"


def own_data(words: Wording) -> str:
    """What can be done with everything that is kept of a person."""
    return (
        f'<section class="own"><h2>{words.html("own.heading")}</h2><p>{words.html("own.explained")}</p>'
        '<p class="downloads"><a class="button" href="data.json" '
        f'download="interviewer-data.json">{words.html("own.download")}</a></p></section>'
    )


def status_line(text: str) -> str:
    """What is being loaded, or nothing; only Markup is taken as markup."""
    return f'<p class="status" role="status">{escape_text(text)}</p>' if text else ""


def summary(words: Wording, report: Report, interview: str, outdated: int = 0) -> str:
    """The whole report: score in all, topics, questions by points lost, what to study next, downloads.

    Args:
        words: What the page says.
        report: What to show.
        interview: Its id, for the downloads.
        outdated: How many of its questions were graded by a rubric that has changed since.
    """
    return (
        f'<article class="summary">{_total(words, report)}{_outdated(words, interview, outdated)}'
        f'<div class="halves">{_topics(words, report)}{_questions(words, report)}</div>{_study(words, report)}'
        f"{_points(words, report)}{_downloads(words, interview)}</article>"
    )


def _total(words: Wording, report: Report) -> str:
    counts = [words.html("report.answered", count=report.count("answered"))]
    for key, number in (
        ("report.skipped", report.count("skipped")),
        ("report.ungraded", report.count("ungraded")),
        ("report.not_reached", report.count("not reached")),
    ):
        counts += [words.html(key, count=number)] if number else []
    facts = " · ".join(counts)
    if report.score is None:
        return (
            f'<h1 tabindex="-1" id="summary-heading">{words.html("report.no_answer")}</h1>'
            f"<p>{facts}. {words.html('report.no_answer_explained')}</p>"
        )
    return (
        f'<h1 tabindex="-1" id="summary-heading">{words.html("report.heading")}</h1>'
        f'<p class="total"><b>{whole(report.score)}</b><span>{words.html("score.of")}<br>{facts}</span></p>'
    )


def _outdated(words: Wording, interview: str, number: int) -> str:
    if not number:
        return ""
    return (
        f'<p class="outdated">{words.html("outdated.told", count=number)} '
        f'<button type="button" class="small" data-regrade="{escape(interview)}">{words.html("outdated.again")}'
        f"</button><small>{words.html('outdated.note')}</small></p>"
    )


def _topics(words: Wording, report: Report) -> str:
    if not report.topics:
        return ""
    rows = "".join(
        _bar(words.written(one.topic), one.score, words("topics.questions", count=one.questions))
        for one in report.topics
    )
    shares = sorted((one.topic, one.score) for one in report.topics)
    scores = ", ".join(f"{name} {whole(score)}" for name, score in shares)
    radar = charts.radar(shares, words("topics.label", scores=scores), words.foreign)
    return f'<section><h2>{words.html("topics.heading")}</h2>{radar}<ul class="bars">{rows}</ul></section>'


def _questions(words: Wording, report: Report) -> str:
    numbers = {id(one): number for number, one in enumerate(report.questions, 1)}
    ungraded = tuple(one for one in report.questions if one.status == "ungraded")
    counted = (*report.by_loss, *ungraded)
    if not counted:
        return ""
    rows = "".join(
        _bar(words.written(f"{numbers[id(one)]}. {one.turn.question.question}"), one.score, _fate(words, one))
        for one in counted
    )
    return f'<section><h2>{words.html("report.questions")}</h2><ul class="bars">{rows}</ul></section>'


def _points(words: Wording, report: Report) -> str:
    """Each question that was answered, with its key points won and lost and the reference answer, to be unfolded."""
    answered = [(number, one) for number, one in enumerate(report.questions, 1) if one.turn.attempts]
    items = "".join(_unfolding(words, number, one) for number, one in answered)
    return f'<section class="won"><h2>{words.html("report.points")}</h2>{items}</section>' if items else ""


def _unfolding(words: Wording, number: int, question: QuestionScore) -> str:
    turn = question.turn
    attempt = turn.find_best() or turn.attempts[-1]
    statements = {point.id: point.statement for point in turn.question.key_points}
    points = "".join(
        f'<li><span class="sign {one.verdict}" aria-hidden="true">{VERDICT_SIGNS[one.verdict]}</span>'
        f"<span>{words.written(statements[one.key_point])} <small>{words.html(f'verdict.{one.verdict}')}</small></span>"
        "</li>"
        for one in attempt.standing.verdicts
    )
    reference = turn.question.reference_answer
    shown = f"<h3>{words.html('reference.heading')}</h3><p{words.foreign}>{escape(reference)}</p>" if reference else ""
    said = f'<h3>{words.html("answer.yours")}</h3><p class="given"{words.foreign}>{escape(attempt.answer)}</p>'
    score = "–" if question.score is None else whole(question.score)
    return (
        f"<details><summary>{words.written(f'{number}. {turn.question.question}')} <b>{score}</b></summary>"
        f"<ul>{points}</ul>{said}{shown}</details>"
    )


def _fate(words: Wording, question: QuestionScore) -> str:
    tries, hints = len(question.turn.attempts), len(question.turn.hinted)
    facts = [words("fate.tries", count=tries)]
    if question.status != "answered":
        facts = [words(f"status.{question.status}")]
    if hints:
        facts.append(words("fate.hints", count=hints))
    if any(attempt.late for attempt in question.turn.attempts):
        facts.append(words("score.late"))
    return " · ".join(facts)


def _bar(name: Markup, score: float | None, note: str) -> str:
    width, figure = (0.0, "–") if score is None else (score, whole(score))
    return (
        f'<li><span class="what">{name} <small>{escape(note)}</small></span>'
        f'<span class="figure">{figure}</span>'
        f'<span class="bar" aria-hidden="true"><i style="width:{width:.0f}%"></i></span></li>'
    )


def _study(words: Wording, report: Report) -> str:
    if not report.study:
        return ""
    number = len(report.study)
    heading = words.html(f"study.{number}") if number <= 3 else words.html("study.more", number=number)
    items = "".join(
        f"<li><h3{words.foreign}>{escape(point.key_point.statement)}</h3>"
        f"<blockquote{words.foreign}>{escape(point.passage)}</blockquote>"
        f'<p class="note">{words.written(point.question.question)} · '
        f"{words.html('study.lost', count=round(point.lost))}</p></li>"
        for point in report.study
    )
    return f'<section class="study"><h2>{heading}</h2><ol>{items}</ol></section>'


def _downloads(words: Wording, interview: str) -> str:
    kinds = (("Markdown", "md"), ("PDF", "pdf"), ("JSON", "json"), ("CSV", "csv"))
    links = "".join(
        f'<a class="button" href="report.{ending}?interview={escape(interview)}" download="interview.{ending}">'
        f"{words.html('report.download', kind=name)}</a>"
        for name, ending in kinds
    )
    print_it = f'<button type="button" class="button" id="print">{words.html("report.print")}</button>'
    return f'<p class="downloads">{links}{print_it}</p>'


def _duration(words: Wording, questions: int) -> str:
    minutes = questions * MINUTES_A_QUESTION
    if minutes == 60:
        return words("duration.hour")
    if minutes < 90:
        return words("duration.minutes", count=minutes)
    return words("duration.hours", count=round(minutes / 60))
