"""One row of an answers file as a value, and the reason for a row that cannot be graded."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from interviewer.errors import InputError

NEEDED = ("question_id", "answer")
COLUMNS = ("answer_id", *NEEDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a row stands: `answers.csv line 17`.

    Attributes:
        file: The file's name, without its folder.
        line: From 1, as an editor or a spreadsheet counts; a Parquet file's rows count from 1.
        unit: `line` or `row`.
    """

    file: str
    line: int
    unit: str = "line"

    def __str__(self) -> str:
        return f"{self.file} {self.unit} {self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One answer to be graded; `extra` holds the further columns, as plain JSON values."""

    place: Place
    answer_id: str
    question_id: str
    answer: str
    extra: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """One row that cannot be graded; `reason` is a sentence without the place."""

    place: Place
    reason: str
    answer_id: str | None = None

    def as_json(self) -> dict[str, object]:
        """The row of the rejects file."""
        return {"line": self.place.line, "answer_id": self.answer_id, "reason": f"{self.place}: {self.reason}"}


def row_from_cells(place: Place, number: int, cells: Mapping[str, object]) -> Row | Reject:
    """The row that the cells of one line make, or why they make none.

    Args:
        place: Where the line stands.
        number: The row's number in the file, from 1; it stands in for an absent or empty answer_id.
        cells: Values by column; an absent value is None. A None in `answer` is a blank answer.
    """
    try:
        answer_id = _id(cells.get("answer_id"), "answer_id") or str(number)
    except ValueError as fault:
        return Reject(place=place, reason=str(fault))
    try:
        question_id = _id(cells.get("question_id"), "question_id")
        answer = _answer(cells)
    except ValueError as fault:
        return Reject(place=place, reason=str(fault), answer_id=answer_id)
    if not question_id:
        return Reject(
            place=place, reason="there is no question_id: say which question is answered", answer_id=answer_id
        )
    extra = {name: plain(value) for name, value in cells.items() if name not in COLUMNS}
    return Row(place=place, answer_id=answer_id, question_id=question_id, answer=answer, extra=extra)


def check_columns(names: Iterable[str], file: str) -> None:
    """Nothing, if the columns can be used.

    Raises:
        InputError: If `question_id` or `answer` is missing, or a column stands twice.
    """
    names = list(names)
    missing = [name for name in NEEDED if name not in names]
    if missing:
        found = ", ".join(repr(name) for name in names[:20]) or "none"
        raise InputError(
            f"{file} has no column {' and no column '.join(repr(name) for name in missing)} (found: {found}): "
            "name the columns answer_id, question_id and answer"
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(f"{file} has the column {twice[0]!r} twice: rename or remove one")


def plain(value: object) -> object:
    """The value as JSON holds it: not-a-number becomes None; dates, decimals and bytes become text."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else (None if math.isnan(value) else str(value))
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def json_text(value: object) -> str:
    """One line of JSON that UTF-8 can hold: half characters (lone surrogates) stay escaped."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return text if _is_whole(text) else json.dumps(value, allow_nan=False)


def _id(value: object, name: str) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and math.isnan(value):
        return ""
    if isinstance(value, (float, Decimal)) and value == int(value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise ValueError(f"{name} is {_kind(value)}, not text: write it as text")
    text = str(value).strip()
    if not _is_whole(text):
        raise ValueError(f"{name} holds half a character (a lone surrogate): write it anew")
    return text


def _answer(cells: Mapping[str, object]) -> str:
    if "answer" not in cells:
        raise ValueError("there is no answer: give one, or an empty text for a blank answer")
    answer = cells["answer"]
    if answer is None:
        return ""
    if not isinstance(answer, str):
        raise ValueError(f"the answer is {_kind(answer)}, not text: write it as text")
    if not _is_whole(answer):
        raise ValueError("the answer holds half a character (a lone surrogate, often a cut emoji): mend its end")
    return answer


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return f"true or false ({value})"
    if isinstance(value, (int, float, Decimal)):
        return f"a number ({value})"
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, (datetime, date, time)):
        return f"a date or time ({value.isoformat()})"
    return f"of the type {type(value).__name__}"
