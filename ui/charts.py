"""Small charts as inline SVG: numbers in, markup out; each has a label that says the same in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape


def line_chart(scores: Sequence[float], label: str) -> str:
    """Scores, 0 to 100, in order of time, as a line with a dot each; at least one."""
    wide, high, edge = 640, 160, 32
    step = (wide - 2 * edge) / max(1, len(scores) - 1)
    places = [(edge + step * n, high - edge - (high - 2 * edge) * score / 100) for n, score in enumerate(scores)]
    grid = "".join(
        f'<line class="grid" x1="{edge}" x2="{wide - edge}" y1="{y:.1f}" y2="{y:.1f}"/>'
        for y in (edge, high / 2, high - edge)
    )
    grid += f'<text x="0" y="{edge + 5}">100</text><text x="0" y="{high - edge + 5}">0</text>'
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = "".join(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in places)
    return _svg(wide, high, label, f'{grid}<polyline class="line" points="{path}"/>{dots}')


def radar(shares: Sequence[tuple[str, float]], label: str, attributes: str = "") -> str:
    """Named scores, 0 to 100, around a centre, with attributes for the names; nothing for fewer than three."""
    if len(shares) < 3:
        return ""
    wide, high, reach = 480, 336, 112
    corners = [2 * math.pi * n / len(shares) for n in range(len(shares))]

    def at(angle: float, share: float) -> tuple[float, float]:
        return wide / 2 + reach * share * math.sin(angle), high / 2 - reach * share * math.cos(angle)

    def ring(share: float) -> str:
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(angle, share) for angle in corners))

    rings = "".join(f'<polygon class="grid" points="{ring(share)}"/>' for share in (0.25, 0.5, 0.75, 1.0))
    inside = [at(angle, score / 100) for angle, (_, score) in zip(corners, shares, strict=True)]
    area = " ".join(f"{x:.1f},{y:.1f}" for x, y in inside)
    dots = "".join(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in inside)
    names = "".join(_name(at(angle, 1.12), name, angle) for angle, (name, _) in zip(corners, shares, strict=True))
    return _svg(wide, high, label, f'{rings}<polygon class="area" points="{area}"/>{dots}<g{attributes}>{names}</g>')


def scatter(points: Sequence[tuple[float, float]], label: str, axes: tuple[str, str]) -> str:
    """Expected against reached scores, both 0 to 100; the diagonal is a person who knows exactly.

    Args:
        points: Expected and reached.
        label: What the chart says, in words.
        axes: Names of the two.
    """
    size, edge = 240, 24
    reach = size - 2 * edge
    dots = "".join(
        f'<circle class="dot soft" cx="{edge + reach * x / 100:.1f}" cy="{size - edge - reach * y / 100:.1f}" r="5"/>'
        for x, y in points
    )
    frame = f'<rect class="grid" x="{edge}" y="{edge}" width="{reach}" height="{reach}"/>'
    diagonal = f'<line class="diagonal" x1="{edge}" y1="{size - edge}" x2="{size - edge}" y2="{edge}"/>'
    names = (
        f'<text x="{size / 2}" y="{size - 6}" text-anchor="middle">{escape(axes[0])}</text>'
        f'<text x="{-size / 2}" y="14" text-anchor="middle" transform="rotate(-90)">{escape(axes[1])}</text>'
    )
    return _svg(size, size, label, frame + diagonal + dots + names)


def _name(place: tuple[float, float], name: str, angle: float) -> str:
    side = math.sin(angle)
    anchor = "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"
    short = name if len(name) <= 18 else name[:17] + "…"
    return f'<text x="{place[0]:.1f}" y="{place[1] + 5:.1f}" text-anchor="{anchor}">{escape(short)}</text>'


def _svg(wide: float, high: float, label: str, inside: str) -> str:
    return f'<svg class="chart" viewBox="0 0 {wide:g} {high:g}" role="img" aria-label="{escape(label)}">{inside}</svg>'
