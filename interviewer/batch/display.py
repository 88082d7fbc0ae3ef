"""How far a run is, on stderr, where a person watches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text


class RateColumn(ProgressColumn):
    """Answers a second, once there is something to go by."""

    def render(self, task: Task) -> Text:
        """The rate of one task, or nothing yet."""
        return Text(f"{task.speed:.1f} answers/s" if task.speed else "")


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
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        yield Display(progress)
