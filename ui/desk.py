"""What the page works with, whose interview a wish is for, and how a refusal is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from interviewer.errors import AccessError, InterviewerError, StaleError, StorageError
from interviewer.records.ledger import Kept, Ledger, Where
from rubrics.model import Question
from ui import render
from ui.loading import Models
from ui.people import People
from ui.views import View
from ui.writing import Writing

LONGEST_ANSWER = 100_000
LOST = (
    "this page's cookie is missing, so that the server cannot tell whose it is: copy what you have written, allow "
    "cookies for this address, then reload the page"
)
IN_BOX = "Your answer is still in the box."


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the page works with: the questions, the models, the store and who is who."""

    questions: tuple[Question, ...]
    models: Models
    ledger: Ledger
    people: People
    writing: Writing = field(default_factory=Writing)

    @property
    def now(self) -> datetime:
        """The time in the zone of this machine."""
        return self.ledger.store.clock().astimezone()

    def person(self, token: str | None) -> str:
        """Id of the person behind a token.

        Raises:
            AccessError: If there is none.
        """
        found = self.people.find_person(token)
        if found is None:
            raise AccessError(LOST)
        return found

    def where(self, token: str | None, seen: str | None) -> Where:
        """Whose interview a page shows, and where in it.

        Raises:
            AccessError: If the token leads to nobody.
            StaleError: If the page shows no interview.
        """
        person = self.person(token)
        interview, _, spot = (seen or "").partition("/")
        if not interview:
            raise StaleError("this page shows no interview: reload it")
        return Where(person=person, interview=interview, spot=spot)

    def open(self, token: str | None, seen: str | None) -> Kept:
        """The interview that a page shows, as it stands now.

        Raises:
            AccessError: If the token leads to nobody, or the interview is someone else's.
            StaleError: If the page shows no interview.
        """
        where = self.where(token, seen)
        return self.ledger.open(where.person, where.interview)


def refused(error: InterviewerError, fate: str = "Nothing was changed.") -> View:
    """The page as it is, with a message: first what happened to the answer, then why.

    Args:
        error: Why.
        fate: What happened to the answer, as a sentence or up to a colon; a failure of the store says so itself.
    """
    if isinstance(error, StorageError):
        before = f"{IN_BOX} " if fate == IN_BOX and "in the box" not in str(error) else ""
        return View(stage="same", notice=render.notice(f"{before}{error}"))
    why = str(error) if fate.endswith(":") else str(error)[:1].upper() + str(error)[1:]
    return View(stage="same", notice=render.notice(f"{fate} {why}."))


def find_fault(text: str) -> str:
    """Why an answer cannot be taken; empty if it can."""
    if not text.strip():
        return "Your answer is empty. Write a sentence or two, take a hint, or skip the question."
    if len(text) > LONGEST_ANSWER:
        most = f"the most that is graded here is {LONGEST_ANSWER:,}: shorten it."
        return f"{IN_BOX} It has {len(text):,} characters; {most}"
    return ""
