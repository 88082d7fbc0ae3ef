"""A document of a rubric file to a question, with every fault of structure at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from rubrics.derive import derive_key_points
from rubrics.located import Located, Place, describe_place, fault_sentence, find_line
from rubrics.model import KEBAB, LEVELS, KeyPoint, Level, Question
from rubrics.reading import Node, shorten

QUESTION_KEYS = ("id", "number", "level", "topic", "question", "reference_answer", "key_points", "left_out")
KEY_POINT_KEYS = ("id", "statement", "weight", "accept", "reject", "hint", "follow_up", "note", "source")
LARGEST_WEIGHT = 1_000_000
UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of a document: a question where it has no fault, and a sentence for each fault."""

    located: Located | None
    faults: tuple[str, ...]


def check_question(node: Node, file: str) -> Checked:
    """The question a document holds, its key points derived from the reference answer where it gives none.

    Args:
        node: The document.
        file: The file as it is shown in faults.
    """
    if not isinstance(node.value, dict):
        problem = (
            f"holds {describe_value(node)} where a question is due; write a mapping with id, question and key_points"
        )
        return Checked(located=None, faults=(fault_sentence(file, node.line, "", problem),))
    check = _Check(file)
    question = check.question(node, node.value)
    if question is None or check.faults:
        in_order = sorted(check.faults, key=lambda fault: fault[0])
        return Checked(located=None, faults=tuple(sentence for _, sentence in in_order))
    return Checked(located=Located(question=question, file=file, lines=check.lines), faults=())


def describe_value(node: Node) -> str:
    """What a node holds, in words: `a list`, `the number 5`, `nothing`."""
    value = node.value
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"the truth value {str(value).lower()}"
    return f"the text {shorten(value)}" if isinstance(value, str) else f"the number {value}"


