"""Endless templates that a crawl left: what was refused for its budget, by pattern."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crawler.store.observed import Trap
from crawler.urlpatterns import template


def traps_of(refused: Iterable[str]) -> tuple[Trap, ...]:
    """One trap for each pattern among the refused addresses; the first address of each is its example."""
    traps: dict[str, Trap] = {}
    for url in refused:
        form = template(url)
        known = traps.setdefault(form, Trap(form, url, 0))
        traps[form] = replace(known, left_out=known.left_out + 1)
    return tuple(traps.values())
