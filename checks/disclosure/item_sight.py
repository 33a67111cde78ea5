"""What is known of one item of one unit: where it stands, and why there may be more of it."""

from __future__ import annotations

from datetime import date

from checks.columns.freshness import freshness
from checks.disclosure.holdings import Holdings
from checks.disclosure.inside import Texts
from checks.disclosure.item_words import ItemWords
from checks.disclosure.likeness import Near
from config.mandated import MandatedItem
from config.registry import Unit
from crawler.kinds import PageKind
from crawler.store.crawl import Crawl
from crawler.urls import page_key


class ItemSight:
    """What is known of one item. `holdings` is what the unit shows; dates count back from `as_of`.

    `near` is a name on the portal that is so like the item's that it was added to its names.
    """

    def __init__(
        self,
        crawl: Crawl,
        unit: Unit,
        holdings: Holdings,
        item: MandatedItem,
        as_of: date,
        *,
        texts: Texts | None = None,
        near: Near | None = None,
    ) -> None:
        self._crawl = crawl
        self._unit = unit
        self._holdings = holdings
        self._item = item
        self._as_of = as_of
        self._near = near
        self._texts = texts or Texts(crawl)
        self._hits = holdings.find(item, near.title if near else "")
        self._say = ItemWords(crawl, unit, holdings, item, self._hits)

    @property
    def _exempt(self) -> bool:
        """Whether a person settled in the registry that a column of the item may stand empty or old."""
        return any(column.exempt for column in self._hits.columns)

    def _doubt(self, *, all_pages: bool = False) -> str | None:
        """Why there may be more to the item than we have read (a key below `reason.`).

        With `all_pages` even a list that falls by date must have been read to its end.
        """
        for column in self._hits.columns:
            if column.shape is PageKind.LANDING:
                continue
            if all_pages and column.missing_reasons:
                return column.missing_reasons[0]
            doubt = freshness(self._crawl, column, self._as_of).doubt
            if doubt:
                return doubt
        return self._hidden()

    def _hidden(self) -> str | None:
        """Why the item may also stand where we could not look: behind a link of its name, or on an unseen page."""
        dated = {page_key(row.url) for row in self._hits.items() if row.date}
        for link in self._hits.links:
            if page_key(link.url) in dated or (link.is_file and link.opens):
                continue
            if link.why_unread:
                return link.why_unread
        return self._holdings.why_incomplete
