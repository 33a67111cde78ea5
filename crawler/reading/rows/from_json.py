"""Rows of a list from JSON, laid out as a family's data says (`config.page_scripts.JsonRows`).

The values are whatever a portal sends: every step may be missing, be a string of JSON again, or have another type.
What cannot be read is left out; nothing is raised.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from config.page_scripts import JsonRows
from crawler.facts import Row
from crawler.reading.limits import parsed
from crawler.reading.scripts.literals import sane
from crawler.reading.text.dates import first_date
from crawler.reading.text.places import tidy

_CHINA = dt.timezone(dt.timedelta(hours=8))
_JSONP = re.compile(r"^\s*+(?:(?>/\*.*?\*/))?\s*+[\w$.]{1,100}\s*+\((?P<json>.*)\)\s*+;?\s*+$", re.DOTALL)
_MILLISECONDS = 100_000_000_000
"""From here a number counts milliseconds since 1970: as seconds it would lie in the year 5138."""
_FIRST_MOMENT = 100_000_000
"""Seconds since 1970 (in 1973) below which a number is no moment: eight digits may be a date, or an id (own rule)."""
_MOST_MOMENT = 10**14
"""Milliseconds since 1970 (in 5138) above which a number is not shown as what a row gives as its date."""
_LONGEST_NUMBER = 9
"""Digits of a total; more rows than that are none."""
_MISSING = object()


class JsonList(NamedTuple):
    """What an answer says: its rows, how many objects it lists (rows without a title or link included), totals.

    `held` is the number of rows that exist, where the interface lists fewer; `counts` are all numbers of rows with
    their paths; `name` is that of the column; `moved` an absolute address where the list really is.
    """

    rows: tuple[Row, ...]
    listed: int
    total: int | None
    pages: int | None
    held: int | None = None
    counts: tuple[tuple[str, int], ...] = ()
    name: str | None = None
    moved: str | None = None


def parse_json(text: str) -> Any:
    """The value of a JSON or JSONP text. Raises `ValueError` for what is neither."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        wrapped = _JSONP.match(text)
        if wrapped is None:
            raise ValueError("neither JSON nor JSONP") from None
    try:
        return json.loads(wrapped["json"])
    except RecursionError:
        raise ValueError("nested too deeply") from None


def read_json_list(data: Any, layout: JsonRows, resolve: Callable[[str], str | None]) -> JsonList | None:
    """The list in `data`, or None when none of the layout's paths leads to one. `resolve` makes links absolute."""
    found = next((value for path in layout.rows if isinstance(value := pick(data, path), list)), None)
    if found is None:
        return None
    numbers = ((path, number_at(data, path)) for path in (*layout.total, *layout.held))
    moved = _first(data, layout.moved)
    return JsonList(
        _rows(found, layout, resolve),
        len(found),
        _first_number(data, layout.total),
        _first_number(data, layout.pages),
        held=_first_number(data, layout.held),
        counts=tuple((path, number) for path, number in numbers if number is not None),
        name=first_text(data, layout.name) or None,
        moved=resolve(sane(moved)) if isinstance(moved, str) and moved.strip() else None,
    )


def pick(data: Any, path: str) -> Any:
    """The value at a dotted path, opening strings that are JSON themselves; None when it is not there."""
    return _opened(_at(data, path))


def _at(data: Any, path: str) -> Any:
    """The value at a dotted path as it is: a title in brackets is no list."""
    value = data
    for step in filter(None, path.split(".")):
        value = _opened(value)
        if isinstance(value, dict):
            value = value.get(step, _MISSING)
        elif isinstance(value, list) and step.isdecimal():
            value = value[int(step)] if int(step) < len(value) else _MISSING
        else:
            return None
        if value is _MISSING:
            return None
    return value


def first_text(data: Any, paths: Iterable[str]) -> str:
    """The first text at one of `paths`, without markup; empty when there is none."""
    texts = (_text(_at(data, path)) for path in paths)
    return next(filter(None, texts), "")


def first_day(data: Any, paths: Iterable[str]) -> tuple[dt.date | None, str]:
    """The first day at one of `paths`, and the value as it was written (that of the first one if none is a day)."""
    days = [_day(_at(data, path)) for path in paths]
    return next((day for day in days if day[0] is not None), next((day for day in days if day[1]), (None, "")))


def number_at(data: Any, path: str) -> int | None:
    """The whole number at a path, also when it is written as a text; None for anything else."""
    value = _at(data, path)
    if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) <= _LONGEST_NUMBER:
        value = int(value)
    counts = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**_LONGEST_NUMBER
    return value if counts else None


def _rows(found: list[Any], layout: JsonRows, resolve: Callable[[str], str | None]) -> tuple[Row, ...]:
    """The rows of a list in order, each target once, a dated mention before an undated one."""
    rows: dict[str, Row] = {}
    for each in found:
        row = _row(each, layout, resolve) if isinstance(each, dict) else None
        if row is not None and (row.url not in rows or (rows[row.url].date is None and row.date is not None)):
            rows[row.url] = row
    return tuple(rows.values())


def _row(entry: dict[str, Any], layout: JsonRows, resolve: Callable[[str], str | None]) -> Row | None:
    title = first_text(entry, layout.title)
    link = _first(entry, layout.link)
    url = resolve(sane(link.strip())) if isinstance(link, str) and link.strip() else None
    if not title or url is None:
        return None
    day, text = first_day(entry, layout.date)
    return Row(title, url, day, text)


def _first(entry: Any, paths: Iterable[str]) -> Any:
    values = (_at(entry, path) for path in paths)
    return next((value for value in values if value not in (None, "")), None)


def _text(value: Any) -> str:
    """A title without the markup that some interfaces put into it (highlighting, entities)."""
    if not isinstance(value, str):
        return ""
    written = sane(value)
    return tidy(parsed(written).text()) if "<" in written or "&" in written else tidy(written)


def _day(value: Any) -> tuple[dt.date | None, str]:
    """The day that a value means, in China's time, and the value as it was written."""
    if isinstance(value, bool) or value is None:
        return None, ""
    if isinstance(value, int | float) or (isinstance(value, str) and re.fullmatch(r"\d{10}|\d{13}", value)):
        return _moment(value), str(value) if isinstance(value, str) or abs(value) < _MOST_MOMENT else ""
    if not isinstance(value, str):
        return None, ""
    text = tidy(sane(value))
    hit = first_date(text)
    return (hit.date if hit else None), text


def _moment(value: float | str) -> dt.date | None:
    """The day of a number that counts from 1970; None for one that counts something else (20260528)."""
    try:
        number = float(value)
        seconds = number / 1000 if number >= _MILLISECONDS else number
        return dt.datetime.fromtimestamp(seconds, _CHINA).date() if seconds >= _FIRST_MOMENT else None
    except (ValueError, OverflowError, OSError):
        return None


def _first_number(data: Any, paths: Iterable[str]) -> int | None:
    return next((number for path in paths if (number := number_at(data, path)) is not None), None)


def _opened(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in "{[" and value[-1:] in "}]":
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value
