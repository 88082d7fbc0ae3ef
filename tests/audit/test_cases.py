from collections import Counter

import pytest

from interviewer.audit.attacks import NOISE_COUNT
from interviewer.audit.cases import Bar, Case, Target, inserted, sentences
from interviewer.audit.fairness import SPEAKERS
from interviewer.audit.instructions import FAKE_GRADES, INSTRUCTIONS, NO_ANSWERS
from interviewer.audit.neighbours import neighbours
from interviewer.audit.run import cases_of
from rubrics.loading import load_rubrics
from rubrics.model import KeyPoint, Question


@pytest.fixture(scope="module")
def thirty() -> tuple[Question, ...]:
    return load_rubrics()


@pytest.fixture(scope="module")
def cases(thirty) -> list[Case]:
    near = neighbours(thirty)
    return [
        case
        for place, question in enumerate(thirty)
        for case in cases_of(Target(question=question, place=place, neighbour=near.get(question.id)))
    ]


def test_there_are_twenty_kinds_of_instruction_and_ten_of_them_not_in_english():
    assert len(INSTRUCTIONS) >= 20
    assert len([text for text in INSTRUCTIONS.values() if not text.isascii()]) >= 8
    assert len(set(NO_ANSWERS)) == 10


def test_every_kind_comes_up_on_the_thirty(cases):
    variants: dict[str, set[str]] = {}
    for case in cases:
        variants.setdefault(case.attack, set()).add(case.variant)
    assert variants["instructions alone"] == set(INSTRUCTIONS)
    assert {one.rpartition(", ")[0] for one in variants["instructions in an answer"]} == set(INSTRUCTIONS)
    assert {one.rpartition(", ")[2] for one in variants["instructions in an answer"]} == {"before", "amid", "after"}
    assert variants["fake grade or rubric alone"] == set(FAKE_GRADES)
    assert variants["I don't know"] == set(NO_ANSWERS)
    assert variants["names and pronouns"] == {f"{name}, {pronoun}" for name, pronoun in SPEAKERS}


def test_every_attack_of_the_list_is_tried(cases):
    assert set(Counter(case.attack for case in cases)) == {
        "instructions alone",
        "instructions in an answer",
        "keyword list",
        "shuffled key points",
        "question echoed",
        "right answer denied",
        "roles exchanged",
        "one sentence repeated",
        "padding",
        "neighbouring answer",
        "adjectives and adverbs",
        "fake grade or rubric alone",
        "fake grade or rubric added",
        "look-alike letters",
        "zero-width characters",
        "noise",
        "I don't know",
        "typos",
        "learner English",
        "dialect",
        "British and American spelling",
        "bullets against prose",
        "sentence order",
        "fillers",
        "names and pronouns",
    }


def test_attacks_that_may_not_raise_contain_the_answer_without_them(cases):
    for case in cases:
        if case.attack in ("instructions in an answer", "padding", "fake grade or rubric added", "roles exchanged"):
            kept = iter(case.answer.split())
            assert all(word in kept for word in case.base.split()), (case.question.id, case.attack)


def test_bars_and_bases_go_together(cases):
    for case in cases:
        assert (case.base is None) == (case.bar in (Bar.NOTHING, Bar.DENIED))
        assert case.answer.strip() and case.answer != case.base


def test_keyword_lists_and_shuffles_hold_no_statement_of_the_rubric(cases):
    for case in cases:
        if case.attack in ("keyword list", "shuffled key points"):
            for point in case.question.key_points:
                assert point.statement.lower().rstrip(".") not in case.answer.lower()


def test_noise_has_ten_thousand_words_and_does_not_come_for_every_question(cases):
    noisy = [case for case in cases if case.attack == "noise"]
    assert len(noisy) == 3
    assert {len(case.answer.split()) for case in noisy} == {NOISE_COUNT}


def test_an_audit_makes_the_same_cases_every_time(thirty):
    target = Target(question=thirty[4], place=4)
    assert list(cases_of(target)) == list(cases_of(target))


def test_neighbours_are_other_questions_that_do_not_state_the_key_points(thirty):
    found = neighbours(thirty)
    assert len(found) == 30
    for name, other in found.items():
        assert other.id != name
    dropout = found["dropout"]
    assert dropout.id in {"overfitting-vs-underfitting", "data-augmentation", "batch-normalisation"}


def test_a_question_whose_only_companion_states_its_points_has_no_neighbour():
    point = KeyPoint(id="a", statement="Copper conducts electricity very well")
    twins = [Question(id=name, question="What of copper?", key_points=(point,)) for name in ("one", "two")]
    assert neighbours(twins) == {}


def test_a_rubric_without_reference_answer_is_attacked_as_well():
    points = tuple(
        KeyPoint(id=f"p{n}", statement=s) for n, s in enumerate(("Yeast makes gas.", "Gluten holds the gas"))
    )
    made = list(
        cases_of(Target(question=Question(id="bread", question="How does bread rise?", key_points=points), place=0))
    )
    assert {"instructions in an answer", "right answer denied", "sentence order"} <= {case.attack for case in made}


def test_a_passage_is_put_between_sentences():
    assert inserted("One is here. Two is there. Three.", "X.") == "One is here. Two is there. X. Three."
    assert inserted("Only one.", "X.") == "Only one. X."


def test_abbreviations_do_not_end_a_sentence():
    assert sentences("Take a sum, e.g. Adam or SGD. Then stop! 3 remain.") == [
        "Take a sum, e.g. Adam or SGD.",
        "Then stop!",
        "3 remain.",
    ]
