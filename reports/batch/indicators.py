"""Where points are lost: units × indicators, and who does well what others do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from config.rubric import Part
from reports.batch.ranking import Ranking
from reports.batch.units import UnitResult, decimal
from reports.scorecard import LineOutcome

LEVELS = 4
"""Shades of the map beside "nothing lost": a quarter of the points each."""
_UNDECIDED = (LineOutcome.CANNOT_JUDGE.value, LineOutcome.MANUAL.value)
_YES_OR_NO = (Part.VETO.value, Part.CLAUSE.value)


@dataclass(frozen=True, slots=True)
class Cell:
    """How one unit fares under one indicator. `share` of its points that are lost for certain, from 0 to 1.

    None where that is not known: the indicator does not apply, nothing of it is decided, or it has no known points.
    `open`: more may be lost. Vetoes and clauses are lost whole or not at all.
    """

    outcome: str
    share: Decimal | None
    open: bool

    @property
    def level(self) -> int:
        """0 for nothing lost, else 1 to `LEVELS`."""
        return 0 if not self.share else min(LEVELS, int((self.share * LEVELS).to_integral_value("ROUND_CEILING")))


@dataclass(frozen=True, slots=True)
class IndicatorColumn:
    """An indicator of the map, with the mean share lost by the units for which that is known."""

    id: str
    title: str
    part: str
    mean: Decimal | None


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The observed units of one ranking (rows, its order) against its indicators. `cells` by unit, then indicator."""

    ranking: Ranking
    columns: tuple[IndicatorColumn, ...]
    rows: tuple[tuple[UnitResult, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True)
class GoodExample:
    """An indicator in which `losing` units lost something and `units` (fully judged) nothing."""

    rubric: str
    unit_class: str
    indicator: str
    title: str
    units: tuple[UnitResult, ...]
    losing: int


def heat_map(ranking: Ranking) -> HeatMap:
    """The map of one ranking. Bonus indicators are left out: not to earn extra is no loss."""
    seen = [(each, _lines(each)) for each in ranking.observed]
    known: dict[str, Mapping[str, Any]] = {}
    for _, lines in seen:
        for name, line in lines.items():
            known.setdefault(name, line)
    applying = [
        line
        for name, line in known.items()
        if any(name in lines and lines[name]["outcome"] != LineOutcome.NOT_APPLICABLE.value for _, lines in seen)
    ]
    rows = tuple((each, tuple(_cell(lines.get(line["id"])) for line in applying)) for each, lines in seen)
    columns = tuple(
        IndicatorColumn(line["id"], line["title"], line["part"], _mean([cells[at] for _, cells in rows]))
        for at, line in enumerate(applying)
    )
    return HeatMap(ranking, columns, rows)


def good_examples(heat: HeatMap) -> list[GoodExample]:
    """Indicators in which some units lose and others lose nothing, those first in which most lose."""
    found = []
    for at, column in enumerate(heat.columns):
        cells = [(each, cells[at]) for each, cells in heat.rows]
        losing = sum(1 for _, cell in cells if cell.share)
        without = tuple(
            each for each, cell in cells if cell.outcome == LineOutcome.PASS.value and cell.share == 0 and not cell.open
        )
        if losing and without:
            ranking = heat.ranking
            found.append(GoodExample(ranking.rubric, ranking.unit_class, column.id, column.title, without, losing))
    return sorted(found, key=lambda each: -each.losing)


def _lines(result: UnitResult) -> dict[str, Mapping[str, Any]]:
    lines = result.card["indicators"] if result.card else ()
    return {line["id"]: line for line in lines if line["part"] != Part.BONUS.value}


def _cell(line: Mapping[str, Any] | None) -> Cell:
    if line is None or line["outcome"] == LineOutcome.NOT_APPLICABLE.value:
        return Cell(LineOutcome.NOT_APPLICABLE.value, None, open=False)
    outcome, points = line["outcome"], line["points"]
    waiting = bool(line["open_points"]) or bool(line["open_findings"]) or outcome in _UNDECIDED
    if line["part"] in _YES_OR_NO:
        decided = {LineOutcome.FAIL.value: Decimal(1), LineOutcome.PASS.value: Decimal(0)}
        return Cell(outcome, decided.get(outcome), waiting)
    lost = _lost(line)
    if not points:
        return Cell(outcome, None, waiting)
    share = min(Decimal(1), lost / decimal(points))
    return Cell(outcome, None if outcome in _UNDECIDED and not share else share, waiting and share < 1)


def _lost(line: Mapping[str, Any]) -> Decimal:
    """Points that are lost for certain; of credit those that can no longer be earned."""
    if line["earned"] is None or not line["points"]:
        return decimal(line["lost"])
    return max(Decimal(0), decimal(line["points"]) - decimal(line["earned"]) - decimal(line["open_points"]))


def _mean(cells: Sequence[Cell]) -> Decimal | None:
    shares = [cell.share for cell in cells if cell.share is not None]
    return (sum(shares, Decimal(0)) / len(shares)).quantize(Decimal("0.0001"), ROUND_HALF_UP) if shares else None
