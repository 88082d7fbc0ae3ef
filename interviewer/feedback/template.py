"""Feedback without a language model: whole sentences from the plan, the same for the same answer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from interviewer.feedback import phrases
from interviewer.feedback.plan import PlannedSentence, plan_feedback
from interviewer.feedback.wording import as_clause, rubric_texts, sentences, tokens
from interviewer.grading.grade import Grade
from rubrics.model import KeyPoint, Question

# A follow-up that tells the candidate what they said, or points at something outside itself, does not stand alone.
LEANING_WORDS = frozenset("it its they them their these those this that both former latter".split())
TELLING = ("you said", "you described", "you mentioned", "you explained", "you named", "you wrote", "you stated")


def template_feedback(question: Question, answer: str, grade: Grade) -> tuple[str, ...]:
    """The feedback as sentences, from the verdicts and the rubric alone; three to six, one if not gradable."""
    return template_sentences(question, answer, plan_feedback(question, grade))


def template_sentences(question: Question, answer: str, plan: Sequence[PlannedSentence]) -> tuple[str, ...]:
    """One sentence for each planned one; wordings are chosen by the content, and none twice while others are left."""
    used: set[str] = set()
    said: list[str] = []
    for place, planned in enumerate(plan):
        choices = _choices(planned)
        first = choice_number(question, answer, place) % len(choices)
        turned = [*choices[first:], *choices[:first]]
        pattern = next((one for one in turned if one not in used), turned[0])
        used.add(pattern)
        said.append(_filled(pattern, planned, question))
    return tuple(said)


def choice_number(question: Question, answer: str, place: int) -> int:
    """A whole number that depends on question, answer and place in the feedback alone: chooses among wordings."""
    digest = hashlib.sha256(f"{question.id}\0{answer}".encode(errors="surrogatepass")).digest()
    return int.from_bytes(digest[:6], "big") // (7**place)


def find_follow_up(point: KeyPoint) -> str | None:
    """The point's follow-up, where it is one question that stands alone and says nothing about the answer."""
    if any(telling in point.follow_up.lower() for telling in TELLING):
        return None
    asked = sentences(point.follow_up)
    alone = len(asked) == 1 and asked[0].endswith("?") and not LEANING_WORDS & set(tokens(asked[0])[:4])
    return asked[0] if alone else None


def standing_phrases(planned: PlannedSentence) -> tuple[str, ...]:
    """The whole sentences that say what is planned without the rubric's words; none where its words are needed."""
    if planned.situation is not None:
        return phrases.OPENINGS[planned.situation]
    if planned.after is None or find_follow_up(planned.points[0]) is not None:
        return ()
    return phrases.NEXT_STEPS[planned.after]


def _choices(planned: PlannedSentence) -> tuple[str, ...]:
    standing = standing_phrases(planned)
    if standing:
        return standing
    if planned.kind == "praise":
        return phrases.PRAISE_WITH_QUOTE if planned.quote else phrases.PRAISE
    if planned.kind == "partial":
        return phrases.PARTIAL_WITH_QUOTE if planned.quote else phrases.PARTIAL
    if planned.kind == "addition":
        return phrases.ADDITION
    if planned.kind == "next_step":
        return phrases.NEXT_STEP_WITH_QUESTION
    if len(planned.points) > 1:
        return phrases.CORRECTION_OF_SEVERAL
    return phrases.CORRECTION_WITH_QUOTE if planned.quote else phrases.CORRECTION


def _filled(pattern: str, planned: PlannedSentence, question: Question) -> str:
    texts = tuple(rubric_texts(question))
    claims = [as_clause(point.statement, texts) for point in planned.points]
    asked = find_follow_up(planned.points[0]) if planned.points else None
    filling = {"claim": _joined(claims), "question": asked or "", "quote": planned.quote or ""}
    return re.sub(r"\{(claim|question|quote)\}", lambda place: filling[place.group(1)], pattern)


def _joined(claims: Sequence[str]) -> str:
    return claims[0] if len(claims) == 1 else "; ".join(claims[:-1]) + f"; and {claims[-1]}" if claims else ""
