"""The reviewer's page: everyone's graded answers, and another verdict that stands beside the first."""

from __future__ import annotations

import re
from html import unescape

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from interviewer.records import course
from interviewer.records.accounts import Accounts
from interviewer.records.ledger import Kept
from tests.practice.kitchen import HALF_TEA, KITCHEN, plain_grader
from tests.ui.accounts import browser, desk_with_accounts
from ui.desk import Desk
from ui.server import create_app

Served = tuple[FastAPI, Accounts]
DESK, ACCOUNTS = desk_with_accounts("ada", "bob", "grace")


@pytest.fixture(scope="module")
def served() -> Served:
    return create_app(DESK), ACCOUNTS


def answered(desk: Desk, login: str, text: str = HALF_TEA) -> Kept:
    """A new interview of this person with one graded answer."""
    person = desk.ledger.store.person_with_login(login).id
    kept = desk.ledger.begin(person, KITCHEN, "practice")
    return course.grade(desk.ledger, course.submit(desk.ledger, kept.where, text).where, "tea", plain_grader())


def change(client: TestClient, kept: Kept, **fields: str) -> tuple[int, str]:
    """Status and text of an override of `wait`, or of what `fields` name."""
    usual = {"interview": kept.id, "question": "tea", "attempt": "0", "key_point": "wait", "verdict": "covered"}
    reply = client.post("/overrides", data={**usual, "comment": "It is said in other words.", **fields})
    return reply.status_code, reply.text


def stands(kept: Kept) -> Kept:
    return DESK.ledger.open(kept.person, kept.id)


def test_everyone_s_graded_answers_are_listed_with_their_verdicts(served: Served) -> None:
    answered(DESK, "ada")
    answered(DESK, "bob", "boil fresh water </blockquote><script>alert(1)</script>")
    page = browser(*served, login="grace").get("/overrides").text
    assert "Ada" in page and "Bob" in page
    assert HALF_TEA in unescape(re.sub(r"</?mark[^>]*>", "", page))
    assert "<script>alert" not in page
    assert "Score 48" in page or "Score 47" in page


def test_an_override_changes_the_score_and_both_values_stay_for_the_person_to_see(served: Served) -> None:
    kept = answered(DESK, "ada")
    assert change(browser(*served, login="grace"), kept)[0] == 303
    (attempt,) = stands(kept).interview.turns[0].attempts
    (revision,) = attempt.revisions
    assert (revision.kind, revision.before.verdict, revision.after.verdict) == ("override", "contradicted", "covered")
    assert revision.reason == "It is said in other words."
    assert revision.by == DESK.ledger.store.person_with_login("grace").id
    assert (attempt.first_score, attempt.score) == (47.5, 75.0)
    seen = browser(*served, login="ada").get(f"/api/v1/interviews/{kept.id}").json()["attempts"][0]
    assert (seen["first_score"], seen["score"]) == (47.5, 75.0)
    assert seen["revisions"][0]["reason"] == "It is said in other words."
    page = browser(*served, login="grace").get("/overrides").text
    assert "Score 75, at first 48" in page and "It is said in other words." in page


def test_it_is_stored_as_an_event(served: Served) -> None:
    kept = answered(DESK, "ada")
    change(browser(*served, login="grace"), kept)
    document = DESK.ledger.store.export(kept.person)
    (interview,) = [one for one in document["interviews"] if one["id"] == kept.id]  # type: ignore[attr-defined]
    assert interview["events"][-1]["kind"] == "overridden"


def test_an_override_without_a_comment_or_of_nothing_is_refused(served: Served) -> None:
    kept = answered(DESK, "ada")
    grace = browser(*served, login="grace")
    wrong = (
        {"comment": " "},
        {"verdict": "great"},
        {"key_point": "sugar"},
        {"question": "soup"},
        {"attempt": "7"},
        {"interview": "none"},
    )
    for fields in wrong:
        status, page = change(grace, kept, **fields)
        assert status in (404, 422, 403), fields
        assert 'role="alert"' in page
    assert stands(kept) == kept


def test_only_a_reviewer_sees_the_page_or_changes_anything(served: Served) -> None:
    kept = answered(DESK, "ada")
    for login in ("ada", "bob"):
        client = browser(*served, login=login)
        page = client.get("/overrides")
        assert page.status_code == 403
        assert "reviewer role" in page.text and HALF_TEA not in page.text
        assert change(client, kept)[0] == 403
    assert stands(kept) == kept


def test_a_reviewer_who_is_one_no_more_is_refused_at_once(served: Served) -> None:
    ACCOUNTS.add("henry", "correct horse battery", role="reviewer")
    client = browser(*served, login="henry")
    assert client.get("/overrides").status_code == 200
    ACCOUNTS.set_role("henry", "candidate")
    assert client.get("/overrides").status_code == 403


def test_a_mock_interview_under_way_is_not_shown(served: Served) -> None:
    person = DESK.ledger.store.person_with_login("bob").id
    kept = DESK.ledger.begin(person, KITCHEN, "mock")
    kept = course.grade(
        DESK.ledger, course.submit(DESK.ledger, kept.where, "My mock answer.").where, "tea", plain_grader()
    )
    grace = browser(*served, login="grace")
    assert "My mock answer." not in grace.get("/overrides").text
    assert change(grace, kept)[0] == 422
    course.finish(DESK.ledger, kept.where)
    assert "My mock answer." in grace.get("/overrides").text


def test_older_interviews_are_on_further_pages(served: Served) -> None:
    texts = [f"Answer number {number} ends." for number in range(12)]
    for text in texts:
        answered(DESK, "bob", text)
    grace = browser(*served, login="grace")
    first, second = grace.get("/overrides").text, grace.get("/overrides?skip=10").text
    assert texts[11] in first and texts[1] not in first
    assert texts[1] in second and texts[11] not in second
    assert 'href="/overrides?skip=10"' in first and 'href="/overrides?skip=0"' in second
