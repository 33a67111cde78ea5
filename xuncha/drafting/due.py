"""The day that a deadline ends on, as far as its words tell."""

from __future__ import annotations

import calendar
from datetime import date

from config.plan_language import PhraseKind
from xuncha.drafting.phrases import Phrase

_QUARTER_END = {1: 3, 2: 6, 3: 9, 4: 12}
_NEXT_YEAR = ("明", "次", "来")
_HALF_END = {"上": 6, "下": 12}


def due_day(phrase: Phrase, plan_year: int | None) -> date | None:
    """The last day of a deadline "by …" in a plan for `plan_year`; None when it recurs or is no day that there is."""
    values = phrase.values
    if phrase.kind is not PhraseKind.BY or "every" in values:
        return None
    year = values.get("year", plan_year)
    if not isinstance(year, int):
        return None
    if values.get("this") in _NEXT_YEAR and "year" not in values:
        year += 1
    month = _month(values.get("month"), values.get("quarter"), values.get("half"))
    day = values.get("day")
    if isinstance(day, int):
        return date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None
    end = values.get("end")
    if end in ("上旬", "中旬"):
        return date(year, month, 10 if end == "上旬" else 20)
    return date(year, month, calendar.monthrange(year, month)[1])


def _month(month: object, quarter: object, half: object) -> int:
    if isinstance(month, int):
        return month
    if isinstance(quarter, int):
        return _QUARTER_END[quarter]
    return _HALF_END.get(str(half), 12)
