"""One person never reads or changes what is another's: every function of the store, as a stranger and as nobody."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace

import pytest

from interviewer.errors import AccessError, InputError
from interviewer.feedback.writer import Sentence
from interviewer.records import course, second_looks
from interviewer.records.ledger import Kept, Ledger
from interviewer.records.second_looks import Point
from tests.practice.kitchen import HALF_TEA, KITCHEN, TEA, plain_grader
from tests.practice.times import MONDAY, SetClock

GRADER = plain_grader()
POINT = Point(question_id="tea", attempt=0, key_point="pour")
Act = Callable[[Ledger, Kept, str], object]

ACTS: dict[str, Act] = {
    "predict": lambda ledger, kept, who: course.predict(ledger, replace(kept.where, person=who), 50),
    "submit": lambda ledger, kept, who: course.submit(ledger, replace(kept.where, person=who), "x"),
    "grade": lambda ledger, kept, who: course.grade(ledger, replace(kept.where, person=who), "tea", GRADER),
    "grade_all": lambda ledger, kept, who: course.grade_all(ledger, replace(kept.where, person=who), GRADER),
    "keep_feedback": lambda ledger, kept, who: course.keep_feedback(
        ledger, replace(kept.where, person=who), "tea", 0, [Sentence(text="x", origin="model")]
    ),
    "hint": lambda ledger, kept, who: course.hint(ledger, replace(kept.where, person=who)),
    "show_reference": lambda ledger, kept, who: course.show_reference(ledger, replace(kept.where, person=who)),
    "retry": lambda ledger, kept, who: course.retry(ledger, replace(kept.where, person=who)),
    "skip": lambda ledger, kept, who: course.skip(ledger, replace(kept.where, person=who)),
    "move_on": lambda ledger, kept, who: course.move_on(ledger, replace(kept.where, person=who)),
    "finish": lambda ledger, kept, who: course.finish(ledger, replace(kept.where, person=who)),
    "pause": lambda ledger, kept, who: course.pause(ledger, replace(kept.where, person=who)),
    "resume": lambda ledger, kept, who: course.resume(ledger, replace(kept.where, person=who)),
    "answer_follow_up": lambda ledger, kept, who: course.answer_follow_up(ledger, replace(kept.where, person=who), "x"),
    "grade_follow_up": lambda ledger, kept, who: course.grade_follow_up(
        ledger, replace(kept.where, person=who), ("tea", 0), GRADER
    ),
    "appeal": lambda ledger, kept, who: second_looks.appeal(
        ledger, replace(kept.where, person=who), POINT, (0, 9), GRADER
    ),
    "override": lambda ledger, kept, who: second_looks.override(
        ledger, replace(kept.where, person=who), POINT, "covered", "Because."
    ),
    "regrade": lambda ledger, kept, who: second_looks.regrade(
        ledger, replace(kept.where, person=who), {"tea": replace(TEA, key_points=TEA.key_points[:1])}, GRADER
    ),
    "open": lambda ledger, kept, who: ledger.open(who, kept.id),
    "open_for_review": lambda ledger, kept, who: ledger.open_for_review(who, kept.id),
    "to_review": lambda ledger, kept, who: ledger.to_review(who, 0, 10),
    "keep_draft": lambda ledger, kept, who: ledger.keep_draft(who, kept.id, "tea", "x"),
    "take": lambda ledger, kept, who: ledger.take(replace(kept.where, person=who), "finished", lambda i, at: []),
}
OF_ONES_OWN = {"begin", "find_open", "past", "due"}  # these take no interview: they give what is one's own


@pytest.fixture
def kept(ledger: Ledger, person: str) -> Kept:
    """Ada's interview, with an answer, a grade and a draft."""
    begun = ledger.begin(person, KITCHEN, "practice")
    ledger.keep_draft(person, begun.id, "rice", "My secret.")
    return course.grade(ledger, course.submit(ledger, begun.where, HALF_TEA).where, "tea", GRADER)


def test_every_function_that_takes_an_interview_is_tried_here() -> None:
    functions = {
        name
        for module in (course, second_looks)
        for name, one in inspect.getmembers(module, inspect.isfunction)
        if one.__module__ == module.__name__ and not name.startswith("_")
    }
    methods = {name for name, _ in inspect.getmembers(Ledger, inspect.isfunction) if not name.startswith("_")}
    assert functions | methods == set(ACTS) | OF_ONES_OWN


