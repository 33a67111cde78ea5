"""Writes a score sheet as a workbook: protected but for the entry columns, with validation, its identity hidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, time
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter
from rich.cells import cell_len
from xlsxwriter.utility import xl_col_to_name

from config.messages import text
from reports.sheet.cells import fixed_cells, words
from reports.sheet.guide_page import write_guide
from reports.sheet.identity import write_identity
from reports.sheet.layout import AT, COLUMNS, EARLIEST, FIRST_ROW, HEAD_ROW, KEY_ROW, LATEST, LINKS, SheetColumn
from reports.sheet.row import Asks, Lead, ScoreSheet, SheetRow
from reports.textclean import printable
from reports.xlsx_table import FONT, MAX_LINKS, MAX_URL

PROTECTION = {"autofilter": True, "format_columns": True, "format_rows": True}
"""What stays allowed on a protected sheet, beside filling in the entry columns."""
LINE_HEIGHT, HIGHEST = 15, 409
"""Points: a line of 10-point type, and the highest row that Excel allows (Excel specifications and limits)."""


def render(sheet: ScoreSheet, lang: str) -> bytes:
    """The workbook's bytes, the same for the same sheet on every machine."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        # XlsxWriter would stamp the present moment; the as-of date keeps two sheets of a run alike.
        created = datetime.combine(sheet.identity.as_of, time())
        book.set_properties({"title": text("sheet.title", lang, portal=sheet.portal), "created": created})
        guide = book.add_worksheet(text("sheet.guide.name", lang))
        table = book.add_worksheet(text("sheet.name", lang))
        _Table(book, table, sheet, lang).write()
        write_guide(book, guide, sheet, lang)
        write_identity(book, sheet.identity)
        table.activate()
    return buffer.getvalue()


