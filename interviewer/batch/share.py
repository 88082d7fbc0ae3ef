"""One file of answers graded by several processes at once, on one machine or on many that share a folder.

Each takes the next chunk that nobody has taken (see `leases`) and puts what it graded beside the output (see `parts`);
whoever finds all chunks finished puts them together, by the same code and in the same order as a run by one process.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from interviewer.batch.chunks import Chunk, graded, read_chunks
from interviewer.batch.leases import Leases
from interviewer.batch.parts import Parts, open_parts
from interviewer.batch.run import GradesMany, Job, Summary, Unwatched, Watcher, finish, origin_of, survey_of
from interviewer.batch.screening import Survey
from interviewer.batch.work import alone_in, changed_since, holds_work, opened
from interviewer.errors import SettingsError, StorageError

POLL_S = 0.5
PATIENCE_S = 30.0  # those who come and go hold the folder for moments
ASSEMBLY = "assembly"


def grade_shared(job: Job, grader: GradesMany, watcher: Watcher | None = None) -> Summary:
    """Grades the file along with everyone else who was given the same job; returns when the output is in place.

    `kept` rows of the summary were graded by others or earlier.

    Raises:
        InputError: If the file as a whole cannot be used.
        SettingsError: If the output does not fit or is there already, or the work of another run is in the way.
        StorageError: If a result cannot be written; what is graded is kept.
    """
    found = survey_of(job)
    with alone_in(job.folder, PATIENCE_S):
        if job.output.exists() and not holds_work(job.folder):
            raise SettingsError(
                f"{job.output} is there already: if graders that share this work have just put it there, nothing is "
                "left to do; to grade anew, delete it"
            )
        parts = join(job, found)
    filling = Filling(job, grader, parts, watcher or Unwatched())
    filling.run()
    assemble(job, found, parts)
    return Summary(graded=found.rows, kept=filling.by_others, repeated=filling.repeated, rejected=found.rejects)


def join(job: Job, found: Survey) -> Parts:
    """The parts of this job; its folder must be held (see `alone_in`)."""
    return open_parts(job.folder, origin_of(job, found), job.chunk_rows, found.rows)


class Filling:
    """The chunks of a job, graded until none is left; counts the rows that others graded and the repeated ones."""

    def __init__(self, job: Job, grader: GradesMany, parts: Parts, watcher: Watcher) -> None:
        self._job = job
        self._grader = grader
        self._parts = parts
        self._watcher = watcher
        self._models: object = None
        self.own = self.by_others = self.repeated = 0

    def run(self) -> None:
        """Grades what nobody else does and waits for the others; takes over what they leave."""
        self._watcher.begin(self._parts.rows, 0)
        leases = Leases(self._parts.folder)
        try:
            left: list[Chunk] = []
            for chunk in read_chunks(self._job):
                own = self.own
                left += self._left([chunk], leases)
                if self.own > own:  # now and then, lest a long list be kept of what others have finished by now
                    left = [one for one in left if not self._is_done(one)]
            while (left := self._left(left, leases)) and self._parts.folder.is_dir():
                time.sleep(POLL_S)
            for chunk in left:  # while we looked away, all of it was finished and delivered
                self.by_others += chunk.rows
                self._count(chunk)
        finally:
            leases.close()

    def _left(self, chunks: Iterable[Chunk], leases: Leases) -> list[Chunk]:
        """Grades those that nobody else has in hand; the chunks that somebody has."""
        return [chunk for chunk in chunks if not self._is_done(chunk) and not self._grade(chunk, leases)]

    def _is_done(self, chunk: Chunk) -> bool:
        if chunk.fresh and not self._parts.is_finished(chunk.number):
            return False
        if chunk.fresh:
            self.by_others += chunk.rows
        self._count(chunk)
        return True

    def _grade(self, chunk: Chunk, leases: Leases) -> bool:
        with leases.held(str(chunk.number)) as lease:
            if lease is None:
                return False
            if self._is_done(chunk):  # since it was looked at
                lease.end()
                return True
            results = list(graded(self._job, self._grader, chunk.fresh))
            self._check_models(results[0]["graded_with"])
            if not lease.stands():  # this process was asleep for long, and another has it
                return False
            self._parts.publish(chunk.number, results)
            lease.end()
        self.own += chunk.rows
        self._count(chunk)
        return True

    def _count(self, chunk: Chunk) -> None:
        self.repeated += chunk.rows - len(chunk.fresh)
        self._watcher.advance(chunk.rows)

    def _check_models(self, graded_with: object) -> None:
        models = graded_with["models"]  # type: ignore[index]
        self._models = self._models or self._parts.find_models() or models
        if models != self._models:
            raise SettingsError(changed_since(self._job.folder, ["the models' weights"]))


def assemble(job: Job, found: Survey, parts: Parts) -> None:
    """Puts finished parts together and the output in place, unless another does; returns when it is there.

    Raises:
        SettingsError: If the parts were graded by different models.
        StorageError: If the output cannot be written, or the parts are gone and it is not there.
    """
    leases = Leases(parts.folder)
    try:
        while parts.folder.is_dir():
            with leases.held(ASSEMBLY) as lease:
                if lease is not None:
                    with alone_in(job.folder, PATIENCE_S), opened(job.folder, origin_of(job, found)) as work:
                        finish(job, found, parts.results, work, Unwatched())
                    return
            time.sleep(POLL_S)
    finally:
        leases.close()
    if not job.output.exists():
        raise StorageError(f"{job.folder} was deleted while its answers were graded: the same command starts anew")
