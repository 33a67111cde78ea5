"""The parts that an item must have: rows, columns below, links, and the texts of its pages and files."""

from __future__ import annotations

from collections.abc import Sequence

from checks.disclosure.inside import Inside
from checks.disclosure.item_sight import ItemSight
from checks.disclosure.item_words import INCOMPLETE
from checks.disclosure.named import each_once
from checks.finding import Finding, State, Unjudged
from config.mandated import Element
from config.wording import plain
from crawler.facts import Link
from crawler.kinds import PageKind, Region, TargetKind
from crawler.store.crawl import Item
from crawler.urls import page_key

WAIVER_NOT_READ = "waiver-not-read"
_WITH_TEXT = frozenset({PageKind.SINGLE_ARTICLE, PageKind.LANDING})


class ItemParts(ItemSight):
    """Asks about the parts of an item."""

    def _incomplete(self) -> Finding | Unjudged | None:
        """Required parts that no row, no column below, no link of the item's pages and no text of them names."""
        rows = self._hits.items()
        texts = {row.title for row in rows} | set(self._hits.children) | self._link_texts()
        absent = [part for part in self._item.elements if not any(part.matches(text) for text in texts)]
        told = self._texts.of_rows(self._to_read(rows)) if any(part.inside for part in absent) else []
        absent = [part for part in absent if not any(part.stands_in(inside.text) for inside in told)]
        waivers = self._waivers(rows) if absent else []
        absent = [part for part in absent if not any(_is_named(part, waiver.text) for waiver in waivers)]
        if not absent:
            return None
        unread = next((inside.doubt for inside in told if inside.doubt), None)
        if any(waiver.doubt or not waiver.text for waiver in waivers):
            unread = unread or WAIVER_NOT_READ
        doubt = self._doubt(all_pages=True) or unread
        if doubt:
            return self._say.open(INCOMPLETE, doubt)
        parts = [part.title for part in self._item.elements]
        lacking = [part.title for part in absent]
        is_text = all(column.shape is PageKind.SINGLE_ARTICLE for column in self._hits.columns)
        state = State.SUSPECTED if is_text or any(part.inside for part in absent) else State.CONFIRMED
        present = [title for title in parts if title not in lacking]
        return self._say.finding(INCOMPLETE, parts, present, state, absent=lacking)

    def _to_read(self, rows: Sequence[Item]) -> list[Item]:
        """What may hold the text of the item: its own pages, then its rows, then files of its name."""
        own = [Item(column.name, column.url) for column in self._hits.columns if column.shape in _WITH_TEXT]
        files = [Item(link.text, link.url, target=TargetKind.ATTACHMENT) for link in self._hits.links if link.is_file]
        return each_once([*own, *rows, *files])

    def _waivers(self, rows: Sequence[Item]) -> list[Inside]:
        """What statements of the unit say about parts that do not concern it."""
        waiver = self._item.waiver
        if waiver is None:
            return []
        said = [row for row in rows if waiver.matches(row.title)]
        said += [Item(title, url) for title, url in self._holdings.called(waiver)]
        return self._texts.of_rows(each_once(said))

    def _link_texts(self) -> set[str]:
        """Texts of links to parts of the item, on the item's own pages."""
        own = frozenset(map(page_key, self._say.addresses))
        links = (link for address in self._say.addresses for link in self._crawl.links(address))
        return {link.text for link in links if self._is_part(link, own)} | {link.text for link in self._hits.links}

    def _is_part(self, link: Link, own: frozenset[str]) -> bool:
        """Whether a link leads to a part of the item: not navigation, not the item itself, not somebody else's."""
        if link.region is not Region.BODY or link.url is None or page_key(link.url) in own:
            return False
        return self._holdings.counts(link.url)


def _is_named(part: Element, plain_text: str) -> bool:
    return part.stands_in(plain_text) or any(plain(name) in plain_text for name in (part.title, *part.names))
