"""Follow-up questions, comparisons, appeals, overrides and new grades: first values stay beside later ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interviewer.errors import InputError
from interviewer.grading.scoring import Scheme
from interviewer.practice import interview as steps
from interviewer.practice.attempt import Attempt, Revision
from interviewer.practice.comparison import compare
from interviewer.practice.follow_up import answer_follow_up, find_follow_up, follow_up_question, grade_follow_up
from interviewer.practice.interview import HINT_COST, Interview
from interviewer.practice.report import report_on
from interviewer.practice.revising import add_revision, check_passage, examined, outdated, overridden, regrade, signed
from interviewer.practice.single_point import one_point_question
from rubrics.model import Question
from tests.practice.kitchen import GOOD_TEA, HALF_TEA, RICE, TEA, plain_grader

GRADER = plain_grader()
POINTS = tuple(replace(point, follow_up=f"And {point.id}?") for point in TEA.key_points)
ASKED_TEA = replace(TEA, key_points=POINTS)
POURED = "Nobody hears me say pour water over the leaves. boil fresh water."
LISTLESS = replace(TEA, key_points=(replace(TEA.key_points[0], statement="boil water well"), *TEA.key_points[1:]))


def answered(*texts: str, question: Question = ASKED_TEA) -> Interview:
    interview = steps.start((question, RICE))
    for number, text in enumerate(texts):
        again = steps.retry(interview) if number else interview
        interview = steps.answer(again, text, GRADER.grade(question, text))
    return interview


def appealed(interview: Interview, key_point: str, words: str) -> Interview:
    attempt = interview.turn.attempts[-1]
    start = attempt.answer.index(words)
    passage = (start, start + len(words))
    grade = GRADER.grade(one_point_question(interview.turn, key_point), words)
    revision = examined(interview.turn, attempt, passage, grade, Scheme())
    return add_revision(interview, 0, len(interview.turn.attempts) - 1, revision)


def unjust(interview: Interview, key_point: str) -> Interview:
    """The interview with the verdict on a key point set to missing by a reviewer."""
    new = overridden(interview.turn, interview.turn.attempts[-1], key_point, "missing", Scheme())
    return add_revision(interview, 0, 0, signed(new, "reviewer", "Not there."))


def test_the_follow_up_is_on_the_heaviest_point_missed_or_contradicted() -> None:
    assert find_follow_up(answered("wait three minutes").turn) == POINTS[0]
    assert find_follow_up(answered(HALF_TEA).turn) == POINTS[1]
    assert find_follow_up(answered(GOOD_TEA).turn) is None
    assert find_follow_up(answered(HALF_TEA, question=TEA).turn) is None
    assert find_follow_up(steps.show_reference(answered(HALF_TEA)).turn) is None


def test_recovered_credit_stands_beside_the_score_and_never_in_it() -> None:
    before = answered("wait three minutes")
    asked = answer_follow_up(before, "boil", "boil fresh water")
    grade = GRADER.grade(follow_up_question(asked.turn, "boil"), "boil fresh water")
    graded = grade_follow_up(asked, 0, 0, grade)
    follow_up = graded.turn.attempts[0].follow_up
    assert follow_up is not None
    assert [verdict.key_point for verdict in grade.verdicts] == ["boil"]
    assert follow_up.recovered == 50
    assert graded.turn.score == before.turn.score == 25
    assert report_on(graded).score == report_on(before).score
    assert find_follow_up(graded.turn) is None


def test_a_follow_up_grade_on_other_points_is_refused() -> None:
    asked = answer_follow_up(answered(HALF_TEA), "pour", "over the leaves")
    with pytest.raises(InputError, match="not on the key point 'pour' alone"):
        grade_follow_up(asked, 0, 0, GRADER.grade(ASKED_TEA, "over the leaves"))


def test_another_follow_up_than_the_one_asked_is_refused() -> None:
    with pytest.raises(InputError, match="'boil'"):
        answer_follow_up(answered(HALF_TEA), "boil", "boil fresh water")


def test_two_attempts_show_what_was_gained_and_what_was_lost() -> None:
    turn = answered(HALF_TEA, "pour water over the leaves, and wait").turn
    found = compare(turn, *turn.attempts)
    assert [one.key_point.id for one in found.gained] == ["pour", "wait"]
    assert [one.key_point.id for one in found.lost] == ["boil"]
    assert found.kept == ()
    assert found.score == turn.attempts[1].score - turn.attempts[0].score  # type: ignore[operator]


def test_no_longer_saying_the_contrary_is_a_gain_without_credit() -> None:
    turn = answered(HALF_TEA, "boil fresh water").turn
    found = compare(turn, *turn.attempts)
    assert [(one.key_point.id, one.before, one.after, one.credit) for one in found.gained] == [
        ("wait", "contradicted", "missing", 0.0)
    ]


def test_a_granted_appeal_raises_the_score_and_both_values_stay() -> None:
    before = unjust(answered(POURED), "pour")
    attempt = appealed(before, "pour", "pour water over the leaves").turn.attempts[0]
    granted = attempt.revisions[-1]
    assert (before.turn.score, attempt.score, attempt.grade.score) == (50, 75, 75)
    assert (granted.before.verdict, granted.after.verdict, granted.changed) == ("missing", "covered", True)
    assert granted.reason == "Granted: the passage states the point."
    assert granted.after.evidence is not None
    span = granted.after.evidence
    assert attempt.answer[span.start : span.end] == span.quote == "pour water over the leaves"


def test_an_appeal_with_the_wrong_passage_changes_nothing_and_says_why() -> None:
    before = answered(POURED)
    attempt = appealed(before, "wait", "Nobody hears me").turn.attempts[0]
    assert attempt.score == before.turn.score
    assert not attempt.revisions[0].changed
    assert attempt.revisions[0].reason.startswith("Nothing changes: the passage does not state the point")


@pytest.mark.parametrize(
    ("key_point", "passage", "says"),
    [
        ("boil", (0, 5), "nothing to appeal against"),
        ("wait", (5, 5), "no words"),
        ("wait", (-3, 5), "no words"),
        ("wait", (0, 10_000), "no words"),
        ("whistle", (0, 5), "no key point 'whistle'"),
    ],
)
def test_what_cannot_be_appealed_is_refused(key_point: str, passage: tuple[int, int], says: str) -> None:
    turn = answered(POURED).turn
    with pytest.raises(InputError, match=says):
        check_passage(turn, turn.attempts[0], key_point, passage)


def test_the_same_passage_is_examined_once() -> None:
    with pytest.raises(InputError, match="examined for this key point before"):
        appealed(appealed(answered(POURED), "wait", "Nobody"), "wait", "Nobody")


def test_an_appeal_in_a_mock_interview_waits_for_its_end() -> None:
    mock = replace(answered(POURED), mode="mock")
    with pytest.raises(InputError, match="at its end"):
        appealed(mock, "wait", "Nobody")
    assert appealed(steps.stop(mock), "wait", "Nobody").turn.attempts[0].revisions


def test_an_override_needs_a_comment_and_moves_the_score_both_ways() -> None:
    interview = unjust(answered(GOOD_TEA), "boil")
    assert interview.turn.score == 50
    assert interview.turn.attempts[0].first_score == 100
    with pytest.raises(InputError, match="needs a comment"):
        signed(interview.turn.attempts[0].revisions[0], "reviewer", "  ")


def test_hints_are_taken_off_the_revised_score_too() -> None:
    hinted = steps.take_hint(steps.start((ASKED_TEA, RICE)))
    interview = unjust(steps.answer(hinted, GOOD_TEA, GRADER.grade(ASKED_TEA, GOOD_TEA)), "boil")
    assert interview.turn.score == 50 - HINT_COST


def test_a_revision_of_a_verdict_that_stands_no_more_is_refused() -> None:
    interview = answered(GOOD_TEA)
    stale = overridden(interview.turn, interview.turn.attempts[0], "boil", "partial", Scheme())
    with pytest.raises(InputError, match="has changed since"):
        add_revision(unjust(interview, "boil"), 0, 0, stale)


def test_a_revision_counts_in_what_to_study_and_in_the_next_hint() -> None:
    interview = unjust(answered(GOOD_TEA), "boil")
    assert [point.key_point.id for point in report_on(interview).study] == ["boil"]
    assert steps.take_hint(steps.retry(interview)).turn.hinted == ("boil",)


def test_a_changed_rubric_makes_grades_outdated_and_the_new_ones_keep_the_old() -> None:
    interview = answered(HALF_TEA, GOOD_TEA)
    assert outdated(interview, {"tea": ASKED_TEA, "rice": RICE}) == ()
    assert outdated(interview, {"tea": LISTLESS}) == (0,)
    assert outdated(interview, {}) == ()
    grades = [GRADER.grade(LISTLESS, attempt.answer) for attempt in interview.turn.attempts]
    changed = regrade(interview, 0, LISTLESS, grades)
    assert changed.turn.question == LISTLESS
    assert [attempt.answer for attempt in changed.turn.attempts] == [HALF_TEA, GOOD_TEA]
    assert changed.turn.score == 50
    assert changed.turn.earlier[0].attempts == interview.turn.attempts
    assert outdated(changed, {"tea": LISTLESS}) == ()


def test_hints_never_change_what_a_grade_was_made_with() -> None:
    reworded = replace(ASKED_TEA, key_points=tuple(replace(one, hint="Think!") for one in POINTS))
    assert outdated(answered(HALF_TEA), {"tea": reworded}) == ()


def test_new_grades_for_another_question_or_number_of_attempts_are_refused() -> None:
    interview = answered(HALF_TEA)
    with pytest.raises(InputError, match="not all for question 'tea'"):
        regrade(interview, 0, TEA, [GRADER.grade(RICE, "")])
    with pytest.raises(InputError, match="2 grades for 1"):
        regrade(interview, 0, TEA, [GRADER.grade(TEA, "")] * 2)


def test_an_attempt_without_revisions_stands_as_it_was_graded() -> None:
    attempt: Attempt = answered(HALF_TEA).turn.attempts[0]
    revisions: tuple[Revision, ...] = attempt.revisions
    assert revisions == ()
    assert attempt.standing is attempt.grade
