"""A table on a worksheet, safe for text that third parties wrote: page titles, link texts, addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from reports.textclean import printable

Cell: TypeAlias = str | int | Decimal | None

MAX_LINKS = 65_530
"""Hyperlinks that Excel allows on one worksheet (Excel specifications and limits); more make it repair the file."""
MAX_URL = 2_079
"""Longest hyperlink that Excel takes, in characters."""
MAX_TEXT = 32_767
"""Longest text of a cell, in characters (Excel specifications and limits)."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heading, width in characters, and whether its addresses become links."""

    heading: str
    width: int
    link: bool = False
    share: bool = False


class Table:
    """Writes headed rows with a frozen heading and a filter.

    Text is always written as text: a title that begins with `=`, `+`, `-` or `@` must not become a formula. Only
    http and https addresses become links, and only as many as Excel allows on a worksheet.
    """

    def __init__(self, book: Any, sheet: Any, columns: Sequence[Column], *, top: int = 0) -> None:
        """Prepare `sheet` of `book` (XlsxWriter); the heading goes into row `top`, counted from 0."""
        self._sheet = sheet
        self._columns = columns
        self._top = top
        self._links = 0
        edge = {"border": 1, "border_color": "#BFC5CD", "valign": "top", "font_name": "微软雅黑", "font_size": 10}
        self._text = book.add_format({**edge, "text_wrap": True})
        self._number = book.add_format({**edge, "num_format": "0.####"})
        self._share = book.add_format({**edge, "num_format": "0.00%"})
        self._link = book.add_format({**edge, "text_wrap": True, "font_color": "#1A4B8C", "underline": 1})
        self._head = book.add_format(
            {**edge, "bold": True, "bg_color": "#E8EDF3", "valign": "vcenter", "text_wrap": True}
        )

    def write(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Write heading and rows. Works for no rows at all."""
        for index, column in enumerate(self._columns):
            self._sheet.set_column(index, index, column.width)
            self._sheet.write_string(self._top, index, column.heading, self._head)
        for offset, row in enumerate(rows, start=self._top + 1):
            for index, (column, cell) in enumerate(zip(self._columns, row, strict=True)):
                self._cell(offset, index, column, cell)
        self._sheet.freeze_panes(self._top + 1, 0)
        self._sheet.autofilter(self._top, 0, self._top + max(len(rows), 1), len(self._columns) - 1)

    def _cell(self, row: int, index: int, column: Column, cell: Cell) -> None:
        match cell:
            case None | "":
                self._sheet.write_blank(row, index, None, self._text)
            case int() | Decimal():
                self._sheet.write_number(row, index, float(cell), self._share if column.share else self._number)
            case str() if column.link and self._may_link(cell):
                self._links += 1
                self._sheet.write_url(row, index, cell, self._link, string=cell)
            case str():
                self._sheet.write_string(row, index, printable(cell)[:MAX_TEXT], self._text)

    def _may_link(self, address: str) -> bool:
        web = address.startswith(("http://", "https://")) and address == printable(address)
        return web and len(address) <= MAX_URL and self._links < MAX_LINKS
