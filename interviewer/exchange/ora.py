"""Open edX open response assessments: the instructor's "ORA Data Report", a row a submission.

Source: https://docs.openedx.org (Generate a report for ORA assignments); the columns are made in edx-ora2, in
openassessment/data.py, OraAggregateData.collect_ora2_data: Submission ID, Location and Problem Name (newer releases),
Item ID, Username (where the site allows it), Anonymized Student ID, Date/Time Response Submitted, Response, Assessment
Details, Assessment Scores, Date/Time Final Score Given, Final Score Points Earned, Final Score Points Possible,
Feedback Statements Selected, Feedback on Peer Assessments. `Response` is JSON: {"parts": [{"text": …}, …]}, one part a
prompt, beside lists about uploaded files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from interviewer.batch.rows import Reject
from interviewer.errors import InputError
from interviewer.exchange.catalogue import Catalogue, SourceQuestion
from interviewer.exchange.found import Found
from interviewer.exchange.html_text import is_html_page, text_of_html
from interviewer.exchange.lines import Line
from interviewer.exchange.notes import Notes
from interviewer.exchange.numbers import find_number, mark_of
from interviewer.exchange.tables import Table

NEEDED = ("Submission ID", "Item ID", "Anonymized Student ID", "Response")
SUBMITTED = "Date/Time Response Submitted"
KEPT = ("Submission ID", "Location", "Problem Name", "Item ID", "Username", "Anonymized Student ID", SUBMITTED)
EARNED, POSSIBLE = "Final Score Points Earned", "Final Score Points Possible"


def is_ora(names: Sequence[str]) -> bool:
    """Whether a table with these columns is such a report."""
    return set(NEEDED) <= set(names)


def ora_answers(table: Table, catalogue: Catalogue, notes: Notes) -> Iterator[Found | Reject]:
    """The text of every part of every submission; a question of several prompts is as many questions.

    Raises:
        InputError: If a needed column is missing.
    """
    missing = [name for name in NEEDED if name not in table.header.names]
    if missing:
        raise InputError(
            f"{table.file} has no column {missing[0]!r}: download the 'ORA Data Report' from the instructor dashboard"
        )
    return _answers(table, catalogue, notes)


def _answers(table: Table, catalogue: Catalogue, notes: Notes) -> Iterator[Found | Reject]:
    labels: dict[str, str] = {}
    for line in table.lines:
        if isinstance(line, Reject):
            yield line
            continue
        cells = dict(zip(table.header.names, line.cells, strict=True))
        parts = _parts(cells["Response"])
        if isinstance(parts, str):
            yield Reject(place=line.place, reason=parts, answer_id=cells["Submission ID"] or None)
            continue
        if _has_files(cells["Response"]):
            notes.count("a submission has uploaded files: only its text was taken", line.place)
        for number, text in enumerate(parts, start=1):
            label = _label(cells, number if len(parts) > 1 else 0, labels)
            question = catalogue.asked(label, line.place, notes)
            if isinstance(question, str):
                yield Reject(place=line.place, reason=question, answer_id=cells["Submission ID"] or None)
            else:
                yield _found(line, cells, question, text, number if len(parts) > 1 else 0)


def _parts(response: str) -> list[str] | str:
    """The texts of a response, or why there are none."""
    if not response.strip():
        return "the Response is empty: the submission holds no answer"
    try:
        answer = json.loads(response)
    except (ValueError, RecursionError) as error:
        return f"the Response is not JSON ({error}): download the report anew, without saving it from a spreadsheet"
    if not isinstance(answer, dict):
        return "the Response is JSON but no object with 'parts': download the report anew"
    parts = answer.get("parts")
    if not isinstance(parts, list) or not parts:
        return "the Response has no 'parts' (a submission of files alone): there is no text to grade"
    texts = [part.get("text", "") if isinstance(part, dict) else "" for part in parts]
    if not all(isinstance(text, str) for text in texts):
        return "a part of the Response is not text: download the report anew"
    return [text_of_html(text) if is_html_page(text) else text for text in texts]


def _has_files(response: str) -> bool:
    answer: Mapping[str, object] = json.loads(response)
    return bool(answer.get("file_keys") or answer.get("file_key"))


def _label(cells: Mapping[str, str], part: int, labels: dict[str, str]) -> str:
    """The problem's name, or where it has none of its own, the problem's id; with the part's number."""
    location = cells.get("Location", "").strip() or cells["Item ID"].strip()
    name = cells.get("Problem Name", "").strip()
    is_own = bool(name) and labels.setdefault(name, location) == location
    label = name if is_own else location.rsplit("@", 1)[-1]
    label = f"ora item id {label}" if label.isdigit() else label  # a bare number would be a question's place
    return f"{label} {part}" if part else label


def _found(line: Line, cells: Mapping[str, str], question: SourceQuestion, text: str, part: int) -> Found:
    extra: dict[str, object] = {name: cells[name] for name in KEPT if name in cells}
    possible = find_number(cells.get(POSSIBLE, ""))
    if not part and possible:
        extra["max_mark"] = possible
        if cells.get(EARNED, "").strip():
            extra["mark"] = mark_of(cells[EARNED])
    elif question.points is not None:
        extra["max_mark"] = question.points
    submission = cells["Submission ID"].strip()
    return Found(
        place=line.place,
        student=cells["Anonymized Student ID"].strip() or cells.get("Username", "").strip(),
        question_id=question.id,
        answer=text,
        extra=extra,
        answer_id=f"{submission}/{part}" if submission and part else submission,
    )
