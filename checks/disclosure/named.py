"""What goes by a name on a portal: pages, links and columns in which a mandated item may be found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from checks.gaps import PAGES_NOT_OBSERVED
from checks.links.broken_link import NOT_REQUESTED
from checks.places import title_of
from crawler.facts import Crumb, Found, PageFacts
from crawler.kinds import BROKEN, AnswerKind, PageKind
from crawler.store.crawl import Column, Item
from crawler.urls import page_key

NAMED_PAGES = "named-pages"
"""The notebook of checks that take a note of what each page calls itself (`NamedPage`)."""
ONLY_A_FILE = "only-a-file"
OUTSIDE = "outside-portal"
LONGEST_NAME = 60
"""Characters of a text that may still be a name or a title (own choice; longer ones are paragraphs made into links)."""


OF_COLUMNS = frozenset({PageKind.COLUMN, PageKind.LANDING, PageKind.SINGLE_ARTICLE, PageKind.ATTACHMENT_LIST})
"""Pages that the survey makes columns of; they are looked for there."""

_EXTENSION = re.compile(r"\.[A-Za-z0-9]{2,5}$")


class NamedPage(NamedTuple):
    """A page of a unit by what it calls itself; `crumbs` only of pages that may be columns. `heard` are the days of the
    letters and replies on it, rising."""

    unit: str
    title: str
    url: str
    kind: PageKind
    day: date | None = None
    crumbs: tuple[Crumb, ...] = ()
    heard: tuple[date, ...] = ()

    @classmethod
    def of(cls, page: PageFacts, unit: str) -> NamedPage:
        """`page`, which `unit` owns."""
        item = as_item(page)
        crumbs = page.breadcrumb if page.kind in OF_COLUMNS else ()
        heard = {day for one in page.exchanges for day in (one.asked, one.replied) if day}
        return cls(unit, item.title, page.url, page.kind, item.date, crumbs, tuple(sorted(heard)))

    def as_item(self) -> Item:
        """The page as a row."""
        return Item(self.title, self.url, self.day, "article") if self.day else Item(self.title, self.url)


class NamedLink(NamedTuple):
    """A link text with its target and what the target answered (None: never requested); `is_outside` where that is not
    of the portal, or leads off it."""

    text: str
    url: str
    answer: AnswerKind | None
    is_file: bool = False
    is_outside: bool = False

    @property
    def opens(self) -> bool:
        """Whether a visitor sees something behind it."""
        return self.answer is AnswerKind.CONTENT

    @property
    def why_unread(self) -> str | None:
        """Why we have not read what it leads to (a key below `reason.`); None where it does not open."""
        if not self.opens:
            return None if self.answer in BROKEN else self.answer.value if self.answer else NOT_REQUESTED
        if self.is_file:
            return ONLY_A_FILE
        return OUTSIDE if self.is_outside else PAGES_NOT_OBSERVED


@dataclass(frozen=True, slots=True)
class Hits:
    """Where an item was found: columns with its name, pages with its title, links with its name.

    `columns` hold those of that name and everything below them; `children` are the names of the columns below.
    """

    columns: tuple[Column, ...] = ()
    children: tuple[str, ...] = ()
    pages: tuple[NamedPage, ...] = ()
    links: tuple[NamedLink, ...] = ()

    @property
    def on_portal(self) -> bool:
        """Whether something was found that we have read."""
        return bool(self.columns or self.pages)

    @property
    def broken(self) -> bool:
        """Whether the only traces are links that do not open."""
        return bool(self.links) and not self.on_portal and all(link.answer in BROKEN for link in self.links)

    def items(self) -> list[Item]:
        """All rows of the columns, and the pages themselves, each address once."""
        rows = [item for column in self.columns for item in column.items]
        return each_once(rows + [page.as_item() for page in self.pages])


def each_once(items: Iterable[Item]) -> list[Item]:
    """The items without repetitions of an address; of two with the same address the first one that has a date."""
    kept: dict[str, Item] = {}
    for item in items:
        known = kept.setdefault(page_key(item.url), item)
        if known.date is None and item.date is not None:
            kept[page_key(item.url)] = item
    return list(kept.values())


def file_title(text: str) -> str:
    """What a file is called, without the extension."""
    return _EXTENSION.sub("", text)


def as_item(page: PageFacts) -> Item:
    """A page as a row, with the date of its article."""
    dated = page.article.date if page.article else None
    if isinstance(dated, Found):
        return Item(title_of(page), page.url, dated.value, "article")
    return Item(title_of(page), page.url)
