"""The first worksheet: what the sheet is, how it is filled in, and how far each unit has come."""

from __future__ import annotations

from collections import Counter
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from config.messages import text
from reports.sheet.layout import AT, FIRST_ROW
from reports.sheet.row import ScoreSheet
from reports.textclean import printable
from reports.xlsx_table import FONT

STEPS = 7
"""Texts `sheet.guide.step-1` … of the catalogue."""


def write_guide(book: Any, page: Any, sheet: ScoreSheet, lang: str) -> None:
    """Fill `page` of `book` (XlsxWriter)."""
    font = {"font_name": FONT, "font_size": 10, "valign": "top", "align": "left", "text_wrap": True}
    plain, bold = book.add_format(font), book.add_format({**font, "bold": True})
    title = book.add_format({**font, "bold": True, "font_size": 14, "text_wrap": False})
    for place, width in enumerate((26, 90, 8)):
        page.set_column(place, place, width)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.write_string(0, 0, printable(text("sheet.title", lang, portal=sheet.portal)), title)
    facts = [
        ("rubrics", "\n".join(sheet.titles[rubric] for rubric, _ in sheet.identity.rubrics)),
        ("as-of", sheet.identity.as_of.isoformat()),
        ("run", sheet.identity.run_id),
    ]
    facts += [(f"step-{step}", text(f"sheet.guide.step-{step}", lang)) for step in range(1, STEPS + 1)]
    at = 2
    for key, said in facts:
        label = text("sheet.guide.step", lang, step=key.removeprefix("step-")) if key.startswith("step-") else None
        page.write_string(at, 0, label or text(f"sheet.guide.{key}", lang), bold)
        page.write_string(at, 1, printable(said), plain)
        at += 1
    _progress(page, at + 1, sheet, lang, (plain, bold))
    page.protect("")


def _progress(page: Any, at: int, sheet: ScoreSheet, lang: str, formats: tuple[Any, Any]) -> None:
    """A line for each unit: how many items, and a formula that counts how many are filled in."""
    plain, bold = formats
    for place, key in enumerate(("unit", "filled", "items")):
        page.write_string(at, place, text(f"sheet.guide.{key}", lang), bold)
    names = {row.key.unit: row.unit_name for row in sheet.rows}
    last = FIRST_ROW + max(len(sheet.rows), 1)
    table = quote_sheetname(text("sheet.name", lang))
    unit, amount, decision = (
        f"{table}!${letter}${FIRST_ROW + 1}:${letter}${last}"
        for letter in (xl_col_to_name(AT[key]) for key in ("key-unit", "amount", "decision"))
    )
    for line, (owner, count) in enumerate(Counter(row.key.unit for row in sheet.rows).items(), start=at + 1):
        wanted = owner.replace('"', '""')
        filled = "+".join(f'COUNTIFS({unit},"{wanted}",{column},"<>")' for column in (amount, decision))
        page.write_string(line, 0, printable(names[owner]), plain)
        page.write_formula(line, 1, f"={filled}", plain, 0)
        page.write_number(line, 2, count, plain)
