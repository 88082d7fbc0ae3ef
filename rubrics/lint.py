"""What is wrong with rubrics that can be read: texts that lean on others, repeat, or stand at the wrong place.

Checks of the text need nothing else. Checks of the meaning (`rubrics.nearness`) are made where an embedder is handed
in. The checks of a complete rubric hold a set to what the thirty questions of the package keep to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rubrics.clauses import begins_with_pronoun
from rubrics.loading import RubricSet
from rubrics.located import Located, Place, find_line
from rubrics.model import KeyPoint
from rubrics.nearness import Embed, Remembered, nearness_faults
from rubrics.reading import shorten
from rubrics.words import content_words, plain, stems

OUTSIDE = re.compile(r"(?:the (?:former|latter|above)|as (?:above|mentioned|before|said)|see above)\b", re.IGNORECASE)
LARGEST_SHARE = 0.5
GIVEN_AWAY_AT = 0.6
SHORTEST_GIVEN_AWAY = 4
HOUSE_WEIGHTS = (1, 2, 3)
KEY_POINTS = range(5, 11)
REFERENCE_WORDS = range(80, 251)
ACCEPTS, REJECTS = 3, 2

Finding = tuple[Place, str]


def lint(rubric_set: RubricSet, *, embed: Embed | None = None, complete: bool = False) -> tuple[str, ...]:
    """Every fault of a set, one sentence each: those of reading first, then those of each question.

    Args:
        rubric_set: What was read.
        embed: Texts to unit rows, shape (N, D); without it the checks of meaning are left out.
        complete: Whether each rubric must have all that those of the package have.
    """
    faults = [*rubric_set.faults, *_numbers_twice(rubric_set.located)]
    remembered = Remembered([one.question for one in rubric_set.located], embed) if embed is not None else None
    for located in rubric_set.located:
        findings = [*_text_findings(located), *(_gaps(located) if complete else ())]
        if remembered is not None:
            findings.extend(nearness_faults(located.question, remembered))
        findings.sort(key=lambda finding: find_line(located.lines, finding[0]))
        faults.extend(located.fault(place, problem) for place, problem in findings)
    return tuple(faults)


def _numbers_twice(located: Sequence[Located]) -> Iterator[str]:
    first: dict[int, Located] = {}
    for one in located:
        number = one.question.number
        if number is not None and first.setdefault(number, one) is not one:
            yield one.fault(
                ("number",), f"{number} is the number of question {first[number].question.id!r} already; change one"
            )


def _text_findings(located: Located) -> Iterator[Finding]:
    points = located.question.key_points
    for number, point in enumerate(points):
        for place, text in _claims(number, point):
            yield from _leaning(place, text)
        yield from _hint_findings(number, point, located.question.question)
    yield from _same_texts(points)
    yield from _weight_findings(points)


def _claims(number: int, point: KeyPoint) -> Iterator[Finding]:
    """Statement and accepts of a key point with their places."""
    yield ("key_points", number, "statement"), point.statement
    for at, text in enumerate(point.accept):
        yield ("key_points", number, "accept", at), text


def _leaning(place: Place, text: str) -> Iterator[Finding]:
    if begins_with_pronoun(text) or OUTSIDE.match(text):
        first = " ".join(text.split()[: 2 if OUTSIDE.match(text) else 1])
        yield (
            place,
            f"begins with {first!r}, which stands for something outside, in {shorten(text)}; name what is meant",
        )
    elif not content_words(text):
        yield place, f"{shorten(text)} states nothing; write a sentence"


def _hint_findings(number: int, point: KeyPoint, question: str) -> Iterator[Finding]:
    told = stems(point.statement) - stems(question)
    given = told & stems(point.hint)
    if len(told) >= SHORTEST_GIVEN_AWAY and len(given) >= GIVEN_AWAY_AT * len(told):
        problem = f"{shorten(point.hint)} gives the point away, {len(given)} of its {len(told)} words"
        yield ("key_points", number, "hint"), f"{problem}; ask for it without them"


def _same_texts(points: Sequence[KeyPoint]) -> Iterator[Finding]:
    """Texts of a question that stand twice, letter by letter but for case and punctuation."""
    first: dict[str, Place] = {}
    for number, point in enumerate(points):
        rejects: list[Finding] = [(("key_points", number, "reject", at), text) for at, text in enumerate(point.reject)]
        for place, text in [*_claims(number, point), *rejects]:
            said = plain(text)
            if said and said in first:
                yield (
                    place,
                    f"says the same as {_name(first[said], points)}, {shorten(text)}; {_way_out(place, first[said])}",
                )
            else:
                first[said] = place


def _way_out(place: Place, other: Place) -> str:
    if (place[2] == "reject") != (other[2] == "reject") and place[1] == other[1]:
        return "what contradicts the point cannot earn it: delete one"
    return "delete or reword one"


def _name(place: Place, points: Sequence[KeyPoint]) -> str:
    number = int(place[1])
    part = f"{place[2]} {int(place[3]) + 1}" if len(place) > 3 else f"the {place[2]}"
    return f"{part} of key point {number + 1} ({points[number].id})"


def _weight_findings(points: Sequence[KeyPoint]) -> Iterator[Finding]:
    total = sum(point.weight for point in points)
    for number, point in enumerate(points):
        if len(points) > 2 and point.weight > LARGEST_SHARE * total:
            share = f"{point.weight:g} of {total:g}"
            problem = (
                f"carries more than all other key points together ({share}), so it alone decides the score; lower it"
            )
            yield ("key_points", number, "weight"), problem


def _gaps(located: Located) -> Iterator[Finding]:
    """What a complete rubric has and this one has not."""
    question, places = located.question, located.lines
    for key in ("number", "level", "topic"):
        if getattr(question, key) is None:
            yield (), f"has no {key!r}; add it"
    words = len(question.reference_answer.split())
    if words not in REFERENCE_WORDS:
        ends = f"{REFERENCE_WORDS[0]} to {REFERENCE_WORDS[-1]}"
        yield ("reference_answer",), f"has {words} words; write {ends}"
    if ("key_points",) not in places:
        yield (), "has no 'key_points'; write them, `interviewer rubrics derive` gives a first draft"
        return
    if len(question.key_points) not in KEY_POINTS:
        yield (
            ("key_points",),
            f"has {len(question.key_points)} entries; write {KEY_POINTS[0]} to {KEY_POINTS[-1]} key points",
        )
    for number, point in enumerate(question.key_points):
        yield from _point_gaps(("key_points", number), point, places)


def _point_gaps(place: Place, point: KeyPoint, places: Mapping[Place, int]) -> Iterator[Finding]:
    if (*place, "id") not in places:
        yield place, "has no 'id'; give a short name in small letters"
    if point.weight not in HOUSE_WEIGHTS:
        yield (
            (*place, "weight"),
            f"{point.weight:g} is not 3 (essential), 2 (expected) or 1 (a bonus); choose one of them",
        )
    for key, least in (("accept", ACCEPTS), ("reject", REJECTS)):
        has = len(getattr(point, key))
        if has < least:
            yield (*place, key), f"has {has} of {least} entries; write {least - has} more"
    for key in ("hint", "follow_up", "source"):
        if not getattr(point, key):
            yield place, f"has no {key!r}; add it"