class _Check:
    """Walks one document; keeps the faults with their lines, and the line of every place."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[tuple[int, str]] = []
        self.lines: dict[Place, int] = {}
        self._ids: dict[int, str] = {}

    def question(self, node: Node, entries: dict[str, Node]) -> Question | None:
        """The question; None, or one not to be used, where there are faults."""
        self.lines[()] = node.line
        self._unknown_keys(entries, (), QUESTION_KEYS)
        level = entries.get("level")
        if level is not None and level.value not in LEVELS:
            self._fault(
                ("level",),
                level,
                f"{describe_value(level)} is not a level; write {', '.join(LEVELS[:2])} or {LEVELS[2]}",
            )
        made = {
            "id": self._required(entries, "id", (), "give a short name in small letters, such as relu-vs-sigmoid"),
            "question": self._required(entries, "question", (), "write what the candidate is asked"),
            "reference": self._text(entries, "reference_answer", ()),
            "topic": self._text(entries, "topic", ()),
        }
        number = self._number(entries.get("number"))
        points = self._key_points(entries.get("key_points"))
        left_out = self._texts(entries, "left_out", ())
        if "reference_answer" not in entries and "key_points" not in entries:
            self._fault((), node, "has neither 'reference_answer' nor 'key_points'; give one of them")
        self._kebab(made["id"], ("id",))
        if made["reference"] and "key_points" not in entries:
            points = tuple(one.key_point for one in derive_key_points(made["reference"]))
            if not points:
                self._fault(
                    ("reference_answer",), entries["reference_answer"], "holds no word; write what a good answer says"
                )
        if self.faults:
            return None
        return Question(
            id=made["id"] or "",
            question=made["question"] or "",
            reference_answer=made["reference"] or "",
            key_points=points,
            number=number,
            level=cast("Level | None", level.value if level else None),
            topic=made["topic"],
            left_out=left_out,
        )

    def _key_points(self, node: Node | None) -> tuple[KeyPoint, ...]:
        if node is None:
            return ()
        self.lines["key_points",] = node.line
        if not isinstance(node.value, list):
            self._fault(
                ("key_points",), node, f"{describe_value(node)} where a list is due; begin each key point with `- id:`"
            )
            return ()
        if not node.value:
            self._fault(
                ("key_points",),
                node,
                "is an empty list; give a key point, or leave key_points out to have them derived",
            )
        made = [self._key_point(one, number) for number, one in enumerate(node.value)]
        points = [point for point in made if point is not None]
        self._ids_once(made)
        return tuple(points)

    def _ids_once(self, points: Sequence[KeyPoint | None]) -> None:
        first: dict[str, int] = {}
        for number, point in enumerate(points):
            if point is None:
                continue
            if point.id in first:
                other = describe_place(("key_points", first[point.id]), {})
                place: Place = ("key_points", number, "id")
                self._fault(
                    place, find_line(self.lines, place), f"{point.id!r} is the id of {other} already; rename one"
                )
            first.setdefault(point.id, number)

    def _key_point(self, node: Node, number: int) -> KeyPoint | None:
        place: Place = ("key_points", number)
        self.lines[place] = node.line
        if not isinstance(node.value, dict):
            self._fault(
                place, node, f"is {describe_value(node)}; write a mapping with a statement, such as `- statement: ...`"
            )
            return None
        before, entries = len(self.faults), node.value
        named = entries.get("id")
        self._ids[number] = named.value if named and isinstance(named.value, str) else str(number + 1)
        self._unknown_keys(entries, place, KEY_POINT_KEYS)
        identity = self._text(entries, "id", place)
        self._kebab(identity, (*place, "id"))
        statement = self._required(entries, "statement", place, "write the claim in one sentence")
        weight = self._weight(entries.get("weight"), place)
        accept, reject = self._texts(entries, "accept", place), self._texts(entries, "reject", place)
        hint, follow_up, note, source = (self._text(entries, key, place) or "" for key in KEY_POINT_KEYS[5:])
        if statement is None or len(self.faults) > before:
            return None
        return KeyPoint(
            id=identity or str(number + 1),
            statement=statement,
            weight=weight,
            accept=accept,
            reject=reject,
            hint=hint,
            follow_up=follow_up,
            note=note,
            source=source,
        )

    def _weight(self, node: Node | None, place: Place) -> float:
        if node is None:
            return 1.0
        place = (*place, "weight")
        self.lines[place] = node.line
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= LARGEST_WEIGHT:
            advice = "give a positive number, such as 3 (essential), 2 (expected) or 1 (a bonus)"
            self._fault(place, node, f"{describe_value(node)} is no weight; {advice}")
            return 1.0
        return float(value)

    def _number(self, node: Node | None) -> int | None:
        if node is None:
            return None
        self.lines["number",] = node.line
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self._fault(
                ("number",), node, f"{describe_value(node)} is no place in an interview; give a whole number from 1"
            )
            return None
        return value

    def _required(self, entries: dict[str, Node], key: str, place: Place, advice: str) -> str | None:
        if key not in entries:
            self._fault(place, find_line(self.lines, place), f"has no {key!r}; {advice}")
        return self._text(entries, key, place)

    def _text(self, entries: dict[str, Node], key: str, place: Place) -> str | None:
        node = entries.get(key)
        return None if node is None else self._one_text(node, (*place, key))

    def _texts(self, entries: dict[str, Node], key: str, place: Place) -> tuple[str, ...]:
        node = entries.get(key)
        if node is None:
            return ()
        self.lines[*place, key] = node.line
        if not isinstance(node.value, list):
            self._fault((*place, key), node, f"{describe_value(node)} where a list is due; begin each entry with `- `")
            return ()
        made = [self._one_text(one, (*place, key, number)) for number, one in enumerate(node.value)]
        return tuple(text for text in made if text is not None)

    def _one_text(self, node: Node, place: Place) -> str | None:
        self.lines[place] = node.line
        if not isinstance(node.value, str):
            advice = "write a text, or delete the entry" if node.value is None else "put the text in quotes"
            self._fault(place, node, f"{describe_value(node)} where a text is due; {advice}")
            return None
        text = node.value.strip()
        if not text:
            self._fault(place, node, "is blank; write a text, or delete the entry")
            return None
        unspeakable = UNSPEAKABLE.search(text)
        if unspeakable:
            code = ord(unspeakable.group())
            self._fault(
                place, node, f"character U+{code:04X} at position {unspeakable.start() + 1} is not text; delete it"
            )
            return None
        return text

    def _kebab(self, identity: str | None, place: Place) -> None:
        if identity is not None and not KEBAB.fullmatch(identity):
            advice = "write small letters and digits with single hyphens"
            self._fault(
                place,
                find_line(self.lines, place),
                f"{shorten(identity)} is no id; {advice}, such as {_as_kebab(identity)}",
            )

    def _unknown_keys(self, entries: dict[str, Node], place: Place, known: Sequence[str]) -> None:
        for key, node in entries.items():
            if key not in known:
                near = difflib.get_close_matches(key.lower(), known, n=1, cutoff=0.5)
                advice = f"did you mean {near[0]!r}?" if near else f"known keys are {', '.join(known)}"
                self._fault(place, node.line, f"unknown key {shorten(key)}; {advice}")

    def _fault(self, place: Place, at: Node | int, problem: str) -> None:
        line = at.line if isinstance(at, Node) else at
        self.faults.append((line, fault_sentence(self.file, line, describe_place(place, self._ids), problem)))


def _as_kebab(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.lower())) or "relu-definition"
