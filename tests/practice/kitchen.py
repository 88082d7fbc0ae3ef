"""Three questions on cooking and a grader that can be followed by hand, for the tests of practice and page."""

from __future__ import annotations

from interviewer.grading.grader import Grader
from interviewer.settings import Settings
from rubrics.model import KeyPoint, Question
from tests.plain import PlainEmbedder, PlainVerifier

TEA = Question(
    id="tea",
    number=1,
    level="beginner",
    topic="drinks",
    question="How do you make tea?",
    reference_answer="First boil fresh water in a kettle. Then pour water over the leaves. Finally wait three minutes.",
    key_points=(
        KeyPoint(
            id="boil",
            statement="boil fresh water",
            weight=2,
            hint="What has to happen in the kettle?",
            follow_up="Why should it be fresh?",
        ),
        KeyPoint(id="pour", statement="pour water over the leaves", weight=1, hint="Where does the water go?"),
        KeyPoint(id="wait", statement="wait three minutes", weight=1, hint="And then?", note="Four minutes is fine."),
    ),
)
RICE = Question(
    id="rice",
    number=2,
    level="beginner",
    topic="grains",
    question="How do you cook rice?",
    reference_answer="Rinse the rice until it runs clear. Steam it with the lid closed.",
    key_points=(
        KeyPoint(id="rinse", statement="rinse the rice well", weight=1),
        KeyPoint(id="steam", statement="steam rice under a closed lid", weight=3),
    ),
)
COFFEE = Question(
    id="coffee",
    number=3,
    level="advanced",
    topic="drinks",
    question="How do you brew coffee?",
    key_points=(KeyPoint(id="grind", statement="grind whole beans just before", weight=1),),
)
KITCHEN = (TEA, RICE, COFFEE)
GOOD_TEA = "You boil fresh water in the kettle. Then you pour water over the leaves, and you wait three minutes."
HALF_TEA = (
    "You boil fresh water in the kettle. It is false that you wait three minutes, it is false that wait three minutes."
)


def plain_grader() -> Grader:
    """A grader without any weights."""
    return Grader(PlainEmbedder(), PlainVerifier(), Settings(_env_file=None))
