"""Our errors as HTTP: the right status, and one sentence as `{"error": …}`."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from interviewer.errors import AccessError, InputError, InterviewerError, StaleError, TooManyError, UnknownError
from ui.api.shapes import Fault

STATUSES: tuple[tuple[type[InterviewerError], int], ...] = (  # the first that fits
    (TooManyError, 429),
    (UnknownError, 401),
    (AccessError, 404),
    (StaleError, 409),
    (InputError, 422),
)
DOCUMENTED: dict[int | str, dict[str, object]] = {
    401: {"model": Fault, "description": "Nobody: the token or cookie is missing, or has ended."},
    404: {"model": Fault, "description": "It is not there, or it is someone else's; which, is not said."},
    409: {"model": Fault, "description": "The interview has moved on since you looked."},
    422: {"model": Fault, "description": "What was sent cannot be used."},
    503: {"model": Fault, "description": "A model or the store does not answer; an answer that was sent is told of."},
}


def status_of(error: InterviewerError) -> int:
    """The HTTP status of an error; 503 where it is the server's own."""
    return next((status for kind, status in STATUSES if isinstance(error, kind)), 503)


def told(error: InterviewerError) -> str:
    """The error as a sentence."""
    text = str(error)
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def answer_faults(app: FastAPI) -> None:
    """Have the application tell its errors as `Fault`."""

    async def ours(request: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, InterviewerError):
            raise error
        return JSONResponse({"error": told(error)}, status_code=status_of(error))

    async def unreadable(request: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, RequestValidationError):
            raise error
        return JSONResponse({"error": _sentence(error)}, status_code=422)

    async def http(request: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, HTTPException):
            raise error
        text = f"{request.method} {request.url.path}: {error.detail}; see /api/v1/openapi.json for what there is."
        return JSONResponse({"error": text}, status_code=error.status_code, headers=error.headers)

    app.add_exception_handler(InterviewerError, ours)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(HTTPException, http)


def _sentence(error: RequestValidationError) -> str:
    """Every fault with its place, in one sentence; nothing of what was sent is repeated."""
    faults = [f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors()]
    return "What was sent cannot be used: " + "; ".join(faults) + "."
