"""The MCP server, by the client of the official package: in one process, and as the command that assistants start."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters

from interviewer.errors import ModelError
from interviewer.grading.grade import Grade
from interviewer.mcp_tools import Practice, build_server
from interviewer.records.ledger import Ledger
from interviewer.records.store import open_store
from rubrics.model import Question
from tests.practice.kitchen import HALF_TEA, KITCHEN, plain_grader

ROOT = Path(__file__).parent.parent
Talk = Callable[[Client], Awaitable[None]]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(open_store(str(tmp_path / "records.sqlite")))


def practice(ledger: Ledger) -> Practice:
    return Practice(ledger, ledger.store.local_person().id, KITCHEN, plain_grader())


def talk(server: Any, with_client: Talk) -> None:
    async def hold() -> None:
        async with Client(server) as client:
            await with_client(client)

    with ThreadPoolExecutor(1) as apart:  # the browser tests leave a loop running in this thread
        apart.submit(anyio.run, hold).result()


async def call(client: Client, name: str, **arguments: object) -> dict[str, Any]:
    result = await client.call_tool(name, arguments)
    assert not result.is_error, result.content
    given: dict[str, Any] = json.loads(result.content[0].text)  # type: ignore[union-attr]
    return given


async def refusal(client: Client, name: str, **arguments: object) -> str:
    result = await client.call_tool(name, arguments)
    assert result.is_error
    return str(result.content[0].text)  # type: ignore[union-attr]


def test_the_tools_say_what_they_do_and_take(ledger: Ledger) -> None:
    async def look(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"next_question", "grade_answer", "progress"}
        assert all(tool.description for tool in tools.values())
        assert set(tools["next_question"].input_schema["properties"]) == {"level", "topic"}
        assert tools["grade_answer"].input_schema["required"] == ["answer"]

    talk(build_server(practice(ledger)), look)


def test_a_question_is_asked_answered_and_graded_and_the_next_one_comes(ledger: Ledger) -> None:
    async def walk(client: Client) -> None:
        asked = await call(client, "next_question")
        assert (asked["question_id"], asked["place"], asked["questions"]) == ("tea", 1, 3)
        assert await call(client, "next_question") == asked
        graded = await call(client, "grade_answer", answer=HALF_TEA)
        assert graded["score"] == 47.5
        assert [point["verdict"] for point in graded["key_points"]] == ["covered", "missing", "contradicted"]
        assert graded["key_points"][0]["evidence"] in HALF_TEA
        assert (await call(client, "next_question"))["question_id"] == "rice"
        told = await call(client, "progress")
        assert told["topics"] == [{"topic": "drinks", "score": 47.5, "questions": 1}]
        assert told["misconceptions"][0]["right"] == "wait three minutes"

    talk(build_server(practice(ledger)), walk)
    (kept,) = ledger.past(ledger.store.local_person().id)
    assert kept.interview.turns[0].attempts[0].answer == HALF_TEA


def test_another_level_begins_another_interview(ledger: Ledger) -> None:
    async def walk(client: Client) -> None:
        await call(client, "next_question")
        assert (await call(client, "next_question", level="advanced"))["question_id"] == "coffee"
        assert "no question fits" in await refusal(client, "next_question", topic="ships")

    talk(build_server(practice(ledger)), walk)
    assert len(ledger.past(ledger.store.local_person().id)) == 2


def test_what_cannot_be_is_told_in_a_sentence(ledger: Ledger) -> None:
    async def walk(client: Client) -> None:
        assert "next_question first" in await refusal(client, "grade_answer", answer="Tea.")
        await call(client, "next_question")
        assert "empty" in await refusal(client, "grade_answer", answer="  ")

    talk(build_server(practice(ledger)), walk)


def test_a_mock_interview_on_the_page_is_left_alone(ledger: Ledger) -> None:
    person = ledger.store.local_person().id
    mock = ledger.begin(person, KITCHEN, "mock")

    async def walk(client: Client) -> None:
        assert "next_question first" in await refusal(client, "grade_answer", answer="Tea.")
        await call(client, "next_question")
        await call(client, "grade_answer", answer="Tea.")

    talk(build_server(practice(ledger)), walk)
    assert ledger.open(person, mock.id) == mock


class Broken:
    """A grader whose weights are damaged."""

    def grade(self, question: Question, answer: str) -> Grade:
        """Never a grade."""
        raise ModelError("the weights are damaged")


def test_an_answer_that_cannot_be_graded_is_stored(ledger: Ledger) -> None:
    person = ledger.store.local_person().id

    async def walk(client: Client) -> None:
        await call(client, "next_question")
        said = await refusal(client, "grade_answer", answer=HALF_TEA)
        assert "is saved" in said and "damaged" in said

    talk(build_server(Practice(ledger, person, KITCHEN, Broken())), walk)
    kept = ledger.find_open(person)
    assert kept is not None and kept.interview.turn.submitted is not None
    assert kept.interview.turn.submitted.answer == HALF_TEA


def test_the_command_speaks_over_standard_input_and_output(tmp_path: Path) -> None:
    (tmp_path / "tea.yaml").write_text("id: tea\nquestion: How do you make tea?\nreference_answer: Boil fresh water.\n")
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "interviewer", "mcp", "--rubrics", str(tmp_path / "tea.yaml")],
        env={**os.environ, "PYTHONPATH": str(ROOT), "INTERVIEWER_RECORDS": str(tmp_path / "records.sqlite")},
    )

    async def walk(client: Client) -> None:
        assert (await call(client, "next_question"))["question"] == "How do you make tea?"
        assert (await call(client, "progress"))["interviews"] == 1

    talk(command, walk)
