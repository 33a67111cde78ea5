"""Which column of a table holds what, by its header (one row, or two with merged cells). Words: the lexicon."""

from __future__ import annotations

from dataclasses import dataclass

from config.indicator_tables import Column, indicator_tables
from config.registry import UnitClass
from xuncha.importing.grid import Cell, Grid

_SEARCHED = 15
"""A header stands within the first rows; above it are title and remarks."""


@dataclass(frozen=True)
class HeadedColumn:
    """A column of the table: what it holds, its header, and the class of unit that it is for, if any.

    `level` is, for a column of names, its rank from the left counted from 0; for a column of weights, the rank of the
    names that it weighs (those to its left).
    """

    index: int
    kind: Column
    title: str
    unit_class: UnitClass | None
    level: int


@dataclass(frozen=True)
class Header:
    """The columns of a table, and the row where its data begin. `unknown` are headers that nobody knows."""

    columns: tuple[HeadedColumn, ...]
    first_row: int
    unknown: tuple[Cell, ...]

    def of(self, kind: Column) -> tuple[HeadedColumn, ...]:
        """The columns of one kind, from left to right."""
        return tuple(column for column in self.columns if column.kind == kind)


def header_of(grid: Grid) -> Header | None:
    """The header of a table; None when no row names at least a column of indicators and one of weights or rules."""
    for row in range(min(len(grid.rows), _SEARCHED)):
        height = _height(grid, row)
        columns, unknown = _columns(grid, row, height)
        kinds = {column.kind for column in columns}
        if "level" in kinds and kinds & {"weight", "rule", "method", "responsible"}:
            return Header(columns, row + height, unknown)
    return None


def _height(grid: Grid, row: int) -> int:
    """Two where a header cell spans columns that the next row names one by one, or spans the next row; else one."""
    below = row + 1
    if below >= len(grid.rows):
        return 1
    spans_down = any(grid.rows[below][at].origin == cell.origin and cell.text for at, cell in enumerate(grid.rows[row]))
    return 2 if spans_down else 1


def _columns(grid: Grid, row: int, height: int) -> tuple[tuple[HeadedColumn, ...], tuple[Cell, ...]]:
    tables = indicator_tables()
    columns: list[HeadedColumn] = []
    unknown: list[Cell] = []
    level = -1
    for index in range(grid.width):
        cells = list({cell.origin: cell for cell in (grid.rows[row + at][index] for at in range(height))}.values())
        unit_class = next((found for cell in reversed(cells) if (found := tables.class_of(cell.text))), None)
        kind: Column | None = next(
            (is_kind for cell in reversed(cells) if (is_kind := tables.column_of(cell.text))), None
        )
        if kind is None and unit_class is not None and height == 1 and level >= 0:
            kind = "weight"
        if kind is None:
            unknown += [cell for cell in cells if cell.words]
            continue
        level += kind == "level"
        title = "".join(dict.fromkeys(cell.text for cell in cells if tables.column_of(cell.text) or height == 1))
        columns.append(HeadedColumn(index, kind, title, unit_class if kind == "weight" else None, max(level, 0)))
    return tuple(columns), tuple(unknown)
