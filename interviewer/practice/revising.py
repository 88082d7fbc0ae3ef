"""Second looks at a grade: an appeal with a marked passage, a reviewer's override, a new grade after a new rubric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from interviewer.errors import InputError
from interviewer.grading.grade import Evidence, Grade, Verdict, VerdictName
from interviewer.grading.scoring import Scheme, credit_of, score
from interviewer.practice.attempt import Attempt, Revision
from interviewer.practice.interview import Interview, with_attempt, with_turn
from interviewer.practice.single_point import required_point
from interviewer.practice.turn import Turn
from rubrics.model import Question

WORTH: dict[VerdictName, int] = {"contradicted": 0, "missing": 1, "partial": 2, "covered": 3}
FOUND: dict[VerdictName, str] = {
    "covered": "the passage states the point",
    "partial": "the passage states the point in part",
    "missing": "the passage does not state the point",
    "contradicted": "the passage says something that does not go with the point",
}


def find_attempt(interview: Interview, place: int, attempt: int) -> Attempt:
    """An attempt that may be looked at again.

    Raises:
        InputError: If there is none at that place, it has no score, or it is not shown before the end.
    """
    if not 0 <= place < len(interview.turns) or not 0 <= attempt < len(interview.turns[place].attempts):
        raise InputError(f"there is no attempt {attempt + 1} at question {place + 1}")
    if not interview.reveals:
        raise InputError("a mock interview shows its verdicts at its end: appeal against them then")
    found = interview.turns[place].attempts[attempt]
    if found.grade.score is None:
        raise InputError(f"attempt {attempt + 1} at question {place + 1} has no score: have it graded first")
    return found


def check_passage(turn: Turn, attempt: Attempt, key_point: str, passage: tuple[int, int]) -> str:
    """The words of a marked passage.

    Raises:
        InputError: If the point is not the question's or covered already, the passage is empty or lies outside the
            answer, or it has been examined for this point before.
    """
    start, end = passage
    required_point(turn, key_point)
    verdict = attempt.find_verdict(key_point)
    if verdict is None or verdict.verdict == "covered":
        raise InputError(f"the key point {key_point!r} is not open in this attempt: there is nothing to appeal against")
    words = attempt.answer[start:end] if 0 <= start < end <= len(attempt.answer) else ""
    if not words.strip():
        raise InputError(f"the passage {start} to {end} holds no words of the answer: mark what says the point")
    if any(one.key_point == key_point and one.passage == passage for one in attempt.revisions):
        raise InputError("this passage has been examined for this key point before: mark another one")
    return words


def examined(turn: Turn, attempt: Attempt, passage: tuple[int, int], grade: Grade, scheme: Scheme) -> Revision:
    """The outcome of an appeal: the better verdict of the one that stood and the passage's own.

    Args:
        turn: The question with its rubric.
        attempt: The one appealed against.
        passage: Start and end in the attempt's answer.
        grade: Of the passage alone, on the key point alone.
        scheme: What a verdict is worth.

    Raises:
        InputError: If the grade is not on one key point, or `check_passage` refuses the passage.
    """
    if len(grade.verdicts) != 1:
        raise InputError("an appeal needs a grade on its key point alone")
    (found,) = grade.verdicts
    words = check_passage(turn, attempt, found.key_point, passage)
    before = attempt.find_verdict(found.key_point)
    if before is None:
        raise InputError(f"the grade has no verdict on {found.key_point!r}")
    flagged = ", ".join(grade.flags).replace("_", " ")
    reason = f"{FOUND[found.verdict]} ({flagged})" if flagged else FOUND[found.verdict]
    if WORTH[found.verdict] <= WORTH[before.verdict]:
        kept = _revision(turn, attempt, before, before, scheme)
        return replace(kept, reason=f"Nothing changes: {reason}.", passage=passage)
    shifted = Evidence(start=passage[0], end=passage[1], quote=words)
    if found.evidence is not None:
        at = found.evidence
        shifted = Evidence(start=at.start + passage[0], end=at.end + passage[0], quote=at.quote)
    after = replace(found, evidence=None if found.verdict == "missing" else shifted)
    granted = _revision(turn, attempt, before, after, scheme)
    return replace(granted, reason=f"Granted: {reason}.", passage=passage)


def overridden(turn: Turn, attempt: Attempt, key_point: str, verdict: VerdictName, scheme: Scheme) -> Revision:
    """A reviewer's verdict in place of the one that stands; comment, reviewer and time are still to be filled in.

    Raises:
        InputError: If the grade has no verdict on the key point.
    """
    required_point(turn, key_point)
    before = attempt.find_verdict(key_point)
    if before is None:
        raise InputError(f"the grade has no verdict on {key_point!r}")
    evidence = None if verdict == "missing" else before.evidence
    after = replace(before, verdict=verdict, credit=credit_of(verdict, scheme), evidence=evidence)
    return replace(_revision(turn, attempt, before, after, scheme), kind="override")


def signed(revision: Revision, by: str, comment: str) -> Revision:
    """An override with the reviewer's id and comment.

    Raises:
        InputError: If there is no comment.
    """
    if not comment.strip():
        raise InputError("an override needs a comment that says why: the candidate reads it beside the verdict")
    return replace(revision, by=by, reason=comment.strip())


def add_revision(interview: Interview, place: int, attempt: int, revision: Revision) -> Interview:
    """The interview with one more second look at an attempt.

    Raises:
        InputError: If there is no such attempt, or the verdict it starts from is not the one that stands.
    """
    found = find_attempt(interview, place, attempt)
    if found.find_verdict(revision.key_point) != revision.before:
        raise InputError(f"the verdict on {revision.key_point!r} has changed since: look at it again")
    changed = replace(found, revisions=(*found.revisions, revision))
    return with_attempt(interview, place, attempt, changed)


def outdated(interview: Interview, questions: Mapping[str, Question]) -> tuple[int, ...]:
    """Places whose grades were made with another rubric than today's; a question that is gone is not outdated."""
    places = []
    for place, turn in enumerate(interview.turns):
        today = questions.get(turn.question.id)
        made_with = {attempt.grade.graded_with.rubric for attempt in turn.attempts}
        if today is not None and made_with - {today.fingerprint}:
            places.append(place)
    return tuple(places)


