"""An interview over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from interviewer.errors import ModelError
from interviewer.grading.grader import Grader
from tests.practice.kitchen import GOOD_TEA, HALF_TEA
from tests.ui.api.calls import Caller
from tests.ui.desks import desk, ready
from ui.desk import Desk


@pytest.fixture(scope="module")
def served() -> Iterator[Desk]:
    made = ready()
    yield made
    made.ledger.store.close()


@pytest.fixture
def caller(served: Desk) -> Caller:
    return Caller(served)


def test_the_questions_are_listed_without_their_rubrics(caller: Caller) -> None:
    listed = caller.ask("GET", "/questions")
    assert [one["id"] for one in listed] == ["tea", "rice", "coffee"]
    assert set(listed[0]) == {"id", "number", "level", "topic", "question"}
    assert [one["id"] for one in caller.ask("GET", "/questions?level=advanced&topic=drinks")] == ["coffee"]


def test_an_answer_gets_its_grade_with_the_words_that_earned_it(caller: Caller) -> None:
    at, stands = caller.begin()
    assert (stands["stage"], stands["question"]["id"], stands["questions"]) == ("asked", "tea", 3)
    given = caller.ask("POST", f"{at}/answers", 201, {"answer": HALF_TEA, "predicted": 80, "spot": stands["spot"]})
    (attempt,) = given["attempts"]
    assert (given["stage"], attempt["score"], attempt["predicted"]) == ("graded", 47.5, 80)
    span = attempt["grade"]["verdicts"][0]["evidence"]
    assert HALF_TEA[span["start"] : span["end"]] == span["quote"]
    assert caller.ask("GET", at) == given


def test_the_current_question_gives_no_reference_answer_before_it_was_asked_for(caller: Caller) -> None:
    at, _ = caller.begin()
    given = caller.ask("POST", f"{at}/answers", 201, {"answer": HALF_TEA})
    assert given["reference_answer"] is None
    shown = caller.ask("POST", f"{at}/steps", 200, {"step": "reference"})
    assert "kettle" in shown["reference_answer"]


def test_a_follow_up_recovers_credit_beside_the_score(caller: Caller) -> None:
    at, _ = caller.begin(topics=["drinks"], levels=["beginner"])
    given = caller.ask("POST", f"{at}/answers", 201, {"answer": "You wait three minutes."})
    assert given["follow_up"] == {"key_point": "boil", "question": "Why should it be fresh?"}
    after = caller.ask("POST", f"{at}/follow-up", 201, {"answer": "You boil fresh water."})
    assert after["follow_up"] is None
    assert after["attempts"][0]["follow_up"]["recovered"] == 50.0
    assert after["attempts"][0]["score"] == given["attempts"][0]["score"]


def test_steps_lead_through_an_interview_to_its_report(caller: Caller) -> None:
    at, _ = caller.begin()
    hinted = caller.ask("POST", f"{at}/steps", 200, {"step": "hint"})
    assert hinted["hints"] == ["What has to happen in the kettle?"]
    caller.ask("POST", f"{at}/answers", 201, {"answer": GOOD_TEA})
    caller.ask("POST", f"{at}/steps", 200, {"step": "next"})
    caller.ask("POST", f"{at}/steps", 200, {"step": "skip"})
    ended = caller.ask("POST", f"{at}/steps", 200, {"step": "finish"})
    assert ended["ended"] is True
    report = caller.ask("GET", f"{at}/report")
    assert [one["status"] for one in report["questions"]] == ["answered", "skipped", "not reached"]
    assert report["questions"][0]["score"] == 95.0


def test_a_mock_interview_reveals_nothing_before_its_end(caller: Caller) -> None:
    at, stands = caller.begin(mode="mock", count=2)
    assert stands["question_seconds_left"] == pytest.approx(240, abs=60)
    given = caller.ask("POST", f"{at}/answers", 201, {"answer": GOOD_TEA})
    assert (given["place"], given["attempts"]) == (2, [])
    assert "at its end" in caller.ask("GET", f"{at}/report", 422)
    assert "at its end" in caller.ask("POST", f"{at}/grade", 422)
    caller.ask("POST", f"{at}/steps", 200, {"step": "finish"})
    caller.ask("POST", f"{at}/grade", 200)
    answered = [one for one in caller.ask("GET", f"{at}/report")["questions"] if one["status"] == "answered"]
    assert len(answered) == 1


def test_an_appeal_is_decided_and_both_values_stay(caller: Caller) -> None:
    at, _ = caller.begin()
    answer = "It is false that you boil fresh water, it is false that boil fresh water. Then boil fresh water."
    first = caller.ask("POST", f"{at}/answers", 201, {"answer": answer})["attempts"][0]
    start = answer.index("boil fresh water.", 70)
    wish = {"question_id": "tea", "attempt": 0, "key_point": "boil", "start": start, "end": len(answer)}
    after = caller.ask("POST", f"{at}/appeals", 201, wish)["attempts"][0]
    assert after["revisions"][0]["reason"].startswith("Granted")
    assert after["first_score"] == first["score"] < after["score"]


def test_a_step_from_an_old_view_is_refused(caller: Caller) -> None:
    at, stands = caller.begin()
    caller.ask("POST", f"{at}/steps", 200, {"step": "skip"})
    refusal = caller.ask("POST", f"{at}/answers", 409, {"answer": GOOD_TEA, "spot": stands["spot"]})
    assert "moved on" in refusal


def test_what_cannot_be_used_is_told_in_one_sentence(caller: Caller) -> None:
    at, _ = caller.begin()
    assert "body.answer: Field required" in caller.ask("POST", f"{at}/answers", 422, {})
    assert "body.anwser" in caller.ask("POST", f"{at}/answers", 422, {"answer": "x", "anwser": "y"})
    assert caller.ask("POST", f"{at}/answers", 422, {"answer": "  "}).startswith("The answer is empty")
    assert "no question fits" in caller.ask("POST", "/interviews", 422, {"topics": ["ships"]}).lower()
    assert "no follow-up question" in caller.ask("POST", f"{at}/follow-up", 422, {"answer": "x"})
    assert "openapi.json" in caller.ask("GET", "/nothing", 404)
    assert "no such interview" in caller.ask("GET", "/interviews/none", 404)
    for status in (
        caller.ask("POST", f"{at}/answers", 422, {"answer": "x" * 100_001}),
        caller.ask("POST", f"{at}/steps", 422, {"step": "fly"}),
    ):
        assert status.endswith(".")
        assert "\n" not in status


def test_an_answer_is_stored_when_the_grader_cannot_be_had() -> None:
    def broken() -> Grader:
        raise ModelError("the weights are damaged")

    made = desk(build_grader=broken)
    made.models.start()
    caller = Caller(made)
    at, _ = caller.begin()
    refusal = caller.ask("POST", f"{at}/answers", 503, {"answer": GOOD_TEA})
    assert refusal.startswith("Your answer is saved")
    assert "damaged" in refusal
    assert caller.ask("GET", at)["stage"] == "answered"
    assert GOOD_TEA in str(caller.ask("GET", "/data"))


def test_a_second_answer_to_the_same_question_is_refused_and_the_first_stays(caller: Caller) -> None:
    at, _ = caller.begin()
    caller.ask("POST", f"{at}/answers", 201, {"answer": HALF_TEA})
    assert "answered already" in caller.ask("POST", f"{at}/answers", 422, {"answer": GOOD_TEA})
    assert [one["answer"] for one in caller.ask("GET", at)["attempts"]] == [HALF_TEA]
