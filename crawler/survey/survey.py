"""Columns from pages: which list pages belong together, whose they are, of which kind and level, with which items.

Computed when a crawl is judged, from stored page facts, so that a better survey also serves old crawls.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

from config.registry import ColumnOverride, Portal
from crawler.facts import Link, PageFacts, Row
from crawler.kinds import ListSource, PageKind, TargetKind
from crawler.outline import TextDates
from crawler.sameness import bears_out
from crawler.store.ownership import Owners
from crawler.store.page_facts import Packed
from crawler.store.spool import Spool
from crawler.survey.column import Column, Item
from crawler.survey.column_items import Items, dating
from crawler.survey.column_naming import HomeView, name_column
from crawler.survey.declared import declared_by
from crawler.survey.duplicates import Comparison
from crawler.survey.filed import Filed
from crawler.survey.list_groups import ListGroup, group_lists
from crawler.survey.menus import told_apart
from crawler.survey.opened import opened_columns
from crawler.survey.seen import SeenPages
from crawler.survey.stored import Stored, stored_items
from crawler.urls import page_key

T = TypeVar("T")

__all__ = ["Column", "Item", "Survey"]

REPEATED = "list-page-repeated"
"""A part of a list came with the rows of another part (a key below `reason.`)."""
ROWS_KEPT = 5_000
"""Rows of list pages from which on further ones are put down (own choice: what small portals have stays in memory)."""
_SHAPES = frozenset({PageKind.COLUMN, PageKind.LANDING, PageKind.SINGLE_ARTICLE, PageKind.ATTACHMENT_LIST})


@dataclass
class Survey:
    """Surveys one crawl. Feed every page to `see` and every answer of a list interface to `see_answer`, then ask for
    `columns`.

    `crawled_on`: the day of the crawl (dates later than the next day are not believed); `redirected`: addresses that
    led elsewhere, with where; `home_addresses`, `home_links`: the home page's addresses and its navigation's targets;
    `why_unread`: the reason (key below `reason.`) why an address was not read as a list page; `links_of`: the links of
    a page, asked only for landing pages; `page_of`, `body_hash`: the facts of a page and what its bytes were, asked
    only where two pages may be one; `spool`: where the items of long columns are put down;
    `seen`: where pages are remembered.
    """

    portal: Portal
    owners: Owners
    crawled_on: dt.date | None
    redirected: Mapping[str, str]
    home_addresses: Iterable[str]
    home_links: Iterable[str]
    why_unread: Callable[[str], str]
    links_of: Callable[[str], Iterable[Link]]
    page_of: Callable[[str], PageFacts | None]
    body_hash: Callable[[str], str | None]
    spool: Spool
    seen: SeenPages
    _lists: list[PageFacts] = field(default_factory=list)
    _answers: list[PageFacts] = field(default_factory=list)
    _apart: set[str] = field(default_factory=set)
    _filed: Filed = field(default_factory=Filed)
    _rows: int = 0
    _shared: dict[object, object] = field(default_factory=dict)

    def see(self, packed: Packed) -> None:
        """Take note of one page. Of most pages the outline is enough."""
        page = packed.outline
        self._tell_apart(page.url, packed)
        if page.kind in _SHAPES:
            self._lists.append(self._light(packed.facts))
        self._filed.see(page, self.crawled_on)
        dates = page.article.dates if page.article else None
        self.seen.see(self._key(page.url), page.url, is_article=page.kind is PageKind.ARTICLE, dates=dates)

    def see_answer(self, answer: PageFacts) -> None:
        """Take note of one answer of a list interface."""
        self._answers.append(self._light(answer))

    def columns(self) -> tuple[Column, ...]:
        """All columns of the portal in URL order."""
        filed = self._filed.by_key(self._key)
        home = HomeView(frozenset(map(self._key, self.home_addresses)), frozenset(map(self._key, self.home_links)))
        overrides = {self._key(override.url): override for override in self.portal.columns}
        lists = [
            told_apart(page, self.links_of(page.url), self._is_article) if page.kind is PageKind.LANDING else page
            for page in self._lists
        ]
        groups = group_lists([*lists, *opened_columns(lists)], self._key, self._answers)
        each_once = Comparison(self._key, self.owners.owner, self.body_hash).each_once(groups)
        return tuple(self._column(group, home, overrides, filed) for group in each_once)

    def _light(self, page: PageFacts) -> PageFacts:
        """The page; in a big crawl with its rows put down until its column is made."""
        if page.list is None:
            return page
        self._rows += len(page.list.rows)
        if self._rows <= ROWS_KEPT:
            return page
        rows = cast("tuple[Row, ...]", Stored(Row, page.list.rows, self.spool))  # for the survey they are the same
        listed = replace(page.list, rows=rows, further_pages=self._one(page.list.further_pages))
        crumbs, identity = self._one(page.breadcrumb), self._one(page.identity)
        return replace(page, metas=None, marks=(), breadcrumb=crumbs, identity=identity, list=listed)

    def _one(self, value: T) -> T:
        """The first of all equal values: what the pages of a column have in common is kept once."""
        return cast("T", self._shared.setdefault(value, value))

    def _tell_apart(self, url: str, packed: Packed) -> None:
        """Give a page an address of its own when another page with the same key shows something else."""
        first = self.seen.address(self._key(url))
        if first is None or first == url:
            return
        known, page = self.page_of(first), packed.facts
        if known and known.judgeable and page.judgeable and not bears_out(known, page):
            self._apart.add(url)

    def _is_article(self, url: str) -> bool:
        return self.seen.is_article(self._key(url))

    def _column(
        self,
        group: ListGroup,
        home: HomeView,
        overrides: Mapping[str, ColumnOverride],
        filed: Mapping[str, dt.date],
    ) -> Column:
        head = group.head
        override = self._override(group, overrides)
        naming = name_column(head, home, self._key, override)
        made = Items(self._key, self._dates_of, self.portal.all_hosts, self.crawled_on)
        items = made.of(group.pages)
        dates = dating(items, self.crawled_on)
        lists = [page.list for page in group.pages if page.list]
        declared = declared_by(group)
        missing = (*group.unread, *group.repeated)
        return Column(
            *naming[:2],
            group.url,
            *naming[2:4],
            unit=(override and override.unit) or self.owners.owner(group.url),
            level=naming.level,
            shape=head.kind,
            source=head.list.source if head.list else ListSource.UNKNOWN,
            kind_word=naming.kind_word,
            outward=2 * sum(item.target is TargetKind.EXTERNAL for item in items) > len(items),
            items=stored_items(items, self.spool),
            total=declared.total,
            total_means=declared.total_means,
            pages_declared=declared.pages,
            pages_seen=declared.seen,
            missing_pages=missing,
            missing_reasons=tuple(REPEATED if url in group.repeated else self.why_unread(url) for url in missing),
            newest=dates.newest,
            oldest=dates.oldest,
            newest_filed=filed.get(self._key(group.url)),
            undated=dates.undated,
            sorted_desc=group.begins and made.never_rise(group.first_rows),
            second_seen=group.reaches_second,
            empty_proof=None if items else declared.empty_proof,
            construction=next((facts.construction for facts in lists if facts.construction), None),
            obstacle=_obstacle(group),
            exempt=bool(override and override.exempt_from_update),
            notes=_notes(group, future=dates.ignored, inferred=any(item.year_inferred for item in items)),
        )

    def _override(self, group: ListGroup, overrides: Mapping[str, ColumnOverride]) -> ColumnOverride | None:
        addresses = (group.url, *(page.url for page in group.pages))
        return next((overrides[key] for url in addresses if (key := self._key(url)) in overrides), None)

    def _dates_of(self, url: str) -> TextDates | None:
        return self.seen.dates(self._key(url))

    def _key(self, url: str) -> str:
        return url if url in self._apart else page_key(self.redirected.get(url, url))


def _obstacle(group: ListGroup) -> str | None:
    if not group.begins:
        return "list-first-page-unseen"
    return next((found for page in group.pages if (found := _page_obstacle(page))), None)


def _page_obstacle(page: PageFacts) -> str | None:
    if not page.judgeable:
        return page.reason or "list-not-read"
    if page.list is None:
        return "list-not-read" if page.kind is PageKind.COLUMN else None
    if page.list.obstacle is None and page.list.source is ListSource.UNKNOWN and page.kind is PageKind.COLUMN:
        return "list-not-read"
    return page.list.obstacle


def _notes(group: ListGroup, *, future: bool, inferred: bool) -> tuple[str, ...]:
    notes = {
        "list-future-dates-ignored": future,
        "list-years-inferred": inferred,
        "list-first-page-unseen": not group.begins,
    }
    return tuple(key for key, holds in notes.items() if holds)
