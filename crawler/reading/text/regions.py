"""Which part of a page an element opens: navigation, footer, or something that a visitor cannot see.

Portals have no common markup, so the names of elements, classes and ids are read word by word (`leftMenu_box` is
left, menu, box); the words are data (`config/cms/page.yaml`). An element that bears the word of a header but holds
the footer, too, is a wrapper of the whole page and opens nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from config.cms import page_words
from crawler.kinds import Region

_WORD_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MARKED = "header,nav,footer,[class],[id],[style],[hidden]"
_SKIPPED = frozenset({"html", "body", "head", "script", "style", "link", "meta", "input"})
_NO_REGION = frozenset({"a", "img", "span", "i", "em", "b", "font", "button"})
_DEPTH = 60
"""Levels that are climbed to see what holds a footer; real pages have fewer than 30."""


class Mark(NamedTuple):
    """What an element says about itself and all that it holds. `header`: it bears the word of a page's head."""

    region: Region | None
    hidden: bool
    header: bool


def marks_of(tree: LexborHTMLParser) -> dict[int, Mark]:
    """The marked elements of a page by their `mem_id`; wrappers of the whole page open no region."""
    marks: dict[int, Mark] = {}
    headers: list[LexborNode] = []
    footers: list[LexborNode] = []
    for node in tree.css(_MARKED):
        tag = node.tag or ""
        if tag in _SKIPPED:
            continue
        attributes = node.attributes
        mark = _mark(tag, attributes.get("class") or "", attributes.get("id") or "", attributes.get("style") or "")
        if "hidden" in attributes:
            mark = mark._replace(hidden=True)
        if mark is _PLAIN:
            continue
        marks[node.mem_id] = mark
        if mark.region is Region.FOOTER:
            footers.append(node)
        elif mark.header:
            headers.append(node)
    _unmark_wrappers(marks, footers, Region.NAV)
    _unmark_wrappers(marks, headers, Region.FOOTER)
    return marks


_PLAIN = Mark(None, False, False)


@lru_cache(maxsize=8192)
def _mark(tag: str, classes: str, ident: str, style: str) -> Mark:
    words = page_words()
    names = classes.split()
    hidden = bool(_INVISIBLE.search(style)) or not words.hidden_words.isdisjoint(names)
    if tag in _NO_REGION:
        return Mark(None, True, False) if hidden else _PLAIN
    parts = {part.lower() for name in (*names, ident) for part in _WORD_PART.findall(name)}
    region = None
    if tag == "footer" or not words.footer_words.isdisjoint(parts):
        region = Region.FOOTER
    elif tag in ("header", "nav") or not words.nav_words.isdisjoint(parts):
        region = Region.NAV
    header = tag == "header" or not words.header_words.isdisjoint(parts)
    return Mark(region, hidden, header) if region or hidden or header else _PLAIN


def _unmark_wrappers(marks: dict[int, Mark], inner: list[LexborNode], wrongly: Region) -> None:
    """Take the region `wrongly` given from every element that holds one of the `inner` ones."""
    for node in inner[:_DEPTH]:
        parent = node.parent
        for _ in range(_DEPTH):
            if parent is None:
                break
            mark = marks.get(parent.mem_id)
            if mark is not None and mark.region is wrongly:
                marks[parent.mem_id] = mark._replace(region=None)
            parent = parent.parent
