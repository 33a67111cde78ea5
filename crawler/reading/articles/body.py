"""The text of an article: the container that its publishing system is known by, else where the paragraphs stand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from config.cms import page_words
from crawler.kinds import Region
from crawler.reading.page import Page
from crawler.reading.signs import sign_of
from crawler.reading.text.places import tidy

_DENSE = 200
"""Characters of paragraphs under one parent that make it a body when no container is known (own rule)."""
_MOST_PARAGRAPHS = 2_000
_INERT = frozenset({"script", "style", "noscript", "textarea"})
_INERT_ELEMENTS = ",".join(sorted(_INERT))
_BREAKING = frozenset(
    {"p", "br", "div", "li", "tr", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section"}
)


class Body(NamedTuple):
    """The element that holds an article's text, and that text with single blanks."""

    node: LexborNode
    text: str


@lru_cache(maxsize=1)
def body_of(page: Page) -> Body | None:
    """The body of an article, or None. Navigation and footer never are one."""
    least = page_words().article.least_body
    for node in containers(page):
        text = body_text(node)
        if len(text) >= least and page.region_of(node) is not Region.FOOTER:
            return Body(node, text)
    densest = _densest(page)
    return Body(densest, body_text(densest)) if densest is not None else None


@lru_cache(maxsize=1)
def text_of(page: Page) -> Body | None:
    """The body of a page that is an article, however short its text is; None when none is known."""
    found = body_of(page)
    if found is not None:
        return found
    for node in containers(page):
        text = body_text(node)
        if text and page.region_of(node) is not Region.FOOTER:
            return Body(node, text)
    return None


def containers(page: Page) -> Iterator[LexborNode]:
    """The elements by which publishing systems are known to hold an article's text, the surest first."""
    for selector in page_words().article.bodies:
        if sign_of(selector) in page.signs:
            yield from page.tree.css(selector)


def body_text(node: LexborNode) -> str:
    """The text of an element without scripts, with single blanks."""
    if node.css_first(_INERT_ELEMENTS) is None:
        return tidy(node.text())
    texts = []
    for part in node.traverse(include_text=True):
        parent = part.parent
        if part.tag == "-text" and (parent is None or parent.tag not in _INERT):
            texts.append(part.text_content or "")
    return tidy("".join(texts))


def paragraphs(node: LexborNode) -> str:
    """The text of an element without scripts, one block a line, with single blanks."""
    inert = node.css_first(_INERT_ELEMENTS) is not None
    lines: list[str] = []
    pieces: list[str] = []
    for part in node.traverse(include_text=True):
        if part.is_text_node:
            parent = part.parent if inert else None
            if parent is None or parent.tag not in _INERT:
                pieces.append(part.text_content or "")
        elif part.tag in _BREAKING:
            lines.append(tidy("".join(pieces)))
            pieces.clear()
    lines.append(tidy("".join(pieces)))
    return "\n".join(filter(None, lines))


def _densest(page: Page) -> LexborNode | None:
    """The parent of most paragraph text that is no link text."""
    lengths: dict[int, int] = {}
    parents: dict[int, LexborNode] = {}
    for node in page.tree.css("p")[:_MOST_PARAGRAPHS]:
        parent = node.parent
        if parent is not None and node.css_first("a[href]") is None:
            lengths[parent.mem_id] = lengths.get(parent.mem_id, 0) + len(tidy(node.text()))
            parents[parent.mem_id] = parent
    for ident in sorted(lengths, key=lambda each: -lengths[each])[:3]:
        if lengths[ident] >= _DENSE and page.region_of(parents[ident]) is Region.BODY:
            return parents[ident]
    return None
