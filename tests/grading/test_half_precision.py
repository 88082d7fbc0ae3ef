"""The real verifier in half precision against full: a verdict may change only where it was called close."""

import pytest

from interviewer.grading.grader import Grader
from interviewer.models.conversion import packaged_folder
from interviewer.models.verifier import TrainedVerifier
from interviewer.settings import load_settings
from interviewer.wiring import build_embedder, load_calibration, verifier_folder
from rubrics.loading import load_rubrics

pytestmark = pytest.mark.real_models

QUESTIONS = {question.id: question for question in load_rubrics()}
ASKED = [QUESTIONS["relu-vs-sigmoid"]]  # one question: where half precision is emulated it takes six times as long


@pytest.fixture(scope="module")
def graders():
    settings = load_settings("cpu")
    base, folder, embedder = packaged_folder(settings.cache), verifier_folder(settings), build_embedder(settings)

    def grader(dtype_name: str) -> Grader:
        verifier = TrainedVerifier(base, folder, dtype_name=dtype_name)
        return Grader(embedder, verifier, settings, load_calibration(folder))

    return grader("float32"), grader("bfloat16")


def test_half_precision_changes_a_verdict_only_where_full_precision_called_it_close(graders):
    questions = [question for question in ASKED for _ in range(2)]
    answers = [text for question in ASKED for text in (question.reference_answer, middling(question))]
    full, half = (grader.grade_many(questions, answers) for grader in graders)
    assert sum(v.verdict != "missing" for grade in full for v in grade.verdicts) > len(ASKED)
    changed = [
        (question.id, before.key_point, before.verdict, after.verdict)
        for question, one, other in zip(questions, full, half, strict=True)
        for before, after in zip(one.verdicts, other.verdicts, strict=True)
        if before.verdict != after.verdict and "close_call" not in one.flags
    ]
    assert changed == []


def middling(question):
    """Half of the points in another wording, one of them denied."""
    told = [point.accept[0] for point in question.key_points[::2]]
    return " ".join([*told, question.key_points[1].reject[0]])
