"""Database, disk, models and clock fail while somebody practises: a sentence in both languages, and no answer lost."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from html import unescape
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from sqlalchemy import event

from interviewer.errors import ModelError
from interviewer.grading.grade import Grade
from interviewer.grading.grader import Grader
from interviewer.models.endpoint import EndpointGenerator
from interviewer.records import database
from interviewer.settings import Settings
from rubrics.model import Question
from tests.held import HeldGrader
from tests.models.servers import event as piece
from tests.models.servers import serve, stream
from tests.plain import PlainEmbedder, PlainVerifier
from tests.practice.kitchen import GOOD_TEA, HALF_TEA
from tests.practice.times import SetClock
from tests.ui.api.calls import Caller
from tests.ui.desks import begun, last, new_place, ready, submit, told
from ui import handlers, pages
from ui.desk import Desk
from ui.views import View
from ui.wording import ENGLISH, Wording, wording

GERMAN = wording("de")
BOTH = pytest.mark.parametrize("words", [ENGLISH, GERMAN], ids=["English", "German"])
BUSY = "another program holds the database; try again in a moment."
NOT_SAVED = "Your answer is not saved and still in the box: "
RINSED = "At home we rinse the rice well."
FULL = "the disk is full; free some space, then try again."
GONE = "the database file is gone or may not be opened; put it back, then try again."


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> str:
    """Where a new store is to be that does not wait long for a lock."""
    monkeypatch.setattr(database, "BUSY_S", 0.05)
    return new_place()


@contextmanager
def locked(place: str) -> Iterator[None]:
    """Another program writes to the database within the block."""
    with closing(sqlite3.connect(place, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def gone(place: str) -> Iterator[None]:
    """The data folder is gone within the block."""
    folder = Path(place).parent
    away = folder.with_name(f"{folder.name}-away")
    folder.rename(away)
    yield
    away.rename(folder)


@contextmanager
def full(at: Desk, place: str) -> Iterator[None]:
    """The disk takes no further page within the block."""
    engine = at.ledger.store._engine
    limit = [True]

    @event.listens_for(engine, "checkout")
    def _no_more_pages(connection: sqlite3.Connection, record: object, proxy: object) -> None:
        (pages_now,) = connection.execute("PRAGMA page_count").fetchone()
        most = pages_now if limit[0] else 2**30
        connection.execute(f"PRAGMA max_page_count={most}")

    yield
    limit[0] = False


class Failing(Grader):
    """Grades as the plain grader does, but for the next faults that it is given, each of which it fails with once."""

    def __init__(self) -> None:
        super().__init__(PlainEmbedder(), PlainVerifier(), Settings(_env_file=None))
        self.faults: list[Exception] = []

    def grade_many(self, questions: Sequence[Question], answers: Sequence[str]) -> list[Grade]:
        if self.faults:
            raise self.faults.pop(0)
        return super().grade_many(questions, answers)


def score_of(view: View) -> int:
    """The score that a view shows."""
    found = re.search(r'id="score"[^>]*aria-label="\D*(\d+)', view.panel)
    assert found is not None, view.notice
    return int(found.group(1))


def said(notice: str) -> str:
    """The words of a notice, which must all be in the reader's language."""
    assert "lang=" not in notice
    return re.sub(r"<[^>]*>", "", notice)


@BOTH
def test_an_answer_while_the_database_is_locked_stays_in_the_box_and_can_be_handed_in_again(
    place: str, words: Wording
) -> None:
    at = ready(place=place).speaking(words)
    token, view = begun(at)
    with locked(place):
        (refused,) = submit(at, token, view, GOOD_TEA)
        assert (refused.stage, refused.box) == ("same", None)
        assert said(refused.notice) == words.told(NOT_SAVED + BUSY)
        assert said(handlers.take_hint(at, token, view.seen).notice) == words.told("Nothing was changed: " + BUSY)
        assert said(last(handlers.finish(at, token, view.seen)).notice) == words.told("Nothing was changed: " + BUSY)
        assert handlers.open_page(at, token).stage == "asked"
    assert score_of(submit(at, token, view, GOOD_TEA)[-1]) == 100


@BOTH
def test_a_grade_that_the_locked_database_does_not_take_leaves_the_answer_to_be_graded_later(
    place: str, words: Wording
) -> None:
    held = HeldGrader()
    held.let_go.set()
    at = ready(place=place, build_grader=lambda: held).speaking(words)
    token, view = begun(at)
    held.hold()
    views = handlers.submit(at, token, view.seen, GOOD_TEA)
    assert next(views).stage == "grading"
    with locked(place):
        held.let_go.set()
        refused = last(views)
        assert said(refused.notice) == words.told(f"Your answer is saved, its grade is not: {BUSY}")
    shown = handlers.open_page(at, token)
    assert (shown.stage, GOOD_TEA in shown.answer) == ("answered", True)
    assert score_of(last(handlers.grade_now(at, token, shown.seen))) == 100


@BOTH
def test_a_data_folder_that_is_gone_and_comes_back_has_lost_nothing(place: str, words: Wording) -> None:
    at = ready(place=place).speaking(words)
    token, view = begun(at)
    view = submit(at, token, view, HALF_TEA)[-1]
    view = last(handlers.next_question(at, token, view.seen))
    unread = words.told(f"What you have answered is safe but cannot be shown now: {GONE}")
    with gone(place):
        (refused,) = submit(at, token, view, RINSED)
        assert said(refused.notice).endswith(words.told(GONE))
        assert refused.stage == "same" and refused.box is None
        for shown in (pages.show_history(at, token), pages.show_today(at, token), handlers.open_page(at, token)):
            assert said(shown.notice) == unread
        assert not Path(place).exists()
    assert RINSED not in handlers.open_page(at, token).answer
    submit(at, token, view, RINSED)
    report = last(handlers.finish(at, token, handlers.open_page(at, token).seen))
    assert HALF_TEA in report.summary and RINSED in report.summary


