"""A file of a course system to answers that can be graded, and its questions to a rubric set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element

from interviewer.batch.rows import Reject, Row, json_text
from interviewer.batch.storage import flush, put_in_place, writing
from interviewer.errors import InputError, SettingsError
from interviewer.exchange.any_table import table_answers
from interviewer.exchange.catalogue import Catalogue, SourceQuestion
from interviewer.exchange.found import Found, Repeats, settled
from interviewer.exchange.moodle_quiz import is_moodle_quiz, moodle_quiz_answers
from interviewer.exchange.moodle_xml import moodle_questions
from interviewer.exchange.notes import Notes
from interviewer.exchange.ora import is_ora, ora_answers
from interviewer.exchange.qti import ITEM, RESULT, qti_answers, qti_questions
from interviewer.exchange.rubric_sets import ENDINGS, questions_of_set, told_without_rubric
from interviewer.exchange.tables import read_table
from interviewer.exchange.xml_files import kind, xml_roots

Format = Literal["auto", "moodle", "ora", "qti", "table"]
XML_ENDINGS = (".xml", ".zip")
MOODLE_ROOT = "quiz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What is to be imported, and how.

    Attributes:
        file: A table, an XML file, or a folder or ZIP package of XML files.
        format: What it is; found out where it is `auto`.
        questions: A file of the questions, or None.
        columns: Roles and column names of a table that the person gave.
        repeats: Which of several answers of one student to one question count.
        encoding: Of a text file, or None to find it out.
    """

    file: Path
    format: Format = "auto"
    questions: Path | None = None
    columns: Sequence[tuple[str, str]] = ()
    repeats: Repeats = "first"
    encoding: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How many answers and rejected rows were written, and the file of the latter."""

    answers: int
    rejects: int
    rejects_file: Path


def read_catalogue(job: Import, notes: Notes) -> Catalogue:
    """The questions that the job names, or those in the imported file itself.

    Raises:
        InputError: If a file of questions holds none.
    """
    if job.questions is not None:
        questions = _questions_in(job.questions, notes)
        if not questions:
            raise InputError(f"{job.questions} holds no question with a free text for an answer")
        return Catalogue(questions, source=job.questions.name)
    own = _questions_in(job.file, notes) if _is_xml(job.file) else ()
    return Catalogue(own, source=job.file.name)


def read_answers(job: Import, catalogue: Catalogue, notes: Notes) -> Iterator[Row | Reject]:
    """The answers of the file; of a file of questions alone, none.

    Raises:
        InputError: If the file does not exist, is not what the format says or cannot be used.
        SettingsError: If an option does not fit.
    """
    _check(job.file)
    return settled(_found(job, catalogue, notes), job.repeats)


def write_answers(rows: Iterable[Row | Reject], output: Path) -> Written:
    """Writes answers as JSONL, and rejected rows beside them to `.rejects.jsonl` (removed where there are none).

    Raises:
        StorageError: If a file cannot be written; what was there before then stays.
    """
    rejects_file = output.with_suffix(".rejects.jsonl")
    answers = rejects = 0
    aside, aside_rejects = (path.with_name(path.name + ".tmp") for path in (output, rejects_file))
    with ExitStack() as unfinished:
        for path in (aside, aside_rejects):
            unfinished.callback(path.unlink, missing_ok=True)
        with writing(output), aside.open("wb") as good, aside_rejects.open("wb") as bad:
            for row in rows:
                is_row = isinstance(row, Row)
                answers, rejects = answers + is_row, rejects + (not is_row)
                record = _record(row) if isinstance(row, Row) else row.as_json()
                (good if is_row else bad).write(json_text(record).encode() + b"\n")
            flush(good)
            flush(bad)
        with writing(output):
            put_in_place(aside, output)
            if rejects:
                put_in_place(aside_rejects, rejects_file)
            else:
                rejects_file.unlink(missing_ok=True)
    return Written(answers=answers, rejects=rejects, rejects_file=rejects_file)


def say_ungradable(catalogue: Catalogue, notes: Notes) -> None:
    """Tells which questions have neither a rubric nor a reference answer, where questions were given."""
    lacking = [one.id for one in catalogue.questions if one.is_free_text and not one.has_rubric]
    if catalogue.is_given and lacking:
        notes.say(told_without_rubric(lacking))


def _record(row: Row) -> dict[str, object]:
    return {"answer_id": row.answer_id, "question_id": row.question_id, "answer": row.answer, **row.extra}


def _found(job: Import, catalogue: Catalogue, notes: Notes) -> Iterator[Found | Reject]:
    if _is_xml(job.file):
        if job.format in ("ora", "table"):
            raise SettingsError(f"--format {job.format} reads a table, and {job.file.name} is XML: leave --format out")
        return qti_answers(_roots(job.file, job.format), catalogue, notes)
    if job.format == "qti":
        raise SettingsError(f"--format qti reads XML, and {job.file.name} is a table: leave --format out")
    table = read_table(job.file, notes, job.encoding)
    names = table.header.names
    if job.format == "moodle" or (job.format == "auto" and is_moodle_quiz(names)):
        return moodle_quiz_answers(table, catalogue, notes)
    if job.format == "ora" or (job.format == "auto" and is_ora(names)):
        return ora_answers(table, catalogue, notes)
    return table_answers(table, job.columns, catalogue, notes)


def _questions_in(path: Path, notes: Notes) -> tuple[SourceQuestion, ...]:
    _check(path)
    if path.suffix.lower() in ENDINGS or (path.is_dir() and not any(path.rglob("*.xml"))):
        return questions_of_set(path)
    if not _is_xml(path):
        raise InputError(
            f"{path.name} is no file of questions: give Moodle XML, a QTI item, package or folder, or a rubric set"
        )
    roots = list(_roots(path, "auto"))
    moodle = [one for file, root in roots if kind(root) == MOODLE_ROOT for one in moodle_questions(root, file, notes)]
    return tuple(moodle) or tuple(qti_questions(roots, notes))


def _roots(path: Path, format: Format) -> Iterator[tuple[str, Element]]:
    known = 0
    for file, root in xml_roots(path):
        if format == "qti" and kind(root) == MOODLE_ROOT:
            raise SettingsError(f"--format qti: {file} is Moodle XML: leave --format out")
        known += kind(root) in (MOODLE_ROOT, ITEM, RESULT)
        yield file, root
    if not known:
        raise InputError(f"{path.name} is XML, but neither Moodle XML questions nor a QTI item or results report")


def _is_xml(path: Path) -> bool:
    return path.is_dir() or path.suffix.lower() in XML_ENDINGS


def _check(path: Path) -> None:
    if not path.exists():
        raise InputError(f"{path} does not exist: give a file to import")
    try:
        if path.is_file() and path.stat().st_size == 0:
            raise InputError(f"{path} is empty: export it anew")
        if path.is_file():
            path.open("rb").close()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
