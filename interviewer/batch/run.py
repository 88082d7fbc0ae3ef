"""A file of answers to a file of grades: chunk by chunk, each answer once, and a killed run goes on where it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Protocol

from interviewer.batch.chunks import answer_key, graded
from interviewer.batch.rows import Reject, Row, json_text
from interviewer.batch.screening import Survey, screened_rows, survey
from interviewer.batch.seen import DiskMap, key_of
from interviewer.batch.storage import writing
from interviewer.batch.work import Work, changed_since, open_work
from interviewer.batch.writing import MOST_XLSX_ROWS, OUTPUT_COLUMNS, OUTPUT_ENDINGS, write_table
from interviewer.errors import SettingsError
from interviewer.grading.grade import Grade
from rubrics.model import Question

DEFAULT_CHUNK_ROWS = 16  # on a CPU an answer can take seconds: little is lost by a kill, and progress shows


class GradesMany(Protocol):
    """Grades answers, many at once; `interviewer.grading.grader.Grader` is one."""

    def grade_many(self, questions: Sequence[Question], answers: Sequence[str]) -> list[Grade]:
        """One grade for each pair of question and answer, in their order."""


class Watcher(Protocol):
    """Is told how far a run is."""

    def begin(self, total: int, kept: int) -> None:
        """There are `total` rows to grade, `kept` of them done by an earlier run."""

    def advance(self, rows: int) -> None:
        """So many more rows are graded and kept."""


class Unwatched:
    """Shows nothing."""

    def begin(self, total: int, kept: int) -> None:
        """Nothing."""

    def advance(self, rows: int) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What is said to each candidate besides the score.

    Attributes:
        kind: `none`, `template` or `llm`.
        generator: The language model's name as it goes into every row, or None.
        write: The texts for answers that were graded together; None where nothing is to be said.
    """

    kind: str
    generator: str | None
    write: Callable[[Sequence[Question], Sequence[str], Sequence[Grade]], Sequence[str]] | None


