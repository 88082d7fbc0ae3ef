"""Progress, export and deletion over HTTP, the document that describes it all, and who is let in."""

from __future__ import annotations

from tests.practice.kitchen import GOOD_TEA, HALF_TEA
from tests.ui.api.calls import Caller, client
from tests.ui.desks import ready
from ui.api.app import PLACE
from ui.people import COOKIE

DESK = ready()


def test_progress_says_what_the_interviews_say_together() -> None:
    caller = Caller(DESK)
    at, _ = caller.begin()
    caller.ask("POST", f"{at}/answers", 201, {"answer": HALF_TEA, "predicted": 60})
    told = caller.ask("GET", "/progress")
    assert told["topics"] == [{"group": "drinks", "score": 47.5, "questions": 1}]
    assert told["levels"][0]["group"] == "beginner"
    assert told["misconceptions"][0]["key_point"] == "wait"
    assert (told["predictions"][0]["predicted"], told["predictions"][0]["actual"]) == (60, 47.5)
    assert told["interviews"] == caller.ask("GET", "/interviews")
    assert told["interviews"][0]["answered"] == 1


def test_data_are_exported_and_then_deleted_for_good() -> None:
    caller = Caller(DESK)
    at, _ = caller.begin()
    caller.ask("POST", f"{at}/answers", 201, {"answer": GOOD_TEA})
    assert GOOD_TEA in str(caller.ask("GET", "/data")["interviews"])
    caller.ask("DELETE", "/data", 204)
    assert caller.ask("GET", "/data")["interviews"] == []
    caller.ask("GET", at, 404)


def test_another_token_is_another_person() -> None:
    one, two = Caller(DESK), Caller(DESK)
    at, _ = one.begin()
    two.ask("GET", at, 404)
    assert two.ask("GET", "/interviews") == []
    assert len(one.ask("GET", "/interviews")) == 1


def test_the_page_s_cookie_does_as_well() -> None:
    caller = client(DESK)
    assert caller.get(f"{PLACE}/interviews").status_code == 401
    caller.cookies.set(COOKIE, DESK.people.log_in("", "", "")[0])
    assert caller.get(f"{PLACE}/interviews").json() == []


def test_nobody_is_refused_with_the_way_in() -> None:
    for token in (None, "made up", "x" * 44):
        assert "POST /api/v1/token" in Caller(DESK, token).ask("GET", "/data", 401)


def test_the_document_describes_every_call_and_every_field() -> None:
    document = client(DESK).get(f"{PLACE}/openapi.json").json()
    assert document["servers"] == [{"url": PLACE}]
    for path, methods in document["paths"].items():
        for call in methods.values():
            assert call["description"], path
            assert {"401", "422", "503"} <= set(call["responses"]), path
    undescribed = [
        f"{name}.{field}"
        for name, shape in document["components"]["schemas"].items()
        if name not in ("HTTPValidationError", "ValidationError")
        for field, said in shape.get("properties", {}).items()
        if not said.get("description")
    ]
    assert undescribed == []
