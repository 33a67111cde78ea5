"""The columns of the score sheet, in their order: one list for the writer and the reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LINKS = 3
"""Columns for links: a cell holds only one."""
IDENTITY_SHEET = "xuncha"
"""The hidden worksheet that says of which run a sheet is."""
KEY_ROW, HEAD_ROW, FIRST_ROW = 0, 1, 2
"""Rows counted from 0: the hidden one with the columns' keys, the headings, the first item."""
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
"""Between these lies every date that somebody may enter; outside it is a slip (day 5 of Excel's calendar)."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its key (below `sheet.column.`), width in characters, and who may write in it.

    `entry`: an assessor fills it in. `held`: its content must come back as it was. `hidden`: for the reader only.
    """

    key: str
    width: int
    entry: bool = False
    held: bool = False
    hidden: bool = False


COLUMNS = (
    SheetColumn("number", 5),
    SheetColumn("unit", 14, held=True),
    SheetColumn("indicator-id", 10, held=True),
    SheetColumn("indicator", 18, held=True),
    SheetColumn("clause", 44, held=True),
    SheetColumn("look-at", 28),
    SheetColumn("seen", 28),
    *(SheetColumn(f"link-{place}", 20) for place in range(1, LINKS + 1)),
    SheetColumn("points", 7, held=True),
    SheetColumn("how", 14),
    SheetColumn("amount", 9, entry=True),
    SheetColumn("decision", 9, entry=True),
    SheetColumn("remark", 26, entry=True),
    SheetColumn("evidence", 20, entry=True),
    SheetColumn("assessor", 10, entry=True),
    SheetColumn("assessed-on", 12, entry=True),
    SheetColumn("rubric", 14),
    SheetColumn("key-rubric", 8, hidden=True),
    SheetColumn("key-unit", 8, hidden=True),
    SheetColumn("key-indicator", 8, hidden=True),
    SheetColumn("key-asks", 8, hidden=True),
    SheetColumn("key-most", 8, hidden=True),
)
AT = {column.key: place for place, column in enumerate(COLUMNS)}
"""The place of each column, counted from 0."""
KEYS = tuple(column.key for column in COLUMNS)
HELD = tuple(column.key for column in COLUMNS if column.held)
ENTRIES = tuple(column.key for column in COLUMNS if column.entry)
