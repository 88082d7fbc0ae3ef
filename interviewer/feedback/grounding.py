"""Whether a sentence may be shown: it must say what was planned, from the rubric's words, and nothing else.

A sentence passes if what it claims stands in one text of the rubric for the key point it speaks of (the statement or an
accepted wording; for a next step the follow-up too): the same words in the same order, the same negations, most of the
text. Around that only ordinary words of feedback are free. A verifier, where there is one, judges what has passed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from interviewer.feedback.plan import PlannedSentence
from interviewer.feedback.quotes import MARKUP
from interviewer.feedback.template import find_follow_up, standing_phrases
from interviewer.feedback.vocabulary import (
    ADDITION_MARKS,
    BLAME_MARKS,
    CONTRAST_MARKS,
    CONTRASTS,
    CREDITS,
    FIRST_OR_THIRD_PERSON,
    FORBIDDEN_WORDS,
    ORDINARY_WORDS,
    PRAISE_MARKS,
    QUALIFIERS,
    STRONG_PRAISE,
)
from interviewer.feedback.wording import content_stems, negations, quotes_in, sentences, stem, tokens, without_quotes
from interviewer.models.protocols import Claim, Verifier
from rubrics.model import Question

FEWEST_WORDS, MOST_WORDS, MOST_LETTERS = 5, 48, 330
WORDS_FOR_A_FURTHER_POINT = 22
STATED_SHARE = 0.6  # of a statement's content words, so that the sentence states it
STEP_SHARE = 0.34  # of a follow-up's content words, so that the step is aimed at it
COVERED_AT = 0.5  # the verifier's probability that the sentence states the key point
CONTRADICTED_AT = 0.3  # … that it contradicts one: then it is not shown
ORDINARY_STEMS = frozenset(stem(word) for word in ORDINARY_WORDS)
NUMBER_WORDS = frozenset(
    "two three four five six seven eight nine ten eleven twelve twenty hundred thousand half twice double".split()
)


def find_fault(text: str, planned: PlannedSentence, question: Question, answer: str, *, lead: str = "") -> str | None:
    """The first reason why the sentence must not be shown, in a few words; None if it may.

    Args:
        text: One sentence.
        planned: What it was to say.
        question: Whose rubric it must follow from.
        answer: Where its quotations must stand.
        lead: The beginning the program itself wrote; its ordinary words are not the model's.
    """
    return (
        _fault_of_form(text, planned)
        or _fault_of_quotes(text, planned, answer)
        or _fault_of_address(text, planned, question)
        or _fault_of_content(text, planned, question, lead)
    )


def find_judged_fault(text: str, planned: PlannedSentence, question: Question, verifier: Verifier) -> str | None:
    """What the verifier holds against the sentence: a key point that it does not state, or one that it contradicts.

    The candidate's quoted words are left out, for they may be what is being put right.

    Raises:
        ModelError: If the verifier is missing or damaged.
    """
    said = without_quotes(text)
    statements = tuple(point.statement for point in question.key_points)
    rows = verifier.judge([Claim(question=question.question, text=said, statements=statements)])[0]
    against = int(np.argmax(rows[:, 2])) if len(rows) else -1
    if against >= 0 and rows[against, 2] >= CONTRADICTED_AT:
        return f"contradicts {question.key_points[against].id}"
    if planned.kind in ("opening", "next_step"):
        return None
    spoken_of = {point.id for point in planned.points}
    for point, row in zip(question.key_points, rows, strict=True):
        if point.id in spoken_of and row[1] < COVERED_AT:
            return f"does not state {point.id}"
    return None


def _fault_of_form(text: str, planned: PlannedSentence) -> str | None:
    further = WORDS_FOR_A_FURTHER_POINT * max(0, len(planned.points) - 1)
    count = len(text.split())
    if not FEWEST_WORDS <= count <= MOST_WORDS + further or len(text) > MOST_LETTERS + 7 * further:
        return f"{count} words long"
    if not text.isprintable() or text != " ".join(text.split()):
        return "more than one line"
    if text[-1] not in ".?!" or len(sentences(text)) != 1:
        return "not one whole sentence"
    if text.count("(") != text.count(")") or text.count("“") != text.count("”") or text.count('"') % 2:
        return "a bracket or quotation left open"
    if MARKUP.search(re.sub('[“”"]', "", text)) or text[0] in "#*-|>":
        return "markup or a link"
    said = tokens(without_quotes(text))
    if any(said[place : place + 4] == said[place + 4 : place + 8] for place in range(len(said) - 7)):
        return "says the same twice"
    return None


def _fault_of_quotes(text: str, planned: PlannedSentence, answer: str) -> str | None:
    for quote in quotes_in(text):
        if quote not in answer:
            return f"quotes what the answer does not say: {quote[:40]}"
        if quote != planned.quote:
            return f"quotes other words than planned: {quote[:40]}"
    return None


def _fault_of_address(text: str, planned: PlannedSentence, question: Question) -> str | None:
    """Second person, no word about grading, and the tone of the sentence's kind."""
    rubric = {token for source in _sources(planned, question) for token in tokens(source)}
    said = [token for token in tokens(without_quotes(text)) if token not in rubric]
    strange = next((token for token in said if token in FORBIDDEN_WORDS or token in FIRST_OR_THIRD_PERSON), None)
    if strange is not None:
        return f"the word {strange!r}"
    lower = " ".join(text.lower().split())
    if planned.kind in ("praise", "partial") and not ({"you", "your"} & set(said) or quotes_in(text)):
        return "does not speak to the candidate"
    if planned.kind == "praise" and not PRAISE_MARKS & set(said):
        return "does not sound like praise"
    if planned.kind == "praise" and BLAME_MARKS & set(said) - (CONTRASTS if CONTRASTS & rubric else set()):
        return "does not sound like praise"
    if planned.kind == "addition" and not ADDITION_MARKS & set(said):
        return "does not speak to the candidate"
    if planned.kind == "correction" and (not CONTRAST_MARKS & set(said) or STRONG_PRAISE & set(said)):
        return "does not sound like a correction"
    if planned.kind in ("addition", "next_step", "opening") and STRONG_PRAISE & set(said):
        return "praises what was not said"
    if (
        planned.kind in ("addition", "next_step")
        and any(credit in lower for credit in CREDITS)
        and not standing_phrases(planned)
    ):
        return "credits the candidate with what was not said"
    return None