def regrade(interview: Interview, place: int, question: Question, grades: Sequence[Grade]) -> Interview:
    """The interview with the attempts of one turn graded by a new rubric; the turn as it was is kept in `earlier`.

    Revisions, follow-ups and feedback belong to the former grades and stay with them.

    Args:
        interview: Where the turn stands.
        place: Of the turn.
        question: With the new rubric and the same id.
        grades: One an attempt, in their order.

    Raises:
        InputError: If question or grades do not go with the turn, or an answer there awaits its first grade.
    """
    turn = interview.turns[place] if 0 <= place < len(interview.turns) else None
    if turn is None or not turn.attempts or turn.submitted is not None:
        raise InputError(f"question {place + 1} has no attempts to grade anew")
    if question.id != turn.question.id or {grade.question_id for grade in grades} != {question.id}:
        raise InputError(f"the new grades are not all for question {turn.question.id!r}")
    if len(grades) != len(turn.attempts):
        raise InputError(f"{len(grades)} grades for {len(turn.attempts)} attempts: give each attempt one")
    attempts = tuple(
        replace(attempt, grade=grade, revisions=(), follow_up=None, feedback=())
        for attempt, grade in zip(turn.attempts, grades, strict=True)
    )
    ids = {point.id for point in question.key_points}
    changed = replace(
        turn,
        question=question,
        attempts=attempts,
        hinted=tuple(one for one in turn.hinted if one in ids),
        earlier=(*turn.earlier, replace(turn, earlier=())),
    )
    return with_turn(interview, changed, place)


def _revision(turn: Turn, attempt: Attempt, before: Verdict, after: Verdict, scheme: Scheme) -> Revision:
    if before == after and attempt.standing.score is not None:
        return Revision(kind="appeal", before=before, after=after, score=attempt.standing.score, reason="")
    standing = {verdict.key_point: verdict.verdict for verdict in attempt.standing.verdicts}
    standing[after.key_point] = after.verdict
    points = [point for point in turn.question.key_points if point.id in standing]
    now = score([point.weight for point in points], [standing[point.id] for point in points], scheme)
    return Revision(kind="appeal", before=before, after=after, score=now, reason="")
