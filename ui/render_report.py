"""The start page and the summary as HTML, made on the server: every text is escaped."""

from __future__ import annotations

from datetime import datetime
from html import escape

from interviewer.practice.interview import Interview, whole
from interviewer.practice.markdown import VERDICT_SIGNS, VERDICT_WORDS
from interviewer.practice.report import QuestionScore, Report
from ui import charts
from ui.render_history import MODES, day

WORDS = {1: "One", 5: "Five", 10: "Ten", 20: "Twenty", 30: "Thirty"}
MINUTES_A_QUESTION = 2


def masthead() -> str:
    """The page's name, and the place that says things aloud."""
    return (
        '<span class="name"><span aria-hidden="true">◐</span> Interviewer</span>'
        '<div id="announcer" class="unseen" role="status" aria-live="polite"></div>'
    )


def theme_switch() -> str:
    """The switch between dark and light."""
    return (
        '<button type="button" id="theme-switch" aria-label="Switch between dark and light">'
        '<span aria-hidden="true">◑</span></button>'
    )


def resume_card(interview: Interview, started: datetime) -> str:
    """The interview that could be gone on with."""
    here, total = interview.place + 1, len(interview.turns)
    stands = "paused at" if interview.is_paused else "at"
    return (
        f"<h2>{MODES[interview.mode]}, {day(started)}</h2><p>It stands {stands} question {here} of {total}: "
        f"{escape(interview.turn.question.question)}</p>"
    )


def welcome(total: int) -> str:
    """The start page's heading for a set of `total` questions."""
    count = WORDS.get(total, str(total))
    plural = "s" if total != 1 else ""
    short = " Or ten minutes: five at random." if total > 5 else ""
    return (
        '<div class="welcome"><h1 tabindex="-1" id="welcome-heading">Practise for the interview</h1>'
        f"<p>{count} question{plural}, about {_duration(total)}.{short} "
        "You see a score you can check: every key point with the words that earned it.</p></div>"
    )


def card(title: str, text: str) -> str:
    """The heading and line of one way to begin."""
    return f"<h2>{escape(title)}</h2><p>{escape(text)}</p>"


def own_data() -> str:
    """What can be done with everything that is kept of a person."""
    return (
        '<section class="own"><h2>Your data</h2><p>Everything that you write is kept on the machine this page comes '
        'from, and nowhere else.</p><p class="downloads"><a class="button" href="data.json" '
        'download="interviewer-data.json">Download all my data</a></p></section>'
    )


def status_line(text: str) -> str:
    """What is being loaded, or nothing."""
    return f'<p class="status" role="status">{escape(text)}</p>' if text else ""


def summary(report: Report, interview: str, outdated: int = 0) -> str:
    """The whole report: score in all, topics, questions by points lost, what to study next, downloads.

    Args:
        report: What to show.
        interview: Its id, for the downloads.
        outdated: How many of its questions were graded by a rubric that has changed since.
    """
    return (
        f'<article class="summary">{_total(report)}{_outdated(interview, outdated)}'
        f'<div class="halves">{_topics(report)}{_questions(report)}</div>{_study(report)}{_points(report)}'
        f"{_downloads(interview)}</article>"
    )


def _total(report: Report) -> str:
    counts = [
        f"{report.count('answered')} answered",
        f"{report.count('skipped')} skipped, 0 each" if report.count("skipped") else "",
        f"{report.count('ungraded')} not graded" if report.count("ungraded") else "",
        f"{report.count('not reached')} not reached" if report.count("not reached") else "",
    ]
    facts = " · ".join(fact for fact in counts if fact)
    if report.score is None:
        return (
            '<h1 tabindex="-1" id="summary-heading">No question answered yet</h1>'
            f"<p>{facts}. Start another interview and answer at least one question to see a score.</p>"
        )
    return (
        '<h1 tabindex="-1" id="summary-heading">Your interview</h1>'
        f'<p class="total"><b>{whole(report.score)}</b><span>of 100<br>{facts}</span></p>'
    )


def _outdated(interview: str, number: int) -> str:
    if not number:
        return ""
    which = "One question was" if number == 1 else f"{number} questions were"
    return (
        f'<p class="outdated">{which} graded by a rubric that has changed since. '
        f'<button type="button" class="small" data-regrade="{escape(interview)}">Grade again</button>'
        "<small>By today's rubric; the former grades are kept.</small></p>"
    )


