"""Figures with 95 % intervals: a bootstrap over whole questions, and over whole students where they are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from interviewer.agreement.metrics import Ints, Undefined

RESAMPLES = 1000
FEWEST_FOR_INTERVAL = 10
SEED = 20240918
Measure = Callable[[Ints], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measured number with its 95 % interval; what does not exist is None and `why` says so in a sentence part."""

    value: float | None
    low: float | None = None
    high: float | None = None
    why: str | None = None

    def as_json(self) -> dict[str, object]:
        """Value and interval, rounded to six decimals; None where there is none, with the reason."""
        numbers = {"value": self.value, "low": self.low, "high": self.high}
        rounded: dict[str, object] = {k: None if v is None else round(v, 6) for k, v in numbers.items()}
        return rounded | ({"why": self.why} if self.why else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """What is drawn together, one number a row: question numbers, student numbers or None where they are unknown."""

    questions: Ints
    students: Ints | None = None

    def draws(self, resamples: int = RESAMPLES, seed: int = SEED) -> Iterator[Ints]:
        """Row numbers of each resample, one after another; a row can come several times.

        Whole questions are drawn with replacement, and whole students independently of them; a row comes as often as
        its question times its student. With a single question its answers are drawn (or its students).

        Source: Owen, "The pigeonhole bootstrap", Annals of Applied Statistics, 2007.
        """
        random = np.random.default_rng(seed)
        rows = np.arange(len(self.questions))
        groups = self._groups()
        for _ in range(resamples):
            times = np.ones(len(rows), dtype=np.int64)
            for group in groups:
                times *= _multiplicities(random, int(group.max()) + 1)[group]
            yield np.repeat(rows, times)

    def _groups(self) -> list[Ints]:
        several = [g for g in (self.questions, self.students) if g is not None and len(np.unique(g)) > 1]
        return several or [np.arange(len(self.questions))]


def numbered(names: Sequence[object]) -> Ints:
    """A number from 0 for each name, the same for equal names, in the order in which they appear."""
    known: dict[object, int] = {}
    return np.array([known.setdefault(name, len(known)) for name in names], dtype=np.int64)


def figures(measures: Mapping[str, Measure], clusters: Clusters) -> dict[str, Figure]:
    """Each measure over all rows, with its percentile interval over the same resamples.

    Args:
        measures: Take row numbers; raise Undefined where they have no value.
        clusters: What is drawn together; below FEWEST_FOR_INTERVAL rows there are no intervals.
    """
    rows = len(clusters.questions)
    plain = {name: _plain(measure, rows) for name, measure in measures.items()}
    wanted = {name: measures[name] for name, figure in plain.items() if figure.value is not None}
    if not wanted or rows < FEWEST_FOR_INTERVAL:
        return plain
    found: dict[str, list[float]] = {name: [] for name in wanted}
    for drawn in clusters.draws():
        for name, measure in wanted.items():
            try:
                found[name].append(measure(drawn))
            except Undefined:
                continue  # counted below: too many of these, and there is no interval
    return plain | {name: _with_interval(plain[name], values) for name, values in found.items()}


def _plain(measure: Measure, rows: int) -> Figure:
    try:
        value = measure(np.arange(rows))
    except Undefined as reason:
        return Figure(value=None, why=str(reason))
    why = None if rows >= FEWEST_FOR_INTERVAL else f"no interval: {rows} rows, and it takes {FEWEST_FOR_INTERVAL}"
    return Figure(value=value, why=why)


def _with_interval(plain: Figure, values: Sequence[float]) -> Figure:
    if len(values) < 0.9 * RESAMPLES:
        return Figure(value=plain.value, why="no interval: in many resamples the measure has no value")
    low, high = np.quantile(values, [0.025, 0.975])
    return Figure(value=plain.value, low=float(low), high=float(high))


def _multiplicities(random: np.random.Generator, groups: int) -> Ints:
    return np.bincount(random.integers(0, groups, groups), minlength=groups)
