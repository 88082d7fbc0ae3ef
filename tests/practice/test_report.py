"""The outcome of an interview, in numbers, passages, JSON and Markdown."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.feedback.writer import Sentence
from interviewer.practice import interview as steps
from interviewer.practice.interview import Interview
from interviewer.practice.markdown import as_markdown
from interviewer.practice.report import report_on
from interviewer.practice.study import passage_about
from rubrics.loading import load_rubrics
from rubrics.model import KeyPoint, Question
from tests.practice.kitchen import COFFEE, HALF_TEA, KITCHEN, RICE, TEA, plain_grader

HOSTILE = "# Title\n```\n<script>alert(1)</script> ![x](http://evil.example/p.png) ````\n[a](b) **bold**"


def answer_all(*answers: str | None) -> Interview:
    """An interview in which each answer was given and None skipped; questions beyond them are not reached."""
    interview = steps.start(KITCHEN)
    for text in answers:
        if text is None:
            interview = steps.skip(interview)
        else:
            grade = plain_grader().grade(interview.turn.question, text)
            interview = steps.next_question(steps.answer(interview, text, grade))
    return interview


def test_a_skipped_question_counts_zero_and_one_not_reached_does_not_count() -> None:
    report = report_on(answer_all("boil fresh water.", None))
    assert [(one.status, one.score) for one in report.questions] == [
        ("answered", 50.0),
        ("skipped", 0.0),
        ("not reached", None),
    ]
    assert report.score == 25.0


def test_an_interview_without_an_answer_has_no_score() -> None:
    report = report_on(steps.stop(steps.start(KITCHEN)))
    assert report.score is None
    assert report.topics == report.study == ()
    assert "No question was answered" in as_markdown(report)


def test_topics_hold_the_mean_of_their_questions_weakest_first() -> None:
    report = report_on(answer_all("boil fresh water.", "rinse the rice well.", "grind whole beans just before."))
    assert [(one.topic, one.score, one.questions) for one in report.topics] == [("grains", 25, 1), ("drinks", 75, 2)]


def test_the_costliest_points_are_studied_first_each_with_its_passage() -> None:
    report = report_on(answer_all(HALF_TEA, "rinse the rice well.", "grind whole beans just before."))
    costs = [(point.key_point.id, point.verdict, round(point.lost)) for point in report.study]
    assert costs == [("steam", "missing", 75), ("pour", "missing", 25), ("wait", "contradicted", 25)]
    assert report.study[0].passage == "Steam it with the lid closed."
    assert report.study[1].passage == "Then pour water over the leaves."


def test_different_questions_come_before_a_second_point_of_one() -> None:
    report = report_on(answer_all(None, None, None))
    assert [point.question.id for point in report.study] == ["coffee", "rice", "tea"]


def test_a_passage_is_the_statement_where_there_is_no_reference_answer() -> None:
    assert passage_about(COFFEE, COFFEE.key_points[0]) == "grind whole beans just before"
    apart = Question(
        id="apart", question="What?", reference_answer="Zebra.", key_points=(KeyPoint(id="a", statement="boil water"),)
    )
    assert passage_about(apart, apart.key_points[0]) == "boil water"


@pytest.mark.parametrize("question", load_rubrics(), ids=lambda question: question.id)
def test_a_passage_of_the_thirty_is_a_sentence_of_the_reference_answer(question: Question) -> None:
    reference = re.sub(r"\s+", " ", question.reference_answer)
    passages = [passage_about(question, point) for point in question.key_points]
    assert all(passage in reference for passage in passages)
    assert len(set(passages)) > len(passages) / 2


def test_the_json_holds_every_answer_verdict_and_sentence() -> None:
    interview = answer_all(HALF_TEA, None)
    told = steps.add_feedback(interview, 0, 0, [Sentence(text="Wait.", origin="model")])
    document = json.loads(json.dumps(report_on(told).as_json()))
    attempt = document["questions"][0]["attempts"][0]
    assert attempt["answer"] == HALF_TEA
    assert attempt["feedback"] == [{"text": "Wait.", "origin": "model"}]
    assert [one["verdict"] for one in attempt["grade"]["verdicts"]] == ["covered", "missing", "contradicted"]
    for verdict in attempt["grade"]["verdicts"]:
        span = verdict["evidence"]
        assert span is None or HALF_TEA[span["start"] : span["end"]] == span["quote"]
    assert document["questions"][1]["status"] == "skipped"


def test_the_markdown_holds_answers_verdicts_and_the_reference() -> None:
    text = as_markdown(report_on(answer_all(HALF_TEA)))
    assert f"```text\n{HALF_TEA}\n```" in text
    assert "- ✕ not right: wait three minutes" in text
    assert TEA.reference_answer in text
    assert RICE.reference_answer not in text


@given(st.text() | st.just(HOSTILE))
def test_no_answer_leaves_its_fence_in_the_markdown(answer: str) -> None:
    lines = as_markdown(report_on(answer_all(answer + " boil fresh water"))).splitlines()
    start = next(n for n, line in enumerate(lines) if re.fullmatch(r"`{3,}text", line))
    fence = lines[start][:-4]
    end = lines.index(fence, start)
    assert lines[start + 1 : end] == (answer + " boil fresh water").splitlines()


def test_feedback_in_the_markdown_is_plain_text() -> None:
    told = steps.add_feedback(answer_all(HALF_TEA), 0, 0, [Sentence(text=HOSTILE, origin="model")])
    text = as_markdown(report_on(told))
    assert "<script>" not in text
    assert "![" not in text
    assert "\n# Title" not in text
