"""The API as an application of its own, which the server mounts at `/api/v1`; `openapi.json` there describes it."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import FastAPI

from ui.api import own_data, practice
from ui.api.faults import answer_faults
from ui.desk import Desk

PLACE = "/api/v1"
ABOUT = """\
The practice page's own functions for programs: questions, interviews, answers, grades, follow-up questions, progress,
and all that is kept of you.

An answer is stored before it is graded. Send `Authorization: Bearer TOKEN` with a token of `POST /token`, or the page's
cookie. Whatever is sent is JSON; whatever is refused is told as `{"error": "one sentence"}`. A call that a browser
makes for another site's page is refused with 403.
"""


def create_api(desk: Desk) -> FastAPI:
    """The API over a desk."""
    api = FastAPI(title="Interviewer", description=ABOUT, version=version("interviewer"), docs_url=None, redoc_url=None)
    api.state.desk = desk
    api.include_router(practice.router)
    api.include_router(own_data.router)
    answer_faults(api)
    return api
