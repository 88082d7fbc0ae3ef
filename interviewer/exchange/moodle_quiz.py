"""Moodle's quiz responses: the download of the quiz report "Responses", a row an attempt.

Source: https://docs.moodle.org/en/Quiz_responses_report; the columns are made in Moodle's own code, in
mod/quiz/classes/local/reports/attempts_report.php (Last name, First name, the site's identity fields such as ID number
and Email address, State or Status, Started on, Completed, Time taken, Grade/10.00) and in
mod/quiz/report/responses/report.php (for each question, as chosen on the report's page: `Question 1`, `Response 1`,
`Right answer 1`; the number may be a display number such as `1a`). A hyphen stands for no response, and in `State` for
no attempt. The download is in the language of the person who makes it: choose English, or import it as a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from interviewer.batch.rows import Reject
from interviewer.errors import InputError
from interviewer.exchange.catalogue import Catalogue, SourceQuestion
from interviewer.exchange.found import Found
from interviewer.exchange.lines import Line
from interviewer.exchange.notes import Notes
from interviewer.exchange.tables import Table

COLUMN = re.compile(r"(Question|Response|Right answer) (\S+)")
NOTHING = ("", "-")
IDENTITY = ("Username", "ID number", "Email address")
NAMES = ("First name", "Last name", "Surname")
STATES = ("State", "Status")
FINAL = "Finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slot:
    """The columns of one question; None where the report was made without it."""

    number: str
    response: int
    question: int | None
    right_answer: int | None


def is_moodle_quiz(names: Sequence[str]) -> bool:
    """Whether a table with these columns is such a download."""
    has_responses = any(name.startswith("Response ") and COLUMN.fullmatch(name) for name in names)
    return has_responses and any(name in names for name in (*IDENTITY, *NAMES))


def moodle_quiz_answers(table: Table, catalogue: Catalogue, notes: Notes) -> Iterator[Found | Reject]:
    """The answers of every attempt, question by question.

    Raises:
        InputError: If there is no response column, or it cannot be said which question a column answers.
    """
    slots = _slots(table)
    if not slots:
        raise InputError(
            f"{table.file} has no column 'Response 1': download the quiz report 'Responses' with 'Display: response' "
            "ticked and the language set to English, or import it with --format table"
        )
    by_place = _questions_by_place(slots, catalogue, table.file, notes)
    return _answers(table, slots, by_place, catalogue, notes)


def _slots(table: Table) -> list[_Slot]:
    at = {found.groups(): place for place, name in enumerate(table.header.names) if (found := COLUMN.fullmatch(name))}
    return [
        _Slot(
            number=number,
            response=place,
            question=at.get(("Question", number)),
            right_answer=at.get(("Right answer", number)),
        )
        for (kind, number), place in at.items()
        if kind == "Response"
    ]


def _questions_by_place(
    slots: list[_Slot], catalogue: Catalogue, file: str, notes: Notes
) -> Mapping[str, SourceQuestion]:
    """By slot, the question, where the report does not hold the questions' texts."""
    if all(slot.question is not None for slot in slots):
        return {}
    if not catalogue.is_given:
        return {slot.number: catalogue.find_or_add(f"Question {slot.number}") for slot in slots}
    questions = [one for one in catalogue.questions if one.is_free_text]
    if len(questions) != len(slots):
        raise InputError(
            f"{file} has {len(slots)} response columns and {catalogue.source} {len(questions)} essay questions, so it "
            "is open which answers which: download the report with 'Display: question text' ticked"
        )
    for slot, question in zip(slots, questions, strict=True):
        notes.say(f"Response {slot.number} was taken for {question.id!r}, by its place in {catalogue.source}")
    return {slot.number: question for slot, question in zip(slots, questions, strict=True)}


def _answers(
    table: Table, slots: list[_Slot], by_place: Mapping[str, SourceQuestion], catalogue: Catalogue, notes: Notes
) -> Iterator[Found | Reject]:
    used = {place for slot in slots for place in (slot.response, slot.question, slot.right_answer)}
    kept = [(place, name) for place, name in enumerate(table.header.names) if place not in used]
    for line in table.lines:
        if isinstance(line, Reject):
            yield line
            continue
        about = {name: line.cells[place] for place, name in kept}
        student = _student(about)
        fault = _fault(line, about, student, slots, notes)
        if fault:
            yield Reject(place=line.place, reason=fault)
            continue
        for slot in slots:
            question = by_place.get(slot.number) or _asked(line, slot, catalogue, notes)
            if isinstance(question, str):
                yield Reject(place=line.place, reason=question)
            elif question.is_free_text:
                yield _found(line, slot, question, student, about)
            else:
                notes.say(f"Response {slot.number} is no free text ({question.id!r}): it was left out")


def _student(about: Mapping[str, str]) -> str:
    known = (about.get(name, "").strip() for name in IDENTITY)
    return next((one for one in known if one not in NOTHING), "") or " ".join(
        about[name].strip() for name in NAMES if about.get(name, "").strip()
    )


def _fault(line: Line, about: Mapping[str, str], student: str, slots: list[_Slot], notes: Notes) -> str:
    if not student:
        return "there is no student: give the columns First name and Last name, ID number or Email address"
    state = next((about[name].strip() for name in STATES if name in about), FINAL)
    if state in NOTHING and all(line.cells[slot.response].strip() in NOTHING for slot in slots):
        return f"student {student!r} has made no attempt: there is nothing to grade"
    if state not in (FINAL, *NOTHING):
        notes.count(f"an attempt is {state!r}, not {FINAL!r}: its answers were taken as they are", line.place)
    return ""


def _asked(line: Line, slot: _Slot, catalogue: Catalogue, notes: Notes) -> SourceQuestion | str:
    """The question of a slot by its text in this row (with random questions, each student has others)."""
    text = line.cells[slot.question].strip() if slot.question is not None else ""
    right = line.cells[slot.right_answer].strip() if slot.right_answer is not None else ""
    if text in NOTHING:
        return f"Question {slot.number} is empty, so it is open what Response {slot.number} answers: download it anew"
    return catalogue.asked(text, line.place, notes, "" if right in NOTHING else right)


def _found(line: Line, slot: _Slot, question: SourceQuestion, student: str, about: Mapping[str, str]) -> Found:
    answer = line.cells[slot.response]
    points = {} if question.points is None else {"max_mark": question.points}
    return Found(
        place=line.place,
        student=student,
        question_id=question.id,
        answer="" if answer.strip() in NOTHING else answer,
        extra={**about, **points},
    )
