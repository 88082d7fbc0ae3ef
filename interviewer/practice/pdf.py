"""An interview's report as PDF."""

from __future__ import annotations

from interviewer.practice.interview import Attempt, Turn, whole
from interviewer.practice.markdown import VERDICT_SIGNS, VERDICT_WORDS
from interviewer.practice.report import QuestionScore, Report
from interviewer.printing.document import Document


def as_pdf(report: Report) -> bytes:
    """The report with scores, what to study next, and each question with its answers, verdicts and feedback."""
    document = Document("Interview report")
    document.heading("Interview report")
    counted = report.count("answered") + report.count("skipped")
    document.text(
        "No question was answered." if report.score is None else f"Score {whole(report.score)} of 100", "strong"
    )
    document.text(
        f"{counted} of {len(report.questions)} questions count; {report.count('skipped')} skipped (0 each).", "soft"
    )
    if report.topics:
        document.heading("Topics", 2)
        rows = [[one.topic, whole(one.score), str(one.questions)] for one in report.topics]
        document.table([["topic", "score", "questions"], *rows], (4, 1, 1))
    if report.study:
        document.heading("To study next", 2)
        for number, point in enumerate(report.study, 1):
            document.item(f"{number}", point.key_point.statement, point.question.question)
            document.quotation(point.passage)
    document.heading("Questions", 2)
    for number, question in enumerate(report.questions, 1):
        _add_question(document, number, question)
    return document.bytes()


def _add_question(document: Document, number: int, question: QuestionScore) -> None:
    turn = question.turn
    score = "" if question.score is None else f", {whole(question.score)} of 100"
    document.heading(f"{number}. {turn.question.question}", 3)
    document.text(f"{question.status}{score}", "strong")
    for place, attempt in enumerate(turn.attempts, 1):
        _add_attempt(document, place, turn, attempt)
    if turn.attempts and turn.question.reference_answer:
        document.text("")
        document.text("Reference answer:", "soft")
        document.quotation(turn.question.reference_answer)


def _add_attempt(document: Document, place: int, turn: Turn, attempt: Attempt) -> None:
    score = f"not graded ({attempt.grade.reason})" if attempt.score is None else f"{whole(attempt.score)} of 100"
    hints = f", hints: {attempt.hints}" if attempt.hints else ""
    seen = ", after the reference answer was shown; does not count" if attempt.saw_reference else ""
    late = ", after the time was over" if attempt.late else ""
    document.text(f"Attempt {place}: {score}{hints}{seen}{late}", "soft")
    document.quotation(attempt.answer)
    statements = {point.id: point.statement for point in turn.question.key_points}
    for verdict in attempt.standing.verdicts:
        quote = f"“{verdict.evidence.quote}”" if verdict.evidence else ""
        word = VERDICT_WORDS[verdict.verdict]
        document.item(VERDICT_SIGNS[verdict.verdict], f"{word}: {statements[verdict.key_point]}", quote)
    if attempt.feedback:
        document.text("")
        document.text(" ".join(one.text for one in attempt.feedback))
