"""The worksheet of a heat map: the share of points lost in words and in shades of one colour."""

from __future__ import annotations

from typing import Any

from config.messages import text
from reports.batch.indicators import HeatMap
from reports.batch.words import cell_text, share_text
from reports.textclean import printable
from reports.xlsx_table import FONT

_FILLS = ("#FFFFFF", "#FBE3D6", "#F4B999", "#E08A5B", "#B8502A")
_INKS = ("#1D2733", "#1D2733", "#1D2733", "#1D2733", "#FFFFFF")
"""By level; as on the page (reports/templates/tables.css)."""
_UNKNOWN, _HEAD = "#EEF0F3", "#E8EDF3"
_HEAD_HEIGHT = 48
"""Of the indicators' names, in points: three lines."""
_NOTE_ROWS, _NOTE_COLUMNS = 5, 9


def write_heat_map(book: Any, sheet: Any, heat: HeatMap, rubric: str, lang: str) -> None:
    """Write `heat` on an empty `sheet` of `book` (XlsxWriter), with what it means below it."""
    font = {"font_name": FONT, "font_size": 10}
    edge = {**font, "border": 1, "border_color": "#BFC5CD", "valign": "vcenter", "text_wrap": True}
    centred = {**edge, "align": "center"}
    head = book.add_format({**edge, "bold": True, "bg_color": _HEAD})
    foot = book.add_format({**centred, "bold": True, "bg_color": _HEAD})
    plain, unknown = book.add_format(edge), book.add_format({**centred, "bg_color": _UNKNOWN, "italic": True})
    levels = [
        book.add_format({**centred, "bg_color": fill, "font_color": ink})
        for fill, ink in zip(_FILLS, _INKS, strict=True)
    ]
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, max(1, len(heat.columns)), 11)
    sheet.set_row(0, _HEAD_HEIGHT)
    last = len(heat.rows) + 1
    sheet.write_string(0, 0, text("batch.sheet.unit", lang), head)
    sheet.write_string(last, 0, text("batch.heat-mean", lang), head)
    for at, column in enumerate(heat.columns, start=1):
        sheet.write_string(0, at, printable(f"{column.id} {column.title}"), head)
        sheet.write_string(last, at, share_text(column.mean), foot)
    for row, (result, cells) in enumerate(heat.rows, start=1):
        sheet.write_string(row, 0, printable(result.unit.name), plain)
        for at, (column, cell) in enumerate(zip(heat.columns, cells, strict=True), start=1):
            shade = unknown if cell.share is None else levels[cell.level]
            sheet.write_string(row, at, cell_text(cell, column.part, lang), shade)
    said = "\n".join([rubric, text("batch.heat-lead", lang), text("batch.legend.at-least", lang)])
    note = book.add_format({**font, "text_wrap": True, "valign": "top"})
    sheet.merge_range(last + 2, 0, last + 1 + _NOTE_ROWS, _NOTE_COLUMNS - 1, printable(said), note)
    sheet.freeze_panes(1, 1)
