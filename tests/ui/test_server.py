"""The web server: headers, cookies, downloads, and who may ask."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from interviewer.practice.choose import Choice
from tests.practice.kitchen import HALF_TEA
from tests.ui.desks import desk
from ui import handlers
from ui.app import COOKIE
from ui.desk import Desk
from ui.server import create_app
from ui.showing import SHOWN

HOME = "http://127.0.0.1"
FOLDER = Path(handlers.__file__).parent


@pytest.fixture(scope="module")
def served() -> Desk:
    made = desk()
    made.models.start()
    made.models.writer()
    return made


@pytest.fixture
def client(served: Desk) -> Iterator[TestClient]:
    yield TestClient(create_app(served), base_url=HOME)


def test_every_answer_of_the_server_forbids_other_hosts(client: TestClient) -> None:
    for path in ("/", "/healthz", "/page.css", "/page.js", "/report.md", "/config", "/nothing-here"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "connect-src 'self';" in policy
        assert not re.search(r"https?:|wss?:|\*", policy)


def test_a_new_visitor_gets_a_token_no_script_can_read_and_keeps_it(client: TestClient) -> None:
    cookie = client.get("/").headers["set-cookie"]
    assert re.match(rf"{COOKIE}=[\w-]{{43}};", cookie)
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "set-cookie" not in client.get("/").headers


def test_a_token_made_up_by_the_browser_is_replaced(client: TestClient) -> None:
    client.cookies.set(COOKIE, "mine")
    assert f"{COOKIE}=" in client.get("/").headers["set-cookie"]


def test_another_name_for_this_machine_is_refused(served: Desk) -> None:
    assert TestClient(create_app(served), base_url="http://rebound.example").get("/").status_code == 400


def test_a_report_belongs_to_its_visitor_alone(served: Desk, client: TestClient) -> None:
    client.get("/")
    token = client.cookies[COOKIE]
    assert client.get("/report.md").status_code == 404
    view = handlers.begin(served, token, Choice())
    list(handlers.submit(served, token, view.seen, HALF_TEA))
    markdown, document = client.get("/report.md"), client.get("/report.json")
    assert HALF_TEA in markdown.text
    assert markdown.headers["content-disposition"] == 'attachment; filename="interview.md"'
    assert json.loads(document.text)["questions"][0]["attempts"][0]["answer"] == HALF_TEA
    other = TestClient(client.app, base_url=HOME)
    other.get("/")
    assert other.get("/report.json").status_code == 404


def test_reports_come_as_text_document_and_table_of_a_chosen_interview(served: Desk, client: TestClient) -> None:
    client.get("/")
    token = client.cookies[COOKIE]
    view = handlers.begin(served, token, Choice())
    list(handlers.submit(served, token, view.seen, HALF_TEA))
    interview = view.seen.split("/")[0]
    handlers.begin(served, token, Choice())
    for ending, kind in (("md", "text/markdown"), ("json", "application/json"), ("csv", "text/csv")):
        given = client.get(f"/report.{ending}", params={"interview": interview})
        assert given.headers["content-type"].startswith(kind)
        assert given.headers["content-disposition"] == f'attachment; filename="interview.{ending}"'
        assert HALF_TEA in given.text
        assert HALF_TEA not in client.get(f"/report.{ending}").text
        other = TestClient(client.app, base_url=HOME)
        other.get("/")
        assert other.get(f"/report.{ending}", params={"interview": interview}).status_code == 404


def test_all_data_is_given_to_its_person_alone(served: Desk, client: TestClient) -> None:
    assert client.get("/data.json").status_code == 404
    client.get("/")
    handlers.begin(served, client.cookies[COOKIE], Choice())
    assert len(client.get("/data.json").json()["interviews"]) == 1
    other = TestClient(client.app, base_url=HOME)
    other.get("/")
    assert other.get("/data.json").json()["interviews"] == []


def test_a_draft_is_kept_for_its_person_alone(served: Desk, client: TestClient) -> None:
    client.get("/")
    token = client.cookies[COOKIE]
    interview = handlers.begin(served, token, Choice()).seen.split("/")[0]
    draft = {"interview": interview, "question": "tea", "text": "boil \ud800\x00"}
    headers = {"content-type": "application/json"}
    assert client.post("/draft", content=json.dumps(draft), headers=headers).json() == {"ok": True}
    assert handlers.open_page(served, token).box == draft["text"]
    other = TestClient(client.app, base_url=HOME)
    assert other.post("/draft", content=json.dumps(draft), headers=headers).status_code == 404
    other.get("/")
    assert other.post("/draft", content=json.dumps({**draft, "text": "mine"}), headers=headers).status_code == 404
    assert handlers.open_page(served, token).box == draft["text"]


@pytest.mark.parametrize("body", ["", "[]", "{", '{"interview": 1}', '"text"'])
def test_a_draft_that_is_none_is_refused(client: TestClient, body: str) -> None:
    client.get("/")
    reply = client.post("/draft", content=body, headers={"content-type": "application/json"})
    assert reply.status_code == 400
    assert client.post("/draft", content="x", headers={"content-type": "text/plain"}).status_code == 413


def test_healthz_says_whether_the_models_are_there(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"ok": True, "ready": True}
    waiting = TestClient(create_app(desk()), base_url=HOME)
    assert waiting.get("/healthz").json() == {"ok": True, "ready": False}


def test_no_file_of_the_machine_can_be_fetched(client: TestClient) -> None:
    for path in ("/gradio_api/file=/etc/passwd", f"/gradio_api/file={FOLDER / 'app.py'}"):
        assert client.get(path).status_code in (403, 404)


def test_no_event_of_the_page_is_offered_as_an_interface(client: TestClient) -> None:
    assert client.get("/gradio_api/info").json() == {"named_endpoints": {}, "unnamed_endpoints": {}}


def test_analytics_and_run_history_are_off(client: TestClient) -> None:
    config = client.get("/config").json()
    assert config["analytics_enabled"] is False
    assert config["run_history"] is False


def test_every_part_that_is_shown_exists_once() -> None:
    assert len(SHOWN) == len(set(SHOWN))


def test_the_page_files_name_no_other_host_and_run_no_text() -> None:
    for file in (*FOLDER.glob("*.css"), *FOLDER.glob("*.js"), *FOLDER.glob("*.py")):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"https?://|//[a-z]+\.", text)
    for file in FOLDER.glob("*.js"):
        script = file.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|\beval\b|new Function|document\.write", script)


def test_gradio_is_imported_by_the_page_s_own_files_alone() -> None:
    root = FOLDER.parent
    files = [*root.glob("ui/*.py"), *root.glob("interviewer/**/*.py"), *root.glob("rubrics/*.py")]
    users = [file.name for file in files if re.search(r"^\s*(import|from) gradio", file.read_text(), re.MULTILINE)]
    assert sorted(users) == ["app.py", "layout.py", "showing.py"]


def test_no_template_that_could_run_an_answer_is_used() -> None:
    for name in ("app.py", "layout.py", "showing.py"):
        assert not re.search(r"html_template|gr\.Markdown", (FOLDER / name).read_text(encoding="utf-8"))
