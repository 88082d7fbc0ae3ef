"""The start page and the summary as HTML, made on the server: every text is escaped."""

from __future__ import annotations

from html import escape

from interviewer.practice.interview import whole
from interviewer.practice.report import QuestionScore, Report

WORDS = {1: "One", 5: "Five", 10: "Ten", 20: "Twenty", 30: "Thirty"}
MINUTES_A_QUESTION = 2


def masthead() -> str:
    """The page's head: its name and the switch between dark and light."""
    return (
        '<header class="masthead"><span class="name"><span aria-hidden="true">◐</span> Interviewer</span>'
        '<button type="button" id="theme-switch" aria-label="Switch between dark and light">'
        '<span aria-hidden="true">◑</span></button></header>'
        '<div id="announcer" class="unseen" role="status" aria-live="polite"></div>'
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


def status_line(text: str) -> str:
    """What is being loaded, or nothing."""
    return f'<p class="status" role="status">{escape(text)}</p>' if text else ""


def summary(report: Report) -> str:
    """The whole report: score in all, topics, questions by points lost, what to study next, downloads."""
    return (
        f'<article class="summary">{_total(report)}'
        f'<div class="halves">{_topics(report)}{_questions(report)}</div>{_study(report)}{_downloads()}</article>'
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


def _topics(report: Report) -> str:
    if not report.topics:
        return ""
    rows = "".join(
        _bar(one.topic, one.score, f"{one.questions} question{'s' if one.questions > 1 else ''}")
        for one in report.topics
    )
    return f'<section><h2>By topic</h2><ul class="bars">{rows}</ul></section>'


def _questions(report: Report) -> str:
    counted = [(n, one) for n, one in enumerate(report.questions, 1) if one.status != "not reached"]
    if not counted:
        return ""
    counted.sort(key=lambda pair: 101.0 if pair[1].score is None else pair[1].score)
    rows = "".join(_bar(f"{n}. {one.turn.question.question}", one.score, _fate(one)) for n, one in counted)
    return f'<section><h2>By question, most to gain first</h2><ul class="bars">{rows}</ul></section>'


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


def _downloads() -> str:
    return (
        '<p class="downloads"><a class="button" href="report.md" download="interview.md">Download as Markdown</a>'
        '<a class="button" href="report.json" download="interview.json">Download as JSON</a></p>'
    )


def _duration(questions: int) -> str:
    minutes = questions * MINUTES_A_QUESTION
    return "an hour" if minutes == 60 else f"{minutes} minutes" if minutes < 90 else f"{minutes / 60:.0f} hours"
