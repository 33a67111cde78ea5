"""Small indicator tables of our own as .xlsx, .docx and .html, with the same merged cells in each."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

import docx
import openpyxl

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column of a merged area, counted from 0."""


def write(path: Path, rows: list[list[str]], merged: Sequence[Area] = ()) -> Path:
    """The table in the format that the path's extension names. Texts stand in the first cell of a merged area."""
    {".xlsx": _xlsx, ".docx": _docx, ".html": _html}[path.suffix](path, rows, merged)
    return path


def _xlsx(path: Path, rows: list[list[str]], merged: Sequence[Area]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "指标"
    for row in rows:
        sheet.append([float(cell) if cell.replace(".", "", 1).isdecimal() else cell for cell in row])
    for top, left, bottom, right in merged:
        sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    book.save(path)


def _docx(path: Path, rows: list[list[str]], merged: Sequence[Area]) -> None:
    document = docx.Document()
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for at, row in enumerate(rows):
        for column, words in enumerate(row):
            table.cell(at, column).text = words
    for top, left, bottom, right in merged:
        table.cell(top, left).merge(table.cell(bottom, right)).text = rows[top][left]
    document.save(str(path))


def _html(path: Path, rows: list[list[str]], merged: Sequence[Area]) -> None:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in merged}
    hidden = {
        (row, column)
        for top, left, bottom, right in merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - set(spans)
    lines = []
    for at, row in enumerate(rows):
        cells = []
        for column, words in enumerate(row):
            if (at, column) not in hidden:
                down, across = spans.get((at, column), (1, 1))
                cells.append(f'<td rowspan="{down}" colspan="{across}">{escape(words)}</td>')
        lines.append(f"<tr>{''.join(cells)}</tr>")
    page = f"<!doctype html><meta charset=utf-8><p>考核表</p><table>{''.join(lines)}</table>"
    path.write_text(page, encoding="utf-8")
