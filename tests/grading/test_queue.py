"""Many visitors and one grader: together where they wait, each with what is their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from queue import SimpleQueue
from threading import Thread

import pytest

from interviewer.errors import InputError, ModelError
from interviewer.grading.grade import Grade
from interviewer.grading.queue import MOST, GradingQueue, HandedIn
from rubrics.model import Question
from tests.held import HeldGrader
from tests.practice.kitchen import GOOD_TEA, HALF_TEA, TEA, plain_grader
from tests.serving import PATIENCE_S

ODD = "An answer that divides by zero."


class OddGrader(HeldGrader):
    """Fails, and in a way that nobody has foreseen, as soon as ODD is among the answers."""

    def grade_many(self, questions: Sequence[Question], answers: Sequence[str]) -> list[Grade]:
        """The grades of the plain grader."""
        grades = super().grade_many(questions, answers)
        if ODD in answers:
            raise ZeroDivisionError
        return grades


@pytest.fixture
def held() -> Iterator[HeldGrader]:
    grader = HeldGrader()
    yield grader
    grader.let_go.set()


def busy(grader: HeldGrader, most: int = MOST) -> tuple[GradingQueue, HandedIn]:
    """A queue whose grader is at work on a first answer, and that answer."""
    queue = GradingQueue(grader, most)
    first = queue.hand_in(TEA, "The first of all: boil fresh water.")
    assert grader.asked.wait(PATIENCE_S)
    return queue, first


def text_of(number: int) -> str:
    """An answer of its own for each number, with one of two scores."""
    return f"{GOOD_TEA if number % 2 else HALF_TEA} So says visitor {number}."


def test_what_many_threads_hand_in_meanwhile_is_graded_together_and_each_gets_its_own_grade(held: HeldGrader) -> None:
    queue, first = busy(held)
    waiting: SimpleQueue[int] = SimpleQueue()
    grades: dict[int, Grade] = {}

    def visit(number: int) -> None:
        handed_in = queue.hand_in(TEA, text_of(number))
        waiting.put(number)
        grades[number] = handed_in.graded.result(PATIENCE_S)

    threads = [Thread(target=visit, args=(number,)) for number in range(MOST + 3)]
    for thread in threads:
        thread.start()
    for _ in threads:
        waiting.get(timeout=PATIENCE_S)
    held.let_go.set()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert [len(batch) for batch in held.batches] == [1, MOST, 3]
    assert first.graded.result().score == 50.0
    alone = plain_grader()
    assert {n: grades[n] for n in range(MOST + 3)} == {n: alone.grade(TEA, text_of(n)) for n in range(MOST + 3)}


def test_a_lone_answer_does_not_wait_for_company() -> None:
    grader = HeldGrader()
    grader.let_go.set()
    assert GradingQueue(grader).grade(TEA, HALF_TEA) == plain_grader().grade(TEA, HALF_TEA)
    assert grader.batches == [[HALF_TEA]]


def test_first_come_is_first_served(held: HeldGrader) -> None:
    queue, _ = busy(held, most=2)
    handed_in = [queue.hand_in(TEA, text_of(number)) for number in range(5)]
    held.let_go.set()
    handed_in[-1].graded.result(PATIENCE_S)
    assert held.batches[1:] == [[text_of(0), text_of(1)], [text_of(2), text_of(3)], [text_of(4)]]


def test_an_answer_that_cannot_be_graded_leaves_those_beside_it_their_grades(held: HeldGrader) -> None:
    queue, _ = busy(held)
    bare = replace(TEA, key_points=())
    before, bad, after = (queue.hand_in(*one) for one in ((TEA, GOOD_TEA), (bare, GOOD_TEA), (TEA, HALF_TEA)))
    held.let_go.set()
    with pytest.raises(InputError, match="has no key points"):
        bad.graded.result(PATIENCE_S)
    assert [one.graded.result(PATIENCE_S).score for one in (before, after)] == [100.0, 47.5]
    assert queue.grade(TEA, text_of(1)).score == 100.0


def test_a_fault_nobody_has_foreseen_is_told_to_its_own_visitor_alone_and_the_order_stays() -> None:
    grader = OddGrader()
    queue, _ = busy(grader, most=3)
    texts = [GOOD_TEA, ODD, HALF_TEA, "boil fresh water, and the last of all."]
    handed_in = [queue.hand_in(TEA, text) for text in texts]
    grader.let_go.set()
    with pytest.raises(ZeroDivisionError):
        handed_in[1].graded.result(PATIENCE_S)
    assert [handed_in[n].graded.result(PATIENCE_S).score for n in (0, 2, 3)] == [100.0, 47.5, 50.0]
    assert grader.batches[1:] == [texts[:3], [GOOD_TEA], [ODD], [HALF_TEA], [texts[3]]]


def test_a_place_tells_how_many_are_ahead_and_only_ever_falls(held: HeldGrader) -> None:
    queue, first = busy(held, most=2)
    handed_in = [queue.hand_in(TEA, text_of(number)) for number in range(4)]
    assert [queue.ahead_of(one) for one in (first, *handed_in)] == [0, 1, 2, 3, 4]
    places = handed_in[3].places()
    told = [next(places)]
    held.let_go.set()
    told += places
    assert (told[0], told[-1]) == (4, 0)
    assert all(before > after for before, after in pairwise(told))
    assert list(first.places()) == [0]


def test_an_answer_handed_in_again_keeps_its_place_and_is_graded_once(held: HeldGrader) -> None:
    queue, first = busy(held)
    one, other = queue.hand_in(TEA, HALF_TEA), queue.hand_in(TEA, GOOD_TEA)
    assert queue.hand_in(TEA, first.answer) is first
    assert queue.hand_in(TEA, HALF_TEA) is one
    assert queue.hand_in(replace(TEA, question="And in a pot?"), HALF_TEA) is not one
    held.let_go.set()
    assert other.graded.result(PATIENCE_S).score == 100.0
    assert [text for batch in held.batches for text in batch].count(HALF_TEA) == 2


def test_closing_ends_the_waiting_with_a_word_on_the_answer_and_lets_what_is_begun_come_to_its_end(
    held: HeldGrader,
) -> None:
    queue, first = busy(held)
    waiting = [queue.hand_in(TEA, text) for text in (GOOD_TEA, HALF_TEA)]
    places = waiting[1].places()
    assert next(places) == 2
    queue.close()
    for one in waiting:
        with pytest.raises(ModelError, match="closing; the answer is kept"):
            one.graded.result(PATIENCE_S)
    assert list(places) == [0]
    with pytest.raises(ModelError, match="closing"):
        queue.grade(TEA, GOOD_TEA)
    assert not queue.is_idle_within(0)
    held.let_go.set()
    assert first.graded.result(PATIENCE_S).score == 50.0
    assert queue.is_idle_within(PATIENCE_S)
