"""Puts what was decided about a mandated item into findings and open items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from checks.disclosure.holdings import Holdings
from checks.disclosure.likeness import Near
from checks.disclosure.named import Hits
from checks.finding import Finding, Recognised, State, Unjudged
from config.mandated import MandatedItem
from config.registry import Unit
from crawler.store.crawl import Crawl

CHECK = "mandated-item"

MISSING = "missing"
EMPTY = "empty"
STALE = "stale"
LATE = "late"
TOO_FEW = "too-few"
INCOMPLETE = "incomplete"
YEAR_GAP = "year-gap"

SHOWN = 5
"""So many places of an item are told (own choice: enough to open one)."""


@dataclass(frozen=True)
class ItemWords:
    """Speaks about one item of one unit, found at `hits`."""

    crawl: Crawl
    unit: Unit
    holdings: Holdings
    item: MandatedItem
    hits: Hits

    @property
    def addresses(self) -> list[str]:
        """Where the item was found on the portal."""
        return [column.url for column in self.hits.columns] + [page.url for page in self.hits.pages]

    def open(self, code: str, reason: str, url: str = "") -> Unjudged:
        """The fault `code` could not be ruled out; `reason` as in `Unjudged`."""
        facts = {"item": self.item.id, "title": self.item.title}
        return Unjudged(self.item.id, reason, code, url or self._place(), facts)

    def finding(
        self,
        code: str,
        expected: Any,
        observed: Any,
        state: State = State.CONFIRMED,
        *,
        url: str = "",
        text: str = "",
        **facts: Any,
    ) -> Finding:
        """The fault `code`: `expected` is what the item asks for, `observed` what is there (None: nothing)."""
        where = self.addresses
        near = self.holdings.nearest(self.item) if code == MISSING else []
        return Finding(
            check=CHECK,
            code=code,
            unit=self.unit.id,
            subject=self.item.id,
            url=url or self._place(),
            state=state,
            column=self.hits.columns[0].path if self.hits.columns else None,
            found_on=tuple(where[:5]),
            found_on_count=len(where),
            text=text or self.item.title,
            facts={
                "item": self.item.id,
                "title": self.item.title,
                "expected": expected,
                "observed": observed,
                "nearest": [one.title for one in near] or None,
                "nearest_at": [one.told() for one in near] or None,
                "searched": self.holdings.searched,
                **facts,
            },
            evidence={"clause": self.item.clause, "source": self.item.source, "status": self.item.status.value},
        )

    def recognised(self, near: Near | None) -> Iterator[Recognised]:
        """Where the item was found: what it is called there; `near` is the similar name that was taken for it."""
        how = {"how": "name"} if near is None else {"how": "similar", "likeness": near.likeness}
        facts = {"item": self.item.id, **how}
        places = [(column.name, column.url) for column in self.hits.columns]
        places += [(page.title, page.url) for page in self.hits.pages]
        places += [(link.text, link.url) for link in self.hits.links]
        for title, url in places[:SHOWN]:
            yield Recognised(self.item.id, title, url, facts=facts)

    def _place(self) -> str:
        """The place of the item, or the unit's entrance when it has none."""
        entrance = self.unit.entry_urls or self.crawl.portal.start_urls
        return next(iter((*self.addresses, *entrance)))
