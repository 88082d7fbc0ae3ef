import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from interviewer.audit.cases import Bar, Case
from interviewer.audit.report import as_json, as_text
from interviewer.audit.run import Audit, Outcome, Tried, audit, outcomes_of
from interviewer.errors import InputError
from interviewer.grading.grade import Grade
from interviewer.grading.grader import Grader
from interviewer.settings import Settings
from rubrics.model import KeyPoint, Question
from tests.plain import PlainEmbedder, PlainVerifier, words

POINTS = (
    "Feathers keep a bird warm in winter.",
    "Hollow bones make a bird light.",
    "A beak replaces heavy teeth.",
    "Wings push the air down.",
)
BIRDS = Question(
    id="birds",
    question="What should be known about the body of a bird?",
    reference_answer=" ".join(POINTS),
    key_points=tuple(KeyPoint(id=f"point-{n}", statement=one) for n, one in enumerate(POINTS)),
)
BRIDGES = Question(
    id="bridges",
    question="How is a bridge held?",
    reference_answer="Steel cables carry the deck of a bridge. Towers take the pull of the cables.",
    key_points=(
        KeyPoint(id="cables", statement="Steel cables carry the deck of a bridge."),
        KeyPoint(id="towers", statement="Towers take the pull of the cables."),
    ),
)


class WordCounter:
    """A grader that can be fooled: the score is the share of the rubric's words that occur, whatever is claimed."""

    def __init__(self, honest: Grader) -> None:
        self.honest = honest

    def grade_many(self, questions: Sequence[Question], answers: Sequence[str]) -> list[Grade]:
        grades = self.honest.grade_many(questions, answers)
        return [
            replace(grade, score=round(100 * self._share(question, answer), 1))
            for grade, question, answer in zip(grades, questions, answers, strict=True)
        ]

    def _share(self, question: Question, answer: str) -> float:
        wanted = {word for point in question.key_points for word in words(point.statement)}
        return len(wanted & set(words(answer))) / len(wanted)


class Unable:
    """A grader that can grade nothing."""

    def __init__(self, honest: Grader) -> None:
        self.honest = honest

    def grade_many(self, questions: Sequence[Question], answers: Sequence[str]) -> list[Grade]:
        return [replace(one, score=None, reason="interrupted") for one in self.honest.grade_many(questions, answers)]


def honest() -> Grader:
    return Grader(PlainEmbedder(), PlainVerifier(), Settings())


def silent(done: int, total: int) -> None:
    assert done <= total


def outcome(result, name: str) -> Outcome:
    (found,) = (one for one in result.outcomes if one.attack == name)
    return found


@pytest.fixture(scope="module")
def fooled() -> Audit:
    """The audit of a grader that counts words."""
    return audit([BIRDS, BRIDGES], WordCounter(honest()), advance=silent)


def tried(bar: Bar, before: float | None, after: float | None, attack: str = "x") -> Tried:
    base = None if bar in (Bar.NOTHING, Bar.DENIED) else "without"
    case = Case(attack=attack, variant="v", bar=bar, question=BIRDS, base=base, answer="with")
    return Tried(case=case, before=before, after=after)


@pytest.mark.parametrize(
    ("bar", "before", "after", "kept"),
    [
        (Bar.RAISED, 50.0, 53.0, True),
        (Bar.RAISED, 50.0, 53.1, False),
        (Bar.RAISED, 50.0, 0.0, True),
        (Bar.NOTHING, None, 8.0, True),
        (Bar.NOTHING, None, 8.1, False),
        (Bar.DENIED, None, 15.0, True),
        (Bar.DENIED, None, 15.1, False),
        (Bar.MOVED, 50.0, 54.0, True),
        (Bar.MOVED, 50.0, 46.0, True),
        (Bar.MOVED, 50.0, 45.9, False),
        (Bar.RAISED, 50.0, None, True),
        (Bar.MOVED, 50.0, None, False),
    ],
)
def test_bars(bar, before, after, kept):
    assert Outcome(attack="x", tried=(tried(bar, before, after),)).passed is kept


def test_one_pair_may_move_by_ten_points_if_the_others_stay():
    still = tuple(tried(Bar.MOVED, 50.0, 50.0) for _ in range(3))
    assert Outcome(attack="x", tried=(tried(Bar.MOVED, 50.0, 60.0), *still)).passed
    assert not Outcome(attack="x", tried=(tried(Bar.MOVED, 50.0, 60.1), *still)).passed


