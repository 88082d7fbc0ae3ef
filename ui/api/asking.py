"""Who calls the API, and what it works with, as dependencies of its routes."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from interviewer.errors import UnknownError
from ui.desk import Desk
from ui.people import COOKIE

UNKNOWN = (
    "who you are is not known: get a token with POST /api/v1/token and send it as 'Authorization: Bearer TOKEN', "
    "or send the page's cookie"
)
_bearer = HTTPBearer(auto_error=False, description="A token of POST /api/v1/token; the page's cookie does as well.")


def desk_of(request: Request) -> Desk:
    """What the application works with."""
    desk = request.app.state.desk
    if not isinstance(desk, Desk):
        raise TypeError(f"the application holds {desk!r} for its desk")
    return desk


def person_of(
    request: Request,
    desk: Annotated[Desk, Depends(desk_of)],
    sent: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> str:
    """Id of the person whose token came with the call; a token in the header goes before the cookie.

    Raises:
        UnknownError: If none came, or it leads to nobody.
    """
    found = desk.people.find_person(request.cookies.get(COOKIE) if sent is None else sent.credentials)
    if found is None:
        raise UnknownError(UNKNOWN)
    return found


AtDesk = Annotated[Desk, Depends(desk_of)]
Me = Annotated[str, Depends(person_of)]
