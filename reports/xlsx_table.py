"""A table on a worksheet, safe for text that third parties wrote: page titles, link texts, addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias
from urllib.parse import quote, urlsplit

from reports.textclean import printable

FONT = "Microsoft YaHei"
"""Of every sheet: 微软雅黑 by the name that Excel knows in every language."""

MAX_LINKS = 65_530
"""Hyperlinks that Excel allows on one worksheet (Excel specifications and limits); more make it repair the file."""
MAX_URL = 2_079
"""Longest hyperlink that Excel takes, in characters."""
MAX_TEXT = 32_767
"""Longest text of a cell, in UTF-16 units, which are Excel's characters (Excel specifications and limits)."""
LINE_HEIGHT = 14
"""Of one line of text in a row, in points."""
MAX_LINES = 8
"""So many lines of a cell are shown; one that is longer can be read by selecting it."""
_UNSAFE = re.compile(r"[\s\"<>\\^`{|}\[\]]|%(?![0-9A-Fa-f]{2})")
"""What may not stand in an address (RFC 3986, section 2), and a per cent sign that begins no escape."""
_HOST = re.compile(r"[^\s\"<>\\^`{|}%]+")
"""Hosts that Excel takes, ports and brackets of IPv6 included."""
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so becomes a formula once somebody edits the cell, unless the cell is marked as text."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A link of our own: to a cell of this workbook (`internal:…`) or to a file beside it (`external:…`)."""

    target: str
    text: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of our own, with the value it has when the workbook is written."""

    formula: str
    value: int


Cell: TypeAlias = str | int | Decimal | date | datetime | Jump | Formula | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heading, width in characters, and what may stand in it.

    `link`: its addresses become links. `share`: its numbers are percentages. `choices`: what a person may enter;
    `day`: a person may enter a date; `entry`: it is empty for a person to fill in.
    """

    heading: str
    width: int
    link: bool = False
    share: bool = False
    choices: tuple[str, ...] = ()
    day: bool = False
    entry: bool = False


class Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        """Make formats in `book` (XlsxWriter)."""
        edge = {"border": 1, "border_color": "#BFC5CD", "valign": "top", "font_name": FONT, "font_size": 10}
        self._make = cache(lambda items: book.add_format(edge | dict(items)))
        self.text = self._of(text_wrap=True)
        self.quoted = self._of(text_wrap=True, quote_prefix=True)
        self.number = self._of(num_format="0.####")
        self.share = self._of(num_format="0.00%")
        self.day = self._of(num_format="yyyy-mm-dd")
        self.moment = self._of(num_format="yyyy-mm-dd hh:mm")
        self.link = self._of(text_wrap=True, font_color="#1A4B8C", underline=1)
        self.head = self._of(bold=True, bg_color="#E8EDF3", valign="vcenter", text_wrap=True)
        self.entry_head = self._of(bold=True, bg_color="#FBF3DC", valign="vcenter", text_wrap=True)

    def _of(self, **properties: Any) -> Any:
        return self._make(tuple(properties.items()))


class Table:
    """Writes headed rows with a frozen heading and a filter.

    Text is always written as text: a title that begins with `=`, `+`, `-` or `@` must not become a formula, neither now
    nor when somebody edits its cell. Only http and https addresses become links, and only as many as Excel allows on a
    worksheet.
    """

    def __init__(self, formats: Formats, sheet: Any, columns: Sequence[Column]) -> None:
        """Prepare `sheet` (XlsxWriter); the heading goes into its first row."""
        self._formats = formats
        self._sheet = sheet
        self._columns = columns
        self._links = 0

    def write(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Write heading and rows. Works for no rows at all."""
        formats, last = self._formats, max(len(rows), 1)
        for index, column in enumerate(self._columns):
            self._sheet.set_column(index, index, column.width)
            self._sheet.write_string(0, index, column.heading, formats.entry_head if column.entry else formats.head)
            self._restrict(index, column, last)
        for line, row in enumerate(rows, start=1):
            self._sheet.set_row(line, self._height(row))
            for index, (column, cell) in enumerate(zip(self._columns, row, strict=True)):
                self._cell(line, index, column, cell)
        self._sheet.freeze_panes(1, 0)
        self._sheet.autofilter(0, 0, last, len(self._columns) - 1)

    def _height(self, row: Sequence[Cell]) -> int:
        """So many points that all text of a row can be read, up to a limit; not every program works this out itself."""
        lines = [
            _lines(cell, column.width) for cell, column in zip(row, self._columns, strict=True) if type(cell) is str
        ]
        return LINE_HEIGHT * min(max(lines, default=1), MAX_LINES)

    def _restrict(self, index: int, column: Column, last: int) -> None:
        """Let people enter only what the column is for; a blank stays allowed."""
        rule: dict[str, Any]
        if column.choices:
            rule = {"validate": "list", "source": list(column.choices)}
        elif column.day and column.entry:
            rule = {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1)}
        else:
            return
        self._sheet.data_validation(1, index, last, index, rule | {"ignore_blank": True})

    def _cell(self, row: int, index: int, column: Column, cell: Cell) -> None:
        sheet, formats = self._sheet, self._formats
        match cell:
            case None | "":
                sheet.write_blank(row, index, None, formats.day if column.day else formats.text)
            case str() if column.link and self._may_link(cell):
                self._links += 1
                sheet.write_url(row, index, _target(cell), formats.link, string=cell)
            case str():
                sheet.write_string(
                    row, index, _fitting(cell), formats.quoted if cell.startswith(RISKY) else formats.text
                )
            case int() | Decimal():
                sheet.write_number(row, index, float(cell), formats.share if column.share else formats.number)
            case datetime():
                sheet.write_datetime(row, index, cell, formats.moment)
            case date():
                sheet.write_datetime(row, index, cell, formats.day)
            case Formula(formula, value):
                sheet.write_formula(row, index, formula, formats.number, value)
            case Jump(target, shown) if self._links < MAX_LINKS:
                self._links += 1
                sheet.write_url(row, index, target, formats.link, string=shown)
            case Jump(_, shown):
                sheet.write_string(row, index, shown, formats.text)

    def _may_link(self, address: str) -> bool:
        """Whether an address can be a link: Excel repairs (and empties) a file with one target that is no address."""
        if not address.startswith(("http://", "https://")) or address != printable(address):
            return False
        try:
            host = urlsplit(address).netloc
        except ValueError:
            return False
        return bool(_HOST.fullmatch(host)) and len(_target(address)) <= MAX_URL and self._links < MAX_LINKS


def _target(address: str) -> str:
    """An address as a link's target: what may not stand behind its host is written as per cent, the rest as it is."""
    behind = address.index("//") + 2 + len(urlsplit(address).netloc)
    return address[:behind] + _UNSAFE.sub(lambda found: quote(found[0], safe=""), address[behind:])


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column: a Chinese character is as wide as two letters, words break early."""
    wide = len(text.encode("gbk", "replace"))
    return (
        1
        if wide < width
        else sum(-(-len(part.encode("gbk", "replace")) * 6 // (5 * width)) for part in text.split("\n"))
    )


def _fitting(text: str) -> str:
    """`text` as a cell can hold it."""
    shown = printable(text)
    if len(shown) <= MAX_TEXT // 2:
        return shown
    return shown.encode("utf-16-le")[: 2 * MAX_TEXT].decode("utf-16-le", "ignore")
