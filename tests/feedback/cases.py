"""One question, and grades of answers to it, as the tests of feedback use them."""

from __future__ import annotations

from interviewer.grading.grade import Evidence, Flag, Grade, GradedWith, Verdict, VerdictName
from rubrics.model import KeyPoint, Question

GRADED_WITH = GradedWith(version="0", rubric="r", embedder="e", verifier="v", generator=None, settings="s")
CREDIT = {"covered": 1.0, "partial": 0.5, "missing": 0.0, "contradicted": 0.0}
QUESTION = Question(
    id="relu",
    question="What does ReLU do, and why is it used?",
    reference_answer="ReLU zeroes negative inputs. It is cheap, and its slope of 1 keeps gradients from fading.",
    key_points=(
        KeyPoint(
            id="shape",
            statement="ReLU passes a positive input through unchanged and turns a negative input into zero.",
            weight=3,
            accept=("ReLU is f(x) = max(0, x).",),
            reject=("ReLU turns every input into a number between 0 and 1.",),
            follow_up="What would ReLU return for 5, and what for -5?",
        ),
        KeyPoint(
            id="hidden",
            statement="ReLU is the usual default choice for the hidden layers of a network.",
            weight=3,
            reject=("ReLU is used in the output layer alone.",),
            follow_up="In which layers would you use ReLU?",
        ),
        KeyPoint(
            id="cheap",
            statement="ReLU is cheaper to compute than sigmoid, which needs an exponential.",
            weight=2,
        ),
        KeyPoint(
            id="dying",
            statement="A ReLU unit whose input is always negative receives no gradient and stops learning.",
            weight=1,
            follow_up="You mentioned units that die. What kills them?",
        ),
    ),
)
SHAPE, HIDDEN, CHEAP, DYING = QUESTION.key_points
ANSWER = "relu keeps positives and zeroes negatives. Relu belongs in the output layer alone. It costs little."
SPANS = {
    "shape": "relu keeps positives and zeroes negatives.",
    "hidden": "Relu belongs in the output layer alone.",
    "cheap": "It costs little.",
    "dying": "It costs little.",
}


def grade_of(
    *names: VerdictName,
    question: Question = QUESTION,
    answer: str = ANSWER,
    spans: dict[str, str] = SPANS,
    flags: tuple[Flag, ...] = (),
) -> Grade:
    """A grade with one verdict for each key point in turn; evidence from `spans`, which stand in `answer`."""
    verdicts = tuple(
        Verdict(
            key_point=point.id,
            verdict=name,
            credit=CREDIT[name],
            covered=0.9 if name == "covered" else 0.05,
            contradicted=0.9 if name == "contradicted" else 0.05,
            evidence=None if name == "missing" else span(answer, spans[point.id]),
        )
        for point, name in zip(question.key_points, names, strict=True)
    )
    return Grade(
        question_id=question.id,
        score=50.0,
        reason=None,
        verdicts=verdicts,
        flags=flags,
        confidence=0.9,
        graded_with=GRADED_WITH,
    )


def span(answer: str, quote: str) -> Evidence:
    """The place of `quote` in the answer."""
    start = answer.index(quote)
    return Evidence(start=start, end=start + len(quote), quote=quote)


MIXED = grade_of("covered", "contradicted", "partial", "missing")
EMPTY = grade_of("missing", "missing", "missing", "missing", answer="", flags=("blank",))
EXCELLENT = grade_of("covered", "covered", "covered", "covered")
