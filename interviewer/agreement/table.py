"""The figures of a study as text: for the terminal's table and for the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from interviewer.agreement.bootstrap import Figure
from interviewer.agreement.study import Study
from interviewer.agreement.verdict_study import VerdictStudy

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

TITLES = {
    "pearson": "Pearson",
    "spearman": "Spearman",
    "rmse": "RMSE",
    "mae": "MAE",
    "quadratic_kappa": "Kappa",
    "weighted_rmse": "Weighted RMSE",
}
IN_POINTS = ("rmse", "mae", "weighted_rmse")


def number(value: float | None, *, points: bool) -> str:
    """A figure for people: points with one decimal, the rest with two; a dash where there is none."""
    if value is None:
        return "–"
    text = f"{value:.1f}" if points else f"{value:.2f}"
    return text.replace("-", "−")


def interval(figure: Figure, *, points: bool) -> str:
    """The 95 % interval, such as `0.90 to 0.95`; empty where there is none."""
    if figure.low is None or figure.high is None:
        return ""
    return f"{number(figure.low, points=points)} to {number(figure.high, points=points)}"


def verdict_figures(verdicts: VerdictStudy) -> Iterator[tuple[str, Figure]]:
    """What is measured on key points, with its name for people."""
    for name, figure in verdicts.f1.items():
        yield f"F1 {name}", figure
    yield "F1, mean of the verdicts", verdicts.macro_f1
    yield "contradicted points that earned credit (share)", verdicts.contradicted_credited
    yield "calibration error of covered", verdicts.calibration_error


def reasons(study: Study) -> list[str]:
    """Why figures are absent, a sentence for each distinct reason."""
    named: dict[str, list[str]] = {}
    for line in study.lines:
        for name, figure in line.measures.items():
            if figure.value is None and figure.why:
                named.setdefault(f"{line.name}: {figure.why}", []).append(TITLES[name])
    for title, figure in verdict_figures(study.verdicts) if study.verdicts else ():
        if figure.value is None and figure.why:
            named.setdefault(figure.why, []).append(title)
    return [f"No {', '.join(titles)} ({why})." for why, titles in named.items()]


def print_study(study: Study, console: Console) -> None:
    """Print the whole comparison: table, key points, bias, notes."""
    people = "" if study.students is None else f" by {study.students} people"
    console.print(f"{len(study.compared)} marked answers{people} to {study.questions} questions; points from 0 to 100")
    console.print(_main_table(study))
    if study.verdicts is not None:
        console.print(_verdict_table(study.verdicts))
    console.print(_bias_table(study))
    for sentence in (*study.notes, *reasons(study)):
        console.print(sentence, style="yellow", markup=False, highlight=False)


def _main_table(study: Study) -> Table:
    from rich.table import Table

    table = Table(title="Agreement with the marks, with 95 % intervals", show_lines=True)
    table.add_column("against the marks")
    for title in TITLES.values():
        table.add_column(title, justify="right")
    for line in study.lines:
        cells = []
        for name in TITLES:
            figure, points = line.measures[name], name in IN_POINTS
            cells.append(f"{number(figure.value, points=points)}\n{interval(figure, points=points)}".strip())
        table.add_row(line.name, *cells)
    return table


def _verdict_table(verdicts: VerdictStudy) -> Table:
    from rich.table import Table

    table = Table(title=f"Key points: verdicts against {verdicts.labels} labels")
    table.add_column("measure")
    table.add_column("value", justify="right")
    table.add_column("95 % interval", justify="right")
    for title, figure in verdict_figures(verdicts):
        table.add_row(title, number(figure.value, points=False), interval(figure, points=False))
    return table


def _bias_table(study: Study) -> Table:
    from rich.table import Table

    table = Table(title="Score less mark: above 0 the grader is more generous than the person")
    for title in ("answers", "how many", "mark", "score", "difference", "95 % interval"):
        table.add_column(title, justify="left" if title == "answers" else "right")
    parts = [
        *((f"mark {group.name}", group) for group in study.bands),
        *((group.name, group) for group in study.by_length),
        *((group.name, group) for group in study.by_question[:5]),
    ]
    for name, group in parts:
        means = (number(value, points=True) for value in (group.mean_mark, group.mean_score, group.bias.value))
        table.add_row(name, str(group.answers), *means, interval(group.bias, points=True))
    return table
