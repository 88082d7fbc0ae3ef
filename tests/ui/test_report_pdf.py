"""The report to download as PDF, for its visitor alone."""

from __future__ import annotations

import io

from fastapi.testclient import TestClient
from pypdf import PdfReader

from interviewer.practice.choose import Choice
from tests.practice.kitchen import HALF_TEA
from tests.ui.desks import ready
from ui import handlers
from ui.app import COOKIE
from ui.server import create_app


def test_the_report_comes_as_a_pdf_and_to_nobody_else() -> None:
    served = ready()
    client = TestClient(create_app(served), base_url="http://127.0.0.1")
    client.get("/")
    token = client.cookies[COOKIE]
    view = handlers.begin(served, token, Choice())
    list(handlers.submit(served, token, view.seen, HALF_TEA))
    given = client.get("/report.pdf")
    assert given.headers["content-type"] == "application/pdf"
    assert given.headers["content-disposition"] == 'attachment; filename="interview.pdf"'
    assert HALF_TEA in " ".join(PdfReader(io.BytesIO(given.content)).pages[0].extract_text().split())
    other = TestClient(client.app, base_url="http://127.0.0.1")
    other.get("/")
    assert other.get("/report.pdf").status_code == 404
