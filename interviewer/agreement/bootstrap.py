"""Figures with 95 % intervals: a bootstrap over whole questions, and over whole students where they are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from interviewer.agreement.metrics import Undefined
from interviewer.agreement.resampled import Floats, Ints

RESAMPLES = 1000
FEWEST_FOR_INTERVAL = 10
CELLS_AT_ONCE = 2_000_000  # resamples times rows held in memory together, 16 MB
SEED = 20240918


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A number to be measured with an interval.

    Attributes:
        once: Its value over all rows; raises Undefined where there is none.
        many: Its value in each of R resamples, shape (R,), from how often each row comes, shape (R, N); NaN for none.
    """

    once: Callable[[], float]
    many: Callable[[Floats], Floats]


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

    def draws(self, resamples: int = RESAMPLES, seed: int = SEED) -> Iterator[Floats]:
        """How often each row comes in each resample: blocks of shape (R, N) that make `resamples` together.

        Whole questions are drawn with replacement, and whole students independently of them; a row comes as often as
        its question times its student. With a single question its answers are drawn (or its students).

        Source: Owen, "The pigeonhole bootstrap", Annals of Applied Statistics, 2007.
        """
        random = np.random.default_rng(seed)
        rows = len(self.questions)
        block = max(1, CELLS_AT_ONCE // max(1, rows))
        for start in range(0, resamples, block):
            size = min(block, resamples - start)
            times = np.ones((size, rows))
            for group in self._groups():
                several = int(group.max()) + 1
                times *= random.multinomial(several, np.full(several, 1 / several), size=size)[:, group]
            yield times

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
        measures: By name.
        clusters: What is drawn together; below FEWEST_FOR_INTERVAL rows there are no intervals.
    """
    rows = len(clusters.questions)
    plain = {name: _plain(measure, rows) for name, measure in measures.items()}
    wanted = [name for name, figure in plain.items() if figure.value is not None]
    if not wanted or rows < FEWEST_FOR_INTERVAL:
        return plain
    found: dict[str, list[Floats]] = {name: [] for name in wanted}
    for times in clusters.draws():
        for name in wanted:
            found[name].append(measures[name].many(times))
    return plain | {name: _with_interval(plain[name], np.concatenate(blocks)) for name, blocks in found.items()}


def _plain(measure: Measure, rows: int) -> Figure:
    try:
        value = measure.once()
    except Undefined as reason:
        return Figure(value=None, why=str(reason))
    why = None if rows >= FEWEST_FOR_INTERVAL else f"no interval: {rows} rows, and it takes {FEWEST_FOR_INTERVAL}"
    return Figure(value=value, why=why)


def _with_interval(plain: Figure, values: Floats) -> Figure:
    values = values[np.isfinite(values)]
    if len(values) < 0.9 * RESAMPLES:
        return Figure(value=plain.value, why="no interval: in many resamples the measure has no value")
    low, high = np.quantile(values, [0.025, 0.975])
    return Figure(value=plain.value, low=float(low), high=float(high))
