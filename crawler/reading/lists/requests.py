"""Requests for the pages of a list, as a page's scripts would send them to an interface.

The parameters come from the page (`crawler.reading.scripts.values`); which ones a family needs, and under which name it
counts the pages, is data (`config.page_scripts.RequestParameters`). From one call follow those for the other pages.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from config.family import Interface
from config.page_scripts import RequestParameters
from crawler.listcall import ListCall, call_to
from crawler.reading.page import Page
from crawler.reading.pagers.pager import MOST_PAGES
from crawler.reading.scripts.values import ScriptValues
from crawler.urls import netloc

_MOST_ROWS = 10_000
WRAPPED = "params"
"""Some gateways want the parameters one level deeper under this name (reference "cms-patterns" 1.8)."""


def own_address(page: Page, href: str) -> str | None:
    """The absolute address of an interface on one of the portal's own hosts; None for any other."""
    url = page.resolve(href).url
    return url if url is not None and netloc(url) in page.hosts else None


def told_parameters(
    values: ScriptValues, stated: Mapping[str, Any], wanted: RequestParameters
) -> dict[str, Any] | None:
    """The parameters of a request as an object in a script states them; None when one cannot be told from the page."""
    found: dict[str, Any] = {}
    sizes = [name for name in (wanted.size, *wanted.size_from) if name and name in stated]
    size = _first_size(values, [stated[name] for name in sizes])
    if values.text(stated.get(wanted.page)) not in (None, str(wanted.first)) or (sizes and size is None):
        return None
    for name, value in stated.items():
        if name in (wanted.page, *sizes) or (wanted.passed and name not in wanted.passed):
            continue
        told = _told(values, value)
        if told is None and name not in wanted.free:
            return None
        if told is not None:
            found[name] = told
    if not all(any(found.get(name) for name in group) for group in wanted.needed):
        return None
    if any(found.get(name) != value for name, value in wanted.same.items()):
        return None
    if wanted.passed:
        found = {name: value for name, value in found.items() if value}
    return found | ({wanted.size: size} if wanted.size and size else {})


def call_for(
    url: str | None, parameters: Mapping[str, Any], interface: Interface, around: Mapping[str, Any] | None = None
) -> str | None:
    """The address of the call for page 1 of a list; None without a usable URL. `around`: what holds the parameters."""
    wanted = interface.request
    if wanted is None or url is None:
        return None
    sent = {**parameters, wanted.page: wanted.first}
    if interface.body == "json":
        sent = sent if around is None else {**around, WRAPPED: sent}
        return call_to(url, json.dumps(sent, ensure_ascii=False, separators=(",", ":")))
    pairs = urlencode(list(_pairs(sent)))
    return call_to(url, pairs) if interface.body else call_to(f"{url}?{pairs}")


def page_of(call: ListCall, interface: Interface) -> int | None:
    """Which page of its list a call asks for, counted from 1; None when it does not say."""
    wanted = interface.request
    number = _number(call, interface, wanted.page) if wanted else None
    return number - wanted.first + 1 if wanted and number is not None else None


def size_of(call: ListCall, interface: Interface) -> int | None:
    """How many rows a call asks for; None when it does not say."""
    wanted = interface.request
    return _number(call, interface, wanted.size) if wanted and wanted.size else None


def other_pages(call: ListCall, interface: Interface, pages: range) -> tuple[str, ...]:
    """The addresses of the same call for other pages of its list, counted from 1; at most `MOST_PAGES`."""
    found = (_other_page(call, interface, page) for page in pages[:MOST_PAGES])
    return tuple(address for address in found if address)


def _other_page(call: ListCall, interface: Interface, page: int) -> str | None:
    wanted = interface.request
    if wanted is None:
        return None
    number = page + wanted.first - 1
    if interface.body == "json":
        sent = _json(call)
        holder = sent.get(WRAPPED)
        (holder if isinstance(holder, dict) else sent)[wanted.page] = number
        return call_to(call.url, json.dumps(sent, ensure_ascii=False, separators=(",", ":")))
    address, _, query = call.url.partition("?")
    pairs = parse_qsl(call.body if interface.body else query, keep_blank_values=True)
    changed = urlencode([(name, str(number) if name == wanted.page else value) for name, value in pairs])
    return call_to(call.url, changed) if interface.body else call_to(f"{address}?{changed}")


def _number(call: ListCall, interface: Interface, name: str) -> int | None:
    if interface.body == "json":
        sent = _json(call)
        holder = sent.get(WRAPPED)
        value = (holder if isinstance(holder, dict) else sent).get(name)
    else:
        query = call.body if interface.body else urlsplit(call.url).query
        value = dict(parse_qsl(query or "", keep_blank_values=True)).get(name)
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _first_size(values: ScriptValues, stated: Iterable[Any]) -> int | None:
    """How many rows the page says that a page of the list has."""
    texts = (values.text(value) for value in stated)
    return next((int(text) for text in texts if text and text.isdecimal() and 0 < int(text) < _MOST_ROWS), None)


def _json(call: ListCall) -> dict[str, Any]:
    try:
        sent = json.loads(call.body or "")
    except ValueError:
        return {}
    return sent if isinstance(sent, dict) else {}


def _told(values: ScriptValues, value: Any) -> Any:
    """A value to be sent: numbers stay numbers, lists are told item by item; None when it is not known."""
    if isinstance(value, int | float):
        return value
    if isinstance(value, list):
        items = [values.text(item) for item in value]
        return None if any(item is None for item in items) else items
    return values.text(value)


def _pairs(sent: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Parameters as a form sends them: a list under its name with brackets, once for each item."""
    for name, value in sent.items():
        if isinstance(value, list):
            yield from ((f"{name}[]", item) for item in value)
        else:
            yield name, str(value).lower() if isinstance(value, bool) else str(value)