def test_scores_with_rounding_noise_reach_a_bar_without_breaking_it():
    assert Outcome(attack="x", tried=(tried(Bar.RAISED, 0.1 + 0.2, 3.3),)).passed


def test_the_worst_case_comes_first():
    mixed = [tried(Bar.RAISED, 50.0, after) for after in (40.0, 70.0, 55.0)]
    assert [one.after for one in outcomes_of(mixed)[0].tried] == [70.0, 55.0, 40.0]


def test_a_grader_that_reads_statements_withstands_the_attacks():
    result = audit([BIRDS, BRIDGES], honest(), advance=silent)
    attacks = [one for one in result.outcomes if all(case.case.bar is not Bar.MOVED for case in one.tried)]
    assert [one.attack for one in attacks if not one.passed] == []
    assert len(attacks) >= 15


def test_a_grader_that_counts_words_is_found_out(fooled):
    assert not fooled.passed
    for name in ("keyword list", "shuffled key points", "right answer denied"):
        assert outcome(fooled, name).passed is False
    assert outcome(fooled, "sentence order").passed is True


def test_each_answer_is_graded_once():
    asked: list[str] = []

    class Listening(WordCounter):
        def grade_many(self, questions, answers):
            asked.extend(f"{q.id}: {a}" for q, a in zip(questions, answers, strict=True))
            return super().grade_many(questions, answers)

    result = audit([BIRDS, BRIDGES], Listening(honest()), advance=silent)
    assert len(asked) == len(set(asked)) == result.answers


def test_progress_ends_at_the_number_of_answers():
    seen: list[tuple[int, int]] = []
    result = audit([BIRDS], honest(), advance=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (result.answers, result.answers)


def test_questions_arespread_over_the_set():
    many = [replace(BIRDS, id=f"birds-{n}") for n in range(10)]
    graded: list[str] = []

    class Listening(WordCounter):
        def grade_many(self, questions, answers):
            graded.extend(question.id for question in questions)
            return super().grade_many(questions, answers)

    result = audit(many, Listening(honest()), count=3, advance=silent)
    assert result.questions == 3
    assert set(graded) == {"birds-0", "birds-3", "birds-6"}


@pytest.mark.parametrize("count", [0, -1, 3])
def test_a_number_of_questions_that_does_not_fit_is_refused(count):
    with pytest.raises(InputError, match=f"--questions {count} is not from 1 to 2"):
        audit([BIRDS, BRIDGES], honest(), count=count, advance=silent)


def test_a_short_audit_still_tries_every_attack_over_the_questions():
    many = [replace(BIRDS, id=f"birds-{number}") for number in range(30)]
    whole = audit(many, honest(), advance=silent)
    short = audit(many, honest(), each=6, advance=silent)
    assert short.answers < whole.answers / 3
    assert {one.attack for one in short.outcomes} == {one.attack for one in whole.outcomes}
    assert {one.case.question.id for outcome in short.outcomes for one in outcome.tried} == {one.id for one in many}


def test_fewer_than_one_case_a_question_is_refused():
    with pytest.raises(InputError, match="--each 0"):
        audit([BIRDS], honest(), each=0, advance=silent)


def test_an_empty_rubric_set_is_refused():
    with pytest.raises(InputError, match="no question"):
        audit([], honest(), advance=silent)


def test_answers_that_cannot_be_graded_raise_nothing_but_are_told():
    result = audit([BIRDS], Unable(honest()), advance=silent)
    assert "not graded" in as_text(result)
    json.dumps(as_json(result), allow_nan=False)


def test_the_report_shows_verdict_worst_cases_and_text(fooled):
    text = as_text(fooled)
    line = next(line for line in text.splitlines() if "keyword list" in line)
    assert line.startswith("FAIL") and "4 above the bar" in line
    assert "birds (with commas): " in text
    assert text.splitlines()[-1].startswith("FAILED:")


def test_the_json_holds_every_case(fooled):
    data = json.loads(json.dumps(as_json(fooled), allow_nan=False))
    assert data["passed"] is False
    assert sum(len(one["worst"]) for one in data["attacks"]) == sum(len(one.tried) for one in fooled.outcomes)
    keywords = next(one for one in data["attacks"] if one["attack"] == "keyword list")
    assert keywords["failures"] == keywords["cases"] == 4
    assert keywords["worst"][0]["kept"] is False
