"""The reviewer's page: everyone's graded answers, and another verdict with a comment where one is not right."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from interviewer.errors import InputError, InterviewerError, UnknownError
from interviewer.grading.grade import VERDICTS, Verdict, VerdictName
from interviewer.practice.attempt import Attempt
from interviewer.practice.interview import whole
from interviewer.practice.turn import Turn
from interviewer.records.ledger import Kept, Where
from interviewer.records.second_looks import Point, override
from ui import render
from ui.api.faults import status_of, told
from ui.desk import Desk
from ui.people import COOKIE
from ui.plain import plain_page, read_form
from ui.tongue import words_of
from ui.wording import Wording

AT_ONCE = 10  # interviews a page
ARTICLE = Markup(
    '<article id="{id}"><h2{foreign}>{question}</h2><p class="soft">{who}</p><blockquote{foreign}>{answer}</blockquote>'
    '<p><b>{score}</b></p><ul class="points">{points}</ul></article>'
)
POINT = Markup(
    '<li class="{verdict}"><span class="verdict">{said}</span> · <span{foreign}>{statement}</span>{looks}'
    "<details><summary>{change}</summary>{form}</details></li>"
)
FORM = Markup(
    '<form method="post" action="/overrides">{hidden}<label>{new}<select name="verdict">{choices}</select></label>'
    '<label>{why}<input name="comment" required maxlength="2000"></label><button>{button}</button></form>'
)
HIDDEN = Markup('<input type="hidden" name="{}" value="{}">')
CHOICE = Markup('<option value="{}"{}>{}</option>')
LOOK = Markup("<p>{way} <span{foreign}>{reason}</span></p>")
LINK = Markup('<a href="{}">{}</a>')


class Overrides:
    """The routes of the reviewer's page; the store lets nobody but a reviewer in.

    Args:
        desk: What the page works with.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open(self, app: FastAPI) -> None:
        """Add the routes to the application."""
        app.add_api_route("/overrides", self.show, response_model=None)
        app.add_api_route("/overrides", self.change, methods=["POST"], response_model=None)

    def show(self, request: Request) -> Response:
        """A page of interviews, begun last first."""
        return self._page(request)

    async def change(self, request: Request) -> Response:
        """Another verdict takes the place of the one that stands; both stay to be seen."""
        try:
            form = await read_form(request)
            anchor = await run_in_threadpool(self._override, request, form)
        except InterviewerError as error:
            why = words_of(request).told(told(error))
            return await run_in_threadpool(self._page, request, why, status_of(error))
        return RedirectResponse(f"/overrides?skip={_number(form.get('skip', ''))}#{anchor}", status_code=303)

    def _override(self, request: Request, form: dict[str, str]) -> str:
        where = Where(person=self._reviewer(request), interview=form.get("interview", ""))
        attempt = _number(form.get("attempt", ""))
        point = Point(question_id=form.get("question", ""), attempt=attempt, key_point=form.get("key_point", ""))
        override(self._desk.ledger, where, point, _verdict(form.get("verdict", "")), form.get("comment", ""))
        return _anchor(where.interview, point.question_id, attempt)

    def _page(self, request: Request, notice: str = "", status: int = 200) -> Response:
        words, skip = words_of(request), _number(request.query_params.get("skip", ""))
        try:
            found = self._desk.ledger.to_review(self._reviewer(request), skip, AT_ONCE)
            names = {one.id: one.name or one.login or one.id for one in self._desk.ledger.store.people()}
        except InterviewerError as error:
            body = LINK.format("/", words("nav.practice"))
            code = 403 if status_of(error) == 404 else status_of(error)
            why = words.told(told(error))
            return plain_page(words, words("override.title"), Markup("<p>{}</p>").format(body), why, status=code)
        shown = [_article(words, one, place, number, names[one.person], skip) for one, place, number in _graded(found)]
        empty = "" if shown else Markup('<p class="soft">{}</p>').format(words("override.empty"))
        lead = Markup('<p class="soft">{}</p>').format(words("override.lead"))
        body = Markup("{}{}{}{}").format(lead, Markup("").join(shown), empty, _paging(words, skip, len(found)))
        back = LINK.format("/", words("nav.practice"))
        return plain_page(words, words("override.title"), body, notice, back, status)

    def _reviewer(self, request: Request) -> str:
        found = self._desk.people.find_person(request.cookies.get(COOKIE))
        if found is None:
            raise UnknownError(words_of(request)("error.lost"))
        return found


