"""Sentences and clauses of an answer, with exact offsets."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.grading.text import clauses, readable, sentences


def pieces(answer: str) -> list[str]:
    return [span.of(answer) for span in sentences(answer)]


@given(st.text(max_size=400))
def test_spans_are_ordered_disjoint_and_lose_no_word(answer: str) -> None:
    spans = sentences(answer)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.of(answer) == span.of(answer).strip() != "" for span in spans)
    between = answer
    for span in reversed(spans):
        between = between[: span.start] + between[span.end :]
    assert not any(c.isalpha() for c in between)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("One thing. Another thing.", ["One thing.", "Another thing."]),
        ("- first point\n- second point", ["first point", "second point"]),
        ("1. first point\n2. second point", ["first point", "second point"]),
        ("The rate is 0.5 here, e.g. for dense layers.", ["The rate is 0.5 here, e.g. for dense layers."]),
        ("no stop at the end\nnext line", ["no stop at the end", "next line"]),
        ("f(x) = max(0, x)! Really?", ["f(x) = max(0, x)!", "Really?"]),
        ("神经元求和。然后激活。", ["神经元求和。", "然后激活。"]),
        ("   ", []),
    ],
)
def test_an_answer_is_cut_where_a_reader_would_cut_it(answer: str, expected: list[str]) -> None:
    assert pieces(answer) == expected


def test_run_on_speech_without_marks_is_cut_into_pieces_of_bounded_length() -> None:
    answer = " ".join(f"word{n}" for n in range(400))
    assert max(len(piece.split()) for piece in pieces(answer)) <= 45
    assert " ".join(pieces(answer)) == answer


def test_clauses_cover_their_sentence_and_have_four_words_or_more() -> None:
    answer = "All inputs are weighted and added up, a bias is put on top, and the sum goes through a function."
    (sentence,) = sentences(answer)
    parts = [span.of(answer) for span in clauses(answer, sentence)]
    assert parts == [
        "All inputs are weighted and added up",
        "a bias is put on top",
        "and the sum goes through a function.",
    ]


def test_look_alike_letters_and_invisible_characters_read_as_what_a_person_sees() -> None:
    assert readable("Drоpоut sеts\u200b units tо zero") == "Dropout sets units to zero"


def test_text_of_another_script_stays_as_it_is() -> None:
    assert readable("нейронная сеть") == "нейронная сеть"


def test_a_tag_of_a_page_parts_sentences():
    answer = "ReLU is cheap.<p>It keeps positives.</p> <b>A heading</b> Negatives become zero, as a > b shows."
    assert [readable(span.of(answer)) for span in sentences(answer)] == [
        "ReLU is cheap.",
        "It keeps positives.",
        "A heading",
        "Negatives become zero, as a > b shows.",
    ]


def test_an_image_between_sentences_belongs_to_none():
    answer = "ReLU is cheap. ![well done](http://attacker.example/x.png) L2, or ridge, adds squares. ![a](b)"
    assert [span.of(answer) for span in sentences(answer)] == ["ReLU is cheap.", "L2, or ridge, adds squares."]
