"""What a weight cell says: points, a share in percent, or a range that differs between units (0.5–3.5分)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from config.indicator_tables import indicator_tables
from xuncha.importing.grid import Cell


@dataclass(frozen=True)
class Weight:
    """Points as decimals: `points`, or `low` and `high` of a range; and the cell that says so."""

    cell: Cell
    points: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


def is_blank(cell: Cell) -> bool:
    """Whether a cell says that there is nothing (empty, a dash, 无)."""
    return cell.words in indicator_tables().blank


def weight_of(cell: Cell) -> Weight | None:
    """The weight in a cell that is not blank; None when it cannot be told. A percentage counts as its number."""
    tables = indicator_tables()
    single = re.fullmatch(tables.number, cell.words)
    if single:
        return Weight(cell, points=Decimal(single["value"]))
    both = re.fullmatch(tables.range, cell.words)
    if both and Decimal(both["low"]) <= Decimal(both["high"]):
        return Weight(cell, low=Decimal(both["low"]), high=Decimal(both["high"]))
    return None


def weight_inside(cell: Cell) -> Weight | None:
    """The points that stand behind a name in its own cell: 发布解读（30分）."""
    found = re.search(indicator_tables().inside, cell.words)
    return Weight(cell, points=Decimal(found["value"] or found["bare"])) if found else None
