"""Workbooks (.xlsx, .xls, and WPS's .et, which is an .xls under another name) through python-calamine."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from crawler.documents.extract import Extract, Limits, Reason, Unreadable, made

MOST_SHEETS = 100
_CUT = Reason.TOO_MANY_PAGES


def read_workbook(body: bytes, kind: str, limits: Limits) -> Extract:
    """All sheets: their names, and their rows as lines of cells. `pages` counts the sheets. Raises `Unreadable`."""
    try:
        import python_calamine as calamine  # noqa: PLC0415  # of the extra "documents"
    except ModuleNotFoundError as error:
        raise Unreadable(Reason.NO_READER) from error
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(body))
        names = book.sheet_names
        lines, cut, left = [], len(names) > MOST_SHEETS, limits.cells
        for name in names[:MOST_SHEETS]:
            rows = _rows(book.get_sheet_by_name(name), left)
            left -= sum(map(len, rows))
            lines += [name, *("\t".join(map(_shown, row)).rstrip("\t") for row in rows)]
            if left <= 0:
                cut = True
                break
    except calamine.PasswordError as error:
        raise Unreadable(Reason.ENCRYPTED) from error
    except calamine.CalamineError as error:
        raise Unreadable(Reason.DAMAGED) from error
    filled = any(line.strip() for line in lines if line not in names)
    reason = _CUT if cut else None if filled else Reason.NO_TEXT
    return made(kind, "\n".join(lines), limits, pages=len(names), reason=reason)


def _rows(sheet: Any, most: int) -> list[list[Any]]:
    width = max(1, sheet.width)
    rows: list[list[Any]] = sheet.to_python(nrows=max(1, most // width))
    return rows


def _shown(value: object) -> str:
    """A cell as a visitor reads it, on one line."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return " ".join(str(value).split())
