"""Pages without the chat, made whole on the server; they work without scripts, and every text is escaped."""

from __future__ import annotations

from urllib.parse import parse_qsl

from fastapi.responses import HTMLResponse
from markupsafe import Markup
from starlette.requests import Request

from interviewer.errors import InputError
from ui.wording import Wording

LONGEST_FORM = 100_000
PAGE = Markup(
    '<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} · Interviewer</title>'
    '<script src="plain.js"></script><link rel="stylesheet" href="page.css"><link rel="stylesheet" href="plain.css">'
    '</head><body class="plain"><header><b><span aria-hidden="true">◐</span>Interviewer</b>{links}</header>'
    "<main><h1>{title}</h1>{notice}{body}</main></body></html>\n"
)
NOTICE = Markup('<p class="notice" role="alert">{}</p>')


def plain_page(
    words: Wording, title: str, body: Markup, notice: str = "", links: str = "", status: int = 200
) -> HTMLResponse:
    """A whole page; nobody keeps a copy of it on the way.

    Args:
        words: In the reader's language.
        title: Of the page.
        body: What stands under the title.
        notice: A message that is read out at once; empty for none.
        links: What stands on the right of the head.
        status: Of HTTP.
    """
    told = NOTICE.format(notice) if notice else ""
    text = PAGE.format(language=words.language, title=title, links=links, notice=told, body=body)
    headers = {"cache-control": "no-store"}
    return HTMLResponse(text.encode("utf-8", "replace"), status_code=status, headers=headers)


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form that was sent; of a field that came twice, the last.

    Raises:
        InputError: If it is too long, or none.
    """
    body = await request.body()
    if len(body) > LONGEST_FORM or not request.headers.get("content-type", "").startswith(
        "application/x-www-form-urlencoded"
    ):
        raise InputError("what was sent is too long, or no form")
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
