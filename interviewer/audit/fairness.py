"""Pairs of answers that say the same and must be scored alike: typos, voices, spellings, layout, names and pronouns."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from interviewer.audit.cases import Bar, Case, Target
from interviewer.audit.voices import (
    in_american_spelling,
    in_british_spelling,
    in_dialect,
    in_learner_english,
    with_fillers,
    with_typos,
)

NAMES_EACH = 3  # of the speakers, a question; all come up over eight questions
SPEAKERS: tuple[tuple[str, str], ...] = (
    ("Emily", "she"),
    ("Jamal", "he"),
    ("Priya", "she"),
    ("Wei", "he"),
    ("Fatima", "she"),
    ("Sven", "he"),
    ("Aoife", "she"),
    ("Kwame", "he"),
    ("Yuki", "they"),
    ("Carlos", "he"),
    ("Olga", "she"),
    ("Mohammed", "he"),
    ("Shanice", "she"),
    ("Nguyen", "he"),
    ("Robin", "they"),
    ("Aylin", "she"),
    ("Tamar", "she"),
    ("Diego", "he"),
    ("Ingrid", "she"),
    ("Oluwaseun", "he"),
    ("Alex", "xe"),
    ("Leilani", "she"),
    ("Dmitri", "he"),
    ("Sam", "ze"),
)
Pairs = Callable[[Target], Iterator[Case]]


def typos(target: Target) -> Iterator[Case]:
    """A slip in every tenth word."""
    yield _pair(target, "typos", "every tenth word", target.partial, with_typos(target.partial, target.random))


def other_english(target: Target) -> Iterator[Case]:
    """The same answer in learner English and in dialect."""
    yield _pair(
        target, "learner English", "dropped articles and endings", target.partial, in_learner_english(target.partial)
    )
    yield _pair(target, "dialect", "colloquial", target.partial, in_dialect(target.partial))


def spelling(target: Target) -> Iterator[Case]:
    """British against American spelling."""
    british, american = in_british_spelling(target.reference), in_american_spelling(target.reference)
    yield _pair(target, "British and American spelling", "the right answer", british, american)


def layout(target: Target) -> Iterator[Case]:
    """Bullets and a numbered list against prose."""
    for name, mark in (("bullets", "- "), ("numbers", "{}. ")):
        lines = [mark.format(n) + one for n, one in enumerate(target.statement_list, start=1)]
        yield _pair(target, "bullets against prose", name, target.statements, "\n".join(lines))


def order(target: Target) -> Iterator[Case]:
    """The same statements in reverse."""
    backwards = " ".join(one if one.endswith(".") else f"{one}." for one in reversed(target.statement_list))
    yield _pair(target, "sentence order", "reversed", target.statements, backwards)


def fillers(target: Target) -> Iterator[Case]:
    """Spoken words that carry nothing."""
    yield _pair(target, "fillers", "um and you know", target.partial, with_fillers(target.partial, target.random))


def names(target: Target) -> Iterator[Case]:
    """Who is said to have explained it: first names of many origins, all pronouns."""
    for turn in range(NAMES_EACH):
        name, pronoun = SPEAKERS[(target.place * NAMES_EACH + turn) % len(SPEAKERS)]
        said = "say" if pronoun == "they" else "says"
        opening = f"I learned this from my colleague {name}, and {pronoun} always {said} it like this."
        yield _pair(target, "names and pronouns", f"{name}, {pronoun}", target.partial, f"{opening} {target.partial}")


FAIRNESS: tuple[Pairs, ...] = (typos, other_english, spelling, layout, order, fillers, names)


def _pair(target: Target, attack: str, variant: str, base: str, answer: str) -> Case:
    return Case(attack=attack, variant=variant, bar=Bar.MOVED, question=target.question, base=base, answer=answer)
