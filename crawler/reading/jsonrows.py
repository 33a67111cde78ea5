"""Rows of a list from JSON, laid out as a family's data says (`config.family.JsonRows`).

The values are whatever a portal sends: every step may be missing, be a string of JSON again, or have another type.
What cannot be read is left out; nothing is raised.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from config.family import JsonRows
from crawler.facts import Row
from crawler.reading.dates import first_date
from crawler.reading.segments import tidy

_CHINA = dt.timezone(dt.timedelta(hours=8))
_JSONP = re.compile(r"^\s*(?:/\*.*?\*/)?\s*[\w$.]{1,100}\s*\((?P<json>.*)\)\s*;?\s*$", re.DOTALL)
_MILLISECONDS = 100_000_000_000
"""From here a number counts milliseconds since 1970: as seconds it would lie in the year 5138."""
_MISSING = object()


class JsonList(NamedTuple):
    """What an answer says: its rows, how many objects it lists (rows without a title or link included), totals."""

    rows: tuple[Row, ...]
    listed: int
    total: int | None
    pages: int | None


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
    rows = tuple(row for each in found if isinstance(each, dict) and (row := _row(each, layout, resolve)))
    return JsonList(rows, len(found), _number(data, layout.total), _number(data, layout.pages))


def pick(data: Any, path: str) -> Any:
    """The value at a dotted path, opening strings that are JSON themselves; None when it is not there."""
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
    return _opened(value)


def _row(entry: dict[str, Any], layout: JsonRows, resolve: Callable[[str], str | None]) -> Row | None:
    title = _text(_first(entry, layout.title))
    link = _first(entry, layout.link)
    url = resolve(link.strip()) if isinstance(link, str) and link.strip() else None
    if not title or url is None:
        return None
    shown = _first(entry, layout.date)
    day, text = _day(shown)
    return Row(title, url, day, text)


def _first(entry: dict[str, Any], paths: Iterable[str]) -> Any:
    values = (pick(entry, path) for path in paths)
    return next((value for value in values if value not in (None, "")), None)


def _text(value: Any) -> str:
    """A title without the markup that some interfaces put into it (highlighting, entities)."""
    if not isinstance(value, str):
        return ""
    return tidy(LexborHTMLParser(value).text()) if "<" in value or "&" in value else tidy(value)


def _day(value: Any) -> tuple[dt.date | None, str]:
    """The day that a value means, in China's time, and the value as it was written."""
    if isinstance(value, bool) or value is None:
        return None, ""
    if isinstance(value, int | float) or (isinstance(value, str) and re.fullmatch(r"\d{10}|\d{13}", value)):
        number = float(value)
        try:
            moment = dt.datetime.fromtimestamp(number / (1000 if number >= _MILLISECONDS else 1), _CHINA)
        except (ValueError, OverflowError, OSError):
            return None, str(value)
        return (moment.date() if number > 0 else None), str(value)
    if not isinstance(value, str):
        return None, ""
    hit = first_date(value)
    return (hit.date if hit else None), tidy(value)


def _number(data: Any, paths: Iterable[str]) -> int | None:
    for path in paths:
        value = pick(data, path)
        if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) < 10:
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
    return None


def _opened(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in "{[" and value[-1:] in "}]":
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value
