"""A program that calls the API."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from ui.api.app import PLACE, create_api
from ui.desk import Desk

HOME = "http://127.0.0.1"


def client(desk: Desk) -> TestClient:
    """A client of the API alone, without the page."""
    app = FastAPI()
    app.mount(PLACE, create_api(desk))
    return TestClient(app, base_url=HOME)


class Caller:
    """Calls the API with one token and no cookie; `token` is None for nobody."""

    def __init__(self, desk: Desk, token: str | None = "") -> None:
        self._client = client(desk)
        given = self._client.post(f"{PLACE}/token", json={}).json()["token"] if token == "" else token
        self._headers = {} if given is None else {"authorization": f"Bearer {given}"}
        self.token = given

    def ask(self, method: str, path: str, status: int = 200, body: object = None) -> Any:
        """What the API replies, which must have this status; the sentence, if it is a refusal."""
        reply = self._client.request(method, PLACE + path, json=body, headers=self._headers)
        assert reply.status_code == status, reply.text
        document = reply.json() if reply.content else None
        return document["error"] if status >= 400 else document

    def begin(self, **wish: object) -> tuple[str, Any]:
        """The address of a new interview, and where it stands."""
        stands = self.ask("POST", "/interviews", 201, wish)
        return f"/interviews/{stands['id']}", stands
