"""A person's token, progress, and all that is kept of them: given out, or deleted."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from ui import pages
from ui.api.asking import AtDesk, Me
from ui.api.faults import DOCUMENTED
from ui.api.shapes import Fault, LogIn, ProgressOverTime, Token
from ui.api.showing import over_time

router = APIRouter(tags=["own data"], responses=DOCUMENTED)


@router.post("/token", status_code=201, responses={429: {"model": Fault, "description": "Too many log-in attempts."}})
def get_token(desk: AtDesk, request: Request, who: LogIn) -> Token:
    """A token for the calls to come; with accounts, for a name and its password.

    Without accounts, each new token stands for the person of this machine or, where browsers are kept apart, for a
    new person.
    """
    address = request.client.host if request.client is not None else ""
    token, expires = desk.people.log_in(who.login or "", who.password or "", address)
    return Token(token=token, expires=expires)


@router.get("/progress")
def progress(desk: AtDesk, me: Me) -> ProgressOverTime:
    """What all your interviews say together, and which questions are due for review today."""
    due = [question for question, _ in pages.due_questions(desk, me)]
    return over_time(desk.ledger.past(me), due)


@router.get("/data")
def export(desk: AtDesk, me: Me) -> dict[str, Any]:
    """Everything that is kept of you, as one document."""
    return desk.ledger.store.export(me)


@router.delete("/data", status_code=204)
def delete(desk: AtDesk, me: Me) -> Response:
    """Everything that is kept of you, your account included, is deleted for good."""
    desk.writing.stop(me)
    desk.ledger.store.delete(me)
    return Response(status_code=204)
