"""The period that a title names: 2025年10月, 第三季度, 上半年, 2025年度."""

from __future__ import annotations

import calendar
import re
from datetime import date

_MONTHS = re.compile(r"(20\d\d)年(?:(\d{1,2})(?:月份?)?[-—–至到])?(\d{1,2})月")
_QUARTER = re.compile(r"(20\d\d)年度?第?([一二三四1-4])季度")
_HALF = re.compile(r"(20\d\d)年度?(上|下)半年")
_YEAR = re.compile(r"(20\d\d)年(?!\d)")
_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4}


def period_of(title: str) -> tuple[date, date] | None:
    """First and last day of the period that `title` names; None when it names none, or one that no calendar has."""
    plain = "".join(title.split())
    if found := _MONTHS.search(plain):
        return _months(int(found[1]), int(found[2] or found[3]), int(found[3]))
    if found := _QUARTER.search(plain):
        number = _NUMBERS.get(found[2]) or int(found[2])
        return _months(int(found[1]), 3 * number - 2, 3 * number)
    if found := _HALF.search(plain):
        return _months(int(found[1]), *((1, 6) if found[2] == "上" else (7, 12)))
    found = _YEAR.search(plain)
    return _months(int(found[1]), 1, 12) if found else None


def _months(year: int, first: int, last: int) -> tuple[date, date] | None:
    if not 1 <= first <= last <= 12:
        return None
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
