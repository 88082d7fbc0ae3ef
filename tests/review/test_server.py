"""The review room's server: everything is escaped, nothing is decided by another page, and decisions last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from interviewer.errors import InputError
from interviewer.review.decisions import DecisionLog, decisions_file
from interviewer.review.room import Room
from tests.review.course import ATTACK, room_of
from ui.review.server import create_app, mark_of

HOME = "http://127.0.0.1"


class _Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.scripts: list[str | None] = []
        self.events: list[str] = []
        self.tags: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.events += [name for name, _ in attrs if name.startswith("on") or name == "style"]
        if tag == "script":
            self.scripts.append(dict(attrs).get("src"))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return room_of(tmp_path)


@pytest.fixture
def client(room: Room) -> Iterator[TestClient]:
    with TestClient(create_app(room), base_url=HOME, follow_redirects=True) as made:
        yield made


def token_of(client: TestClient) -> str:
    found = re.search(r'name="token" value="([\w-]+)"', client.get("/answer/0").text)
    assert found is not None
    return found.group(1)


def place(room: Room, answer_id: str) -> int:
    found = room.find_place(answer_id)
    assert found is not None
    return found


def test_every_page_escapes_what_people_wrote_and_runs_its_own_script_alone(room: Room, client: TestClient) -> None:
    token = token_of(client)
    here = place(room, "flo/relu")
    form = {"token": token, "place": here, "in": "queue", "do": "mark", "mark": "10", "comment": ATTACK}
    client.post("/decide", data=form)
    form |= {"do": "example:keeps:accept", "text:keeps": ATTACK}
    client.post("/decide", data=form)
    seen = 0
    for path in ("/", "/queue", "/question/relu", f"/answer/{here}?in=queue", f"/answer/{here}?in=relu"):
        reply = client.get(path)
        page = _Page(reply.text)
        assert reply.status_code == 200
        assert page.scripts == ["/review.js"] and page.events == [] and "img" not in page.tags
        seen += ATTACK in page.text
    assert seen == 2  # comment and example; in the answer the words around its evidence are apart
    assert ATTACK.split()[0] in _Page(client.get(f"/answer/{here}").text).text


def test_every_reply_has_the_headers_that_keep_it_at_home(client: TestClient) -> None:
    for path in ("/", "/queue", "/review.js", "/review.css", "/page.css", "/answer/0", "/answer/999", "/nothing"):
        reply = client.get(path)
        assert "default-src 'none'" in reply.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in reply.headers["content-security-policy"]
        assert reply.headers["x-content-type-options"] == "nosniff"
    assert client.get("/answer/999").status_code == client.get("/question/none").status_code == 404


def test_another_name_for_this_machine_is_refused(room: Room) -> None:
    assert TestClient(create_app(room), base_url="http://rebound.example").get("/").status_code == 400


def test_without_the_pages_token_nothing_is_decided(room: Room, client: TestClient) -> None:
    form = {"place": 0, "in": "queue", "do": "mark", "mark": "10"}
    for token in ({}, {"token": ""}, {"token": "x" * 43}, {"token": "ä"}):
        assert client.post("/decide", data={**form, **token}).status_code == 403
    assert room.decided == 0


def test_a_decision_is_kept_shown_and_undone(room: Room, client: TestClient) -> None:
    here, token = place(room, "ed/relu"), token_of(client)
    form = {"token": token, "place": here, "in": "queue", "comment": "As in the lecture."}
    shown = client.post("/decide", data={**form, "do": "verdict:keeps:covered"}).text
    assert 'id="score">75 <s>50</s>' in shown and "“As in the lecture.”" in shown and "Kept." in shown
    assert [one.verdict for one in DecisionLog(decisions_file(room.results)).standing()] == ["covered"]
    shown = client.post("/decide", data={**form, "do": "undo"}).text
    assert 'id="score">50 <small>' in shown and "Undone." in shown
    assert "nothing to undo" in client.post("/decide", data={**form, "do": "undo"}).text


def test_a_group_is_decided_at_once_and_confirming_goes_on_behind_it(room: Room, client: TestClient) -> None:
    form = {"token": token_of(client), "place": 0, "in": "relu", "do": "confirm", "alike": "on"}
    reply = client.post("/decide", data=form)
    assert room.reviewed == 3 and room.decided == 1
    assert int(reply.url.path.removeprefix("/answer/")) not in room.group_of(0).places
    client.post("/decide", data={**form, "alike_": "on", "do": "undo"})
    assert room.reviewed == 0


def test_the_most_doubtful_answer_that_nobody_looked_at_is_next(room: Room, client: TestClient) -> None:
    token = token_of(client)
    for doubt in room.queue:
        reply = client.get("/queue/next")
        assert reply.url.path == f"/answer/{doubt.place}"
        client.post("/decide", data={"token": token, "place": doubt.place, "in": "queue", "do": "confirm"})
    assert client.get("/queue/next").url.path == "/queue"


@pytest.mark.parametrize(
    "wrong",
    [
        {"do": "mark", "mark": "eleven"},
        {"do": "mark", "mark": ""},
        {"do": "verdict:keeps:great"},
        {"do": "verdict:gone:covered"},
        {"do": "verdict"},
        {"do": "example:keeps:accept", "text:keeps": " "},
        {"do": ""},
        {"do": "confirm", "place": "-1"},
        {"do": "confirm", "place": "99"},
        {"do": "confirm", "comment": "x" * 3000},
        {"do": "confirm", "comment": "x" * 300_000},
    ],
)
def test_what_cannot_be_done_is_said_and_not_kept(room: Room, client: TestClient, wrong: dict[str, str]) -> None:
    reply = client.post("/decide", data={"token": token_of(client), "place": "0", "in": "queue", **wrong})
    assert reply.status_code == 400 and "Not kept" in reply.text
    assert room.decided == 0 and not decisions_file(room.results).exists()


@pytest.mark.parametrize(
    ("text", "score"), [("80", 80.0), (" 62,5 ", 62.5), ("3/5", 60.0), ("2.5 / 4", 62.5), ("0", 0.0)]
)
def test_a_mark_is_a_score_or_points_of_points(text: str, score: float) -> None:
    assert mark_of(text) == score


@pytest.mark.parametrize("text", ["", "101", "6/5", "3/0", "-1", "nan", "1e2", "3/5/2", "٣x"])
def test_what_is_no_mark_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        mark_of(text)
