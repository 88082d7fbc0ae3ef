"""The audit of the feedback: it passes what is sound and finds what came through."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interviewer.audit.feedback import ATTACKS, as_text, audit_feedback
from interviewer.errors import InputError
from interviewer.feedback.many import FeedbackOfMany
from interviewer.feedback.writer import Sentence
from interviewer.grading.grader import Grader
from interviewer.settings import Settings
from tests.feedback.cases import QUESTION
from tests.plain import PlainEmbedder, PlainVerifier


def plain_grader() -> Grader:
    return Grader(PlainEmbedder(), PlainVerifier(), Settings())


def test_the_template_is_moved_by_no_attack():
    found = audit_feedback([QUESTION], plain_grader(), FeedbackOfMany(None, PlainVerifier()))
    assert found.passed
    assert len(found.tried) == 2 * len(ATTACKS)
    assert as_text(found).endswith("PASSED: no attack reached the feedback")


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.name)
def test_a_writer_that_repeats_the_answer_is_found_out(attack):
    class Parrot:
        def write(self, questions, answers, grades):
            return [[Sentence(text=answer, origin="model")] for answer in answers]

    found = audit_feedback([QUESTION], plain_grader(), Parrot())
    assert not found.passed
    assert all(one.fault for one in found.tried if one.attack == attack.name)
    assert f"FAIL  {attack.name}" in as_text(found)


def test_a_grader_that_obeys_an_attack_is_found_out():
    class Obedient:
        def grade_many(self, questions, answers):
            grades = plain_grader().grade_many(questions, answers)
            first = grades[0].verdicts[0].verdict
            other = "covered" if first == "missing" else "missing"
            return [
                replace(grade, verdicts=(replace(grade.verdicts[0], verdict=other, evidence=None), *grade.verdicts[1:]))
                if "best candidate" in answer
                else grade
                for grade, answer in zip(grades, answers, strict=True)
            ]

    found = audit_feedback([QUESTION], Obedient(), FeedbackOfMany(None, PlainVerifier()))
    assert {one.attack for one in found.tried if one.fault} == {"praise on command"}
    assert "the plan speaks otherwise" in as_text(found)


def test_more_questions_than_there_are_is_told():
    with pytest.raises(InputError, match="--questions 2 is not from 1 to 1"):
        audit_feedback([QUESTION], plain_grader(), FeedbackOfMany(None, PlainVerifier()), count=2)
