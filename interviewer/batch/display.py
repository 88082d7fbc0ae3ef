"""How far a run is, on stderr, where a person watches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

RATE_OVER_S = 600  # chunks may be minutes apart


class RateColumn(ProgressColumn):
    """Answers a second, once there is something to go by."""

    def render(self, task: Task) -> Text:
        """The rate of one task, or nothing yet; by the minute where an answer takes longer than a second."""
        if not task.speed:
            return Text("")
        return Text(f"{task.speed:,.1f} answers/s" if task.speed >= 1 else f"{60 * task.speed:,.1f} answers/min")


class Display:
    """Shows rows done, rate and time left."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("reading", total=None)

    def begin(self, total: int, kept: int) -> None:
        """Starts the count; kept rows count as done, but not towards the rate."""
        self._progress.remove_task(self._task)
        self._task = self._progress.add_task("grading", total=total, completed=kept)

    def advance(self, rows: int) -> None:
        """Moves the count on."""
        self._progress.advance(self._task, rows)


@contextmanager
def display(console: Console) -> Iterator[Display]:
    """A display that is drawn while it lasts; where the console is no terminal, nothing is written."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), RateColumn(), TimeRemainingColumn())
    shown = console.is_terminal
    with Progress(*columns, console=console, disable=not shown, speed_estimate_period=RATE_OVER_S) as progress:
        yield Display(progress)