NO_FEEDBACK = Feedback(kind="none", generator=None, write=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be graded, where the result goes and what it is made with.

    Attributes:
        answers: A CSV, JSONL, Parquet or XLSX file.
        output: Where the grades go; its ending names the kind.
        questions: All that may be answered.
        settings: A checksum over what can change a score.
        version: The program's version.
        feedback: What is written besides the score.
        chunk_rows: Rows graded together and lost together if the run is killed.
    """

    answers: Path
    output: Path
    questions: Sequence[Question]
    settings: str
    version: str
    feedback: Feedback = field(default=NO_FEEDBACK)
    chunk_rows: int = DEFAULT_CHUNK_ROWS

    @property
    def rejects(self) -> Path:
        """Where the rows go that cannot be graded."""
        return self.output.with_suffix(".rejects.jsonl")

    @property
    def folder(self) -> Path:
        """Where unfinished work is kept."""
        return self.output.with_suffix(".partial")


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run has done; `kept` rows of the `graded` ones came from an earlier run, `repeated` from equal answers."""

    graded: int
    kept: int
    repeated: int
    rejected: int


def grade_file(job: Job, grader: GradesMany, watcher: Watcher | None = None) -> Summary:
    """Grades every row of the file that can be graded and puts grades and rejects in place.

    A row's grade is the same in a run that was killed and went on: what is graded together does not depend on it.

    Raises:
        InputError: If the file as a whole cannot be used; nothing is graded then.
        SettingsError: If the output does not fit, or a leftover of another run is in the way.
        StorageError: If a result cannot be written; what is graded is kept.
    """
    found = survey_of(job)
    with open_work(job.folder, origin_of(job, found)) as work:
        return finish(job, found, lambda _, rows: graded(job, grader, rows), work, watcher or Unwatched())


Source = Callable[[int, Sequence[Row]], Iterable[dict[str, object]]]
"""Gives what `graded` gives for the fresh rows of the chunk with this number."""


def survey_of(job: Job) -> Survey:
    """What the job's file holds, once it is clear that it can be graded and the result can go where it is to go.

    Raises:
        InputError: If the file as a whole cannot be used.
        SettingsError: If the output does not fit.
    """
    check_output(job)
    found = survey(job.answers, {question.id: question for question in job.questions})
    if job.output.suffix.lower() == ".xlsx" and found.rows > MOST_XLSX_ROWS:
        raise SettingsError(
            f"{job.answers.name} has {found.rows:,} rows, too many for one Excel sheet: give --output OUT.parquet"
        )
    return found


def finish(job: Job, found: Survey, source: Source, work: Work, watcher: Watcher) -> Summary:
    """Completes the rows from the source, in order, and puts grades and rejects in place.

    Raises:
        SettingsError: If the rows are not graded by the same models throughout.
        StorageError: If a result cannot be written.
    """
    summary = _Run(job, source, work).complete(found, watcher)
    aside = work.aside(job.output)
    if job.output.suffix.lower() != ".jsonl":
        with writing(aside, work.kept):
            write_table(work.lines(), aside)
    work.deliver(job.output, job.rejects)
    return summary


def check_output(job: Job) -> None:
    """Nothing, if the output can go where it is to go.

    Raises:
        SettingsError: If its ending is unknown, its folder is missing, or it would replace the answers.
    """
    output = job.output
    if output.suffix.lower() not in OUTPUT_ENDINGS:
        raise SettingsError(
            f"--output {output} ends in {output.suffix!r}: give a name ending in {', '.join(OUTPUT_ENDINGS)}"
        )
    if not output.parent.is_dir():
        raise SettingsError(f"--output {output}: there is no folder {output.parent}: create it or choose another")
    for path in (output, job.rejects):
        if path.is_dir():
            raise SettingsError(f"--output {output}: {path} is a folder: give the name of a file")
        if path.exists() and job.answers.exists() and path.samefile(job.answers):
            raise SettingsError(f"--output {output} would replace the answers in {job.answers}: give another name")


class _Run:
    """One run over the rows: what is known of answers graded already, and where the next ones go."""

    def __init__(self, job: Job, source: Source, work: Work) -> None:
        self._job = job
        self._source = source
        self._work = work
        self._repeated = 0
        self._models: object = None  # of the rows kept from an earlier run

    def complete(self, found: Survey, watcher: Watcher) -> Summary:
        """Grades what is missing."""
        kept = self._work.keep_whole_chunks(self._job.chunk_rows, found.rows)
        if kept:
            self._models = json.loads(self._work.line_at(0))["graded_with"]["models"]
        watcher.begin(found.rows, kept)
        places = DiskMap()
        try:
            rows = self._gradable()
            start = 0
            for row, line in zip(islice(rows, kept), self._work.lines(), strict=True):
                places.put(answer_key(row), start)
                start += len(line)
            number = chunks_in(kept, self._job.chunk_rows)
            while chunk := list(islice(rows, self._job.chunk_rows)):
                self._complete_chunk(number, chunk, places)
                watcher.advance(len(chunk))
                number += 1
        finally:
            places.close()
        return Summary(graded=found.rows, kept=kept, repeated=self._repeated, rejected=found.rejects)

    def _gradable(self) -> Iterator[Row]:
        questions = {question.id: question for question in self._job.questions}
        for row in screened_rows(self._job.answers, questions):
            if isinstance(row, Reject):
                self._work.reject(_line(row.as_json()))
            else:
                yield row

    def _complete_chunk(self, number: int, chunk: Sequence[Row], places: DiskMap) -> None:
        keys = [answer_key(row) for row in chunk]
        earlier = {key: places.find(key) for key in keys}
        results = {key: json.loads(self._work.line_at(start)) for key, start in earlier.items() if start is not None}
        fresh = {key: row for key, row in reversed(list(zip(keys, chunk, strict=True))) if key not in results}
        ordered = [key for key in dict.fromkeys(keys) if key in fresh]
        for key, result in zip(ordered, self._source(number, [fresh[key] for key in ordered]), strict=True):
            self._check_models(result["graded_with"])
            results[key] = result
        self._repeated += len(chunk) - len(ordered)
        lines = [_line(_record(row, results[key])) for row, key in zip(chunk, keys, strict=True)]
        for key, start in zip(keys, self._work.append(lines), strict=True):
            places.put(key, start)

    def _check_models(self, graded_with: object) -> None:
        models = graded_with["models"]  # type: ignore[index]
        self._models = self._models or models
        if models != self._models:
            raise SettingsError(changed_since(self._job.folder, ["the models' weights"]))


def chunks_in(rows: int, chunk_rows: int) -> int:
    """How many chunks these first rows of a file make; the last may be short."""
    return -(-rows // chunk_rows)


def _record(row: Row, result: Mapping[str, object]) -> dict[str, object]:
    whole = {**result, "answer_id": row.answer_id, "question_id": row.question_id, "extra": dict(row.extra)}
    return {name: whole[name] for name in OUTPUT_COLUMNS}


def _line(record: Mapping[str, object]) -> bytes:
    return json_text(record).encode() + b"\n"


def origin_of(job: Job, found: Survey) -> dict[str, str]:
    """What decides the result, in the words of a person: a leftover of another origin is not continued."""
    rubrics = key_of(*(json_text(question.as_document()) for question in job.questions)).hex()
    return {
        "the answers file": found.fingerprint,
        "the rubrics": rubrics,
        "the settings": job.settings,
        "the kind of feedback": f"{job.feedback.kind} {job.feedback.generator or ''}".strip(),
        "the program's version": job.version,
    }
