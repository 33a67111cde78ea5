"""What a unit shows on its portal: the places in which a mandated item is looked for."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from config.mandated import ItemForm, MandatedItem, Yearly
from config.registry import Unit
from config.wording import plain
from crawler.facts import Found, PageFacts
from crawler.kinds import BROKEN, AnswerKind, EndReason, PageKind, TargetKind
from crawler.store.crawl import Column, Crawl, Item
from crawler.store.ownership import Owners
from crawler.urlforms import is_article_url
from crawler.urls import netloc, page_key

NEAREST = 3
"""So many of the most similar names are shown to the person who may overrule (own choice: they fit a table cell)."""

TITLE = 8
"""Letters from which on a link text is the title of an article and not a word like 查看更多 (own choice)."""

CUT = ("…", "...")
"""How a title ends that the list cut short."""

UNLIKE = 0.3
"""Names with a likeness below this are not worth showing (own choice: fewer than a third of the letters agree)."""

LONGEST_NAME = 60
"""Characters of a text that may still be a name or a title (own choice; longer ones are paragraphs made into links)."""


FILES = frozenset({TargetKind.ATTACHMENT, TargetKind.IMAGE, TargetKind.RESOURCE})
"""Targets that hold no links of ours."""


OF_COLUMNS = frozenset({PageKind.COLUMN, PageKind.LANDING, PageKind.SINGLE_ARTICLE, PageKind.ATTACHMENT_LIST})
"""Pages that the survey makes columns of; they are looked for there."""


class NamedLink(NamedTuple):
    """A link text with its target and what the target answered (None: never requested)."""

    text: str
    url: str
    answer: AnswerKind | None


@dataclass(frozen=True, slots=True)
class Hits:
    """Where an item was found: columns with its name, pages with its title, links with its name.

    `columns` hold those of that name and everything below them; `children` are the names of the columns below.
    """

    columns: tuple[Column, ...] = ()
    children: tuple[str, ...] = ()
    pages: tuple[PageFacts, ...] = ()
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
        return each_once(rows + [as_item(page) for page in self.pages])


class Holdings:
    """The columns, pages and links of one unit.

    A unit's own things are those whose address no other unit claims. So the county's items may lie anywhere on the
    portal except inside the subtrees of its departments and townships, and a township is not credited with what the
    navigation of the county portal offers.
    """

    def __init__(self, crawl: Crawl, unit: Unit) -> None:
        self._crawl = crawl
        self._unit = unit
        self._owners = Owners(crawl.portal)
        self.columns = tuple(column for column in crawl.columns(unit) if column.unit == unit.id)
        own = [page for page in crawl.pages(unit) if self._owns(page.url)]
        self.pages = tuple((title_of(page), page) for page in own if page.kind not in OF_COLUMNS)
        self._crumbs = {page.url: page.breadcrumb for page in own}
        self._texts = [(text, url) for text, url in crawl.link_texts(unit) if len(text) <= LONGEST_NAME]
        self._titled = {url for text, url in self._texts if len(plain(text)) >= TITLE and not text.endswith(CUT)}
        self._answers = {target.url: target.answer for target in crawl.targets(unit)}
        self._files = {target.url for target in crawl.targets(unit) if target.kind in FILES}

    @property
    def searched(self) -> dict[str, int]:
        """How many columns, pages and link texts were compared."""
        return {"columns": len(self.columns), "pages": len(self.pages), "links": len(self._texts)}

    def find(self, item: MandatedItem) -> Hits:
        """Everything that goes under the item's names, in the form that the item asks for.

        A link of that name makes its target a hit: the column or page that it opens, whatever that calls itself.
        """
        linked = [(text, url, self._crawl.page(url)) for text, url in self._texts if item.matches(text)]
        opened = {page_key(page.url) for _, url, page in linked if page and self._owns(page.url)}
        named = tuple(column for column in self.columns if page_key(column.url) in opened or item.matches(column.name))
        pages = tuple(
            page
            for title, page in self.pages
            if self._has_form(page, item.form) and (page_key(page.url) in opened or item.matches(title))
        )
        below = tuple(column for column in self.columns if self._is_below(column, item, named, pages))
        unread = [NamedLink(text, url, self._answers.get(url)) for text, url, page in linked if page is None]
        return Hits(
            columns=named + below,
            children=tuple(column.name for column in named + below if column in below or _is_under(column, named)),
            pages=pages,
            links=tuple(link for link in unread if self.counts(link.url)),
        )

    def entries(self, yearly: Yearly) -> list[Item]:
        """Pages and link texts anywhere in the unit that are called like a yearly entry."""
        if not (yearly.names or yearly.patterns):
            return []
        read = [as_item(page) for title, page in self.pages if yearly.matches(title)]
        named = [Item(text, url) for text, url in self._texts if yearly.matches(text) and self.counts(url)]
        return each_once(read + named)

    def nearest(self, item: MandatedItem) -> list[tuple[str, float]]:
        """The most similar names of columns (and of links that may open one) with their likeness, 0 to 1."""
        best: dict[str, float] = {}
        for word in {plain(word) for word in (item.title, *item.names)}:
            akin = {name for pair in _pairs(word) for name in self._by_pair.get(pair, ())}
            for name in difflib.get_close_matches(word, sorted(akin), n=NEAREST, cutoff=UNLIKE):
                likeness = round(difflib.SequenceMatcher(None, name, word).ratio(), 2)
                shown = self._names[name]
                best[shown] = max(likeness, best.get(shown, 0))
        return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:NEAREST]

    @cached_property
    def _names(self) -> dict[str, str]:
        """Names that may be meant by an item, as compared and as shown: of columns, and of links that may open one."""
        known = {plain(column.name): column.name for column in self.columns}
        return known | {plain(text): text for text, url in self._texts if self._owns(url) and not is_article_url(url)}

    @cached_property
    def _by_pair(self) -> dict[str, set[str]]:
        """Those names by each two letters in a row: only names that share a pair are worth comparing."""
        index: dict[str, set[str]] = defaultdict(set)
        for name in self._names:
            for pair in _pairs(name):
                index[pair].add(name)
        return index

    @cached_property
    def why_incomplete(self) -> str | None:
        """Why the item may stand where we did not look (a key below `reason.`); None when everything was seen.

        A file that was not observed hides nothing that we look for; neither does an article whose whole title stands in
        a link that leads to it.
        """
        if self._crawl.end_reason is not EndReason.FINISHED:
            return "crawl-incomplete"
        for gap in self._crawl.not_observed(self._unit):
            if self._owns(gap.url) and gap.url not in self._files and not self._is_told(gap.url):
                return "pages-not-observed"
        return None

    def _is_told(self, url: str) -> bool:
        return is_article_url(url) and url in self._titled

    def _owns(self, url: str) -> bool:
        return netloc(url) in self._crawl.portal.all_hosts and self._owners.owner(url) == self._unit.id

    def _has_form(self, page: PageFacts, form: ItemForm) -> bool:
        return form is not ItemForm.COLUMN or page.kind is not PageKind.ARTICLE

    def _is_below(
        self, column: Column, item: MandatedItem, named: tuple[Column, ...], pages: tuple[PageFacts, ...]
    ) -> bool:
        """Whether a column stands below a found one, or its breadcrumb goes through an own page of the item's name."""
        if column in named:
            return False
        if _is_under(column, named):
            return True
        found = {page_key(above.url) for above in named} | {page_key(above.url) for above in pages}
        return any(
            step.url is not None and (page_key(step.url) in found or (self._owns(step.url) and item.matches(step.text)))
            for step in self._crumbs.get(column.url, ())
        )

    def counts(self, url: str) -> bool:
        """Whether the target of a link counts for this unit: its own, or outside the portal and linked by it."""
        if netloc(url) in self._crawl.portal.all_hosts:
            return self._owns(url)
        return any(self._owns(use.page_url) for use in self._crawl.uses(url, self._unit).examples)


def _pairs(name: str) -> set[str]:
    return {name[at : at + 2] for at in range(len(name) - 1)}


def _is_under(column: Column, named: tuple[Column, ...]) -> bool:
    return any(column.path.startswith(f"{above.path}>") for above in named)


def each_once(items: Iterable[Item]) -> list[Item]:
    """The items without repetitions of an address; of two with the same address the first one that has a date."""
    kept: dict[str, Item] = {}
    for item in items:
        known = kept.setdefault(page_key(item.url), item)
        if known.date is None and item.date is not None:
            kept[page_key(item.url)] = item
    return list(kept.values())


def title_of(page: PageFacts) -> str:
    """What a page calls itself: the title of its article, else the name of its column, else its own title."""
    title = page.article.title if page.article else None
    return title.value if isinstance(title, Found) else page.column_name or page.title


def as_item(page: PageFacts) -> Item:
    """A page as a row, with the date of its article."""
    dated = page.article.date if page.article else None
    if isinstance(dated, Found):
        return Item(title_of(page), page.url, dated.value, "article")
    return Item(title_of(page), page.url)
