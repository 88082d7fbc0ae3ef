"""The models while they load, and when they cannot be loaded."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from interviewer.errors import ModelError
from interviewer.feedback.writer import FeedbackWriter
from interviewer.grading.grader import Grader
from tests.practice.kitchen import HALF_TEA, KITCHEN, plain_grader
from tests.ui.desks import PATIENCE_S, begun, desk, submit
from ui import handlers, telling
from ui.loading import Models
from ui.wording import ENGLISH


def test_a_grader_that_cannot_be_loaded_leaves_the_answer_saved() -> None:
    def missing() -> Grader:
        raise ModelError("weights.safetensors is missing: run `interviewer models pull`")

    at = desk(build_grader=missing)
    at.models.start()
    token, view = begun(at)
    told = submit(at, token, view, HALF_TEA)[-1]
    assert told.stage == "answered"
    assert HALF_TEA in told.answer
    assert told.notice.index("Your answer is saved") < told.notice.index("interviewer models pull")
    assert "cannot be graded" in at.models.status(ENGLISH)


def test_a_writer_that_cannot_be_loaded_leaves_answer_and_score_saved() -> None:
    def broken() -> FeedbackWriter:
        raise ModelError("no language model: run `interviewer models pull`")

    models = Models(plain_grader, broken, KITCHEN[0])
    at = replace(desk(), models=models)
    models.start()
    token, view = begun(at)
    graded = submit(at, token, view, HALF_TEA)[-1]
    assert "Score 48" in graded.panel
    last = list(telling.write_feedback(at, token, graded.seen))[-1]
    assert "Your answer and its score are saved" in last.feedback
    assert "no feedback can be written" in models.status(ENGLISH)


def test_loading_is_said_until_it_is_done() -> None:
    go = threading.Event()

    def slow() -> Grader:
        assert go.wait(PATIENCE_S)
        return plain_grader()

    at = desk(build_grader=slow)
    at.models.start()
    assert "Loading the grader" in at.models.status(ENGLISH)
    token, view = begun(at)
    stream = handlers.submit(at, token, view.seen, HALF_TEA)
    assert "Loading the grader" in next(stream).panel
    go.set()
    assert "Score 48" in list(stream)[-1].panel
    at.models.writer()
    assert at.models.status(ENGLISH) == ""
    assert at.models.settled


def test_an_unforeseen_fault_while_loading_is_told_and_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[threading.ExceptHookArgs] = []
    ended = threading.Event()
    monkeypatch.setattr(threading, "excepthook", lambda args: (told.append(args), ended.set()))

    def odd() -> Grader:
        raise ZeroDivisionError

    at = desk(build_grader=odd)
    at.models.start()
    with pytest.raises(ModelError, match="stopped while loading"):
        at.models.grader()
    assert isinstance(at.models.writer(), FeedbackWriter)
    assert "stopped while loading" in at.models.status(ENGLISH)
    assert ended.wait(PATIENCE_S)
    assert told[0].exc_type is ZeroDivisionError


def test_a_server_that_closes_loads_nothing_further() -> None:
    begun_loading, go = threading.Event(), threading.Event()

    def slow() -> Grader:
        begun_loading.set()
        assert go.wait(PATIENCE_S)
        return plain_grader()

    models = desk(build_grader=slow).models
    models.start()
    assert begun_loading.wait(PATIENCE_S)
    models.stop()
    assert not models.is_idle_within(0)
    go.set()
    assert models.is_idle_within(PATIENCE_S)
    with pytest.raises(ModelError, match="closing"):
        models.writer()