def _fault_of_content(text: str, planned: PlannedSentence, question: Question, lead: str) -> str | None:
    """What the sentence claims, held against each text it may follow from; the fault of the closest one."""
    claim = without_quotes(text[len(lead) :] if lead and text.startswith(lead) else text)
    said = set(content_stems(claim))
    nearest_first = sorted(_sources(planned, question), key=lambda source: -len(said & set(content_stems(source))))
    faults = [_fault_against(claim, source, planned) for source in nearest_first]
    return None if None in faults else faults[0]


def _sources(planned: PlannedSentence, question: Question) -> tuple[str, ...]:
    """The texts of which the sentence may say one."""
    standing = standing_phrases(planned)
    if standing:
        return standing
    if len(planned.points) > 1:
        return (" ".join(point.statement for point in planned.points),)
    point = planned.points[0]
    if planned.kind == "next_step":
        return (find_follow_up(point) or point.statement,)
    return (point.statement, *point.accept)


def _fault_against(claim: str, source: str, planned: PlannedSentence) -> str | None:
    told, said = content_stems(source), content_stems(claim)
    known = set(told)
    number = next((token for token in tokens(claim) if _is_number(token) and token not in tokens(source)), None)
    if number is not None:
        return f"the number {number} is not in the rubric"
    strange = next((one for one in said if one not in known and one not in ORDINARY_STEMS), None)
    if strange is not None:
        return f"‘{strange}’ is not in the rubric's text"
    if negations(claim) != negations(source) and not _asks_only(planned, source):
        return "turns the statement round"
    fault = _fault_of_shape(claim, source)
    if fault is not None:
        return fault
    stated = [source] if len(planned.points) < 2 else [point.statement for point in planned.points]
    if any(_share(one, said) < (STEP_SHARE if planned.kind == "next_step" else STATED_SHARE) for one in stated):
        return "does not state the key point"
    if planned.kind not in ("next_step", "opening"):
        if _lost_qualifier(claim, source):
            return "leaves out what limits the statement"
        if _breaks_a_phrase(said, source):
            return "leaves a word out of a phrase"
    if not _in_order([one for one in said if one in known], told):
        return "the words of the key point in another order"
    return None


def _fault_of_shape(claim: str, source: str) -> str | None:
    """Broken grammar that is easily seen: title case, or a participle in the place of a verb."""
    told = re.findall(r"\w+", source)
    for word in re.findall(r"(?<=\w )[A-Z]\w*", claim):
        if word not in told and word.lower() != "i":
            return f"a capital letter in {word!r}"
    participles = {stem(word) for word in told if word.endswith("ing")}
    for word in tokens(claim):
        if word.endswith("ing") and stem(word) in {stem(one) for one in told} - participles:
            return f"the form of {word!r}"
    return None


def _breaks_a_phrase(said: Sequence[str], source: str) -> bool:
    """Whether a part of the source between commas or joining words is said with a word left out of its midst."""
    for phrase in re.split(r"[,;:()]|\b(?:and|or|but|so)\b", source):
        told = [one for one in content_stems(phrase) if one not in ORDINARY_STEMS]
        kept = [one in said for one in told]
        if any(kept) and not all(kept):
            return True
    return False


def _share(source: str, said: Sequence[str]) -> float:
    told = set(content_stems(source))
    return len(told & set(said)) / max(1, len(told))


def _lost_qualifier(claim: str, source: str) -> bool:
    told, said = set(tokens(source)), set(tokens(claim))
    return any(group & told and not group & said for group in QUALIFIERS)


def _asks_only(planned: PlannedSentence, source: str) -> bool:
    """A next step made from a question claims nothing; leaving out half of it turns nothing round."""
    return planned.kind == "next_step" and source.endswith("?")


def _is_number(token: str) -> bool:
    return token in NUMBER_WORDS or any(sign.isdigit() for sign in token)


def _in_order(said: Sequence[str], told: Sequence[str]) -> bool:
    """Whether the words come in the order of the source, or with its end moved to the front."""
    if not said:
        return True
    for turn in range(len(told)):
        turned = [*told[turn:], *told[:turn]]
        place = 0
        for word in said:
            while place < len(turned) and turned[place] != word:
                place += 1
            if place == len(turned):
                break
            place += 1
        else:
            return True
    return False