def _graded(found: tuple[Kept, ...]) -> list[tuple[Kept, int, int]]:
    """Every attempt with a score that may be shown: its interview, its question's place and its own number."""
    return [
        (kept, place, number)
        for kept in found
        if kept.interview.reveals
        for place, turn in enumerate(kept.interview.turns)
        for number, attempt in enumerate(turn.attempts)
        if attempt.grade.score is not None
    ]


def _article(words: Wording, kept: Kept, place: int, number: int, name: str, skip: int) -> Markup:
    turn = kept.interview.turns[place]
    attempt = turn.attempts[number]
    about = {"interview": kept.id, "question": turn.question.id, "attempt": str(number), "skip": str(skip)}
    points = [_point(words, turn, attempt, verdict, about) for verdict in attempt.standing.verdicts]
    return ARTICLE.format(
        id=_anchor(kept.id, turn.question.id, number),
        foreign=words.foreign,
        question=turn.question.question,
        who=Markup("{} · {}").format(name, words.day(kept.started)),
        answer=Markup(render.highlighted(attempt.answer, attempt.standing.verdicts)),
        score=_score(words, attempt),
        points=Markup("").join(points),
    )


def _score(words: Wording, attempt: Attempt) -> str:
    now, first = whole(attempt.score or 0), whole(attempt.first_score or 0)
    if not attempt.revisions:
        return words("override.score", score=now)
    return words("override.both", score=now, first=first)


def _point(words: Wording, turn: Turn, attempt: Attempt, verdict: Verdict, about: dict[str, str]) -> Markup:
    point = turn.find_point(verdict.key_point)
    looks = [
        LOOK.format(
            way=f"{words(f'verdict.{one.before.verdict}')} → {words(f'verdict.{one.after.verdict}')}:",
            foreign=words.foreign,
            reason=one.reason,
        )
        for one in attempt.revisions
        if one.key_point == verdict.key_point
    ]
    choices = [
        CHOICE.format(name, Markup(" selected") if name == verdict.verdict else "", words(f"verdict.{name}"))
        for name in VERDICTS
    ]
    hidden = [HIDDEN.format(name, value) for name, value in {**about, "key_point": verdict.key_point}.items()]
    form = FORM.format(
        hidden=Markup("").join(hidden),
        new=words("override.verdict"),
        choices=Markup("").join(choices),
        why=words("override.why"),
        button=words("override.save"),
    )
    return POINT.format(
        verdict=verdict.verdict,
        said=words(f"verdict.{verdict.verdict}"),
        foreign=words.foreign,
        statement=verdict.key_point if point is None else point.statement,
        looks=Markup("").join(looks),
        change=words("override.change"),
        form=form,
    )


def _paging(words: Wording, skip: int, found: int) -> Markup:
    later = LINK.format(f"/overrides?skip={max(0, skip - AT_ONCE)}", words("override.later")) if skip else ""
    earlier = LINK.format(f"/overrides?skip={skip + AT_ONCE}", words("override.earlier")) if found == AT_ONCE else ""
    return Markup("<nav>{}{}</nav>").format(later, earlier) if later or earlier else Markup("")


def _anchor(interview: str, question: str, attempt: int) -> str:
    return f"{interview}.{question}.{attempt}"


def _number(text: str) -> int:
    """The number that a text says; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _verdict(text: str) -> VerdictName:
    for name in VERDICTS:
        if name == text:
            return name
    raise InputError(f"there is no verdict {text!r}: give {', '.join(VERDICTS)}")
