"""What a person sees of a run while it lasts."""

from __future__ import annotations

import io

from rich.console import Console
from rich.progress import Progress

from interviewer.batch.display import RateColumn, display


def test_a_terminal_shows_how_far_the_run_is_and_what_an_earlier_one_did() -> None:
    file = io.StringIO()
    with display(Console(file=file, force_terminal=True, width=120)) as shown:
        shown.begin(total=400, kept=100)
        shown.advance(50)
    assert "grading" in file.getvalue() and "150/400" in file.getvalue()


def test_where_there_is_no_terminal_nothing_is_written() -> None:
    file = io.StringIO()
    with display(Console(file=file, force_terminal=False)) as shown:
        shown.begin(total=4, kept=0)
        shown.advance(4)
    assert file.getvalue() == ""


def test_the_rate_counts_only_what_this_run_does_and_is_by_the_minute_where_it_is_slow() -> None:
    now = [0.0]
    progress = Progress(get_time=lambda: now[0], disable=True, speed_estimate_period=1000)
    task = progress.add_task("grading", total=1000, completed=500)
    assert RateColumn().render(progress.tasks[0]).plain == ""
    for now[0] in (100.0, 200.0):
        progress.advance(task, 20)
    assert RateColumn().render(progress.tasks[0]).plain == "12.0 answers/min"
    for now[0] in (201.0, 202.0, 203.0):
        progress.advance(task, 1000)
    assert RateColumn().render(progress.tasks[0]).plain.endswith(" answers/s")
