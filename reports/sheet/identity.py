"""The hidden worksheet that says of which run a score sheet is, so that a sheet of another run is recognised."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from reports.sheet.layout import IDENTITY_SHEET
from reports.sheet.row import SheetIdentity

FORMAT = "1"
"""Version of the sheet's layout."""


def write_identity(book: Any, identity: SheetIdentity) -> None:
    """Add the worksheet to `book` (XlsxWriter): rows of a name and one or two values."""
    page = book.add_worksheet(IDENTITY_SHEET)
    page.very_hidden()
    for at, line in enumerate(_lines(identity)):
        for place, value in enumerate(line):
            page.write_string(at, place, value)
    page.protect("")


def identity_of(lines: Iterable[tuple[Any, ...]]) -> SheetIdentity | None:
    """The identity in the rows of such a worksheet; None when it is not whole or of a layout that we cannot read."""
    named: dict[str, list[tuple[str, str]]] = {}
    for name, value, further, *_ in ((*line, None, None, None) for line in lines):
        named.setdefault(str(name), []).append((str(value or ""), str(further or "")))
    try:
        (layout, _), (run_id, _), (as_of, _) = (named[name][0] for name in ("format", "run", "as-of"))
        rubrics, units = tuple(named["rubric"]), tuple(unit for unit, _ in named["unit"])
        return SheetIdentity(run_id, date.fromisoformat(as_of), rubrics, units) if layout == FORMAT else None
    except (KeyError, ValueError):
        return None


def _lines(identity: SheetIdentity) -> Iterable[tuple[str, ...]]:
    yield "format", FORMAT
    yield "run", identity.run_id
    yield "as-of", identity.as_of.isoformat()
    yield from (("rubric", rubric, rubric_hash) for rubric, rubric_hash in identity.rubrics)
    yield from (("unit", unit) for unit in identity.units)
