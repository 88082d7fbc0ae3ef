"""Grading again after a rubric has changed: only what the change touches, and nothing is replaced before it is asked.

`RESULTS.regrade/` beside the results holds the touched answers, their new grades and what they were made from; it
survives a kill, and goes when the new grades are applied.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from interviewer.batch.difference import Change, find_change
from interviewer.batch.graded_rows import fingerprint_of, graded_lines
from interviewer.batch.rows import json_text
from interviewer.batch.run import DEFAULT_CHUNK_ROWS, NO_FEEDBACK, Feedback, GradesMany, Job, Watcher, grade_file
from interviewer.batch.seen import DiskMap, key_of
from interviewer.batch.storage import flush, put_in_place, write_whole, writing
from interviewer.batch.touched import collect_answers, is_touched, line_at, now_of, row_key
from interviewer.errors import InputError, SettingsError
from interviewer.grading.grade import Grade
from rubrics.model import Question

ANSWERS, GRADED, MANIFEST = "answers.jsonl", "graded.jsonl", "made-from.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrade:
    """What is to be graded again.

    Attributes:
        results: The grades as they stand, JSONL.
        answers: The file that was graded.
        questions: The rubrics as they are now.
        settings: A checksum over what can change a score.
        version: The program's version.
        feedback: What is written besides the score.
        chunk_rows: Rows graded together.
    """

    results: Path
    answers: Path
    questions: Sequence[Question]
    settings: str
    version: str
    feedback: Feedback = field(default=NO_FEEDBACK)
    chunk_rows: int = DEFAULT_CHUNK_ROWS

    @property
    def folder(self) -> Path:
        """Where the new grades are kept until they are applied."""
        return self.results.with_suffix(".regrade")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """New grades that replace nothing yet.

    Attributes:
        rows: Answers in the results.
        touched: How many of them belong to a question whose rubric has changed.
        questions: Which questions those are, in the order of the rubrics.
        unknown: Questions of the results that the rubrics no longer have; their grades stay as they are.
        results: The results' checksum when the proposal was made.
    """

    rows: int
    touched: int
    questions: tuple[str, ...]
    unknown: tuple[str, ...]
    results: str


def propose(task: Regrade, grader: GradesMany, watcher: Watcher | None = None) -> Proposal:
    """Grades again what the change touches, and keeps it beside the results.

    Raises:
        InputError: If a file cannot be used, or the answers are not those that were graded.
        SettingsError: If grades that stay were made with other settings, models or another version.
        StorageError: If the new grades cannot be written.
    """
    with _alone(task):
        found = _Survey(task)
        if found.proposal.touched:
            _begin(task.folder, {**found.origin, "answers": fingerprint_of(task.answers)})
            if not (task.folder / GRADED).is_file():
                _grade(task, found, grader, watcher)
    return found.proposal


def changes(task: Regrade) -> Iterator[Change]:
    """What a proposal changes, in the order of the results."""
    for before, _, after in _paired(task):
        change = None if after is None else find_change(before, json.loads(after))
        if change is not None:
            yield change


def apply(task: Regrade, proposal: Proposal) -> None:
    """Puts the new grades into the results, in one step.

    Raises:
        InputError: If the results have changed since the proposal was made.
        StorageError: If they cannot be written; the results are as they were then.
    """
    if not proposal.touched:
        return
    if fingerprint_of(task.results) != proposal.results:
        raise InputError(f"{task.results} has changed since it was graded again: run the same command anew")
    aside = task.folder / "results.jsonl"
    with writing(task.results, "The results are as they were."):
        with aside.open("wb") as file:
            for _, line, after in _paired(task):
                file.write(line if after is None else after)
            flush(file)
        put_in_place(aside, task.results)
        shutil.rmtree(task.folder)


class _Survey:
    """One reading of the results: what is touched, and whether what stays can stand beside new grades."""

    def __init__(self, task: Regrade) -> None:
        now = now_of(task.questions)
        self.starts: dict[str, int] = {}
        self.kept_models: dict[str, Any] | None = None
        touched: dict[str, int] = {}
        unknown: dict[str, None] = {}
        rows = 0
        for rows, (_, _, row) in enumerate(graded_lines(task.results), start=1):  # noqa: B007
            name, made = str(row["question_id"]), row["graded_with"]
            if is_touched(row, now):
                touched[name] = touched.get(name, 0) + 1
                continue
            if name not in now:
                unknown[name] = None
            else:
                self._keep(task, row, made)
        if not rows:
            raise InputError(f"{task.results.name} holds no grades")
        self.changed = [question for question in task.questions if question.id in touched]
        self.proposal = Proposal(
            rows=rows,
            touched=sum(touched.values()),
            questions=tuple(question.id for question in self.changed),
            unknown=tuple(unknown),
            results=fingerprint_of(task.results),
        )
        self.origin = {
            "results": self.proposal.results,
            "rubrics": key_of(*(json_text(question.as_document()) for question in self.changed)).hex(),
            "settings": task.settings,
            "version": task.version,
            "feedback": f"{task.feedback.kind} {task.feedback.generator or ''}".strip(),
        }

    def _keep(self, task: Regrade, row: Mapping[str, Any], made: Mapping[str, Any]) -> None:
        for name, now in (("settings", task.settings), ("version", task.version)):
            if made.get(name) != now:
                raise SettingsError(
                    f"answer {row['answer_id']!r} keeps its grade, which another {name.rstrip('s')} of the program "
                    f"made ({made.get(name)}, now {now}): old and new grades would not compare; grade all of it anew "
                    "with `interviewer grade`"
                )
        self.kept_models = self.kept_models or dict(made.get("models") or {})


class _SameModels:
    """A grader that stops where its models are not those that made the grades that stay."""

    def __init__(self, grader: GradesMany, kept: Mapping[str, Any] | None) -> None:
        self._grader, self._kept = grader, kept

    def grade_many(self, questions: Sequence[Question], answers: Sequence[str]) -> list[Grade]:
        """One grade for each pair of question and answer, in their order."""
        grades = self._grader.grade_many(questions, answers)
        for grade in grades if self._kept else ():
            for kind in ("embedder", "verifier"):
                made, now = (self._kept or {}).get(kind), getattr(grade.graded_with, kind)
                if made != now:
                    raise SettingsError(
                        f"the grades that stay were made by the {kind} {made!r}, new ones by {now!r}: they would not "
                        "compare; grade all of it anew with `interviewer grade`"
                    )
        return grades


def _grade(task: Regrade, found: _Survey, grader: GradesMany, watcher: Watcher | None) -> None:
    collect_answers(task.results, task.answers, now_of(task.questions), task.folder / ANSWERS)
    job = Job(
        answers=task.folder / ANSWERS,
        output=task.folder / GRADED,
        questions=found.changed,
        settings=task.settings,
        version=task.version,
        feedback=task.feedback,
        chunk_rows=task.chunk_rows,
    )
    grade_file(job, _SameModels(grader, found.kept_models), watcher)


@contextmanager
def _alone(task: Regrade) -> Iterator[None]:
    from filelock import FileLock, Timeout

    path = task.results.with_suffix(".regrade.lock")
    lock = FileLock(path, timeout=0)
    with writing(task.results.parent):
        try:
            lock.acquire()
        except Timeout as error:
            raise SettingsError(f"another run grades {task.results} again at this moment: wait for its end") from error
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        lock.release()


def _begin(folder: Path, origin: Mapping[str, str]) -> None:
    """The folder, with what an earlier run of the same origin has left in it and nothing else."""
    wanted = json.dumps(origin, indent=2).encode()
    with writing(folder):
        if folder.is_dir() and (not (folder / MANIFEST).is_file() or (folder / MANIFEST).read_bytes() != wanted):
            shutil.rmtree(folder)
        folder.mkdir(exist_ok=True)
        write_whole(folder / MANIFEST, wanted)


def _paired(task: Regrade) -> Iterator[tuple[dict[str, Any], bytes, bytes | None]]:
    """Each row of the results, its line, and the new line where there is one."""
    now = now_of(task.questions)
    places = DiskMap()
    try:
        if not (task.folder / GRADED).is_file():
            yield from ((row, line, None) for _, line, row in graded_lines(task.results))
            return
        for start, _, row in graded_lines(task.folder / GRADED):
            places.put(row_key(row["answer_id"], row["question_id"]), start)
        with (task.folder / GRADED).open("rb") as graded:
            for _, line, row in graded_lines(task.results):
                at = places.find(row_key(row["answer_id"], row["question_id"])) if is_touched(row, now) else None
                yield row, line, None if at is None else line_at(graded, at)
    finally:
        places.close()
