"""The room: what is odd, what is alike, what comes first, and what decisions change."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from interviewer.errors import InputError
from interviewer.grading.scoring import Scheme
from interviewer.review.alike import group
from interviewer.review.decisions import Decision, DecisionLog, decisions_file
from interviewer.review.doubts import find_doubt, queue
from interviewer.review.examples import rubrics_copy
from interviewer.review.graded_answer import GradedAnswer
from interviewer.review.health import health_of
from interviewer.review.room import Room, read_graded
from rubrics.derive import derive_key_points
from rubrics.loading import load_rubrics
from rubrics.model import KeyPoint, Question
from tests.plain import PlainEmbedder
from tests.review.course import DROPOUT, FITS, OFF, QUESTIONS, RELU, SCHEME, ZERO, room_of, write_course


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return room_of(tmp_path)


def place(room: Room, answer_id: str) -> int:
    found = room.find_place(answer_id)
    assert found is not None
    return found


def turn(room: Room, key_point: str, verdict: str, *answers: str) -> None:
    question = room.answers[place(room, answers[0])].question.id
    room.decide(Decision(kind="verdict", question_id=question, answers=answers, key_point=key_point, verdict=verdict))


def test_a_point_that_many_contradict_and_nobody_earns_is_named_first_of_all(room: Room) -> None:
    found = room.health["relu"]
    assert {(one.concern, one.key_points) for one in found} >= {("nobody", ("smooth",)), ("reference", ("smooth",))}
    assert "2 of 6 answers say the opposite" in next(one.sentence for one in found if one.concern == "reference")


def many(question: Question, *texts: str) -> tuple[Question, list[tuple[str, str, str]]]:
    return question, [(f"s{n}", question.id, text) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("concern", "points", "texts"),
    [
        ("everybody", ("off",), [f"I think that {OFF}, as case {n} shows." for n in range(6)]),
        ("together", ("off", "fits"), [f"{OFF} and {FITS} {n}" if n % 2 else f"Nothing here {n}." for n in range(10)]),
        ("reference", ("off",), [f"{OFF}, number {n}" if n % 2 else f"{FITS}, number {n}" for n in range(10)]),
    ],
)
def test_each_concern_is_found_where_it_is(tmp_path: Path, concern: str, points: tuple, texts: list[str]) -> None:
    question, given = many(DROPOUT, *texts)
    found = room_of(tmp_path, (question,), given).health["dropout"]
    assert (concern, points) in {(one.concern, one.key_points) for one in found}


def test_few_answers_and_blank_ones_say_nothing_of_a_rubric(tmp_path: Path) -> None:
    question, given = many(DROPOUT, *[f"I think that {OFF}, number {n}." for n in range(4)], "", "", "")
    room = room_of(tmp_path, (question,), given)
    assert room.health["dropout"] == health_of(question, []) == ()


def test_answers_that_say_the_same_form_a_group_and_those_judged_otherwise_do_not_join(room: Room) -> None:
    groups = [[room.answers[one].answer_id for one in found.places] for found in room.groups("relu")]
    assert groups[0] == ["ada/relu", "bo/relu", "cy/relu"]
    assert sorted(one for places in groups for one in places) == sorted(
        one.answer_id for one in room.of_question("relu")
    )
    of_negation = room.group_of(place(room, "di/relu"))
    assert len(of_negation.places) == 1 and of_negation.nearness == 1.0


def test_equal_words_with_other_verdicts_are_apart(room: Room) -> None:
    one = room.answers[0]
    turned = replace(
        one, place=1, verdicts=(replace(one.verdicts[0], verdict="missing", evidence=None), *one.verdicts[1:])
    )
    assert [found.places for found in group([one, turned], PlainEmbedder())] == [(0,), (1,)]
    assert [found.places for found in group([one, replace(one, place=1)], PlainEmbedder())] == [(0, 1)]
    assert group([], PlainEmbedder()) == ()


def test_the_queue_goes_by_how_much_a_look_could_change(room: Room) -> None:
    names = [room.answers[doubt.place].answer_id for doubt in room.queue]
    changes = [doubt.could_change for doubt in room.queue]
    assert changes == sorted(changes, reverse=True)
    assert names[0] == "di/relu" and "ada/relu" not in names and "gus/relu" not in names
    first = room.queue[0]
    assert first.reasons == ("contradicts keeps, smooth",)
    assert first.key_points == ("keeps", "smooth")
    close = room.doubts[place(room, "ed/relu")]
    assert close.reasons == ("close call on keeps",)
    assert close.could_change == 30.0  # weight 2 of 4, from half credit to none and a contradiction's cost


def test_a_gates_flag_and_a_missing_grade_put_the_whole_mark_in_doubt(room: Room) -> None:
    plain = replace(room.answers[0], score=20.0)
    flagged = find_doubt(replace(plain, flags=("keyword_stuffing",)), SCHEME)
    ungraded = find_doubt(replace(plain, score=None, reason="unreadable", verdicts=()), SCHEME)
    assert flagged is not None and (flagged.could_change, flagged.reasons) == (80.0, ("keyword stuffing",))
    assert ungraded is not None and (ungraded.could_change, ungraded.reasons) == (100.0, ("not graded: unreadable",))
    assert find_doubt(replace(plain, flags=("blank",)), SCHEME) is None
    assert queue([plain], SCHEME) == ()


def test_a_turned_verdict_changes_the_score_by_the_graders_arithmetic_and_undo_brings_it_back(room: Room) -> None:
    here = place(room, "ed/relu")
    assert room.standing(here).score == 50.0
    turn(room, "keeps", "covered", "ed/relu")
    standing = room.standing(here)
    assert (standing.score, standing.by_grader, standing.turned) == (75.0, 50.0, ("keeps",))
    assert standing.is_changed and standing.is_reviewed
    turn(room, "keeps", "contradicted", "ed/relu")
    assert room.standing(here).score == 20.0
    room.undo()
    room.undo()
    assert room.standing(here).score == 50.0 and not room.standing(here).is_reviewed
    assert room.undo() is None


def test_one_decision_serves_all_alike_and_is_undone_as_one(room: Room) -> None:
    alike = room.group_of(0).places
    turn(room, "zero", "partial", *(room.answers[one].answer_id for one in alike))
    assert len(alike) == 3 and {room.standing(one).score for one in alike} == {62.5}
    assert room.decided == 1 and room.reviewed == 3
    room.undo()
    assert {room.standing(one).score for one in alike} == {75.0}


def test_a_persons_mark_stands_above_turned_verdicts(room: Room) -> None:
    room.decide(
        Decision(kind="mark", question_id="relu", answers=("ed/relu",), score=90.0, comment="Said in the lecture.")
    )
    turn(room, "keeps", "covered", "ed/relu")
    standing = room.standing(place(room, "ed/relu"))
    assert (standing.score, standing.mark, standing.comments) == (90.0, True, ("Said in the lecture.",))
    assert standing.verdicts["keeps"] == "covered"


def test_decisions_never_change_the_results(room: Room) -> None:
    before = room.results.read_bytes()
    turn(room, "keeps", "covered", "ed/relu")
    room.decide(Decision(kind="confirm", question_id="relu", answers=("ada/relu",)))
    assert room.results.read_bytes() == before
    again = room_of(room.results.parent)
    assert again.standing(place(again, "ed/relu")).score == 75.0 and again.reviewed == 2


def test_an_example_goes_into_a_copy_of_the_rubrics_and_goes_again_by_undo(room: Room) -> None:
    rubrics = room.results.parent / "rubrics.jsonl"
    before = rubrics.read_bytes()
    for side, text in (("accept", "keeps them\nalive"), ("reject", "halves them")):
        room.decide(Decision(kind="example", question_id="relu", key_point="keeps", side=side, text=text))
    copy = rubrics_copy(room.results)
    relu, dropout = load_rubrics(copy)
    assert relu == replace(
        RELU,
        key_points=(
            replace(RELU.key_points[0], accept=("keeps them alive",), reject=("halves them",)),
            *RELU.key_points[1:],
        ),
    )
    assert dropout == DROPOUT and rubrics.read_bytes() == before
    room.decide(Decision(kind="example", question_id="relu", key_point="keeps", side="accept", text="halves them"))
    assert load_rubrics(copy)[0].key_points[0].accept == ("keeps them alive", "halves them")
    assert load_rubrics(copy)[0].key_points[0].reject == ()
    for _ in range(3):
        room.undo()
    assert not copy.exists()


def test_what_is_not_there_cannot_be_decided_on(room: Room) -> None:
    for answers, key_point in ((("zoe/relu",), "keeps"), (("ada/dropout",), "keeps"), (("ada/relu",), "off")):
        decision = Decision(kind="verdict", question_id="relu", answers=answers, key_point=key_point, verdict="covered")
        with pytest.raises(InputError, match="has no"):
            room.decide(decision)
    assert room.decided == 0


def test_other_settings_than_those_of_the_grading_are_told_before_a_verdict_is_turned(room: Room) -> None:
    other = Room(
        room.results,
        room.answers,
        QUESTIONS,
        Scheme(partial=0.2),
        DecisionLog(decisions_file(room.results)),
        PlainEmbedder,
    )
    with pytest.raises(InputError, match=r"make 35\.0, but its grade says 50\.0"):
        turn(other, "keeps", "covered", "ed/relu")


def test_derived_points_are_rescored_as_the_expected_marks_they_have(tmp_path: Path) -> None:
    reference = f"{ZERO.capitalize()}. Other activations do not do so at all."
    points = tuple(one.key_point for one in derive_key_points(reference))
    question = Question(id="bare", question="What does relu do?", reference_answer=reference, key_points=points)
    room = room_of(tmp_path, (question,), [("ada", "bare", f"I think that {ZERO} in every layer.")])
    graded = room.answers[0]
    credits = {verdict.key_point: verdict.credit for verdict in graded.verdicts}
    last = question.key_points[-1].id
    turn(room, last, "covered", "ada/bare")
    credits[last] = 1.0
    weights = {point.id: point.weight for point in question.key_points}
    earned = sum(weights[name] * credit for name, credit in credits.items())
    assert room.standing(0).score == round(100 * earned / sum(weights.values()), 1)


def test_files_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    results, answers, _ = write_course(tmp_path)
    harder = replace(RELU, key_points=(replace(RELU.key_points[0], weight=9.0), *RELU.key_points[1:]))
    with pytest.raises(InputError, match=r"'relu' has another rubric .*interviewer regrade"):
        read_graded(results, answers, (harder, DROPOUT))
    with pytest.raises(InputError, match=r"'dropout' of exam\.jsonl is not in the rubrics"):
        read_graded(results, answers, (RELU,))
    rows = [json.loads(line) for line in answers.read_text().splitlines()]
    other = tmp_path / "other.jsonl"
    other.write_text("".join(json.dumps({**row, "answer": "x" + row["answer"]}) + "\n" for row in rows))
    with pytest.raises(InputError, match=r"'ada/relu' in other\.jsonl is not the one that was graded"):
        read_graded(results, other, QUESTIONS)
    other.write_text("".join(json.dumps(row) + "\n" for row in rows[1:]))
    with pytest.raises(InputError, match=r"'ada/relu' of exam\.jsonl is not in other\.jsonl"):
        read_graded(results, other, QUESTIONS)


def test_an_unknown_key_point_of_an_earlier_rubric_is_passed_over(room: Room) -> None:
    log = DecisionLog(decisions_file(room.results))
    log.add(Decision(kind="verdict", question_id="relu", answers=("ada/relu",), key_point="gone", verdict="missing"))
    again = room_of(room.results.parent)
    assert again.standing(0).score == 75.0
    assert isinstance(again.answers[0], GradedAnswer) and KeyPoint(id="gone", statement="x").id == "gone"
