"""From a file to the text of a rubric file, and what could not be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from config.errors import Place, UserError
from config.registry import UnitClass
from xuncha.importing.grid import Grid
from xuncha.importing.header import Header, header_of
from xuncha.importing.nodes import Trouble
from xuncha.importing.outline import outline_of
from xuncha.importing.readers import read_grids
from xuncha.importing.table_yaml import TableFile


@dataclass(frozen=True)
class Imported:
    """The text of the file; cells that could not be told; headers of columns that nobody knows."""

    text: str
    troubles: tuple[Trouble, ...]


def import_table(
    path: Path,
    *,
    rubric_id: str,
    since: date,
    table: int | None = None,
    unit_class: UnitClass | None = None,
    title: str | None = None,
    lang: str = "zh",
) -> Imported:
    """Read the table in `path` (the only one with a header, or number `table` counted from 1).

    Raises `UserError` when there is none, when several could be meant, or when classes of units have other totals.
    """
    grid, header = _table(read_grids(path, lang), path, table)
    outline = outline_of(grid, header)
    outline.troubles[:0] = [Trouble(cell, "header", {"text": cell.text}) for cell in header.unknown]
    if not outline.roots:
        raise UserError("table-empty", place=Place(path))
    levels = [column.title for column in header.of("level")]
    written = TableFile(outline, path, levels, unit_class).text(
        rubric_id=rubric_id, title=title or path.stem, since=since, lang=lang
    )
    return Imported(written, tuple(outline.troubles))


def _table(grids: tuple[Grid, ...], path: Path, wanted: int | None) -> tuple[Grid, Header]:
    headed = [(grid, header) for grid in grids if (header := header_of(grid)) is not None]
    if wanted is not None:
        if not 1 <= wanted <= len(grids):
            raise UserError("table-number", place=Place(path), number=wanted, count=len(grids))
        headed = [(grid, header) for grid, header in headed if grid is grids[wanted - 1]]
    if not headed:
        raise UserError("table-header", place=Place(path))
    if len(headed) > 1:
        numbers = ", ".join(f"{grids.index(grid) + 1} ({grid.name})" for grid, _ in headed)
        raise UserError("table-several", place=Place(path), tables=numbers)
    return headed[0]
