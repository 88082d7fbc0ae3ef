"""What the page works with, whose interview a wish is for, and how a refusal is told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from markupsafe import Markup

from interviewer.errors import InterviewerError, StaleError, StorageError, UnknownError
from interviewer.records.ledger import Kept, Ledger, Where
from rubrics.model import Question
from ui import render
from ui.loading import Models
from ui.people import People
from ui.views import View
from ui.wording import ENGLISH, Wording
from ui.writing import Writing

LONGEST_ANSWER = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the page works with: the questions, the models, the store, who is who, and the words it says it in."""

    questions: tuple[Question, ...]
    models: Models
    ledger: Ledger
    people: People
    writing: Writing = field(default_factory=Writing)
    words: Wording = ENGLISH

    def speaking(self, words: Wording) -> Desk:
        """The same desk for a reader of another language."""
        return replace(self, words=words)

    @property
    def now(self) -> datetime:
        """The time in the zone of this machine."""
        return self.ledger.store.clock().astimezone()

    def person(self, token: str | None) -> str:
        """Id of the person behind a token.

        Raises:
            UnknownError: If there is none.
        """
        found = self.people.find_person(token)
        if found is None:
            raise UnknownError(self.words("error.lost"))
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
            raise StaleError(self.words("error.no_interview"))
        return Where(person=person, interview=interview, spot=spot)

    def open(self, token: str | None, seen: str | None) -> Kept:
        """The interview that a page shows, as it stands now.

        Raises:
            AccessError: If the token leads to nobody, or the interview is someone else's.
            StaleError: If the page shows no interview.
        """
        where = self.where(token, seen)
        return self.ledger.open(where.person, where.interview)


def refused(words: Wording, error: InterviewerError, fate: str = "fate.unchanged") -> View:
    """The page as it is, with a message: first what happened to the answer, then why.

    Args:
        words: What the page says.
        error: Why.
        fate: Key of what happened to the answer, a sentence or up to a colon; a failure of the store says so itself.
    """
    why, told = str(error), words.html(fate)
    if isinstance(error, StorageError):
        is_told = fate == "fate.in_box" and "in the box" not in why
        return View(stage="same", notice=render.notice(Markup(f"{told} " if is_told else "") + words.written(why)))
    why = why if told.endswith(":") else why[:1].upper() + why[1:]
    return View(stage="same", notice=render.notice(Markup("{} {}.").format(told, words.written(why))))


def find_fault(words: Wording, text: str) -> str:
    """Why an answer cannot be taken; empty if it can."""
    if not text.strip():
        return words("fault.empty")
    if len(text) > LONGEST_ANSWER:
        return f"{words('fate.in_box')} {words('fault.long', length=len(text), most=LONGEST_ANSWER)}"
    return ""
