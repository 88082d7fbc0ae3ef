"""An interview's report as a Markdown text to keep: answers and feedback stay plain text in any viewer."""

from __future__ import annotations

import re

from interviewer.practice.interview import Attempt, Turn, whole
from interviewer.practice.report import QuestionScore, Report
from rubrics.model import KeyPoint

VERDICT_SIGNS = {"covered": "●", "partial": "◐", "missing": "○", "contradicted": "✕"}
VERDICT_WORDS = {"covered": "covered", "partial": "partly", "missing": "not mentioned", "contradicted": "not right"}


def as_markdown(report: Report) -> str:
    """The report with scores, what to study next, and each question with its answers, verdicts and feedback."""
    counted = report.count("answered") + report.count("skipped")
    lines = ["# Interview report", ""]
    lines += ["No question was answered." if report.score is None else f"**Score {whole(report.score)} of 100**", ""]
    lines += [f"{counted} of {len(report.questions)} questions count; {report.count('skipped')} skipped (0 each).", ""]
    if report.topics:
        lines += ["## Topics", "", "| topic | score | questions |", "|---|---:|---:|"]
        lines += [f"| {_plain(one.topic)} | {whole(one.score)} | {one.questions} |" for one in report.topics] + [""]
    if report.study:
        lines += ["## To study next", ""]
        for number, point in enumerate(report.study, 1):
            lines += [f"{number}. **{_plain(point.key_point.statement)}**", f"   {_plain(point.question.question)}", ""]
            lines += [f"   > {_plain(point.passage)}", ""]
    lines += ["## Questions", ""]
    for number, question in enumerate(report.questions, 1):
        lines += _question_lines(number, question)
    return "\n".join(lines).rstrip() + "\n"


def _question_lines(number: int, question: QuestionScore) -> list[str]:
    score = "" if question.score is None else f", {whole(question.score)} of 100"
    turn = question.turn
    lines = [f"### {number}. {_plain(turn.question.question)}", "", f"{question.status}{score}", ""]
    for place, attempt in enumerate(turn.attempts, 1):
        lines += _attempt_lines(place, turn, attempt)
    if turn.attempts and turn.question.reference_answer:
        lines += ["Reference answer:", "", f"> {_plain(turn.question.reference_answer)}", ""]
    return lines


def _attempt_lines(place: int, turn: Turn, attempt: Attempt) -> list[str]:
    reason = f"not graded ({attempt.grade.reason})"
    score = reason if attempt.score is None else f"{whole(attempt.score)} of 100"
    hints = f", {attempt.hints} hint{'s' if attempt.hints > 1 else ''}" if attempt.hints else ""
    seen = ", after the reference answer was shown; does not count" if attempt.saw_reference else ""
    late = ", after the time was over" if attempt.late else ""
    lines = [f"Attempt {place}: {score}{hints}{seen}{late}", "", *_fenced(attempt.answer), ""]
    if attempt.predicted is not None:
        lines += [f"Expected by the candidate: {whole(attempt.predicted)} of 100", ""]
    points: dict[str, KeyPoint] = {point.id: point for point in turn.question.key_points}
    for verdict in attempt.standing.verdicts:
        sign, word = VERDICT_SIGNS[verdict.verdict], VERDICT_WORDS[verdict.verdict]
        lines.append(f"- {sign} {word}: {_plain(points[verdict.key_point].statement)}")
    lines += [""] if attempt.grade.verdicts else []
    lines += _revision_lines(attempt, points) + _follow_up_lines(attempt, points)
    if attempt.feedback:
        lines += ["Feedback:", "", f"> {_plain(' '.join(one.text for one in attempt.feedback))}", ""]
    return lines


def _revision_lines(attempt: Attempt, points: dict[str, KeyPoint]) -> list[str]:
    if not attempt.revisions:
        return []
    first = "" if attempt.first_score is None else f" (score at first: {whole(attempt.first_score)})"
    lines = [f"Second looks{first}:", ""]
    for one in attempt.revisions:
        before, after = VERDICT_WORDS[one.before.verdict], VERDICT_WORDS[one.after.verdict]
        asked = "appeal" if one.kind == "appeal" else "reviewer"
        statement = _plain(points[one.key_point].statement)
        lines.append(f"- {asked}, {statement}: {before} → {after}. {_plain(one.reason)}")
    return [*lines, ""]


def _follow_up_lines(attempt: Attempt, points: dict[str, KeyPoint]) -> list[str]:
    follow_up = attempt.follow_up
    if follow_up is None:
        return []
    outcome = (
        "not graded" if follow_up.grade is None else f"recovered credit {whole(follow_up.recovered)}, not in score"
    )
    asked = _plain(points[follow_up.key_point].follow_up)
    return [f"Follow-up: {asked}", "", *_fenced(follow_up.answer), "", f"({outcome})", ""]


def _fenced(text: str) -> list[str]:
    """The text in a code fence that is longer than any run of backticks in it."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}text", *text.splitlines(), fence]


def _plain(text: str) -> str:
    """One line in which no character is markup any more."""
    return re.sub(r"([\\`*_{}\[\]<>#|!~&$])", r"\\\1", re.sub(r"\s+", " ", text).strip())