def test_a_stranger_and_nobody_are_refused_everywhere_and_change_nothing(ledger: Ledger, kept: Kept) -> None:
    stranger = ledger.store.add_person("Mallory").id
    for name, act in ACTS.items():
        for who in (stranger, "", "' OR 1=1 --", kept.id):
            with pytest.raises(AccessError):
                act(ledger, kept, who)
                pytest.fail(f"{name} let {who!r} in")
    assert ledger.open(kept.person, kept.id) == kept


def test_an_interview_of_someone_else_looks_like_one_that_is_not_there(ledger: Ledger, kept: Kept) -> None:
    stranger = ledger.store.add_person("Mallory").id
    refusals = set()
    for identity in (kept.id, "no-such-interview"):
        with pytest.raises(AccessError) as refused:
            ledger.open(stranger, identity)
        refusals.add(str(refused.value))
    assert len(refusals) == 1


def test_what_is_ones_own_is_all_that_a_list_holds(ledger: Ledger, kept: Kept) -> None:
    stranger = ledger.store.add_person("Mallory").id
    assert ledger.past(stranger) == ()
    assert ledger.find_open(stranger) is None
    assert ledger.due(stranger, MONDAY.replace(year=2030)) == ()
    assert "secret" not in str(ledger.store.export(stranger))
    assert len(ledger.past(kept.person)) == 1


def test_a_reviewer_reads_and_overrides_and_does_nothing_else(ledger: Ledger, kept: Kept) -> None:
    reviewer = ledger.store.add_person("Grace").id
    ledger.store.set_role(reviewer, "reviewer")
    assert ledger.open_for_review(reviewer, kept.id) == kept
    assert ledger.to_review(reviewer, 0, 10) == (kept,)
    assert ledger.to_review(reviewer, 1, 10) == ()
    allowed = {"override", "open_for_review", "to_review"}
    for name in sorted(ACTS.keys() - allowed):
        with pytest.raises(AccessError):
            ACTS[name](ledger, kept, reviewer)
            pytest.fail(f"{name} let a reviewer in")
    with pytest.raises(AccessError, match="no such interview"):
        ledger.open_for_review(reviewer, "no-such-interview")


def test_a_reviewer_s_list_holds_everyone_s_graded_interviews_the_latest_first(ledger: Ledger, clock: SetClock) -> None:
    reviewer = ledger.store.add_person("Grace").id
    ledger.store.set_role(reviewer, "reviewer")
    begun = []
    for name in ("Ada", "Bob", "Cleo", "Ada again"):
        clock.pass_(seconds=60)
        begun.append(ledger.begin(ledger.store.add_person(name).id, KITCHEN, "practice"))
    clock.pass_(seconds=60)
    handed_in = [course.submit(ledger, begun[place].where, HALF_TEA) for place in (2, 1, 0, 3)]
    graded = {place: course.grade(ledger, handed_in[place].where, "tea", GRADER) for place in (0, 2, 3)}  # not Bob's
    latest_first = (graded[3], graded[0], graded[2])
    assert ledger.to_review(reviewer, 0, 10) == latest_first
    assert [ledger.to_review(reviewer, skip, 1) for skip in range(4)] == [*((one,) for one in latest_first), ()]


def test_a_candidate_cannot_override_even_ones_own_verdict(ledger: Ledger, kept: Kept) -> None:
    with pytest.raises(AccessError, match="reviewer role"):
        ACTS["override"](ledger, kept, kept.person)


def test_nobody_begins_an_interview(ledger: Ledger) -> None:
    with pytest.raises(AccessError, match="no such person"):
        ledger.begin("nobody", KITCHEN, "practice")


def test_ids_cannot_be_guessed_from_one_another(ledger: Ledger, person: str) -> None:
    ids = {ledger.begin(person, (TEA,), "practice").id for _ in range(20)} | {person}
    assert len(ids) == 21
    assert {len(one) for one in ids} == {32}
    assert len({one[:3] for one in ids}) > 15


def test_a_login_is_taken_once(ledger: Ledger) -> None:
    ledger.store.add_person("Ada", "ada")
    with pytest.raises(InputError, match="'ada' is taken"):
        ledger.store.add_person("Another", "ada")
    assert ledger.store.person_with_login("ada").name == "Ada"
