"""What a unit shows on its portal: the places in which a mandated item is looked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import chain

from checks.disclosure.likeness import Near, nearest
from checks.disclosure.named import (
    LONGEST_NAME,
    OF_COLUMNS,
    Hits,
    NamedLink,
    NamedPage,
    each_once,
    file_title,
)
from checks.gaps import FILES, why_incomplete
from checks.keys import KeySet
from config.mandated import ItemForm, MandatedItem
from config.registry import Unit
from config.wording import AnyOf, Wording, plain
from crawler.facts import Crumb, PageFacts
from crawler.kinds import PageKind, TargetKind
from crawler.store.crawl import Column, Crawl, Item
from crawler.store.ownership import Owners
from crawler.urlforms import is_article_url
from crawler.urls import netloc, page_key


class Holdings:
    """The columns, pages and links of one unit.

    A unit's own things are those whose address no other unit claims. So the county's items may lie anywhere on the
    portal except inside the subtrees of its departments and townships, and a township is not credited with what the
    navigation of the county portal offers. `notes` are the pages of one pass over the crawl, whoever owns them; without
    them the unit's pages are read. `sought` are the wordings that will be asked for: of a hundred thousand links and
    pages only those are kept that may go under one of them.
    """

    def __init__(
        self, crawl: Crawl, unit: Unit, sought: Iterable[Wording], notes: Iterable[NamedPage] | None = None
    ) -> None:
        self._crawl = crawl
        self._unit = unit
        self._notes = notes
        self._owners = Owners(crawl.portal)
        self._hosts = crawl.portal.all_hosts
        self.columns = tuple(column for column in crawl.columns(unit) if column.unit == unit.id)
        self._files = KeySet(crawl.linked(unit, FILES))
        self._texts, self._pages = self._called(AnyOf(sought).may_match)
        self._nearest: dict[tuple[str, ...], list[Near]] = {}

    @cached_property
    def searched(self) -> dict[str, int]:
        """How many columns, pages and link texts (names of files among them) were compared."""
        links = self._crawl.count_link_texts(self._unit, LONGEST_NAME)
        return {"columns": len(self.columns), "pages": sum(1 for _ in self.own_pages()), "links": links}

    def find(self, item: MandatedItem, alias: str = "") -> Hits:
        """Everything that goes under the item's names (or is called `alias`), in the form that the item asks for.

        A link of that name makes its target a hit: the column or page that it opens, whatever that calls itself.
        """
        also = plain(alias)

        def matches(text: str) -> bool:
            return item.matches(text) or (also != "" and plain(text) == also)

        texts, every = self._called(matches) if also else (self._texts, self._pages)
        linked = [(text, url, self._crawl.page(url)) for text, url in texts if matches(text)]
        opened = self._opened(page for _, _, page in linked)
        named = tuple(column for column in self.columns if page_key(column.url) in opened or matches(column.name))
        pages = tuple(
            page
            for page in every
            if self._has_form(page, item.form) and (page_key(page.url) in opened or matches(page.title))
        )
        below = tuple(column for column in self.columns if self._is_below(column, matches, named, pages))
        unread = [self._unread(text, url) for text, url, page in linked if page is None]
        return Hits(
            columns=named + below,
            children=tuple(column.name for column in named + below if column in below or _is_under(column, named)),
            pages=pages,
            links=tuple(link for link in unread if self.counts(link.url)),
        )

    def entries(self, wording: Wording, known: Iterable[Item] = ()) -> list[Item]:
        """Pages and link texts anywhere in the unit that are called like a yearly entry.

        A file that only such a page offers, or one of the `known` entries, is part of it: it bears the page's date.
        """
        if not (wording.names or wording.patterns):
            return []
        read = [page.as_item() for page in self._pages if wording.matches(page.title)]
        pages = {row.url for row in (*read, *known)}
        named = [
            Item(text, url)
            for text, url in self._texts
            if wording.matches(text) and self.counts(url) and not (url in self._files and self._only_on(url, pages))
        ]
        return each_once(read + named)

    def offered(self, wordings: Iterable[Wording], entries: Iterable[Item]) -> list[Item]:
        """Files that only pages among the `entries` offer and that are called like one themselves."""
        words, pages = list(wordings), {row.url for row in entries}
        return [
            Item(text, url)
            for text, url in self._texts
            if url in self._files and any(each.matches(text) for each in words) and self._only_on(url, pages)
        ]

    def _only_on(self, url: str, pages: set[str]) -> bool:
        uses = self._crawl.uses(url, self._unit).examples
        return bool(uses) and all(use.page_url in pages for use in uses)

    def called(self, wording: Wording) -> list[tuple[str, str]]:
        """Titles of pages and link texts of the unit that go under `wording`, with their addresses."""
        pages = [(page.title, page.url) for page in self._pages if wording.matches(page.title)]
        return pages + [(text, url) for text, url in self._texts if wording.matches(text) and self.counts(url)]

    def nearest(self, item: MandatedItem) -> list[Near]:
        """The most similar names of columns (and of links that may open one); looked for once, however often asked."""
        words = (item.title, *item.names)
        if words not in self._nearest:
            self._nearest[words] = nearest(words, self._names)
        return self._nearest[words]

    @cached_property
    def why_incomplete(self) -> str | None:
        """Why the item may stand where we did not look (a key below `reason.`); None when everything was seen."""
        return own_gap(self._crawl, self._unit)

    def _called(self, matches: Callable[[str], bool]) -> tuple[list[tuple[str, str]], list[NamedPage]]:
        """The link texts that match, with their targets; the own pages whose titles do, or that such a link opens."""
        texts = [(text, url) for text, url in self._link_texts() if matches(text)]
        opened = self._opened(self._crawl.page(url) for _, url in texts)
        return texts, [page for page in self.own_pages() if matches(page.title) or page_key(page.url) in opened]

    @cached_property
    def _names(self) -> dict[str, tuple[str, str]]:
        """Names that may be meant by an item, as compared, as shown, and where they lead: of columns, and of links that
        may open one (a picture never does)."""
        pictures = KeySet(self._crawl.linked(self._unit, (TargetKind.IMAGE,)))
        columns = ((column.name, column.url) for column in self.columns)
        links = (
            (text, url)
            for text, url in self._link_texts()
            if not is_article_url(url) and url not in pictures and self._owns(url)
        )
        return {name: (text, url) for text, url in chain(columns, links) if (name := plain(text))}

    def _opened(self, pages: Iterable[PageFacts | None]) -> set[str]:
        return {page_key(page.url) for page in pages if page and self._owns(page.url)}

    def _link_texts(self) -> Iterator[tuple[str, str]]:
        """Everything that may be a name or a title; of a file without the extension."""
        for text, url in self._crawl.link_texts(self._unit):
            if len(text) <= LONGEST_NAME:
                yield (file_title(text) if url in self._files else text), url

    def own_pages(self) -> Iterator[NamedPage]:
        """The unit's own pages that the survey makes no columns of."""
        for page in self._every_page():
            if page.unit == self._unit.id and page.kind not in OF_COLUMNS and netloc(page.url) in self._hosts:
                yield page

    def _every_page(self) -> Iterable[NamedPage]:
        if self._notes is not None:
            return self._notes
        return (NamedPage.of(page, self._owners.owner(page.url)) for page in self._crawl.pages(self._unit))

    @cached_property
    def _crumbs(self) -> dict[str, tuple[Crumb, ...]]:
        """The breadcrumbs of own pages that the survey makes columns of."""
        own = (page for page in self._every_page() if page.crumbs and page.unit == self._unit.id)
        return {page.url: page.crumbs for page in own if netloc(page.url) in self._hosts}

    def _unread(self, text: str, url: str) -> NamedLink:
        target = self._crawl.target(url)
        answer, shown = (target.answer, target.final_url or url) if target else (None, url)
        return NamedLink(text, url, answer, url in self._files, is_outside=netloc(shown) not in self._hosts)

    def _owns(self, url: str) -> bool:
        return netloc(url) in self._hosts and self._owners.owner(url) == self._unit.id

    def _has_form(self, page: NamedPage, form: ItemForm) -> bool:
        return form is not ItemForm.COLUMN or page.kind is not PageKind.ARTICLE

    def _is_below(
        self, column: Column, matches: Callable[[str], bool], named: tuple[Column, ...], pages: tuple[NamedPage, ...]
    ) -> bool:
        """Whether a column stands below a found one, or its breadcrumb goes through an own page of the item's name."""
        if column in named:
            return False
        if _is_under(column, named):
            return True
        found = {page_key(above.url) for above in named} | {page_key(above.url) for above in pages}
        return any(
            step.url is not None and (page_key(step.url) in found or (self._owns(step.url) and matches(step.text)))
            for step in self._crumbs.get(column.url, ())
        )

    def counts(self, url: str) -> bool:
        """Whether the target of a link counts for this unit: its own, or outside the portal and linked by it."""
        if netloc(url) in self._hosts:
            return self._owns(url)
        return any(self._owns(use.page_url) for use in self._crawl.uses(url, self._unit).examples)


def _is_under(column: Column, named: tuple[Column, ...]) -> bool:
    return any(column.path.startswith(f"{above.path}>") for above in named)


def own_gap(crawl: Crawl, unit: Unit) -> str | None:
    """Why a column of the unit may stand where we did not look (a key below `reason.`). No article hides one whose
    title a link tells."""
    owners, hosts = Owners(crawl.portal), crawl.portal.all_hosts
    return why_incomplete(
        crawl, unit, owns=lambda url: netloc(url) in hosts and owners.owner(url) == unit.id, harmless=bool
    )
