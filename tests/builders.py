"""Crawl files from a compact description, written through `CrawlStore` as the engine writes them.

    crawl_file(tmp_path / "crawl.sqlite", [
        home(links=[link("/tzgg/", "通知公告", nav=True)]),
        column("/tzgg/", ["首页", "通知公告"], [row("关于…的通知", "/tzgg/1.html", "2025-11-17")]),
        article("/tzgg/1.html", date="2025-11-17", links=[link("/gone.html", "附件")]),
    ], answers={"/gone.html": answer(AnswerKind.HTTP_404, status=404)})

Addresses that begin with `/` lie on `SITE`. Whatever is not named has a plain default; times are fixed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from config.registry import ColumnOverride, Portal, Unit
from crawler.answer import Answer, Attempt
from crawler.facts import (
    ArticleFacts,
    Crumb,
    DocumentFacts,
    Found,
    Glimpse,
    Link,
    ListFacts,
    Observation,
    PageFacts,
    PageReading,
    Row,
)
from crawler.kinds import AnswerKind, EndReason, ListSource, PageKind, Region, TargetKind
from crawler.store.writer import CrawlStore, Waiting

SITE = "http://www.sample.gov.cn"
CRAWLED_AT = "2025-11-20T02:00:00+00:00"


def at(address: str) -> str:
    """The absolute form of an address."""
    return SITE + address if address.startswith("/") else address


def unit(unit_id: str, unit_class: str, *scope: str, entry: str | None = None) -> Unit:
    """A unit with scope prefixes; its entry is the first prefix unless `entry` says otherwise."""
    prefixes = tuple(at(prefix) for prefix in scope)
    entries = (at(entry),) if entry else prefixes[:1]
    return Unit.model_validate(
        {"id": unit_id, "name": unit_id, "class": unit_class, "scope": prefixes, "entry_urls": entries}
    )


def portal(*units: Unit, overrides: Iterable[ColumnOverride] = (), hosts: Iterable[str] = ()) -> Portal:
    """The portal on `SITE`: a unit `county` of class portal, and `units`."""
    return Portal(
        id="sample",
        name="样例县人民政府",
        start_urls=(at("/"),),
        hosts=tuple(hosts),
        units=(unit("county", "portal"), *units),
        columns=tuple(overrides),
    )


def link(address: str, text: str = "", *, kind: TargetKind = TargetKind.PAGE, nav: bool = False, **more: Any) -> Link:
    """A link as written in `address` (`href=` and `url=` may differ: `link("x", url=None, href="javascript:;")`)."""
    region = Region.NAV if nav else Region.BODY
    return Link(**{"href": address, "url": at(address), "text": text, "kind": kind, "region": region, **more})


def row(title: str, address: str, date: str | None = None) -> Row:
    """A row of a list; `date` is ISO, or what the row shows when it is no whole date (`11-18`)."""
    whole = date is not None and len(date) == len("2025-11-18")
    return Row(title, at(address), dt.date.fromisoformat(date) if date and whole else None, date or "")


def page(address: str, kind: PageKind, *, links: Iterable[Link] = (), **facts: Any) -> PageReading:
    """Any page; `facts` are fields of `PageFacts`."""
    return PageReading(PageFacts(url=at(address), family="generic", kind=kind, **facts), tuple(links))


def home(rows: Iterable[Row] = (), *, address: str = "/", links: Iterable[Link] = (), **facts: Any) -> PageReading:
    """A home page with dated rows."""
    return page(address, PageKind.HOME, links=links, list=ListFacts(ListSource.STATIC, tuple(rows)), **facts)


def column(
    address: str,
    crumbs: Iterable[str] = (),
    rows: Iterable[Row] = (),
    *,
    links: Iterable[Link] = (),
    further: Iterable[str] = (),
    facts: Mapping[str, Any] | None = None,
    **listing: Any,
) -> PageReading:
    """A list page; `further` are its other list pages, `listing` fields of `ListFacts`, `facts` of `PageFacts`."""
    listed = ListFacts(
        **{"source": ListSource.STATIC, "rows": tuple(rows), "further_pages": tuple(map(at, further)), **listing}
    )
    described = {"list": listed, "breadcrumb": tuple(Crumb(text) for text in crumbs), **(facts or {})}
    return page(address, PageKind.COLUMN, links=links, **described)


def article(address: str, title: str = "标题", date: str | None = None, **facts: Any) -> PageReading:
    """An article with its publication date (ISO)."""
    found = ArticleFacts(title=Found(title, "h1"))
    if date:
        found = replace(found, date=Found(dt.date.fromisoformat(date), "meta PubDate"))
    return page(address, PageKind.ARTICLE, title=title, article=found, **facts)


def answer(
    kind: AnswerKind = AnswerKind.CONTENT, *, status: int | None = 200, at: str = CRAWLED_AT, **more: Any
) -> Answer:
    """An answer after one attempt."""
    return Answer(**{"kind": kind, "attempts": (Attempt(kind, status, at, 12),), "status": status, **more})


def crawl_file(
    path: Path,
    pages: Iterable[PageReading],
    *,
    of: Portal | None = None,
    answers: Mapping[str, Answer] | None = None,
    page_answers: Mapping[str, Answer] | None = None,
    glimpses: Mapping[str, Glimpse] | None = None,
    known: Iterable[str] = (),
    refused: Mapping[str, str] | None = None,
    documents: Iterable[DocumentFacts] = (),
    observations: Iterable[Observation] = (),
    known_since: Mapping[str, str] | None = None,
    end: EndReason | None = EndReason.FINISHED,
    **meta: Any,
) -> Path:
    """Write a crawl file and return `path`.

    `answers`: of addresses without a page; `page_answers`: of pages, in place of a plain content answer;
    `glimpses`: what the pages elsewhere show whose `answers` are given; `known`: addresses on the ledger (they wait,
    or have their answer from `answers`); `refused`: address -> reason; `documents`: what files say;
    `observations`: what trials showed; `known_since`: page -> first day on which the chain of runs saw it;
    `end` None leaves the file unsealed.
    """
    described = {"portal": (of or portal()).model_dump(mode="json", by_alias=True), **meta}
    with CrawlStore.create(path, described) as store:
        readings = {reading.facts.url: reading for reading in pages}
        store.add_waiting(Waiting(url, 50, 0) for url in readings)
        for waiting in store.take(len(readings), ()):
            own = {at(address): given for address, given in (page_answers or {}).items()}.get(waiting.url, answer())
            store.record_page(waiting.id, own, readings[waiting.url], ())
            since = {at(address): str(day) for address, day in (known_since or {}).items()}.get(waiting.url)
            if since:
                store.date_page(waiting.id, since)
        store.add_waiting(Waiting(at(address), 10, 1) for address in known)
        for address, given in (answers or {}).items():
            store.record_answer(at(address), given, (glimpses or {}).get(address))
        for document in documents:
            store.record_document(document)
        for seen in observations:
            store.observe(seen)
        for address, reason in (refused or {}).items():
            store.refuse(at(address), reason)
        if end is not None:
            store.seal(end)
    return path
