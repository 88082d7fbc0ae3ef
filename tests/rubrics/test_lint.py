"""What lint says of rubrics that can be read, and what it lets pass."""

from __future__ import annotations

import pytest

from rubrics.clauses import begins_with_pronoun
from rubrics.lint import lint
from rubrics.loading import read_rubrics
from tests.plain import PlainEmbedder
from tests.rubrics.conftest import TEA


def test_the_thirty_are_complete_and_their_texts_without_fault():
    assert lint(read_rubrics(), complete=True) == ()


@pytest.mark.real_models
def test_the_thirty_are_without_fault_by_meaning(minilm):
    assert lint(read_rubrics(), embed=minilm.embed, complete=True) == ()


def test_a_small_sound_rubric_passes_and_a_complete_one_asks_for_more(rubric):
    rubric_set = read_rubrics(rubric())
    assert lint(rubric_set, embed=PlainEmbedder().embed) == ()
    said = "\n".join(lint(rubric_set, complete=True))
    for gap in ("'number'", "'level'", "'topic'", "'hint'", "'source'", "13 words", "0 of 3 entries", "has 2 entries"):
        assert gap in said


def test_two_questions_with_one_number_are_named(rubric):
    rubric(TEA.replace("id: tea", "id: tea\nnumber: 4"), "a.yaml")
    folder = rubric(TEA.replace("id: tea", "id: more\nnumber: 4"), "b.yaml").parent
    assert lint(read_rubrics(folder)) == (
        f"{folder / 'b.yaml'} line 2: number: 4 is the number of question 'tea' already; change one",
    )


def test_lint_goes_on_where_a_file_cannot_be_read(rubric):
    rubric("id: [", "a.yaml")
    faults = lint(read_rubrics(rubric(TEA.replace("Fresh water is", "It is")).parent))
    assert "a.yaml line 1: not readable as YAML" in faults[0]
    assert "tea.yaml line 7: key point 1 (boil), statement: begins with 'It'" in faults[1]


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("It keeps positive inputs.", True),
        ("This method is slow.", True),
        ("It is used to classify.", True),
        ("Both are trained in turn.", True),
        ("It is important to scale the inputs.", False),
        ("It takes many epochs to converge.", False),
        ("Both gates of a GRU are learned.", False),
        ("That a model overfits shows on unseen data.", False),
        ("In a GRU it is the update gate that decides.", False),
        ("Italian is a language.", False),
        ("f(x) = max(0, x)", False),
    ],
)
def test_a_text_leans_where_its_first_word_stands_for_something_outside(text, leans):
    assert begins_with_pronoun(text) == leans


def test_meaning_is_asked_of_the_embedder_in_one_call(rubric):
    rubric(TEA, "a.yaml")
    calls = []

    def embed(texts):
        calls.append(len(texts))
        return PlainEmbedder().embed(texts)

    lint(read_rubrics(rubric(TEA.replace("id: tea", "id: more"), "b.yaml").parent), embed=embed)
    assert len(calls) == 1
