"""Whether a sentence may be shown: it must say what was planned, from the rubric's words, and nothing else.

A sentence passes if what it claims stands in one text of the rubric for the key point it speaks of (the statement or an
accepted wording; a next step repeats the follow-up): the same words in the same order, the same negations, most of the
text, no phrase torn apart. Around that only ordinary words of feedback are free, and not even these in a sentence that
claims nothing about the subject. A verifier, where there is one, judges what has passed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from difflib import SequenceMatcher
from itertools import pairwise

from interviewer.feedback.form import fault_of_address, fault_of_form, fault_of_quotes
from interviewer.feedback.plan import PlannedSentence
from interviewer.feedback.template import find_follow_up, standing_phrases
from interviewer.feedback.vocabulary import ORDINARY_WORDS, QUALIFIERS
from interviewer.feedback.wording import content_stems, is_negator, stem, tokens, without_quotes
from interviewer.models.protocols import Claim, Rows
from rubrics.model import Question

STATED_SHARE = 0.6  # of a statement's content words, so that the sentence states it
# The verifier's word on a sentence is held against its word on the key point's own statement, which surely states it:
COVERED_SHARE = 0.75  # of the probability that the statement covers its key point
CONTRADICTED_AT = 0.5  # probability of contradicting a key point
CONTRADICTED_MORE = 0.2  # … and by how much it must exceed the statement's
ARTICLES = frozenset("a an the this that each every one its their your".split())
JOINING = frozenset("and or nor".split())
JOINED_AS_BY_AND = frozenset("and but so while whereas".split())
LIMITING = re.compile(
    r"(?:in|at|for|during|on|under|after|before|within|among|with|without|unlike|by|from|over)\b[^,;:()]*,",
    re.IGNORECASE,
)
MARKS = frozenset(",;:(–—")
MARK_OR_WORD = re.compile(r"[,;:(–—]|[^\W_]+(?:[.'’-][^\W_]+)*")
ORDINARY_STEMS = frozenset(stem(word) for word in ORDINARY_WORDS)
NUMBER_WORDS = frozenset(
    "two three four five six seven eight nine ten eleven twelve twenty hundred thousand half twice double".split()
)


def find_fault(text: str, planned: PlannedSentence, answer: str, *, lead: str = "") -> str | None:
    """The first reason why the sentence must not be shown, in a few words; None if it may.

    Args:
        text: One sentence.
        planned: What it was to say, with the key points it must follow from.
        answer: Where its quotations must stand.
        lead: The beginning the program itself wrote; its ordinary words are not the model's.
    """
    rubric = {token for source in _sources(planned) for token in tokens(source)} - set(tokens(without_quotes(lead)))
    return (
        fault_of_form(text, planned)
        or fault_of_quotes(text, planned, answer)
        or fault_of_address(text, planned, rubric)
        or _fault_of_content(text, planned, lead)
    )


def claims_in(text: str, planned: PlannedSentence, question: Question, *, lead: str = "") -> tuple[Claim, ...]:
    """What the verifier is to judge: what the sentence says, and the same of the key points' own statements.

    The candidate's quoted words are left out, for they may be what is being put right, and so is the beginning that the
    program wrote. In an opening or a next step, which claim nothing about the subject, there is nothing to judge.
    """
    if planned.kind in ("opening", "next_step"):
        return ()
    said = without_quotes(_claim(text, lead))
    said = said[:1].upper() + said[1:]
    true = " ".join(point.statement for point in planned.points)
    statements = tuple(point.statement for point in question.key_points)
    return tuple(Claim(question=question.question, sentences=(one,), statements=statements) for one in (said, true))


def find_judged_fault(judged: Sequence[Rows], planned: PlannedSentence, question: Question) -> str | None:
    """What the verifier holds against a sentence: a key point that it does not state, or one that it contradicts.

    Args:
        judged: What the verifier says of `claims_in`, in their order; none where there is nothing to judge.
        planned: What the sentence was to say.
        question: Whose key points the claims were held against.
    """
    if not judged:
        return None
    spoken_of = {point.id for point in planned.points}
    for point, row, wanted in zip(question.key_points, *judged, strict=True):
        if row[2] >= max(CONTRADICTED_AT, wanted[2] + CONTRADICTED_MORE):
            return f"contradicts {point.id}"
        if point.id in spoken_of and row[1] < COVERED_SHARE * wanted[1]:
            return f"does not state {point.id}"
    return None


def _sources(planned: PlannedSentence) -> tuple[str, ...]:
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


def _fault_of_content(text: str, planned: PlannedSentence, lead: str) -> str | None:
    """What the sentence claims, held against each text it may follow from; the fault of the closest one."""
    claim = without_quotes(_claim(text, lead))
    speaks_of_you = {"you", "your"} & set(tokens(claim))
    if claim != without_quotes(text) and speaks_of_you and planned.kind != "next_step":
        return "speaks of the candidate where it should state the key point"
    said = set(content_stems(claim))
    nearest_first = sorted(_sources(planned), key=lambda source: -len(said & set(content_stems(source))))
    faults = [_fault_against(claim, source, planned) for source in nearest_first]
    return None if None in faults else faults[0]


def _claim(text: str, lead: str) -> str:
    return text[len(lead) :].strip() if lead and text.startswith(lead) else text


def _fault_against(claim: str, source: str, planned: PlannedSentence) -> str | None:
    said, told = content_stems(claim), content_stems(source)
    free: frozenset[str] = frozenset() if standing_phrases(planned) else ORDINARY_STEMS
    if planned.kind == "next_step" and source.endswith("?"):  # a question reworded is soon another question
        return _fault_of_words(claim, source, free) or (
            None if claim.lower().endswith(source.lower()) else "asks another question"
        )
    if _denied(claim) != _denied(source):
        return "turns the statement round"
    return (
        _fault_of_words(claim, source, free)
        or _fault_of_grammar(claim, source)
        or _fault_of_omission(claim, source, planned)
        or (None if _in_order([one for one in said if one in told], told) else "the words in another order")
    )


def _fault_of_words(claim: str, source: str, free: frozenset[str]) -> str | None:
    """A number, a name, a symbol or a word that is neither in the source nor an ordinary one."""
    number = next((token for token in tokens(claim) if _is_number(token) and token not in tokens(source)), None)
    if number is not None:
        return f"the number {number} is not in the rubric"
    known = free.union(content_stems(source))
    strange = next((one for one in content_stems(claim) if one not in known), None)
    return None if strange is None else f"‘{strange}’ is not in the rubric's text"


def _fault_of_grammar(claim: str, source: str) -> str | None:
    """Broken grammar that is easily seen: title case, a lost article, a participle in the place of a verb."""
    told = re.findall(r"\w+", source)
    for word in re.findall(r"(?<=\w )[A-Z]\w*", claim):
        if word not in told:
            return f"a capital letter in {word!r}"
    lost = _find_bare_noun(tokens(claim), tokens(source))
    if lost is not None:
        return f"no article before {lost!r}"
    new = _find_new_article(tokens(claim), tokens(source))
    if new is not None:
        return f"an article before {new!r}"
    participles = {stem(word) for word in told if word.endswith("ing")}
    verbs = {stem(word) for word in told} - participles
    wrong = next((word for word in tokens(claim) if word.endswith("ing") and stem(word) in verbs), None)
    return f"the form of {wrong!r}" if wrong is not None else _fault_of_joints(claim, source)


def _fault_of_joints(claim: str, source: str) -> str | None:
    """A mark left out between two parts of the source, an `and` put between them, or a lost `or`."""
    said, told = MARK_OR_WORD.findall(claim.lower()), MARK_OR_WORD.findall(source.lower())
    same = SequenceMatcher(None, said, told, autojunk=False).get_matching_blocks()
    place = {block.a + step: block.b + step for block in same for step in range(block.size)}
    for here, word in enumerate(said[1:], start=1):
        before, after = place.get(here - 1), place.get(here)
        was_parted = before is not None and after is not None and MARKS & set(told[before + 1 : after])
        if was_parted and said[here - 1] not in MARKS:
            return f"no comma before {word!r}"
        if word in JOINING and here not in place and _is_new_joint(here, said, told, place):
            return f"{word!r} where the rubric has none"
    lost = _find_lost_choice(told, set(place.values()))
    return None if lost is None else f"no 'or' before {lost!r}"


def _is_new_joint(here: int, said: Sequence[str], told: Sequence[str], place: Mapping[int, int]) -> bool:
    """Whether an `and` or `or` joins parts of the source that were not joined, or joined otherwise.

    An `and` for a `while` or a `so` is none, nor is what joins whole statements or stands outside them.
    """
    before = [place[at] for at in range(here) if at in place]
    after = [place[at] for at in range(here + 1, len(said)) if at in place]
    if not before or not after or said[here - 1] == ";":
        return False
    between = set(told[before[-1] + 1 : after[0]]) - MARKS
    return said[here] != "and" or not between or not between <= JOINED_AS_BY_AND


def _find_lost_choice(told: Sequence[str], kept: Set[int]) -> str | None:
    """The word after the first `or` of the source that was left out while a choice beside it stayed."""
    words = [at for at, word in enumerate(told) if word not in MARKS]
    for before, here, after in zip(words, words[1:], words[2:], strict=False):
        if told[here] == "or" and here not in kept and {before, after} & kept:
            return told[after]
    return None


def _denied(text: str) -> list[tuple[str, str]]:
    """Each negation with the word of content that follows it, sorted."""
    said = tokens(text)
    return sorted(
        (word, next(iter(content_stems(" ".join(said[here + 1 :]))), ""))
        for here, word in enumerate(said)
        if is_negator(word)
    )


def _find_bare_noun(said: Sequence[str], told: Sequence[str]) -> str | None:
    """The first of two words that the source uses with an article before them, and the claim without one."""
    bare = {(word, after) for before, word, after in _threes(said) if before not in ARTICLES}
    with_article = [(word, after) for before, word, after in _threes(told) if before in ARTICLES]
    without = {(word, after) for before, word, after in _threes(told) if before not in ARTICLES}
    return next((pair[0] for pair in with_article if pair in bare - without), None)


def _find_new_article(said: Sequence[str], told: Sequence[str]) -> str | None:
    """The first word with an article before it that the source uses, but never with one."""
    with_article = {word for before, word in pairwise(told) if before in ARTICLES}
    bare = set(told) - with_article
    return next((word for before, word in pairwise(said) if before in ("a", "an", "the") and word in bare), None)


def _threes(words: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    return zip(("", *words), words, (*words[1:], ""), strict=False)


def _fault_of_omission(claim: str, source: str, planned: PlannedSentence) -> str | None:
    """Too little of a key point, or a key point without what limits it, or half of a phrase."""
    said = content_stems(claim)
    stated = [source] if len(planned.points) < 2 else [point.statement for point in planned.points]
    if any(_share(one, said) < STATED_SHARE for one in stated):
        return "does not state the key point"
    if _lost_qualifier(claim, source):
        return "leaves out what limits the statement"
    return "leaves a word out of a phrase" if _breaks_a_phrase(said, source) else None


def _share(source: str, said: Sequence[str]) -> float:
    told = set(content_stems(source))
    return len(told & set(said)) / max(1, len(told))


def _lost_qualifier(claim: str, source: str) -> bool:
    told, said = set(tokens(source)), set(tokens(claim))
    limit = LIMITING.match(source)
    if limit is not None and not set(content_stems(limit.group())) <= set(content_stems(claim)):
        return True
    return any(group & told and not group & said for group in QUALIFIERS)


def _breaks_a_phrase(said: Sequence[str], source: str) -> bool:
    """Whether a part of the source between commas or joining words is said with a word left out of its midst."""
    for phrase in re.split(r"[,;:()]|\b(?:and|or|but|so)\b", source):
        kept = [one in said for one in content_stems(phrase)]
        if any(kept) and not all(kept):
            return True
    return False


def _is_number(token: str) -> bool:
    return token in NUMBER_WORDS or any(sign.isdigit() for sign in token)


def _in_order(said: Sequence[str], told: Sequence[str]) -> bool:
    left = iter(told)
    return all(word in left for word in said)
