"""Word order: shuffled words and bare word lists are seen, whatever a person writes is not."""

from __future__ import annotations

import random
import re

import pytest

from interviewer.audit.instructions import NOISE_WORDS
from interviewer.audit.voices import in_dialect, in_learner_english, with_fillers, with_typos
from interviewer.grading.gates import sift
from interviewer.grading.text import sentences
from interviewer.grading.word_order import MANY_WORDS, WordOrder, classes, find_disordered, shipped
from interviewer.training.word_order import count, mean_lift
from rubrics.loading import load_rubrics

QUESTIONS = load_rubrics()[::5]
NOTES = (
    "dropout: random neurons off each step (p=0.5). train only, not test. forces redundancy. reduces co-adaptation, "
    "overfit. scale activations 1/(1-p). ensemble view. slower convergence, more epochs needed. conv layers: less use, "
    "batchnorm instead."
)
GERMAN = (
    "Ein Neuron bekommt mehrere Eingaben, multipliziert jede mit ihrem Gewicht, summiert alles auf und addiert einen "
    "Bias. Danach geht die Summe durch eine nichtlineare Aktivierungsfunktion, welche die Ausgabe erzeugt, die "
    "wiederum als Eingabe der folgenden Neuronen dient."
)
CODE = (
    "def forward(x): return relu(W @ x + b)\nfor epoch in range(10):\n    loss = criterion(model(x), y)\n"
    "    loss.backward()\n    optimizer.step()\n    optimizer.zero_grad()\nmodel.eval()\n"
    "with torch.no_grad(): pred = model(test)"
)


def _shuffled(sentence: str, chance: random.Random) -> str:
    words = re.findall(r"[\w'-]+", sentence.lower())
    chance.shuffle(words)
    return " ".join(words).capitalize() + "."


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.id)
def test_words_shuffled_within_every_key_point_earn_nothing(question):
    chance = random.Random(3)
    answer = " ".join(_shuffled(point.statement, chance) for point in question.key_points)
    sifted = sift(question.question, answer)
    assert sifted.kept == () and sifted.flags == ("keyword_stuffing",)


@pytest.mark.parametrize(
    "voice", [in_learner_english, in_dialect, with_typos, with_fillers], ids=lambda one: one.__name__
)
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.id)
def test_no_voice_is_taken_for_a_list_of_words(question, voice):
    given = (question.reference_answer, random.Random(4))
    said = voice(*given) if voice in (with_typos, with_fillers) else voice(given[0])
    assert said != question.reference_answer
    assert "keyword_stuffing" not in sift(question.question, said).flags


@pytest.mark.parametrize("answer", [NOTES, GERMAN, CODE], ids=["notes", "German", "code"])
def test_notes_other_languages_and_code_are_no_disorder(answer):
    assert sift("What is a neuron?", answer).flags == ()


def test_shuffled_sentences_among_right_ones_are_dropped_alone():
    question = QUESTIONS[0]
    right = question.reference_answer.split(". ")
    chance = random.Random(5)
    wrong = [_shuffled(point.statement, chance) for point in question.key_points]
    disordered = find_disordered([*(f"{one}." for one in right), *right, *wrong], shipped())
    assert set(range(2 * len(right) + 2, 2 * len(right) + len(wrong))) <= disordered
    assert not disordered & set(range(len(right)))


@pytest.mark.parametrize("sentence_words", [7, 12, 30])
def test_many_words_drawn_by_lot_earn_nothing(sentence_words):
    chance = random.Random(6)
    drawn = [
        " ".join(chance.choices(NOISE_WORDS, k=sentence_words)).capitalize() + "."
        for _ in range(1500 // sentence_words)
    ]
    assert sift("What is a neuron?", " ".join(drawn)).kept == ()


def test_many_sentences_of_learners_are_no_disorder():
    said = " ".join(in_learner_english(question.reference_answer) for question in QUESTIONS)
    assert len(said.split()) > 2 * MANY_WORDS
    assert find_disordered([span.of(said) for span in sentences(said)], shipped()) == set()


def test_a_few_words_are_never_judged():
    assert find_disordered(["of the a network neuron weights the."], shipped()) == set()
    assert find_disordered([], shipped()) == set()


def test_words_are_told_apart_by_ending_and_function_words_are_their_own():
    assert classes("The cats, running")[1:-1] == classes("the dogs, walking")[1:-1]
    assert classes("in it") != classes("on it")
    assert classes("3 x") == classes("4.5 y")


def test_a_lift_is_positive_for_what_was_counted_and_negative_for_what_was_not():
    counts = count(["The cat is on the mat."] * 50)
    order = WordOrder(counts)
    assert mean_lift(order, "The cat is on the mat.")[0] > 1.0 > 0.0 > mean_lift(order, "Mat the the on is cat.")[0]
    assert counts.total() == 50 * 8
