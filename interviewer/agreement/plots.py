"""The plots of the agreement page as SVG text: no script, no picture file, colours from the page's style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from interviewer.agreement.bias import Group
from interviewer.agreement.metrics import CalibrationBin
from interviewer.agreement.study import Compared

MOST_POINTS = 1500
TICK_LETTERS = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A drawing area and the values at its borders; places are in pixels."""

    x: tuple[float, float]
    y: tuple[float, float]
    width: int = 420
    height: int = 320
    left: int = 52
    bottom: int = 46
    top: int = 12
    right: int = 14

    def at_x(self, value: float) -> float:
        """Pixel from the left."""
        low, high = self.x
        return round(self.left + (value - low) / (high - low) * (self.width - self.left - self.right), 1)

    def at_y(self, value: float) -> float:
        """Pixel from the top."""
        low, high = self.y
        return round(
            self.height - self.bottom - (value - low) / (high - low) * (self.height - self.bottom - self.top), 1
        )


def scatter(compared: Sequence[Compared]) -> str:
    """Marks to the right, scores upwards, the line of perfect agreement; every answer names itself when pointed at."""
    frame = Frame(x=(0, 100), y=(0, 100))
    step = -(-len(compared) // MOST_POINTS)
    dots = [_answer_dot(frame, one) for one in compared[:: max(1, step)]]
    diagonal = _line(frame, (0, 0), (100, 100), "ideal")
    return _svg(frame, "Mark given by a person", "Score", [diagonal, *dots], "Scores against marks")


def _answer_dot(frame: Frame, one: Compared) -> str:
    kind = "dot close" if one.close_call else "dot"
    words = escape(f"answer {one.answer_id}, {one.question_id}: mark {one.mark:.1f}, score {one.score:.1f}")
    place = f'cx="{frame.at_x(one.mark)}" cy="{frame.at_y(one.score)}"'
    return f'<circle class="{kind}" {place} r="4"><title>{words}</title></circle>'


def reliability(bins: Sequence[CalibrationBin]) -> str:
    """What the probability of `covered` said to the right, how often it was so upwards; larger dots, more points."""
    frame = Frame(x=(0, 100), y=(0, 100))
    most = max((one.count for one in bins), default=1)
    places = [(frame.at_x(100 * one.said), frame.at_y(100 * one.happened)) for one in bins]
    path = " ".join(f"{x},{y}" for x, y in places)
    dots = [
        f'<circle class="dot" cx="{x}" cy="{y}" r="{3 + 6 * (one.count / most) ** 0.5:.1f}">'
        f"<title>{one.count} key points: said {one.said:.0%}, was so {one.happened:.0%}</title></circle>"
        for (x, y), one in zip(places, bins, strict=True)
    ]
    parts = [_line(frame, (0, 0), (100, 100), "ideal"), f'<polyline class="curve" points="{path}"/>', *dots]
    return _svg(
        frame, "Stated, says the grader (%)", "Stated, says the person (%)", parts, "Reliability of probabilities"
    )


def bias_bars(groups: Sequence[Group], title: str) -> str:
    """A bar a group: the mean of score less mark, upwards where the grader is too generous, with its interval."""
    ends = [abs(v) for g in groups for v in (g.bias.value, g.bias.low, g.bias.high) if v is not None]
    reach = max(10.0, 5.0 * -(-max(ends, default=10.0) // 5))
    frame = Frame(x=(0, len(groups)), y=(-reach, reach))
    parts = [_line(frame, (0, 0), (len(groups), 0), "zero")]
    for place, group in enumerate(groups):
        value = group.bias.value or 0.0
        top, foot = frame.at_y(max(value, 0)), frame.at_y(min(value, 0))
        left, right = frame.at_x(place + 0.2), frame.at_x(place + 0.8)
        parts.append(
            f'<rect class="bar" x="{left}" y="{top}" width="{right - left:.1f}" height="{max(1.0, foot - top):.1f}">'
            f"<title>{escape(f'{group.name}: {value:+.1f} points over {group.answers} answers')}</title></rect>"
        )
        if group.bias.low is not None and group.bias.high is not None:
            parts.append(_line(frame, (place + 0.5, group.bias.low), (place + 0.5, group.bias.high), "interval"))
        parts += _wrapped(frame.at_x(place + 0.5), frame.height - frame.bottom + 13, group.name)
    return _svg(frame, "", "Score less mark (points)", parts, title, x_ticks=False)


def risk(curve: Sequence[tuple[float, float]]) -> str:
    """Share of answers kept to the right, their mean error upwards, when the least certain are left to a person."""
    top = max(5.0, 5.0 * -(-max((error for _, error in curve), default=5.0) // 5))
    frame = Frame(x=(0, 100), y=(0, top))
    path = " ".join(f"{frame.at_x(100 * kept)},{frame.at_y(error)}" for kept, error in curve)
    dots = [
        f'<circle class="dot" cx="{frame.at_x(100 * kept)}" cy="{frame.at_y(error)}" r="2.5"/>' for kept, error in curve
    ]
    parts = [f'<polyline class="curve" points="{path}"/>', *dots]
    return _svg(frame, "Answers graded by the program (%)", "Mean error (points)", parts, "Error against share kept")


def confusion_grid(names: Sequence[str], counts: Sequence[Sequence[int]]) -> str:
    """A square a pair of verdicts, darker where more key points fall; rows the person, columns the grader."""
    size = len(names)
    frame = Frame(x=(0, size), y=(0, size), left=108, bottom=58)
    parts = []
    for row, (name, line) in enumerate(zip(names, counts, strict=True)):
        total = max(1, sum(line))
        middle = (frame.at_y(size - row) + frame.at_y(size - row - 1)) / 2
        parts.append(_text(frame.left - 8, middle + 4, name, "tick end"))
        for column, count in enumerate(line):
            left, right = frame.at_x(column), frame.at_x(column + 1)
            kind = "right" if row == column else "wrong"
            parts.append(
                f'<rect class="cell {kind}" x="{left}" y="{frame.at_y(size - row)}" width="{right - left:.1f}"'
                f' height="{frame.at_y(size - row - 1) - frame.at_y(size - row):.1f}"'
                f' fill-opacity="{0.06 + 0.74 * count / total:.2f}"/>'
            )
            parts.append(_text((left + right) / 2, middle + 4, str(count), "count middle"))
    for column, name in enumerate(names):
        parts.append(_text(frame.at_x(column + 0.5), frame.height - frame.bottom + 16, name, "tick middle"))
    return _svg(frame, "The grader's verdict", "", parts, "Verdicts of person and grader", x_ticks=False, y_ticks=False)


def _svg(
    frame: Frame, across: str, up: str, parts: Sequence[str], title: str, *, x_ticks: bool = True, y_ticks: bool = True
) -> str:
    inside = [*(_x_ticks(frame) if x_ticks else []), *(_y_ticks(frame) if y_ticks else []), *parts]
    middle_x = (frame.left + frame.width - frame.right) / 2
    middle_y = (frame.top + frame.height - frame.bottom) / 2
    inside.append(_text(middle_x, frame.height - 8, across, "axis middle"))
    inside.append(
        f'<text class="axis middle" transform="translate(14 {middle_y}) rotate(-90)">{escape(up)}</text>' if up else ""
    )
    return (
        f'<svg viewBox="0 0 {frame.width} {frame.height}" role="img" aria-label="{escape(title, quote=True)}">'
        + "".join(inside)
        + "</svg>"
    )


def _x_ticks(frame: Frame) -> list[str]:
    ticks = []
    for value in _fifths(frame.x):
        ticks.append(_line(frame, (value, frame.y[0]), (value, frame.y[1]), "grid"))
        ticks.append(_text(frame.at_x(value), frame.height - frame.bottom + 15, f"{value:g}", "tick middle"))
    return ticks


def _y_ticks(frame: Frame) -> list[str]:
    ticks = []
    for value in _fifths(frame.y):
        ticks.append(_line(frame, (frame.x[0], value), (frame.x[1], value), "grid"))
        ticks.append(_text(frame.left - 6, frame.at_y(value) + 4, f"{value:g}", "tick end"))
    return ticks


def _fifths(ends: tuple[float, float]) -> list[float]:
    low, high = ends
    parts = 4 if low < 0 else 5
    return [round(low + (high - low) * part / parts, 6) for part in range(parts + 1)]


def _line(frame: Frame, start: tuple[float, float], end: tuple[float, float], kind: str) -> str:
    return (
        f'<line class="{kind}" x1="{frame.at_x(start[0])}" y1="{frame.at_y(start[1])}"'
        f' x2="{frame.at_x(end[0])}" y2="{frame.at_y(end[1])}"/>'
    )


def _wrapped(x: float, y: float, name: str) -> list[str]:
    """A name below a bar, on at most three short lines."""
    lines = wrap(name, TICK_LETTERS, max_lines=3, placeholder="…")
    return [_text(x, y + 11 * turn, line, "tick middle small") for turn, line in enumerate(lines)]


def _text(x: float, y: float, words: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'
