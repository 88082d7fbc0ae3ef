"""What the verifier was asked once is not asked again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from interviewer.grading.asking import AskedOnce
from interviewer.grading.grader import Grader
from interviewer.models.protocols import Claim, Rows, WholeAnswer
from interviewer.settings import Settings
from rubrics.model import KeyPoint, Question
from tests.plain import PlainEmbedder, PlainVerifier

TEA = Question(
    id="tea",
    question="How do you make tea?",
    key_points=(KeyPoint(id="boil", statement="boil fresh water"), KeyPoint(id="wait", statement="wait three minutes")),
)


class RememberingVerifier(PlainVerifier):
    """The plain verifier, which counts how often it is asked what."""

    def __init__(self) -> None:
        self.asked: Counter[tuple[tuple[str, ...], str, tuple[int, ...]]] = Counter()
        self.marked: Counter[WholeAnswer] = Counter()

    def judge(self, claims: Sequence[Claim]) -> list[Rows]:
        for one in claims:
            views = one.views or (tuple(range(len(one.sentences))),) * len(one.statements)
            self.asked.update(zip((one.sentences,) * len(views), one.statements, views, strict=True))
        return super().judge(claims)

    def mark(self, answers: Sequence[WholeAnswer]) -> Rows:
        self.marked.update(answers)
        return super().mark(answers)


def claim(text: str, *statements: str) -> Claim:
    return Claim(question="q", sentences=(text,), statements=statements)


def test_rows_are_those_of_the_other_verifier_in_the_order_asked() -> None:
    claims = [
        claim("boil fresh water", "wait three minutes", "boil fresh water"),
        claim("wait three minutes", "wait three minutes"),
        claim("boil fresh water", "boil fresh water", "pour it", "boil fresh water"),
        claim("nothing to hold against"),
    ]
    other = RememberingVerifier()
    asked = AskedOnce(other)
    for wanted, rows in zip(PlainVerifier().judge(claims), asked.judge(claims), strict=True):
        np.testing.assert_array_equal(rows, wanted)
    assert set(other.asked.values()) == {1}
    assert asked.judge(claims[:1])[0].dtype == np.float32
    assert sum(other.asked.values()) == 4


def test_a_statement_held_against_other_sentences_is_asked_anew() -> None:
    both = Claim(
        question="q",
        sentences=("boil fresh water.", "wait three minutes."),
        statements=("boil fresh water", "boil fresh water", "boil fresh water"),
        views=((0,), (1,), (0,)),
    )
    other = RememberingVerifier()
    (rows,) = AskedOnce(other).judge([both])
    assert rows.argmax(-1).tolist() == [1, 0, 1]
    assert sum(other.asked.values()) == 2


def test_whole_answers_are_marked_once() -> None:
    answers = [WholeAnswer(question="q", reference="a b", answer=one) for one in ("a", "a b", "a", "b")]
    other = RememberingVerifier()
    asked = AskedOnce(other)
    np.testing.assert_array_equal(asked.mark(answers), PlainVerifier().mark(answers))
    asked.mark(answers[:2])
    assert (asked.mark([]).shape, set(other.marked.values()), len(other.marked)) == ((0, 3), {1}, 3)


def test_no_text_is_held_against_a_statement_twice_in_one_batch() -> None:
    verifier = RememberingVerifier()
    grader = Grader(PlainEmbedder(), verifier, Settings(_env_file=None))
    copied = "First you boil fresh water. Then you wait three minutes."
    answers = ["You boil fresh water", copied, copied + " ", "Well well. " + copied, "First you boil  fresh water."]
    together = grader.grade_many([TEA] * len(answers), answers)
    assert set(verifier.asked.values()) == {1}
    assert together == [grader.grade(TEA, answer) for answer in answers]