@BOTH
def test_a_full_disk_is_told_and_the_answer_is_taken_once_there_is_room(place: str, words: Wording) -> None:
    at = ready(place=place).speaking(words)
    token, view = begun(at)
    long = f"{GOOD_TEA} " * 900
    with full(at, place):
        (refused,) = submit(at, token, view, long)
        assert said(refused.notice) == words.told(NOT_SAVED + FULL)
    submit(at, token, view, long)
    assert at.ledger.open(at.person(token), view.seen.split("/")[0]).interview.turn.attempts[0].answer == long


def test_a_program_that_calls_is_told_the_same_and_loses_nothing_either(place: str) -> None:
    at = ready(place=place)
    caller = Caller(at)
    here, stands = caller.begin()
    given = {"answer": GOOD_TEA, "spot": stands["spot"]}
    with locked(place):
        assert caller.ask("POST", f"{here}/answers", 503, given) == NOT_SAVED + BUSY
    with full(at, place):
        assert caller.ask("POST", f"{here}/answers", 503, {**given, "answer": GOOD_TEA * 900}) == NOT_SAVED + FULL
    with gone(place):
        assert caller.ask("POST", f"{here}/answers", 503, given).endswith(GONE)
        assert caller.ask("GET", here, 503).endswith(GONE)
    assert caller.ask("GET", here) == stands
    assert caller.ask("POST", f"{here}/answers", 201, given)["attempts"][-1]["score"] == 100


@BOTH
@pytest.mark.parametrize(
    "fault", [ModelError("the server is closing"), OSError("Broken pipe"), RuntimeError("out of memory")]
)
def test_a_grader_that_fails_in_mid_answer_leaves_it_saved_and_grades_it_afterwards(
    words: Wording, fault: Exception
) -> None:
    failing = Failing()
    at = ready(build_grader=lambda: failing).speaking(words)
    token, view = begun(at)
    failing.faults.append(fault)
    refused = submit(at, token, view, GOOD_TEA)[-1]
    assert said(refused.notice).startswith(words("fate.saved"))
    assert (refused.stage, GOOD_TEA in refused.answer) == ("answered", True)
    assert score_of(last(handlers.grade_now(at, token, refused.seen))) == 100


@BOTH
def test_a_model_server_killed_while_it_writes_leaves_the_rest_to_standard_words(words: Wording) -> None:
    def dying(request: BaseHTTPRequestHandler) -> None:
        stream(request, piece("You say"))
        request.connection.close()

    with serve(dying) as url:
        at = ready(generator=EndpointGenerator(url)).speaking(words)
        token, view = begun(at)
        graded = submit(at, token, view, HALF_TEA)[-1]
        shown = told(at, token, graded)
    assert score_of(shown) == 48
    assert "boil fresh water" in shown.feedback
    notice = (
        "The language model stopped answering, so the rest of this feedback is in the program's own standard words."
    )
    assert words.told(notice) in unescape(shown.feedback)
    assert told(at, token, graded).feedback == shown.feedback


@BOTH
@pytest.mark.parametrize("hours", [48, -48])
def test_a_clock_that_jumps_in_a_mock_interview_loses_no_answer_and_keeps_the_time_within_its_limits(
    words: Wording, hours: int
) -> None:
    clock = SetClock()
    at = ready(clock=clock).speaking(words)
    token, view = begun(at, mode="mock")
    clock.pass_(seconds=hours * 3600)
    (question, total) = re.findall(r'data-(?:question|total)="(\d+)"', handlers.open_page(at, token).progress)
    assert (int(question), int(total)) == ((0, 0) if hours > 0 else (240, 450))
    view = last(handlers.time_up(at, token, view.seen, GOOD_TEA) if hours > 0 else submit(at, token, view, GOOD_TEA))
    clock.pass_(seconds=-hours * 3600)
    if view.stage != "summary":
        view = last(handlers.finish(at, token, handlers.open_page(at, token).seen))
    assert GOOD_TEA in view.summary and ">100</b>" in view.summary
    assert (words("score.late") in view.summary) == (hours > 0)


def test_a_review_while_the_clock_is_ahead_is_kept_when_it_is_set_right_and_its_card_with_it() -> None:
    clock = SetClock()
    at = ready(clock=clock)
    token, view = begun(at)
    submit(at, token, view, HALF_TEA)
    last(handlers.finish(at, token, handlers.open_page(at, token).seen))
    clock.pass_(days=400)
    view = handlers.begin_review(at, token)
    submit(at, token, view, GOOD_TEA)
    clock.pass_(days=-400)
    assert pages.show_today(at, token).due == 0
    history = pages.show_history(at, token)
    assert (history.notice, history.history.count("data-open")) == ("", 2)
    view = handlers.open_page(at, token)
    assert score_of(view) == 100
    (card,) = at.ledger.due(at.person(token), clock().replace(year=2040))
    assert [review.score for review in card.reviews] == [47.5, 100.0]
    document = json.dumps(pages.export(at, token))
    assert HALF_TEA in document and GOOD_TEA in document
