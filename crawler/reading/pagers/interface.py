"""Calls for the parts of one list: an address that a page gives, with the page and the rows that are wanted.

The address stands on the column's page (or in its script) with all the parameters that the portal itself sends; only
those of `config.family.Paging` are changed. What the others mean is not our business, so they stay as written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote

from config.loaded_lists import Paging
from crawler.listcall import ListCall, call_to
from crawler.reading.pagers.pager import MOST_PAGES


def asked_for(call: ListCall, paging: Paging, page: int, rows: int, total: int | None = None) -> str | None:
    """The address of `call` for `page` (counted from 1) of a list whose pages have so many `rows`.

    Where `total`, the number of all rows, is known, the call of the last page asks for no more than there are.
    """
    if call.body is not None:
        return call_to(call.url, _with_page(call.body, paging, page, rows, total))
    url, _, query = call.url.partition("?")
    return call_to(f"{url}?{_with_page(query, paging, page, rows, total)}")


def part_of(call: ListCall, paging: Paging) -> tuple[int, int]:
    """The page for which `call` asks, and the rows of a page; what it does not say is page 1 and the usual number."""
    sent = _sent(call, paging)
    first, window = _window(sent, paging)
    rows = (_number(sent.get(paging.size)) if paging.size else window) or paging.rows
    page = _number(sent.get(paging.page or "")) or ((first - 1) // rows + 1 if first else 1)
    return page, rows


def rows_left(call: ListCall, paging: Paging) -> int | None:
    """How many rows the list has for the page that `call` asks for; None when nobody knew its total then."""
    return _window(_sent(call, paging), paging)[1] if paging.size else None


def parts(call: ListCall, paging: Paging, pages: range, rows: int, total: int | None = None) -> tuple[str, ...]:
    """The addresses of `call` for some pages; at most `MOST_PAGES`."""
    return tuple(filter(None, (asked_for(call, paging, page, rows, total) for page in pages[:MOST_PAGES])))


def _sent(call: ListCall, paging: Paging) -> dict[str, str]:
    query = call.body if call.body is not None else call.url.partition("?")[2]
    sent = dict(parse_qsl(query, keep_blank_values=True))
    return sent if paging.json_in is None else _object(sent.get(paging.json_in, ""))


def _window(sent: dict[str, str], paging: Paging) -> tuple[int, int | None]:
    """The number of the first row that is asked for (0: not said), and how many rows from there on."""
    first, last = _number(sent.get(paging.first or "")), _number(sent.get(paging.last or ""))
    return first, last - first + 1 if first and last >= first else None


def _with_page(query: str, paging: Paging, page: int, rows: int, total: int | None) -> str:
    changed = dict(_wanted(paging, page, rows, total))
    dropped = {*changed, paging.page, paging.size, paging.first, paging.last}
    kept = [pair for pair in query.split("&") if pair and pair.partition("=")[0] not in dropped]
    return "&".join((*kept, *(f"{name}={value}" for name, value in changed.items())))


def _wanted(paging: Paging, page: int, rows: int, total: int | None) -> Iterator[tuple[str, str]]:
    named = {paging.page: page, paging.size: rows}
    if paging.size is None or total is not None:
        last = page * rows
        named |= {paging.first: (page - 1) * rows + 1, paging.last: min(last, total) if paging.size and total else last}
    told = {name: number for name, number in named.items() if name is not None}
    if paging.json_in is None:
        yield from ((name, str(number)) for name, number in told.items())
    else:
        yield paging.json_in, quote(json.dumps(told, separators=(",", ":")), safe="")


def _object(text: str) -> dict[str, str]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return {name: str(each) for name, each in value.items()} if isinstance(value, dict) else {}


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
