"""What stands in the cells of a row, for the writer and for the reader that holds a sheet against its run."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from config.messages import LANGUAGES, text
from reports.explain import number
from reports.sheet.row import Asks, SheetRow
from reports.textclean import printable
from reports.xlsx_table import MAX_TEXT

Fixed = str | Decimal | int | None


def fixed_cells(row: SheetRow, place: int, titles: Mapping[str, str], lang: str) -> dict[str, Fixed]:
    """The cells that nobody fills in (links aside), by column key. `place` counts the rows from 1."""
    cells: dict[str, Fixed] = {
        "number": place,
        "unit": row.unit_name,
        "indicator-id": row.key.indicator,
        "indicator": row.title,
        "clause": row.clause,
        "look-at": row.look_at,
        "seen": row.seen,
        "points": row.points,
        "how": how(row, lang),
        "rubric": titles.get(row.key.rubric, row.key.rubric),
        "key-rubric": row.key.rubric,
        "key-unit": row.key.unit,
        "key-indicator": row.key.indicator,
        "key-asks": row.asks.value,
        "key-most": None if row.most is None else f"{row.most:f}",
    }
    return {key: printable(cell)[:MAX_TEXT] if isinstance(cell, str) else cell for key, cell in cells.items()}


def how(row: SheetRow, lang: str) -> str:
    """How a row is filled in, in words."""
    if row.asks.by_points and row.most is not None:
        return text(f"sheet.how.{row.asks.value}-to", lang, most=number(row.most))
    return text(f"sheet.how.{row.asks.value}", lang)


def words(asks: Asks, lang: str) -> tuple[str, str]:
    """The two words of a decision by yes or no: the one in the unit's favour first."""
    return text(f"sheet.word.{asks.value}-good", lang), text(f"sheet.word.{asks.value}-bad", lang)


def meaning(asks: Asks, word: str) -> bool | None:
    """Whether a word speaks for the unit, in any language that sheets are written in; None for another word."""
    for lang in LANGUAGES:
        good, bad = words(asks, lang)
        if word in (good, bad):
            return word == good
    return None
