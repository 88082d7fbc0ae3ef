"""The report of an interview as PDF says what the Markdown says."""

from __future__ import annotations

import io

from pypdf import PdfReader

from interviewer.practice import interview as steps
from interviewer.practice.pdf import as_pdf
from interviewer.practice.report import report_on
from tests.practice.kitchen import HALF_TEA, KITCHEN, plain_grader


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_it_has_the_score_the_answers_their_verdicts_and_what_to_study() -> None:
    interview = steps.start(KITCHEN)
    question = interview.turn.question
    interview = steps.answer(interview, HALF_TEA, plain_grader().grade(question, HALF_TEA))
    interview = steps.stop(steps.skip(steps.next_question(interview)))
    report = report_on(interview)
    text = text_of(as_pdf(report))
    assert f"1. {question.question}" in text and HALF_TEA in text
    assert report.score is not None and f"Score {report.score:.0f} of 100" in text
    assert all(point.statement in text for point in question.key_points)
    assert all(point.key_point.statement in text for point in report.study)
    assert "not reached" in text and question.reference_answer.split(".")[0] in text


def test_without_an_answer_it_says_so() -> None:
    assert "No question was answered." in text_of(as_pdf(report_on(steps.stop(steps.start(KITCHEN)))))
