"""Which part of a page an element opens: navigation, footer, or something that a visitor cannot see.

Portals have no common markup, so the names of elements, classes and ids are read word by word (`leftMenu_box` is
left, menu, box); the words are data (`config/cms/page.yaml`). An element that bears the word of a header but holds
the footer, too, is a wrapper of the whole page and opens nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from config.cms import page_words
from crawler.kinds import Region

_WORD_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SKIPPED = frozenset({"html", "body", "head", "script", "style", "link", "meta", "input"})
_NO_REGION = frozenset({"a", "img", "span", "i", "em", "b", "font", "button"})
_REGIONS = frozenset({"header", "nav", "footer"})
"""Elements that say what they are by their names alone."""


class Mark(NamedTuple):
    """What an element says about itself and all that it holds. `header`: it bears the word of a page's head."""

    region: Region | None
    hidden: bool
    header: bool


_PLAIN = Mark(None, False, False)
_HIDDEN = Mark(None, True, False)


def mark_of(node: LexborNode, tag: str) -> Mark:
    """What an element says by its own name and attributes."""
    attributes = node.attributes
    if not (attributes or tag in _REGIONS) or tag in _SKIPPED:
        return _PLAIN
    mark = _mark(tag, attributes.get("class") or "", attributes.get("id") or "", attributes.get("style") or "")
    return mark._replace(hidden=True) if "hidden" in attributes else mark


class Wrappers:
    """The elements of a page that bear the word of a header but hold the footer, too, or the other way round.

    They wrap the whole page. What holds the footer of one wrapper need not be searched for another one.
    """

    def __init__(self) -> None:
        self._holders: dict[Region, set[int]] = {Region.NAV: set(), Region.FOOTER: set()}

    def __bool__(self) -> bool:
        """Whether any was met."""
        return any(self._holders.values())

    def include(self, node: LexborNode, region: Region) -> bool:
        """Whether an element that opens `region` by its mark is such a wrapper."""
        holders = self._holders[region]
        if node.mem_id in holders:
            return True
        within = node.traverse()
        next(within)
        found = next((inner for inner in within if _contradicts(mark_of(inner, inner.tag or ""), region)), None)
        while found is not None and found.mem_id != node.mem_id:
            found = found.parent
            holders.update(() if found is None else (found.mem_id,))
        return found is not None


def _contradicts(mark: Mark, region: Region) -> bool:
    """Whether no element of `region` holds one with this mark."""
    if region is Region.NAV:
        return mark.region is Region.FOOTER
    return mark.header and mark.region is not Region.FOOTER


@lru_cache(maxsize=8192)
def _mark(tag: str, classes: str, ident: str, style: str) -> Mark:
    words = page_words()
    names = classes.split()
    hidden = bool(_INVISIBLE.search(style)) or not words.hidden_words.isdisjoint(names)
    if tag in _NO_REGION:
        return _HIDDEN if hidden else _PLAIN
    parts = {part.lower() for name in (*names, ident) for part in _WORD_PART.findall(name)}
    region = None
    if tag == "footer" or not words.footer_words.isdisjoint(parts):
        region = Region.FOOTER
    elif tag in ("header", "nav") or not words.nav_words.isdisjoint(parts):
        region = Region.NAV
    header = tag == "header" or not words.header_words.isdisjoint(parts)
    return Mark(region, hidden, header) if region or hidden or header else _PLAIN
