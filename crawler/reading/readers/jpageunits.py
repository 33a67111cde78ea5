"""The lists that a Hanweb JCMS page holds for its jpage script: XML in the page, or a variable with rows.

Each list has a unit (the element with the list) and a call of the script for that unit; what they say belongs together
(reference "cms-patterns" 1.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl, quote_plus, urlsplit

from selectolax.lexbor import LexborNode

from crawler.facts import Row
from crawler.listcall import ListCall, interface_at
from crawler.reading.page import Page
from crawler.reading.pagers.interface import parts
from crawler.reading.readers.jpagecalls import JPageCall, jpage_calls
from crawler.reading.rows.fragments import record_rows
from crawler.reading.rows.recordsets import Recordset, read_recordset
from crawler.urls import netloc, resolve

_LEVELS = 3
"""Elements around a script among which its unit is looked for (own rule; it is its parent)."""
COLUMN_NUMBER = re.compile(r"/col/col(\d+)(?:/|$)")
"""The number of a column, in the address of its page."""


class Unit(NamedTuple):
    """One list. `listed`: its records, whether they could be read or not; `total`: of all records, None = not said.

    `per_page`: rows of a visible page; `calls`: the addresses for all records, or for the first of them when the total
    is not said; `column`: the number of the column that the interface is asked for; `whole`: its XML is not cut off;
    `evidence` quotes the total.
    """

    rows: tuple[Row, ...]
    listed: int
    total: int | None
    per_page: int
    calls: tuple[str, ...]
    column: str | None
    whole: bool
    evidence: str


def units_of(page: Page, interface_id: str) -> list[Unit]:
    """The lists of `page` whose further rows come from the interface with this id, in document order."""
    calls = jpage_calls(page)
    found = [_unit(page, interface_id, island, calls.pop(unit, None)) for unit, island in islands(page)]
    scripted = (_unit(page, interface_id, None, call) for call in calls.values())
    return [*found, *(unit for unit in scripted if unit.listed or unit.calls)]


def own_column(page: Page) -> str | None:
    """The number of the column that `page` shows, by its address."""
    found = COLUMN_NUMBER.search(urlsplit(page.url).path)
    return found[1] if found else None


def islands(page: Page) -> Iterator[tuple[str, Recordset]]:
    """XML in scripts of the live page, with the id of its unit; scripts that only build such XML hold none."""
    for node in page.tree.css("script:not([src])"):
        text = node.text()
        is_xml = "xml" in (node.attributes.get("type") or "").lower() or text.lstrip()[:1] == "<"
        island = read_recordset(text) if is_xml else None
        if island is not None:
            yield _unit_id(node), island


def _unit_id(node: LexborNode) -> str:
    holder = node.parent
    for _ in range(_LEVELS):
        if holder is None:
            break
        name = (holder.attributes.get("id") or "").strip()
        if name:
            return name
        holder = holder.parent
    return ""


def _unit(page: Page, interface_id: str, island: Recordset | None, call: JPageCall | None) -> Unit:
    records = island.records if island and island.records else call.records if call else ()
    told = [(call.total, call.evidence)] if call else []
    told += [(island.total, island.evidence)] if island else []
    counted = [(total, evidence) for total, evidence in told if total is not None]
    total, evidence = max(counted, default=(None, ""))
    calls = next(
        (calls for url in _addresses(page, island, call) if (calls := _calls(page, interface_id, url, total))), ()
    )
    parameters = {name.lower(): value for name, value in parse_qsl(urlsplit(calls[0] if calls else "").query)}
    rows = record_rows(records, page.base_url, encoding=page.encoding, hosts=page.hosts)
    return Unit(
        rows,
        max(len(records), len(rows)),
        total,
        call.per_page if call else 0,
        calls,
        parameters.get("columnid"),
        island is None or island.complete,
        evidence,
    )


def _addresses(page: Page, island: Recordset | None, call: JPageCall | None) -> Iterator[str | None]:
    """Addresses of the interface with its parameters: as the XML gives it, else as its script would ask."""
    proxy = page.resolve(call.proxy).url if call and call.proxy else None
    if island and island.following:
        yield page.resolve(island.following).url
        yield resolve(proxy, island.following, page.encoding).url if proxy else None
    if proxy and call and call.parameters:
        asked = "&".join(f"{name}={_quoted(value, page.encoding)}" for name, value in call.parameters.items())
        yield f"{proxy.partition('?')[0]}?{asked}"


def _calls(page: Page, interface_id: str, url: str | None, total: int | None) -> tuple[str, ...]:
    """The calls for a list, if `url` is the interface, on a host of the portal."""
    known = interface_at(url) if url and netloc(url) in page.hosts else None
    paging = known[1].paging if known and known[1].id == interface_id else None
    if url is None or paging is None:
        return ()
    pages = -(-total // paging.rows) if total else 1
    return parts(ListCall(url), paging, range(1, pages + 1), paging.rows, total)


def _quoted(value: str, encoding: str) -> str:
    try:
        return quote_plus(value, encoding=encoding, errors="replace")
    except LookupError:
        return quote_plus(value)
