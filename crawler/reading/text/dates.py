"""Dates as Chinese portals write them. Own reader: the usual libraries read `[03-05]` or `2026年3月5日` wrongly.

Read are 2026-03-05, 2026/3/5, 2026.03.05, 2026年3月5日, 二〇二六年三月五日 (also ○, 零, full-width digits, blanks
inside), and, only when the caller knows the year, 03-05, [03-05] and 3月5日. Not read are clocks (今天是…, 星期…),
lunar dates, copyright lines, telephone numbers and days that no calendar has. Nothing here knows what day it is;
`is_too_late` compares with a day that the caller gives.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from config.cms import page_words

_WIDTH = dict(zip("０１２３４５６７８９－／．：∶　\xa0‐‑–—∕○Ｏ〇◯", "0123456789-/.::  ----/〇〇〇〇", strict=True))
"""One character for one, so that positions stay true."""
_WIDE = re.compile(f"[{''.join(_WIDTH)}]")

_YEAR = r"(?:19[5-9]|20\d)\d"  # portals show documents since 1950; nothing is dated after 2099
_WHOLE_YEAR = rf"(?P<y>{_YEAR})(?<!\d\d{{4}})"
"""A year that is not the end of a longer number. A pattern that begins with characters, and looks behind itself
afterwards, passes over most places quickly; so do those of numerals and `_DATE_LIKE`."""
_COUNTED = r"(?:[%％万亿个项件次名人户家页]|元(?!旦))"
"""What follows a number that counts something, so that it is no day."""
_NUMERIC = re.compile(
    rf"{_WHOLE_YEAR}(?<![\dA-Za-z][-./]\d{{4}})\s{{0,2}}(?P<s>[-./])\s{{0,2}}(?P<m>\d{{1,2}})\s{{0,2}}(?P=s)"
    rf"\s{{0,2}}(?P<d>\d{{1,2}})(?!\d)(?![-./]\d)(?!{_COUNTED}|号)"
)
_CHINESE = re.compile(
    rf"{_WHOLE_YEAR}\s{{0,4}}年\s{{0,4}}(?P<m>\d{{1,2}})\s{{0,4}}月\s{{0,4}}(?P<d>\d{{1,2}})(?!\d)"
    rf"(?:\s?[日号]|(?!\s?{_COUNTED}))"
)
_NUMERALS = re.compile(
    r"(?P<y>[一二三四五六七八九〇零Oo0][一二三四五六七八九〇零Oo0]{3})\s?年\s?(?P<m>[一二三四五六七八九十]{1,3})\s?月\s?"
    r"(?P<d>[一二三四五六七八九十廿卅]{1,4})\s?[日号]"
)
_YEARLESS = re.compile(
    r"(?<![\d年./-])(?P<m>\d{1,2})\s?(?:(?P<c>月)|-|(?<=\d\d)/(?=\d\d))\s?(?P<d>\d{1,2})(?!\d)(?![-/.:年]\d)"
    rf"(?!\s?(?:{_COUNTED}|[年月]))(?(c)(?:\s?[日号])?|(?!号))"
)
_DAY_FIRST = re.compile(rf"(?<![\d:./-])(?P<d>\d{{1,2}})日?\s+(?P<y>{_YEAR})\s?[-./年]\s?(?P<m>\d{{1,2}})月?(?![\d/-])")
_MONTH_FIRST = re.compile(rf"(?<![\d:./-])(?P<m>\d{{1,2}})[-./月](?P<d>\d{{1,2}})日?\s+(?P<y>{_YEAR})年?(?![\d/.-])")
_DAY_LAST = re.compile(rf"(?<!\d)(?P<y>{_YEAR})[-./年](?P<m>\d{{1,2}})月?\s+(?P<d>\d{{1,2}})日?(?![\d:/-])")
_YEAR_FIRST = re.compile(rf"(?<!\d)(?P<y>{_YEAR})年?\s+(?P<m>\d{{1,2}})[-./月](?P<d>\d{{1,2}})日?(?![\d:/-])")
_TIME = re.compile(r"[T\s]?\d{1,2}\s?[:时]\s?\d{1,2}(?:\s?[:分]\s?\d{1,2}秒?)?(?:\.\d+)?Z?|分$")
_NOT_LABEL = re.compile(r"[\W_]+")
_LONGEST_DATE = 60
"""Characters of a text that may still be nothing but a date with its label and time (own rule)."""
_CLOCK_REACH = 12
"""Characters around a date in which the words of a clock are looked for (own rule)."""
_DIGITS = {char: number for number, char in enumerate("〇一二三四五六七八九")} | dict.fromkeys("零Oo0", 0)
_DATE_LIKE = re.compile(
    r"[\d０-９一二三四五六七八九〇○◯零OＯo](?:(?<=[\d０-９])\s{0,4}[-./年月－‐‑–—∕／．]\s{0,4}[\d０-９]"
    r"|(?<=[一二三四五六七八九〇○◯零OＯo0])\s?年|(?<=\d)\d?日?\s+(?:19|20)\d\d)"
)


YEARLESS = "yearless"
"""The form of a date that shows no year."""


class DateHit(NamedTuple):
    """A date, where it stands in the text, and the form in which it is written."""

    date: dt.date
    start: int
    end: int
    form: str


def find_dates(text: str, *, year: int | None = None, labelled: bool = False) -> list[DateHit]:
    """All dates of `text` in order. `year` allows dates without a year and is the year that they get. Where the first
    date is `labelled`, no word around it can make a clock of it."""
    if not may_hold_date(text):
        return []
    plain = _narrow(text)
    hits = [hit for form, pattern in _forms(year) for hit in _hits(plain, form, pattern, year)]
    hits.sort(key=lambda hit: (hit.start, -hit.end))
    kept: list[DateHit] = []
    for hit in hits:
        if kept and hit.start < kept[-1].end:
            continue
        if (labelled and hit is hits[0]) or not _is_clock_or_notice(plain, hit):
            kept.append(hit)
    return kept


def may_hold_date(text: str) -> bool:
    """Whether `text` has anything like a date, torn and yearless ones included: the quick look before reading."""
    return _DATE_LIKE.search(text) is not None


def first_date(text: str, *, year: int | None = None, labelled: bool = False) -> DateHit | None:
    """The first date of `text`, or None."""
    return next(iter(find_dates(text, year=year, labelled=labelled)), None)


def whole_date(text: str, *, year: int | None = None) -> dt.date | None:
    """The date that `text` consists of: nothing else stands there but a label, a time, brackets."""
    hit = first_date(text, year=year) if len(text) <= _LONGEST_DATE else None
    if hit is None:
        return None
    plain = _narrow(text)
    rest = _NOT_LABEL.sub("", _TIME.sub("", f"{plain[: hit.start]} {plain[hit.end :]}"))
    return hit.date if not rest or rest in _labels() else None


def split_date(text: str) -> dt.date | None:
    """A date that a template tears apart: a large day beside or above the month and year, or the year by itself."""
    plain = _narrow(text)
    for pattern in (_DAY_FIRST, _MONTH_FIRST, _DAY_LAST, _YEAR_FIRST):
        for found in pattern.finditer(plain):
            day = make_date(found["y"], found["m"], found["d"])
            if day is not None:
                return day
    return None


def make_date(year: str | int, month: str | int, day: str | int) -> dt.date | None:
    """The day, or None for one that no calendar has (month 13, 30 February)."""
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def is_too_late(day: dt.date, as_of: dt.date) -> bool:
    """Whether `day` lies more than one day after `as_of` (time zones and clocks that run fast are worth one day)."""
    return day > as_of + dt.timedelta(days=1)


def _narrow(text: str) -> str:
    """`text` with the ordinary form of each wide character; `str.translate` would look all others up as well."""
    return _WIDE.sub(lambda wide: _WIDTH[wide.group()], text)


def _forms(year: int | None) -> Iterator[tuple[str, re.Pattern[str]]]:
    yield from (("numeric", _NUMERIC), ("chinese", _CHINESE), ("numerals", _NUMERALS))
    if year is not None:
        yield YEARLESS, _YEARLESS


def _hits(plain: str, form: str, pattern: re.Pattern[str], year: int | None) -> Iterator[DateHit]:
    for found in pattern.finditer(plain):
        if form == "numerals":
            day = make_date(_year_of(found["y"]), numeral(found["m"]), numeral(found["d"]))
        else:
            day = make_date(year or 0 if form == YEARLESS else found["y"], found["m"], found["d"])
        if day is not None:
            yield DateHit(day, found.start(), found.end(), form)


def _year_of(numerals: str) -> int:
    return int("".join(str(_DIGITS[char]) for char in numerals))


def numeral(numerals: str) -> int:
    """The number that one to 99 is written as (一, 三十一; 廿 and 卅 too); 0 for what is none."""
    spelt = numerals.replace("廿", "二十").replace("卅", "三十").replace("十十", "十")
    tens, ten, ones = spelt.partition("十")
    if not ten:
        return _DIGITS.get(tens, 0) if len(tens) == 1 else 0
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)


def _is_clock_or_notice(plain: str, hit: DateHit) -> bool:
    """Whether words around the date, on its line or alone on the next one, say that it is a clock or a legal notice."""
    start = plain.rfind("\n", 0, hit.start) + 1
    line_end = plain.find("\n", hit.end)
    before = plain[start : hit.start]
    after = plain[hit.end : line_end if line_end >= 0 else None][:_CLOCK_REACH]
    clock_before, clock_after, notice = _surroundings()
    if clock_before.search(before[-_CLOCK_REACH:]) or clock_after.search(after) or notice.search(before):
        return True
    if not before.strip() and start:
        above = plain[plain.rfind("\n", 0, start - 1) + 1 : start - 1]
        said = clock_before.search(above) if len(above) <= _CLOCK_REACH else None
        if said and not above[said.end() :].strip(" 是为:"):
            return True
    if line_end < 0 or _TIME.sub("", after).strip():
        return False
    return clock_after.match(plain[line_end + 1 :][:_CLOCK_REACH].lstrip()) is not None


@cache
def _surroundings() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = page_words().not_dates
    return _any_of(words.before), _any_of(words.after), _any_of(words.line)


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)), re.IGNORECASE)


@cache
def _labels() -> frozenset[str]:
    words = page_words().article
    return frozenset((*words.date_labels, *words.other_date_labels, *words.short_date_labels))
