"""Folders, YAML and JSONL files to questions, and what is said of bad ones."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rubrics.faults import RubricError
from rubrics.loading import load_rubrics, read_rubrics
from rubrics.model import LEVELS, KeyPoint, Question
from tests.rubrics.conftest import TEA


def faults_of(path) -> tuple[str, ...]:
    with pytest.raises(RubricError) as raised:
        load_rubrics(path)
    return raised.value.faults


def test_the_thirty_questions_come_in_order_with_150_key_points_or_more():
    questions = load_rubrics()
    assert [question.number for question in questions] == list(range(1, 31))
    assert sum(len(question.key_points) for question in questions) >= 150
    assert {question.level for question in questions} == set(LEVELS)


def test_a_key_point_without_id_and_weight_gets_its_place_and_one(rubric):
    (tea,) = load_rubrics(rubric())
    assert [(point.id, point.weight) for point in tea.key_points] == [("boil", 3.0), ("2", 1.0)]


def test_a_folder_is_read_by_file_name_and_numbered_questions_come_first(rubric):
    rubric(TEA.replace("id: tea", "id: zebra\nnumber: 2"), "c.yml")
    rubric(TEA.replace("id: tea", "id: second\nnumber: 1"), "d.YAML")
    rubric(TEA.replace("id: tea", "id: last"), "a.yaml")
    rubric("not a rubric", "notes.txt")
    folder = rubric('{"id": "row", "question": "Why?", "reference_answer": "Tea is hot."}\n', "b.jsonl").parent
    assert [question.id for question in load_rubrics(folder)] == ["second", "zebra", "last", "row"]


def test_a_document_read_from_yaml_and_from_jsonl_is_the_same_question(rubric):
    (tea,) = load_rubrics(rubric())
    row = json.dumps(tea.as_document()) + "\n"
    assert load_rubrics(rubric(row, "tea.jsonl")) == (tea,)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(rubric):
    plain = load_rubrics(rubric())
    assert load_rubrics(rubric(b"\xef\xbb\xbf" + TEA.replace("\n", "\r\n").encode())) == plain


def test_one_yaml_file_may_hold_several_documents(rubric):
    two = TEA + "---\n" + TEA.replace("id: tea", "id: more-tea")
    assert [question.id for question in load_rubrics(rubric(two))] == ["tea", "more-tea"]


def test_a_reference_answer_alone_gets_key_points_from_it(rubric):
    (tea,) = load_rubrics(rubric(TEA.split("key_points")[0]))
    assert [point.statement for point in tea.key_points] == [
        "Boil fresh water.",
        "Pour the hot water over the leaves.",
        "Wait three minutes.",
    ]


def test_a_reference_answer_without_a_word_is_a_fault(rubric):
    path = rubric("id: tea\nquestion: How?\nreference_answer: '?! 42'\n")
    assert faults_of(path) == (f"{path} line 3: reference_answer: holds no word; write what a good answer says",)


def test_every_fault_of_every_file_is_told_at_once(rubric):
    rubric(TEA.replace("weight: 3", "weight: 0"), "a.yaml")
    rubric(TEA.replace("question:", "qestion:"), "b.yaml")
    faults = faults_of(rubric("id: [", "c.yaml").parent)
    assert [sum(f"{name}.yaml line" in fault for fault in faults) for name in "abc"] == [1, 2, 1]


def test_good_lines_of_a_jsonl_set_survive_a_broken_one(rubric):
    good = '{"id": "tea", "question": "How?", "reference_answer": "Boil fresh water."}'
    rubric_set = read_rubrics(rubric(f"{good}\n{{broken\n{good.replace('tea', 'more')}\n", "set.jsonl"))
    assert [located.question.id for located in rubric_set.located] == ["tea", "more"]
    assert len(rubric_set.faults) == 1 and " line 2: not readable as JSON" in rubric_set.faults[0]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("rubric.txt", TEA, "the name ends in '.txt'; give a folder or a file in .yaml, .yml or .jsonl"),
        ("rubric", TEA, "the name has no ending; give a folder or a file in .yaml, .yml or .jsonl"),
    ],
)
def test_a_file_of_another_kind_is_refused(rubric, name, text, said):
    path = rubric(text, name)
    assert faults_of(path) == (f"{path}: {said}",)


def test_a_missing_path_and_an_empty_folder_are_named(tmp_path):
    assert faults_of(tmp_path / "none.yaml") == (f"{tmp_path / 'none.yaml'}: no such file or folder; check the path",)
    assert "the folder holds no .yaml, .yml or .jsonl file" in faults_of(tmp_path)[0]
    assert "check the path" in faults_of("no\0path.yaml")[0]


def test_deep_nesting_and_self_reference_end_in_a_sentence(rubric):
    assert "nested too deeply" in faults_of(rubric("[" * 5000))[0]
    assert "beyond all bounds" in faults_of(rubric("[" * 100_000, "deep.jsonl"))[0]
    assert "holds a list where a question is due" in faults_of(rubric("&a [*a]"))[0]


def test_many_aliases_of_aliases_do_not_blow_up(rubric):
    rows = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    assert all("unknown key" in fault or "has n" in fault for fault in faults_of(rubric("\n".join(rows))))


def test_half_a_surrogate_pair_in_a_text_is_a_fault(rubric):
    row = '{"id": "tea", "question": "How \\ud83d?", "reference_answer": "Boil water."}'
    assert "question: character U+D83D at position 5 is not text; delete it" in faults_of(rubric(row, "t.jsonl"))[0]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(data=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)), jsonl=st.booleans())
def test_any_bytes_give_questions_or_faults_that_name_the_file(rubric, data, jsonl):
    path = rubric(data, "any.jsonl" if jsonl else "any.yaml")
    rubric_set = read_rubrics(path)
    assert rubric_set.located or rubric_set.faults
    assert all(fault.startswith(str(path)) for fault in rubric_set.faults)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
KEYS = ["id", "question", "reference_answer", "key_points", "number", "level", "topic", "left_out", "other"]
POINT = st.dictionaries(st.sampled_from(["id", "statement", "weight", "accept", "reject", "hint", "note"]), JSON)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), JSON | st.lists(POINT, max_size=3)))
def test_any_values_at_any_key_give_a_question_or_faults_with_their_line(rubric, document):
    path = rubric("\n" + json.dumps(document), "any.jsonl")
    rubric_set = read_rubrics(path)
    assert rubric_set.located or rubric_set.faults
    assert all(fault.startswith(f"{path} line 2: ") for fault in rubric_set.faults)


def test_a_weight_written_as_a_whole_number_gives_the_same_fingerprint() -> None:
    whole, decimal = (
        Question(
            id="tea",
            question="How is tea made?",
            key_points=(KeyPoint(id="boil", statement="Boil water.", weight=weight),),
        )
        for weight in (2, 2.0)
    )
    heavier = replace(whole, key_points=(replace(whole.key_points[0], weight=3),))
    assert whole.fingerprint == decimal.fingerprint != heavier.fingerprint
