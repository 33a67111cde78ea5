"""Charts as numbers: places on a scale and lengths of bars, as percentages that a template draws.

A chart is a few rectangles of SVG that are drawn when the page is written, beside a table that says the same in words:
it needs no chart library (hundreds of kilobytes and a script), prints as it looks, and is read out as the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from config.rubric import Part, Rubric
from reports.scorecard import IndicatorLine, Scorecard

_LOSING = (Part.DEDUCTION.value, Part.CREDIT.value)
"""Parts whose points are lost; what a bonus part does not give is no loss."""


@dataclass(frozen=True, slots=True)
class ScoreBar:
    """Places on a scale from 0 to the highest possible score, as percentages of its width."""

    low: Decimal
    high: Decimal
    score: Decimal
    pass_mark: Decimal
    gate: Decimal


@dataclass(frozen=True, slots=True)
class LossBar:
    """An indicator's points, those lost and those still open; lengths are percentages of the longest bar."""

    line: IndicatorLine
    lost: Decimal
    open: Decimal
    whole: Decimal


def score_bar(rubric: Rubric, card: Scorecard) -> ScoreBar | None:
    """Where score, range and marks lie; None where there is no score or the rubric has no marks."""
    if card.score is None or card.score_range is None:
        return None
    if rubric.base_points is None or rubric.pass_mark is None or rubric.bonus_gate is None:
        return None
    low, high = card.score_range
    width = max(rubric.base_points, high, Decimal(1))
    return ScoreBar(*(_share(points, width) for points in (low, high, card.score, rubric.pass_mark, rubric.bonus_gate)))


def loss_bars(card: Scorecard) -> list[LossBar]:
    """The indicators that lost points or may still lose some, the heaviest loss first."""
    lines = [line for line in card.indicators if line.part in _LOSING and (line.lost or line.open_points)]
    lines.sort(key=lambda line: (-line.lost, -line.open_points))
    longest = max((_whole(line) for line in lines), default=Decimal(1))
    return [
        LossBar(line, _share(line.lost, longest), _share(line.open_points, longest), _share(_whole(line), longest))
        for line in lines
    ]


def _whole(line: IndicatorLine) -> Decimal:
    """An indicator's points; where they are unknown, what it lost and may lose."""
    return max(line.points or Decimal(0), line.lost + line.open_points)


def _share(points: Decimal, width: Decimal) -> Decimal:
    return (max(points, Decimal(0)) * 100 / width).quantize(Decimal("0.01"))
