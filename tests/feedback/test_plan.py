"""The plan: what is spoken of, and in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.feedback.plan import PlannedSentence, plan_feedback
from interviewer.grading.grade import VERDICTS, VerdictName
from rubrics.model import KeyPoint, Question
from tests.feedback.cases import ANSWER, CHEAP, DYING, EMPTY, EXCELLENT, HIDDEN, MIXED, QUESTION, SHAPE, SPANS, grade_of

SHORT_STATEMENTS = st.lists(
    st.tuples(st.sampled_from(VERDICTS), st.sampled_from((1.0, 2.0, 3.0))), min_size=1, max_size=10
)


def kinds(plan: tuple[PlannedSentence, ...]) -> list[str]:
    return [planned.kind for planned in plan]


def made_up(drawn: list[tuple[VerdictName, float]]) -> tuple[Question, list[VerdictName], dict[str, str]]:
    points = tuple(
        KeyPoint(id=f"point-{place}", statement=f"Fact {place} holds.", weight=weight)
        for place, (_, weight) in enumerate(drawn)
    )
    question = Question(id="made-up", question="What holds?", key_points=points)
    return question, [name for name, _ in drawn], {point.id: "It costs little." for point in points}


def test_praise_comes_first_then_corrections_then_gaps_then_one_next_step():
    plan = plan_feedback(QUESTION, MIXED)
    assert kinds(plan) == ["praise", "correction", "addition", "partial", "next_step"]
    assert [planned.points for planned in plan] == [(SHAPE,), (HIDDEN,), (DYING,), (CHEAP,), (HIDDEN,)]


def test_a_quotation_is_a_short_piece_of_the_evidence():
    praise, correction, *_ = plan_feedback(QUESTION, MIXED)
    assert praise.quote == "relu keeps positives and zeroes negatives"
    assert correction.quote == "Relu belongs in the output layer alone"


def test_no_piece_of_the_answer_is_quoted_twice():
    quotes = [planned.quote for planned in plan_feedback(QUESTION, EXCELLENT) if planned.quote]
    assert len(quotes) == len(set(quotes)) > 0
    plan = plan_feedback(
        QUESTION, grade_of("covered", "covered", "missing", "missing", spans=dict.fromkeys(SPANS, SPANS["shape"]))
    )
    assert [planned.quote is None for planned in plan[:2]] == [False, True]


def test_an_empty_answer_is_told_so_and_not_praised():
    plan = plan_feedback(QUESTION, EMPTY)
    assert plan[0].situation == "blank"
    assert kinds(plan) == ["opening", "addition", "addition", "next_step"]


def test_an_answer_that_lacks_nothing_is_told_so():
    plan = plan_feedback(QUESTION, EXCELLENT)
    assert kinds(plan) == ["praise", "praise", "opening", "next_step"]
    assert plan[2].situation == "complete"
    assert plan[-1].after == "praise"


def test_a_passage_to_the_grader_is_mentioned_beside_a_point_that_was_made():
    plan = plan_feedback(
        QUESTION, grade_of("covered", "missing", "missing", "missing", flags=("instruction_injection",))
    )
    assert plan[0].situation == "instruction_injection"
    assert plan[1].kind == "praise"


def test_an_answer_that_makes_a_point_is_not_called_empty_by_a_stray_flag():
    plan = plan_feedback(QUESTION, grade_of("covered", "missing", "missing", "missing", flags=("off_topic",)))
    assert "opening" not in kinds(plan)


def test_an_answer_that_could_not_be_graded_gets_one_sentence():
    plan = plan_feedback(QUESTION, replace(MIXED, score=None, reason="model", verdicts=()))
    assert [planned.situation for planned in plan] == ["ungraded"]


def test_a_grade_of_another_question_is_refused():
    with pytest.raises(ValueError, match="'shape'"):
        plan_feedback(
            Question(id="other", question="What?", key_points=(KeyPoint(id="x", statement="X is y."),)), MIXED
        )


@settings(deadline=None)
@given(SHORT_STATEMENTS)
def test_every_plan_has_three_to_six_sentences_and_speaks_of_all_that_is_wrong_and_of_the_heaviest_gap(drawn):
    question, names, spans = made_up(drawn)
    plan = plan_feedback(question, grade_of(*names, question=question, answer=ANSWER, spans=spans))
    assert 3 <= len(plan) <= 6
    corrected = {point.id for planned in plan if planned.kind == "correction" for point in planned.points}
    assert corrected == {p.id for p, name in zip(question.key_points, names, strict=True) if name == "contradicted"}
    missing = [point for point, name in zip(question.key_points, names, strict=True) if name == "missing"]
    if missing:
        added = [point for planned in plan if planned.kind == "addition" for point in planned.points]
        assert max(point.weight for point in missing) == max(point.weight for point in added)


@settings(deadline=None)
@given(SHORT_STATEMENTS)
def test_praise_goes_to_covered_points_alone_and_no_point_is_spoken_of_twice_before_the_next_step(drawn):
    question, names, spans = made_up(drawn)
    plan = plan_feedback(question, grade_of(*names, question=question, answer=ANSWER, spans=spans))
    verdict_of = dict(zip((point.id for point in question.key_points), names, strict=True))
    for planned in plan:
        if planned.kind == "praise":
            assert {verdict_of[point.id] for point in planned.points} == {"covered"}
    spoken = [point.id for planned in plan[:-1] for point in planned.points]
    assert len(spoken) == len(set(spoken))