class _Table:
    """The worksheet that is filled in."""

    def __init__(self, book: Any, page: Any, sheet: ScoreSheet, lang: str) -> None:
        self._page = page
        self._sheet = sheet
        self._lang = lang
        self._links = 0
        edge = {"border": 1, "border_color": "#BFC5CD", "valign": "top", "font_name": FONT, "font_size": 10}
        fill = {**edge, "text_wrap": True, "locked": False, "bg_color": "#FFFBE6"}
        self._fixed = book.add_format({**edge, "text_wrap": True})
        self._number = book.add_format({**edge, "num_format": "0.####"})
        self._link = book.add_format({**edge, "text_wrap": True, "font_color": "#1A4B8C", "underline": 1})
        self._none = book.add_format({**edge, "bg_color": "#E4E7EB"})
        self._head = book.add_format({**edge, "bold": True, "bg_color": "#E8EDF3", "text_wrap": True})
        self._entry = {
            "amount": book.add_format({**fill, "num_format": "0.####"}),
            "assessed-on": book.add_format({**fill, "num_format": "yyyy-mm-dd"}),
            "text": book.add_format({**fill, "num_format": "@"}),
        }
        self._missing = book.add_format({"bg_color": "#F6C7A8"})

    def write(self) -> None:
        """Headings, rows, validation, filter and protection."""
        for place, column in enumerate(COLUMNS):
            self._page.set_column(place, place, column.width, None, {"hidden": column.hidden})
            self._page.write_string(KEY_ROW, place, column.key)
            self._page.write_string(HEAD_ROW, place, text(f"sheet.column.{column.key}", self._lang), self._head)
        self._page.set_row(KEY_ROW, None, None, {"hidden": True})
        for place, row in enumerate(self._sheet.rows, start=1):
            self._row(FIRST_ROW + place - 1, place, row)
        self._validate()
        last = FIRST_ROW + max(len(self._sheet.rows), 1) - 1
        self._page.autofilter(HEAD_ROW, 0, last, len(COLUMNS) - 1)
        self._page.freeze_panes(FIRST_ROW, AT["clause"])
        self._page.repeat_rows(HEAD_ROW)
        self._page.set_landscape()
        self._page.set_paper(9)
        self._page.fit_to_pages(1, 0)
        # Without a password: it keeps slips out, and reading back finds everything else.
        self._page.protect("", PROTECTION)

    def _row(self, at: int, place: int, row: SheetRow) -> None:
        cells = fixed_cells(row, place, self._sheet.titles, self._lang)
        self._page.set_row(at, _height({**cells, "link-1": row.no_leads}))
        for column in COLUMNS:
            if column.entry:
                self._page.write_blank(at, AT[column.key], None, self._entry_format(column, row))
            elif column.key in cells:
                self._fixed_cell(at, AT[column.key], cells[column.key])
        for slot in range(LINKS):
            self._lead(at, AT[f"link-{slot + 1}"], row.leads[slot] if slot < len(row.leads) else None)
        if row.no_leads:
            self._page.write_string(at, AT["link-1"], row.no_leads, self._fixed)

    def _entry_format(self, column: SheetColumn, row: SheetRow) -> Any:
        if (column.key == "amount" and not row.asks.by_points) or (column.key == "decision" and row.asks.by_points):
            return self._none
        return self._entry.get(column.key, self._entry["text"])

    def _fixed_cell(self, at: int, place: int, cell: str | Decimal | int | None) -> None:
        if cell is None or cell == "":
            self._page.write_blank(at, place, None, self._fixed)
        elif isinstance(cell, str):
            self._page.write_string(at, place, cell, self._fixed)
        else:
            self._page.write_number(at, place, float(cell), self._number)

    def _lead(self, at: int, place: int, lead: Lead | None) -> None:
        if lead is None:
            self._page.write_blank(at, place, None, self._fixed)
            return
        shown = printable(text(f"sheet.lead.{lead.kind}", self._lang, title=lead.title))
        web = lead.url.startswith(("http://", "https://")) and lead.url == printable(lead.url)
        if web and len(lead.url) <= MAX_URL and self._links < MAX_LINKS:
            self._links += 1
            self._page.write_url(at, place, lead.url, self._link, string=shown)
        else:
            self._page.write_string(at, place, f"{shown}\n{printable(lead.url)}", self._fixed)

    def _validate(self) -> None:
        """The program's own rules of entries, as far as a spreadsheet can hold them."""
        alike: dict[tuple[Asks, Decimal | None], list[int]] = defaultdict(list)
        for place, row in enumerate(self._sheet.rows):
            alike[row.asks, row.most].append(FIRST_ROW + place)
        for (asks, most), rows in alike.items():
            self._rule(rows, "amount" if asks.by_points else "decision", self._limits(asks, most))
        if self._sheet.rows:
            rows = [FIRST_ROW + place for place in range(len(self._sheet.rows))]
            days = {"validate": "date", "criteria": "between", "minimum": EARLIEST, "maximum": LATEST}
            self._rule(rows, "assessed-on", days | {"error_message": text("sheet.refused.date", self._lang)})
            self._mark_missing(rows[0], rows[-1])

    def _limits(self, asks: Asks, most: Decimal | None) -> dict[str, Any]:
        if not asks.by_points:
            allowed = list(words(asks, self._lang))
            said = text("sheet.refused.word", self._lang, words=" / ".join(allowed))
            return {"validate": "list", "source": allowed, "error_message": said}
        if most is None:
            said = text("sheet.refused.number", self._lang)
            return {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": said}
        said = text("sheet.refused.range", self._lang, most=f"{most:f}")
        span = {"criteria": "between", "minimum": 0, "maximum": float(most)}
        return {"validate": "decimal", **span, "error_message": said}

    def _rule(self, rows: Iterable[int], key: str, rule: dict[str, Any]) -> None:
        (first, last), *others = _stretches(rows)
        place = AT[key]
        cells = [[low, place, high, place] for low, high in others]
        title = text("sheet.refused.title", self._lang)
        self._page.data_validation(first, place, last, place, rule | {"error_title": title, "other_cells": cells})

    def _mark_missing(self, first: int, last: int) -> None:
        """Colours the assessor's cell of a row that is decided and names nobody."""
        amount, decision, assessor = (xl_col_to_name(AT[key]) for key in ("amount", "decision", "assessor"))
        line = first + 1
        formula = f'=AND(OR(${amount}{line}<>"",${decision}{line}<>""),${assessor}{line}="")'
        place = AT["assessor"]
        rule = {"type": "formula", "criteria": formula, "format": self._missing}
        self._page.conditional_format(first, place, last, place, rule)


def _height(cells: Mapping[str, object]) -> float:
    """Height of a row in points that shows its longest cell whole: not every program finds it by itself."""
    lines = [
        sum(max(1, ceil(cell_len(line) / column.width)) for line in str(cells[column.key]).split("\n"))
        for column in COLUMNS
        if not column.hidden and cells.get(column.key)
    ]
    return min(LINE_HEIGHT * max(lines, default=1), HIGHEST)


def _stretches(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers in rising order as stretches without a gap."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
