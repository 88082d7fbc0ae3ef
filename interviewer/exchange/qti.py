"""QTI 3 (and 2.x): extended text items as questions, and results reports as answers.

Source: 1EdTech QTI 3.0 (https://www.imsglobal.org/spec/qti/v3p0): Assessment, Section and Item model, where
`qti-extended-text-interaction` asks for a free text, `qti-correct-response` may hold a model answer and a
`qti-rubric-block` with the view `scorer` speaks to graders; and Results Reporting, namespace imsqti_result_v3p0, where
an `assessmentResult` holds the `candidateResponse` of each `responseVariable` of each `itemResult`. QTI 2.x writes the
same elements in camel case without `qti-`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from interviewer.batch.rows import Place, Reject
from interviewer.exchange.catalogue import Catalogue, SourceQuestion, new_id
from interviewer.exchange.found import Found
from interviewer.exchange.html_text import is_html_page, text_of_html
from interviewer.exchange.notes import Notes
from interviewer.exchange.numbers import find_number, mark_of
from interviewer.exchange.xml_files import attribute, descendants, kind, text_of

INTERACTION = "extended-text-interaction"
ITEM, RESULT = "assessment-item", "assessment-result"
DEFAULT_RESPONSE = "RESPONSE"


def qti_questions(roots: Iterable[tuple[str, Element]], notes: Notes) -> Iterator[SourceQuestion]:
    """A question for each extended text interaction of the items; files of other kinds are passed over.

    An item of one interaction gives a question of the item's identifier; of several, `ITEM-RESPONSE` each.
    """
    taken: list[str] = []
    number = 0
    for file, root in roots:
        if kind(root) != ITEM:
            continue
        interactions = list(descendants(root, INTERACTION))
        if not interactions:
            notes.say(f"{file}: the item {attribute(root, 'identifier')!r} asks for no extended text: it was left out")
        for interaction in interactions:
            number += 1
            question = _question(root, interaction, len(interactions) > 1, number, taken)
            taken.append(question.id)
            yield question


def _question(
    item: Element, interaction: Element, is_one_of_several: bool, number: int, taken: list[str]
) -> SourceQuestion:
    response = attribute(interaction, "response-identifier") or DEFAULT_RESPONSE
    identifier = attribute(item, "identifier")
    name = f"{identifier}-{response}" if is_one_of_several else identifier
    return SourceQuestion(
        id=new_id(name, taken),
        text=_asked(item, interaction) or attribute(item, "title") or identifier,
        reference=_model_answer(item, response) or _for_scorers(item),
        name=name,
        points=_points(item),
        number=number,
    )


def _asked(item: Element, interaction: Element) -> str:
    """What stands in the item's body, less rubric blocks and interactions, and then this interaction's prompt."""
    body = next(descendants(item, "item-body"), None)
    others = {kind(one) for one in item.iter() if kind(one).endswith("-interaction")}
    stem = "" if body is None else text_of(body, "rubric-block", *others)
    prompt = next(descendants(interaction, "prompt"), None)
    return "\n".join(part for part in (stem, "" if prompt is None else text_of(prompt)) if part)


def _model_answer(item: Element, response: str) -> str:
    for declaration in descendants(item, "response-declaration"):
        if attribute(declaration, "identifier") == response:
            values = (text_of(value) for right in descendants(declaration, "correct-response") for value in right)
            return "\n".join(value for value in values if value)
    return ""


def _for_scorers(item: Element) -> str:
    blocks = (one for one in descendants(item, "rubric-block") if "scorer" in attribute(one, "view").split())
    return "\n".join(text for text in map(text_of, blocks) if text)


def _points(item: Element) -> float | None:
    for declaration in descendants(item, "outcome-declaration"):
        name = attribute(declaration, "identifier")
        if name == "MAXSCORE":
            value = next(descendants(declaration, "value"), None)
            most = find_number("" if value is None else value.text or "")
        else:
            most = find_number(attribute(declaration, "normal-maximum")) if name == "SCORE" else None
        if most and most > 0:
            return most
    return None


def qti_answers(roots: Iterable[tuple[str, Element]], catalogue: Catalogue, notes: Notes) -> Iterator[Found | Reject]:
    """The texts of all results reports; responses that are no text, such as durations and choices, are passed over."""
    for file, root in roots:
        if kind(root) == RESULT:
            context = next(descendants(root, "context"), None)
            for number, item in enumerate(descendants(root, "item-result"), start=1):
                place = Place(file=file, line=number, unit="item result")
                yield from _item_answers(item, place, _student(context), catalogue, notes)


def _student(context: Element | None) -> str:
    if context is None:
        return ""
    sessions = (attribute(one, "identifier") for one in descendants(context, "session-identifier"))
    return context.get("sourcedId") or attribute(context, "sourced-id") or next(sessions, "")


def _item_answers(
    item: Element, place: Place, student: str, catalogue: Catalogue, notes: Notes
) -> Iterator[Found | Reject]:
    if not student:
        yield Reject(place=place, reason="the report has no context with a sourcedId: it is open whose result it is")
        return
    identifier = attribute(item, "identifier")
    texts = [one for one in descendants(item, "response-variable") if attribute(one, "base-type") == "string"]
    if not texts:
        notes.count("an item result holds no text response: it was passed over", place)
    for variable in texts:
        label = _label(identifier, attribute(variable, "identifier"), len(texts) > 1, catalogue)
        question = catalogue.asked(label, place, notes)
        if isinstance(question, str):
            yield Reject(place=place, reason=question)
            continue
        mark = _score(item) if len(texts) == 1 else None
        yield Found(
            place=place,
            student=student,
            question_id=question.id,
            answer=_response(variable),
            extra={
                **({} if mark is None else {"mark": mark}),
                **({} if question.points is None else {"max_mark": question.points}),
                "session_status": attribute(item, "session-status") or None,
                "datestamp": attribute(item, "datestamp") or None,
            },
        )


def _label(identifier: str, response: str, is_one_of_several: bool, catalogue: Catalogue) -> str:
    whole = f"{identifier}-{response}"
    if catalogue.is_given:
        return whole if catalogue.find(whole) is not None else identifier
    return whole if is_one_of_several else identifier


def _response(variable: Element) -> str:
    """The candidate's text; of several values, each on lines of its own."""
    values = [
        "".join(value.itertext())
        for one in descendants(variable, "candidate-response")
        for value in descendants(one, "value")
    ]
    text = "\n".join(values)
    return text_of_html(text) if is_html_page(text) else text


def _score(item: Element) -> object:
    for variable in descendants(item, "outcome-variable"):
        value = next(descendants(variable, "value"), None)
        if attribute(variable, "identifier") == "SCORE" and value is not None:
            return mark_of(value.text or "")
    return None
