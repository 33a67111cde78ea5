"""How far a fault is spread over the pages of a unit: in which parts of them, and whether their template holds it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from config.fold import fold_rule
from config.registry import Unit
from crawler.kinds import Region
from crawler.store.crawl import Crawl
from crawler.store.ownership import owns_all


class Spread:
    """Knows how many pages of a unit have links; they are counted when a finding first needs it."""

    def __init__(self, crawl: Crawl, unit: Unit) -> None:
        self._crawl = crawl
        self._unit = unit

    def facts(self, pages: int, regions: Sequence[str]) -> dict[str, Any]:
        """The facts of a fault on so many pages: `regions`, whether it is one of a `template`, and whether it stands
        `on_all` pages; `pages_in_all` of the unit, and whether these are the `whole_site`."""
        rule, in_all = fold_rule(), self._pages_in_all
        return {
            "regions": list(regions),
            "template": rule.is_template(pages, in_all, in_text=Region.BODY in regions),
            "on_all": rule.on_all(pages, in_all),
            "pages_in_all": in_all,
            "whole_site": owns_all(self._unit),
        }

    @cached_property
    def _pages_in_all(self) -> int:
        return self._crawl.pages_with_links(self._unit)
