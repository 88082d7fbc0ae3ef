"""The wordings by which tables name their columns, and what each column is then taken for."""

from __future__ import annotations

import re
import unicodedata

ROLES: dict[str, tuple[str, ...]] = {
    "student": (
        "student",
        "student id",
        "studentid",
        "id number",
        "anonymized student id",
        "username",
        "user name",
        "user id",
        "user",
        "email",
        "e mail",
        "email address",
        "candidate",
        "candidate id",
        "learner",
        "learner id",
        "participant",
        "sis user id",
        "sis id",
        "sis login id",
        "login",
        "matriculation number",
        "matrikelnummer",
        "student name",
        "full name",
        "name",
    ),
    "question": ("question id", "question", "question text", "item id", "item", "prompt", "problem", "task", "frage"),
    "answer": (
        "answer",
        "student answer",
        "answer text",
        "response",
        "student response",
        "response text",
        "submission",
        "essay",
        "essay text",
        "antwort",
        "réponse",
        "respuesta",
        "text",
    ),
    "mark": (
        "mark",
        "marks",
        "awarded mark",
        "points",
        "points earned",
        "score",
        "human score",
        "grade",
        "punkte",
        "note",
    ),
    "max_mark": ("max mark", "max marks", "maximum mark", "points possible", "max points", "max score", "out of"),
    "reference": (
        "reference answer",
        "reference",
        "model answer",
        "right answer",
        "correct answer",
        "expected answer",
        "sample answer",
        "solution",
        "musterlösung",
    ),
    "answer_id": ("answer id", "response id", "submission id"),
}
"""By role, the wordings in small letters without punctuation, the surest first."""


def wording(name: str) -> str:
    """A column's name in small letters, with single spaces for all that is no letter or digit."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(re.findall(r"[^\W_]+", plain))


def find_role(name: str) -> str | None:
    """What a column of this name is taken for, or None."""
    said = wording(name)
    return next((role for role, wordings in ROLES.items() if said in wordings), None)


def find_column(role: str, names: tuple[str, ...]) -> str | None:
    """The name that means this role the most surely, or None."""
    said = {wording(name): name for name in reversed(names)}
    return next((said[one] for one in ROLES[role] if one in said), None)
