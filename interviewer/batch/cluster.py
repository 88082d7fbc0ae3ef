"""A file of answers graded by the processes of a Ray cluster; the only module that knows Ray.

Ray Data keeps a pool of actors, each with its models loaded once and its share of CPUs and GPUs; what they work on are
the chunks of a shared run (see `share`), and what they finish lies beside the output. Ray's own checkpoints are not
used: they are kept a block of the output, need an actor of their own that takes a CPU, and would be a second record of
what is finished. A finished part is there at once and for all, whoever is killed: an actor, a machine or the driver.

The answers and the output must lie in a folder that all machines of the cluster see under the same path.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Any

from interviewer import errors
from interviewer.batch.graded_rows import fingerprint_of
from interviewer.batch.parts import Parts
from interviewer.batch.run import Feedback, GradesMany, Job, Summary, Unwatched, Watcher, survey_of
from interviewer.batch.share import PATIENCE_S, Filling, assemble, join
from interviewer.batch.work import alone_in
from interviewer.errors import InputError, InterviewerError, SettingsError

LOOK_S = 1.0
OBJECT_BYTES = 100_000_000  # answers go through files, not through Ray: its smallest store is large enough
CPU_PART = 0.9  # of a CPU, where there is one a worker: Ray's own tasks find room beside them

Maker = Callable[[], tuple[GradesMany, Feedback]]
"""Makes, in a worker's process, what grades and what writes; is sent there, so it must be importable or a `partial`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Where workers run.

    Attributes:
        address: Of a running cluster: `auto`, `HOST:PORT` or `ray://HOST:PORT`; None starts one on this machine.
        workers: How many processes grade at once; None for as many as there are GPUs or else CPUs.
    """

    address: str | None = None
    workers: int | None = None


def check_ray() -> None:
    """Nothing, if Ray is installed.

    Raises:
        SettingsError: If it is not.
    """
    if find_spec("ray") is None:
        raise SettingsError("--engine ray needs its package: pip install 'interviewer[ray]'")


def grade_on_ray(job: Job, make: Maker, cluster: Cluster, watcher: Watcher | None = None) -> Summary:
    """Grades the file as `grade_file` does, with the workers of a cluster: the same output, byte for byte.

    Raises:
        InputError: If the file as a whole cannot be used, or a machine of the cluster sees another one.
        SettingsError: If the output does not fit, there is no such cluster, or another run's work is in the way.
        ModelError: If a model is missing on a machine of the cluster.
        StorageError: If a result cannot be written; what is graded is kept.
    """
    check_ray()
    job = replace(job, answers=job.answers.resolve(), output=job.output.parent.resolve() / job.output.name)
    found = survey_of(job)
    with alone_in(job.folder, PATIENCE_S):
        parts = join(job, found)
    kept = parts.rows_in(parts.finished())
    with _watched(parts, kept, watcher or Unwatched()), _connected(cluster):
        _fill(replace(job, feedback=replace(job.feedback, write=None)), make, parts, cluster, found.fingerprint)
    assemble(job, found, parts)
    return Summary(graded=found.rows, kept=kept, repeated=0, rejected=found.rejects)


class RayWorker:
    """One process of the cluster: a grader with its models, which grades chunks until none is left."""

    def __init__(self, job: Job, make: Maker, parts: Parts, fingerprint: str) -> None:
        self._job = job
        self._make = make
        self._parts = parts
        self._fingerprint = fingerprint
        self._made: tuple[GradesMany, Feedback] | None = None

    def __call__(self, batch: dict[str, Any]) -> dict[str, Sequence[str]]:
        """Grades; the kind of error that ended it and its sentence, both empty if none did."""
        try:
            self._grade()
        except InterviewerError as error:
            return {"kind": [type(error).__name__], "told": [str(error)]}
        return {"kind": [""], "told": [""]}

    def _grade(self) -> None:
        if not self._parts.folder.is_dir() or not self._same_answers():
            raise InputError(
                f"{os.uname().nodename} does not see the same {self._job.answers} and {self._job.folder}: put answers "
                "and --output in a folder that all machines of the cluster share"
            )
        self._made = self._made or self._make()
        grader, feedback = self._made
        Filling(replace(self._job, feedback=feedback), grader, self._parts, Unwatched()).run()

    def _same_answers(self) -> bool:
        return self._job.answers.is_file() and fingerprint_of(self._job.answers) == self._fingerprint


def _fill(job: Job, make: Maker, parts: Parts, cluster: Cluster, fingerprint: str) -> None:
    """Lets the workers grade until all chunks are finished."""
    import ray

    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    workers, share = shares(cluster.workers, ray.cluster_resources())
    turns = ray.data.from_items(list(range(workers)), override_num_blocks=workers)
    told = turns.map_batches(
        RayWorker,
        fn_constructor_args=(job, make, parts, fingerprint),
        batch_size=1,
        compute=ray.data.ActorPoolStrategy(size=workers, max_tasks_in_flight_per_actor=1),  # none waits behind another
        **share,
    )
    try:
        for row in told.iter_rows():
            if row["kind"] and parts.folder.is_dir():  # else others have finished and delivered all of it
                raise vars(errors)[row["kind"]](row["told"])
    except ray.exceptions.RayError as error:
        reason = str(error).strip().splitlines()[-1]
        raise SettingsError(f"Ray gave up: {reason}. {parts.kept}") from error


def shares(workers: int | None, has: Mapping[str, float]) -> tuple[int, dict[str, float]]:
    """How many workers there are, and what each of them asks for.

    Args:
        workers: As many as are wished for; None for one a GPU, or else one a CPU.
        has: What the cluster has, by Ray's names: `CPU`, `GPU`.
    """
    cpus, gpus = has.get("CPU", 1.0), has.get("GPU", 0.0)
    workers = workers or max(1, int(gpus or cpus))
    each = cpus / workers
    share: dict[str, float] = {"num_cpus": int(each) if each > 1 else CPU_PART * each}
    if gpus:
        share["num_gpus"] = int(gpus / workers) if gpus > workers else gpus / workers
    return workers, share


class Starting:
    """Within it, the bare Exception by which Ray says that a process of its own was too slow becomes a sentence.

    Raises:
        SettingsError: In its place; errors of any other class pass.
    """

    def __enter__(self) -> None:
        """Nothing."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if kind is Exception:
            raise SettingsError(
                f"Ray did not start on this machine ({error}): it gives its processes some seconds for that, and a "
                "machine that is busy needs longer; try again when it is less so, or leave --engine ray out"
            ) from error


@contextmanager
def _connected(cluster: Cluster) -> Iterator[None]:
    """Within it there is a cluster: the one at the address, or one of this machine's own that ends with the block.

    Raises:
        SettingsError: If there is none at the address, or one cannot be started here.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    import ray
    import ray.data

    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    own: dict[str, Any] = {"include_dashboard": False, "object_store_memory": OBJECT_BYTES}
    try:
        with Starting():
            ray.init(cluster.address or "local", **quiet, **({} if cluster.address else own))
    except (ConnectionError, ValueError) as error:
        raise SettingsError(
            f"--address {cluster.address}: there is no Ray cluster to be reached ({error}); start one by "
            "`ray start --head`, or leave --address out to use this machine alone"
        ) from error
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    try:
        yield
    finally:
        ray.shutdown()


@contextmanager
def _watched(parts: Parts, kept: int, watcher: Watcher) -> Iterator[None]:
    """Within it the watcher hears of what the workers finish."""
    ended = threading.Event()
    watcher.begin(parts.rows, kept)

    def look() -> None:
        known = kept
        while not ended.wait(LOOK_S):
            now = parts.rows_in(parts.finished())
            watcher.advance(max(0, now - known))
            known = max(now, known)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield
    finally:
        ended.set()
        looking.join()
