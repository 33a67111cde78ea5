"""Puts what was decided about a mandated item into findings and open items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from checks.disclosure.holdings import Hits, Holdings
from checks.finding import Finding, State, Unjudged
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
        nearest = [name for name, _ in self.holdings.nearest(self.item)] if code == MISSING else []
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
                "nearest": nearest or None,
                "searched": self.holdings.searched,
                **facts,
            },
            evidence={"clause": self.item.clause, "source": self.item.source, "status": self.item.status.value},
        )

    def _place(self) -> str:
        """The place of the item, or the unit's entrance when it has none."""
        entrance = self.unit.entry_urls or self.crawl.portal.start_urls
        return next(iter((*self.addresses, *entrance)))
