"""Fillers of speech go, everything else stays."""

from __future__ import annotations

import pytest

from interviewer.grading.fillers import without_fillers
from interviewer.grading.grader import Grader
from interviewer.settings import Settings
from rubrics.model import KeyPoint, Question
from tests.plain import PlainEmbedder, PlainVerifier


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Um, the units are, uh, switched off.", "The units are, switched off."),
        ("Well, you know, it averages many nets.", "It averages many nets."),
        ("it trains longer, you know, because updates are noisy", "it trains longer, because updates are noisy"),
        ("Okay so, hmm, the rate is tuned", "The rate is tuned"),
        ("um", "um"),
        ("Humming birds and umbrellas stay, like uhlans.", "Humming birds and umbrellas stay, like uhlans."),
        (
            "A network like this learns so well that it overfits.",
            "A network like this learns so well that it overfits.",
        ),
        ("You know the answer, I mean it.", "You know the answer, I mean it."),
    ],
)
def test_only_words_that_carry_nothing_are_left_out(said: str, read: str) -> None:
    assert without_fillers(said) == read


def test_a_point_said_with_a_filler_in_its_middle_counts_and_its_evidence_is_verbatim() -> None:
    question = Question(id="tea", question="Tea?", key_points=(KeyPoint(id="boil", statement="boil fresh water"),))
    answer = "You, um, boil uh fresh water."
    (verdict,) = Grader(PlainEmbedder(), PlainVerifier(), Settings(_env_file=None)).grade(question, answer).verdicts
    assert verdict.verdict == "covered"
    assert verdict.evidence and answer[verdict.evidence.start : verdict.evidence.end] == verdict.evidence.quote
