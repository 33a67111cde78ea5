"""Columns from pages: which list pages belong together, whose they are, of which kind and level, with which items.

Computed when a crawl is judged, from stored page facts, so that a better survey also serves old crawls.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from config.registry import ColumnOverride, Portal
from crawler.facts import Found, Link, PageFacts
from crawler.kinds import ListSource, PageKind
from crawler.store.ownership import Owners
from crawler.survey.column import Column, Item
from crawler.survey.column_items import dating, items_of, never_rises
from crawler.survey.column_naming import HomeView, name_column
from crawler.survey.list_groups import ListGroup, group_lists
from crawler.survey.menus import told_apart
from crawler.urls import page_key

__all__ = ["Column", "Item", "Survey"]

_SHAPES = frozenset({PageKind.COLUMN, PageKind.LANDING, PageKind.SINGLE_ARTICLE, PageKind.ATTACHMENT_LIST})


@dataclass
class Survey:
    """Surveys one crawl. Feed every page to `see`, then ask for `columns`.

    `crawled_on`: the day of the crawl (dates later than the next day are not believed); `redirected`: addresses that
    led elsewhere, with where; `home_addresses`, `home_links`: the home page's addresses and its navigation's targets;
    `why_unread`: the reason (key below `reason.`) why an address was not read as a list page; `links_of`: the links of
    a page, asked only for landing pages.
    """

    portal: Portal
    owners: Owners
    crawled_on: dt.date | None
    redirected: Mapping[str, str]
    home_addresses: Iterable[str]
    home_links: Iterable[str]
    why_unread: Callable[[str], str]
    links_of: Callable[[str], Iterable[Link]]
    _lists: list[PageFacts] = field(default_factory=list)
    _articles: set[str] = field(default_factory=set)
    _article_dates: dict[str, dt.date] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)

    def see(self, page: PageFacts) -> None:
        """Take note of one page."""
        if page.kind in _SHAPES:
            self._lists.append(page)
        if page.kind is PageKind.ARTICLE:
            self._articles.add(self._key(page.url))
        if page.article and isinstance(page.article.date, Found):
            self._article_dates[self._key(page.url)] = page.article.date.value

    def columns(self) -> tuple[Column, ...]:
        """All columns of the portal in URL order."""
        home = HomeView(frozenset(map(self._key, self.home_addresses)), frozenset(map(self._key, self.home_links)))
        overrides = {self._key(override.url): override for override in self.portal.columns}
        lists = [
            told_apart(page, self.links_of(page.url), self._is_article) if page.kind is PageKind.LANDING else page
            for page in self._lists
        ]
        return tuple(self._column(group, home, overrides) for group in group_lists(lists, self._key))

    def _is_article(self, url: str) -> bool:
        return self._key(url) in self._articles

    def _column(self, group: ListGroup, home: HomeView, overrides: Mapping[str, ColumnOverride]) -> Column:
        head = group.head
        override = self._override(group, overrides)
        naming = name_column(head, home, self._key, override)
        items = items_of(group.pages, self._key, self._article_date)
        dates = dating(items, self.crawled_on)
        lists = [page.list for page in group.pages if page.list]
        return Column(
            *naming[:2],
            group.url,
            *naming[2:4],
            unit=(override and override.unit) or self.owners.owner(group.url),
            level=naming.level,
            shape=head.kind,
            source=head.list.source if head.list else ListSource.UNKNOWN,
            items=items,
            total=next((facts.total for facts in lists if facts.total is not None), None),
            pages_declared=next((facts.pages for facts in lists if facts.pages is not None), None),
            pages_seen=len(group.pages),
            missing_pages=group.unread,
            missing_reasons=tuple(self.why_unread(url) for url in group.unread),
            newest=dates.newest,
            oldest=dates.oldest,
            undated=dates.undated,
            sorted_desc=group.begins and never_rises(head, self._article_date),
            empty_proof=head.list.empty_proof if head.list and not items else None,
            construction=next((facts.construction for facts in lists if facts.construction), None),
            obstacle=_obstacle(group),
            exempt=bool(override and override.exempt_from_update),
            notes=_notes(group, future=dates.ignored),
        )

    def _override(self, group: ListGroup, overrides: Mapping[str, ColumnOverride]) -> ColumnOverride | None:
        addresses = (group.url, *(page.url for page in group.pages))
        return next((overrides[key] for url in addresses if (key := self._key(url)) in overrides), None)

    def _article_date(self, url: str) -> dt.date | None:
        return self._article_dates.get(self._key(url))

    def _key(self, url: str) -> str:
        if url not in self._keys:
            self._keys[url] = page_key(self.redirected.get(url, url))
        return self._keys[url]


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


def _notes(group: ListGroup, *, future: bool) -> tuple[str, ...]:
    notes = {"list-future-dates-ignored": future, "list-first-page-unseen": not group.begins}
    return tuple(key for key, holds in notes.items() if holds)
