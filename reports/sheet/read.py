"""Reads a filled-in score sheet as it stands. Judges nothing; every cell keeps its address."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from config.errors import Place, UserError
from config.given_file import require_file
from reports.sheet.identity import identity_of
from reports.sheet.layout import AT, COLUMNS, FIRST_ROW, IDENTITY_SHEET, KEY_ROW, KEYS
from reports.sheet.row import SheetIdentity

LARGEST_BYTES = 100_000_000
"""Of all unpacked parts. A row takes some two thousand bytes; more is no sheet of ours but an attack on the memory."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that holds a formula, whose value is not known before a spreadsheet has calculated it."""

    text: str


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row as it was found: its number in the worksheet (from 1) and its cells by column key."""

    sheet: str
    number: int
    cells: Mapping[str, Any]

    def address(self, key: str) -> str:
        """Where the cell of a column stands: `评分表!K12`."""
        return f"{self.sheet}!{get_column_letter(AT[key] + 1)}{self.number}"

    def words(self, key: str) -> str:
        """A cell as text without blanks around it; nothing for an empty one."""
        value = self.cells[key]
        return "" if value is None else str(value).strip()


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """A filled-in sheet: the file, whose run it says it is, and its rows that hold anything."""

    path: Path
    identity: SheetIdentity
    rows: tuple[FilledRow, ...]


def read_sheet(path: Path) -> FilledSheet:
    """Read the workbook at `path`.

    Raises `UserError` for a missing or broken file, for a workbook that is no score sheet, and for one whose columns
    were moved.
    """
    require_file(path)
    book = _opened(path)
    identity = identity_of(book[IDENTITY_SHEET].iter_rows(values_only=True)) if IDENTITY_SHEET in book else None
    pages = [page for page in book.worksheets if page.cell(KEY_ROW + 1, 1).value == KEYS[0]]
    if identity is None or len(pages) != 1:
        raise UserError("sheet-not-ours", place=Place(path))
    [page] = pages
    for place, column in enumerate(COLUMNS, start=1):
        cell = page.cell(KEY_ROW + 1, place)
        if cell.value != column.key:
            raise UserError("sheet-columns", place=Place(f"{path} {page.title}!{cell.coordinate}"), column=column.key)
    return FilledSheet(path, identity, tuple(row for row in _rows(page) if any(map(_filled, row.cells.values()))))


def _opened(path: Path) -> Any:
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > LARGEST_BYTES:
            raise UserError("sheet-too-large", place=Place(path), megabytes=size // 1_000_000)
        with warnings.catch_warnings():
            # A date that cannot be one is told by its cell, as a problem of the row.
            warnings.simplefilter("ignore", UserWarning)
            return openpyxl.load_workbook(path)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, OSError) as error:
        raise UserError("sheet-unreadable", place=Place(path), reason=error) from error


def _rows(page: Any) -> list[FilledRow]:
    lines = page.iter_rows(min_row=FIRST_ROW + 1, max_col=len(COLUMNS))
    return [
        FilledRow(page.title, line[0].row, {key: _value(cell) for key, cell in zip(KEYS, line, strict=True)})
        for line in lines
    ]


def _value(cell: Any) -> Any:
    return Formula(str(cell.value)) if cell.data_type == "f" else cell.value


def _filled(value: Any) -> bool:
    return value is not None and str(value).strip() != ""
