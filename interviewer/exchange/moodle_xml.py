"""Moodle XML: the questions of a question bank; essay questions with the grader information as reference answer.

Source: https://docs.moodle.org/en/Moodle_XML_format; the essay fields (graderinfo, responsetemplate, defaultgrade,
idnumber) are as Moodle's own code writes them, in question/format/xml/format.php.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from interviewer.exchange.catalogue import SourceQuestion, new_id
from interviewer.exchange.html_text import looks_like_html, text_of_html
from interviewer.exchange.notes import Notes
from interviewer.exchange.numbers import find_number

NOT_QUESTIONS = ("category", "description")
PLAIN_FORMATS = ("plain_text", "markdown")


def moodle_questions(root: Element, file: str, notes: Notes) -> Iterator[SourceQuestion]:
    """The questions of a file, in its order; other kinds than essays stand in it as no free text.

    Args:
        root: The element `quiz`.
        file: Its name, for sentences.
        notes: Where it is told what is missing.
    """
    taken: list[str] = []
    number = 0
    for element in root.iter("question"):
        sort = element.get("type", "")
        if sort in NOT_QUESTIONS:
            continue
        number += 1
        name = _text(element, "name")
        text = _text(element, "questiontext")
        identity = new_id((element.findtext("idnumber") or "").strip() or name or text, taken)
        taken.append(identity)
        reference = (
            _reference(element, f"{file}: essay question {name or text[:60]!r}", notes) if sort == "essay" else ""
        )
        points = find_number(element.findtext("defaultgrade") or "")
        yield SourceQuestion(
            id=identity,
            text=text or name,
            reference=reference,
            name=name,
            points=points if points and points > 0 else None,
            number=number,
            is_free_text=sort == "essay",
        )


def _reference(element: Element, place: str, notes: Notes) -> str:
    information = _text(element, "graderinfo")
    if information:
        return information
    feedback = _text(element, "generalfeedback")
    if feedback:
        notes.say(f"{place} has no information for graders: its general feedback was taken as the reference answer")
    return feedback


def _text(element: Element, name: str) -> str:
    """The plain text of a field, whatever format it says it has."""
    field = element.find(name)
    inner = None if field is None else field.find("text")
    text = "" if inner is None else "".join(inner.itertext())
    if field is not None and field.get("format") in PLAIN_FORMATS:
        return text.strip()
    return text_of_html(text) if looks_like_html(text) else text.strip()
