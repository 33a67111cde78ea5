"""Tables of office files and web pages as grids: .xlsx by openpyxl, .docx by python-docx, .html by selectolax."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from config.errors import Place as ErrorPlace
from config.errors import UserError
from config.given_file import require_file
from config.messages import text
from config.yaml_file import read_utf8
from xuncha.drafting.office import office_module
from xuncha.importing.grid import Cell, Grid, Place, filled

_MOST_SPAN = 1000
"""A span wider than this is a slip of a page's author (browsers cut it there too)."""


def read_grids(path: Path, lang: str = "zh") -> tuple[Grid, ...]:
    """Every table in `path`. Raises `UserError` for other formats, broken files and files without a table."""
    readers: dict[str, Callable[[Path, str], Iterator[Grid]]] = {
        **{".xlsx": _read_xlsx, ".docx": _read_docx},
        **{".html": _read_html, ".htm": _read_html},
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise UserError("table-format", place=ErrorPlace(path), suffix=path.suffix or "-", known=" ".join(readers))
    require_file(path)
    grids = tuple(grid for grid in reader(path, lang) if grid.rows)
    if not grids:
        raise UserError("table-missing", place=ErrorPlace(path))
    return grids


def _read_xlsx(path: Path, lang: str) -> Iterator[Grid]:
    openpyxl = office_module("openpyxl", path)
    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UserError("plan-unreadable", place=ErrorPlace(path), reason=error) from error
    for sheet in book.worksheets:
        if sheet.max_row and sheet.sheet_state == "visible":
            yield _sheet(sheet)


def _sheet(sheet: Any) -> Grid:
    cells: dict[Place, Cell] = {}
    for row in sheet.iter_rows():
        for cell in row:
            place = (cell.row - 1, cell.column - 1)
            cells[place] = Cell(_shown(cell), f"{sheet.title}!{cell.coordinate}", place)
    for area in sheet.merged_cells.ranges:
        first = cells.get((area.min_row - 1, area.min_col - 1))
        for row in range(area.min_row - 1, area.max_row):
            for column in range(area.min_col - 1, area.max_col):
                if first is not None:
                    cells[row, column] = first
    return filled(sheet.title, cells, sheet.max_row, sheet.max_column, sheet.title + "!R{row}C{column}")


def _shown(cell: Any) -> str:
    """A value as the sheet shows it: 5.0 is 5, and 0.1 in a cell of percentages is 10%."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, float | int) and not isinstance(value, bool):
        number = Decimal(repr(value))
        if "%" in str(cell.number_format):
            return f"{_plain(number * 100)}%"
        return _plain(number)
    return str(value).strip()


def _plain(number: Decimal) -> str:
    whole = format(number, "f")
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


def _read_docx(path: Path, lang: str) -> Iterator[Grid]:
    docx = office_module("docx", path)
    package_error = office_module("docx.opc.exceptions", path).PackageNotFoundError
    try:
        tables = docx.Document(str(path)).tables
    except (package_error, KeyError, ValueError) as error:
        raise UserError("plan-unreadable", place=ErrorPlace(path), reason=error) from error
    for number, table in enumerate(tables, start=1):
        address = _address(number, lang)
        cells: dict[Place, Cell] = {}
        known: dict[Any, Cell] = {}  # by element, which must stay alive to be told apart
        width = 0
        for row, line in enumerate(table.rows):
            column = line.grid_cols_before
            for cell in line.cells:
                shown = address.format(row=row + 1, column=column + 1)
                cells[row, column] = known.setdefault(cell._tc, Cell(cell.text.strip(), shown, (row, column)))
                column += 1
            width = max(width, column)
        yield filled(str(number), cells, len(table.rows), width, address)


def _read_html(path: Path, lang: str) -> Iterator[Grid]:
    tables = LexborHTMLParser(read_utf8(path)).css("table")
    for number, table in enumerate(tables, start=1):
        if table.css_first("table table") is None:
            yield _html_table(table, number, _address(number, lang))


def _html_table(table: LexborNode, number: int, address: str) -> Grid:
    cells: dict[Place, Cell] = {}
    rows = table.css("tr")
    for row, line in enumerate(rows):
        column = 0
        for node in line.css("td, th"):
            while (row, column) in cells:
                column += 1
            across, down = _span(node, "colspan"), min(_span(node, "rowspan") or len(rows), len(rows) - row)
            shown = address.format(row=row + 1, column=column + 1)
            cell = Cell(node.text(separator="", strip=True), shown, (row, column))
            for place in ((row + y, column + x) for y in range(down) for x in range(max(across, 1))):
                cells.setdefault(place, cell)
            column += max(across, 1)
    width = max((column for _, column in cells), default=-1) + 1
    return filled(str(number), cells, len(rows), width, address)


def _span(node: LexborNode, name: str) -> int:
    written = (node.attributes.get(name) or "1").strip()
    return min(int(written), _MOST_SPAN) if written.isdecimal() else 1


def _address(number: int, lang: str) -> str:
    """A template for addresses in a table without letters of its own; row and column are filled in later."""
    return text("import.address", lang, table=number, row="{row}", column="{column}")
