"""The report as CSV: every answer in it, one row a verdict, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.practice import interview as steps
from interviewer.practice.interview import Interview
from interviewer.practice.report import report_on
from interviewer.practice.table import COLUMNS, as_csv
from tests.practice.kitchen import HALF_TEA, KITCHEN, TEA, plain_grader


def answered(text: str) -> Interview:
    return steps.answer(steps.start(KITCHEN), text, plain_grader().grade(TEA, text))


def rows(interview: Interview) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(report_on(interview)), newline="")))


def test_each_verdict_has_a_row_and_a_question_without_one_a_single_row() -> None:
    found = rows(steps.skip(steps.next_question(answered(HALF_TEA))))
    assert [(row["question_id"], row["key_point"], row["verdict"]) for row in found] == [
        ("tea", "boil", "covered"),
        ("tea", "pour", "missing"),
        ("tea", "wait", "contradicted"),
        ("rice", "", ""),
        ("coffee", "", ""),
    ]
    assert [row["status"] for row in found[2:]] == ["answered", "skipped", "not reached"]
    assert found[0]["question_score"] == found[0]["attempt_score"] == "47.5"
    assert tuple(found[0]) == COLUMNS


def test_an_answer_that_awaits_its_grade_is_there() -> None:
    found = rows(steps.submit(steps.start(KITCHEN), HALF_TEA))
    assert (found[0]["answer"], found[0]["status"]) == (HALF_TEA, "ungraded")


@settings(deadline=None)
@given(st.sampled_from(["", "=", "+", "-", "@", "\t"]), st.text(st.characters(codec="utf-8")))
def test_an_answer_is_kept_whole_and_never_begins_a_formula(start: str, rest: str) -> None:
    text = start + rest
    for row in rows(answered(text))[:3]:
        assert row["answer"].removeprefix("'") == text.removeprefix("'")
        assert not row["answer"].startswith(("=", "+", "-", "@", "\t"))
