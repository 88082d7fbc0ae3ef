"""The form and the tone of a sentence: one whole plain line, true quotations, the second person, fit for its kind."""

from __future__ import annotations

from collections.abc import Set

from interviewer.feedback.plan import PlannedSentence
from interviewer.feedback.quotes import MARKUP
from interviewer.feedback.template import standing_phrases
from interviewer.feedback.vocabulary import (
    BLAME_MARKS,
    CONTRAST_MARKS,
    CONTRASTS,
    CREDITS,
    FIRST_OR_THIRD_PERSON,
    FORBIDDEN_WORDS,
    PRAISE_MARKS,
    SPEAKING_MARKS,
    STRONG_PRAISE,
)
from interviewer.feedback.wording import quotes_in, sentences, tokens, without_quotes

FEWEST_WORDS, MOST_WORDS, MOST_LETTERS = 5, 48, 330
WORDS_FOR_A_FURTHER_POINT = 22


def fault_of_form(text: str, planned: PlannedSentence) -> str | None:
    """Too short or too long, several sentences or half a one, markup, or the same said twice."""
    further = WORDS_FOR_A_FURTHER_POINT * max(0, len(planned.points) - 1)
    count = len(text.split())
    if not FEWEST_WORDS <= count <= MOST_WORDS + further or len(text) > MOST_LETTERS + 7 * further:
        return f"{count} words long"
    return _fault_of_line(text) or _fault_of_marks(text)


def fault_of_quotes(text: str, planned: PlannedSentence, answer: str) -> str | None:
    """A quotation that is not verbatim in the answer, or another one than planned."""
    for quote in quotes_in(text):
        if quote not in answer:
            return f"quotes what the answer does not say: {quote[:40]}"
        if quote != planned.quote:
            return f"quotes other words than planned: {quote[:40]}"
    return None


def fault_of_address(text: str, planned: PlannedSentence, rubric: Set[str]) -> str | None:
    """Third person, a word about grading, or a tone that does not fit what the sentence is for.

    Args:
        text: One sentence.
        planned: What it was to say.
        rubric: Words of the texts that the sentence may repeat; these are no sign of its tone.
    """
    said = {token for token in tokens(without_quotes(text)) if token not in rubric}
    strange = sorted(said & (FORBIDDEN_WORDS | FIRST_OR_THIRD_PERSON))
    if strange:
        return f"the word {strange[0]!r}"
    if planned.kind == "praise":
        blame = BLAME_MARKS - CONTRASTS if CONTRASTS & rubric else BLAME_MARKS
        return None if PRAISE_MARKS & said and not blame & said else "does not sound like praise"
    if planned.kind == "correction":
        return None if CONTRAST_MARKS & said and not STRONG_PRAISE & said else "does not sound like a correction"
    if planned.kind == "partial":
        return None if SPEAKING_MARKS & said else "does not speak to the candidate"
    return _fault_of_credit(text, planned, said)


def _fault_of_credit(text: str, planned: PlannedSentence, said: Set[str]) -> str | None:
    """For a sentence on what was not said: no praise, and no words as if it had been said."""
    if STRONG_PRAISE & said:
        return "praises what was not said"
    if planned.kind == "addition" and not SPEAKING_MARKS & said:
        return "does not speak to the candidate"
    if not standing_phrases(planned) and any(credit in text.lower() for credit in CREDITS):
        return "credits the candidate with what was not said"
    return None


def _fault_of_line(text: str) -> str | None:
    if not text.isprintable() or text != " ".join(text.split()):
        return "more than one line"
    if text[-1] not in ".?!" or text[-2] in ",;:" or len(sentences(text)) != 1:
        return "not one whole sentence"
    said = tokens(without_quotes(text))
    if any(said[place : place + 4] == said[place + 4 : place + 8] for place in range(len(said) - 7)):
        return "says the same twice"
    return None


def _fault_of_marks(text: str) -> str | None:
    if text.count("(") != text.count(")") or text.count("“") != text.count("”") or text.count('"') % 2:
        return "a bracket or quotation left open"
    if MARKUP.search(text) or text[0] in "#*-|>":
        return "markup or a link"
    return None
