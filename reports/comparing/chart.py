"""Where the marks of a trend chart stand. Pure arithmetic; the page draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 52, 20, 24, 40
_GRID_LINES = 4
_LABEL_WIDTH = 84
"""In the units of the drawing, like all numbers here; a date in a 13 px font fits."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A value at its place. `label` is what stands at it."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """One series: its marks, and the stretches between runs that both have a value."""

    marks: tuple[Mark, ...]
    strokes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """The axes: days from left to right, values from `low` to `high` upwards."""

    xs: tuple[float, ...]
    low: Decimal
    high: Decimal

    def y(self, value: Decimal) -> float:
        """How far down a value stands."""
        span = self.high - self.low
        share = (value - self.low) / span if span else Decimal(0)
        return round(HEIGHT - BOTTOM - float(share) * (HEIGHT - TOP - BOTTOM), 1)

    @property
    def grid(self) -> list[tuple[Decimal, float]]:
        """The values at which lines are drawn across, with their places."""
        step = (self.high - self.low) / _GRID_LINES
        values = [self.low + step * number for number in range(_GRID_LINES + 1)]
        return [(value, self.y(value)) for value in values]

    @property
    def labelled(self) -> list[int]:
        """The runs whose days are written below: as many as have room, the last one always."""
        chosen: list[int] = []
        for number in range(len(self.xs) - 1, -1, -1):
            if not chosen or self.xs[chosen[-1]] - self.xs[number] >= _LABEL_WIDTH:
                chosen.append(number)
        return chosen[::-1]


def scale(days: Sequence[date], low: Decimal, high: Decimal) -> Scale:
    """A scale for runs as of `days`: distances in time are distances on paper, unless all are of one day."""
    first, last = days[0].toordinal(), days[-1].toordinal()
    if len(set(days)) == len(days) and days == sorted(days):
        shares = [(day.toordinal() - first) / (last - first) if last > first else 0.5 for day in days]
    else:
        shares = [number / (len(days) - 1) if len(days) > 1 else 0.5 for number in range(len(days))]
    room = WIDTH - LEFT - RIGHT
    return Scale(tuple(round(LEFT + 16 + share * (room - 32), 1) for share in shares), low, max(high, low + 1))


def line(axes: Scale, values: Sequence[Decimal | None], labels: Sequence[str]) -> Line:
    """A series on these axes. A run without a value is a gap, not a zero."""
    marks: list[Mark] = []
    strokes: list[str] = []
    open_: list[str] = []
    for x, value, label in zip(axes.xs, values, labels, strict=True):
        if value is None:
            strokes.append(" ".join(open_))
            open_ = []
            continue
        mark = Mark(x, axes.y(value), label)
        marks.append(mark)
        open_.append(f"{mark.x},{mark.y}")
    strokes.append(" ".join(open_))
    return Line(tuple(marks), tuple(each for each in strokes if " " in each))


def round_up(value: Decimal, step: Decimal | None = None) -> Decimal:
    """The end of a scale, so that its four grid lines stand at whole numbers: the next multiple of `step`, or without
    one the next number from 4, 8, 20, 40, 80 …"""
    if step is not None:
        return (value / step).to_integral_value(ROUND_CEILING) * step
    top = Decimal(4)
    while top < value:
        top *= Decimal("2.5") if str(top).startswith("8") else 2
    return top