def _topics(report: Report) -> str:
    if not report.topics:
        return ""
    rows = "".join(
        _bar(one.topic, one.score, f"{one.questions} question{'s' if one.questions > 1 else ''}")
        for one in report.topics
    )
    shares = sorted((one.topic, one.score) for one in report.topics)
    label = "Scores by topic: " + ", ".join(f"{name} {whole(score)}" for name, score in shares)
    return f'<section><h2>By topic</h2>{charts.radar(shares, label)}<ul class="bars">{rows}</ul></section>'


def _questions(report: Report) -> str:
    numbers = {id(one): number for number, one in enumerate(report.questions, 1)}
    ungraded = tuple(one for one in report.questions if one.status == "ungraded")
    counted = (*report.by_loss, *ungraded)
    if not counted:
        return ""
    rows = "".join(_bar(f"{numbers[id(one)]}. {one.turn.question.question}", one.score, _fate(one)) for one in counted)
    return f'<section><h2>By question, most to gain first</h2><ul class="bars">{rows}</ul></section>'


def _points(report: Report) -> str:
    """Each question that was answered, with its key points won and lost and the reference answer, to be unfolded."""
    items = "".join(_unfolding(number, one) for number, one in enumerate(report.questions, 1) if one.turn.attempts)
    return f'<section class="won"><h2>Key points won and lost</h2>{items}</section>' if items else ""


def _unfolding(number: int, question: QuestionScore) -> str:
    turn = question.turn
    attempt = turn.find_best() or turn.attempts[-1]
    statements = {point.id: point.statement for point in turn.question.key_points}
    points = "".join(
        f'<li><span class="sign {one.verdict}" aria-hidden="true">{VERDICT_SIGNS[one.verdict]}</span>'
        f"<span>{escape(statements[one.key_point])} <small>{VERDICT_WORDS[one.verdict]}</small></span></li>"
        for one in attempt.standing.verdicts
    )
    reference = turn.question.reference_answer
    shown = f"<h3>Reference answer</h3><p>{escape(reference)}</p>" if reference else ""
    said = f'<h3>Your answer</h3><p class="given">{escape(attempt.answer)}</p>'
    score = "–" if question.score is None else whole(question.score)
    return (
        f"<details><summary>{number}. {escape(turn.question.question)} <b>{score}</b></summary>"
        f"<ul>{points}</ul>{said}{shown}</details>"
    )


def _fate(question: QuestionScore) -> str:
    tries, hints = len(question.turn.attempts), len(question.turn.hinted)
    facts = [question.status if question.status != "answered" else f"{tries} tr{'ies' if tries > 1 else 'y'}"]
    if hints:
        facts.append(f"{hints} hint{'s' if hints > 1 else ''}")
    return " · ".join(facts)


def _bar(name: str, score: float | None, note: str) -> str:
    width, figure = (0.0, "–") if score is None else (score, whole(score))
    return (
        f'<li><span class="what">{escape(name)} <small>{escape(note)}</small></span>'
        f'<span class="figure">{figure}</span>'
        f'<span class="bar" aria-hidden="true"><i style="width:{width:.0f}%"></i></span></li>'
    )


def _study(report: Report) -> str:
    if not report.study:
        return ""
    words = {1: "One thing", 2: "Two things", 3: "Three things"}
    heading = f"{words.get(len(report.study), f'{len(report.study)} things')} to study next"
    items = "".join(
        f"<li><h3>{escape(point.key_point.statement)}</h3><blockquote>{escape(point.passage)}</blockquote>"
        f'<p class="note">{escape(point.question.question)} · {point.lost:.0f} points of that question</p></li>'
        for point in report.study
    )
    return f'<section class="study"><h2>{heading}</h2><ol>{items}</ol></section>'


def _downloads(interview: str) -> str:
    kinds = (("Markdown", "md"), ("JSON", "json"), ("CSV", "csv"))
    links = "".join(
        f'<a class="button" href="report.{ending}?interview={escape(interview)}" download="interview.{ending}">'
        f"Download as {name}</a>"
        for name, ending in kinds
    )
    return f'<p class="downloads">{links}<button type="button" class="button" id="print">Print</button></p>'


def _duration(questions: int) -> str:
    minutes = questions * MINUTES_A_QUESTION
    return "an hour" if minutes == 60 else f"{minutes} minutes" if minutes < 90 else f"{minutes / 60:.0f} hours"
