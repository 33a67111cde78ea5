"""What is too much for us to read: each limit refuses a page with one reason, before it costs time or memory."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from crawler.reading.text.encoding import is_binary

MOST_BYTES = 8 * 1024 * 1024
"""Bytes of a page that is still parsed (own rule: real pages stay far below one megabyte)."""
DEEPEST = 10_000
"""Levels of nesting that are still parsed (own rule; browsers stop at 512, and parsing time grows with the square)."""
MOST_PARTS = 20_000
"""Attributes of one element, and options of all menus, that are still parsed (own rule; their parsing time, too, grows
with the square)."""
LONGEST_TEXT = 20_000
"""Characters of an article's text that are kept (own rule: a long policy document has about as many)."""
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_LONG = 2 * MOST_PARTS
_LONG_TAG = re.compile(rf"<[A-Za-z][^<>]{{{_LONG},}}")
"""A tag in which so many attributes may stand. Long values (pictures in the page) are nothing unusual."""
_ATTRIBUTE = re.compile(r"\s[^\s=\"'>/]")
_OPTION = re.compile(r"<option", re.IGNORECASE)
_FLAT = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
    | {"p", "li", "dt", "dd", "tr", "td", "th", "option"}
)
"""Elements that do not nest when their end tag is missing."""


def refusal_of_body(body: bytes) -> str | None:
    """Why `body` is not even decoded (a key below `reason.`); None when it is."""
    if len(body) > MOST_BYTES:
        return "page-too-large"
    if not body.strip():
        return "page-without-content"
    return "page-is-no-html" if is_binary(body) else None


def refusal_of_text(html: str) -> str | None:
    """Why decoded source is not parsed (a key below `reason.`); None when it is."""
    tags = html.count("<")
    if tags > MOST_PARTS and sum(1 for _ in _OPTION.finditer(html)) > MOST_PARTS:
        return "page-too-intricate"
    if any(len(_ATTRIBUTE.findall(tag)) > MOST_PARTS for tag in _long_tags(html)):
        return "page-too-intricate"
    if tags < 2 * DEEPEST:
        return None
    depth = 0
    for tag in _TAG.finditer(html):
        if tag.group(2).lower() not in _FLAT:
            depth = max(0, depth - 1) if tag.group(1) else depth + 1
            if depth > DEEPEST:
                return "page-too-deep"
    return None


def _long_tags(html: str) -> Iterator[str]:
    """The tags of at least this length. Each stands across a place that is a multiple of it, without a `<` inside."""
    for at in range(_LONG, len(html), _LONG):
        tag = _LONG_TAG.match(html, max(0, html.rfind("<", at - _LONG, at)))
        if tag is not None and tag.end() > at:
            yield tag.group()


def parsed(html: str) -> LexborHTMLParser:
    """The tree of a piece of markup: an empty one where it is too much for the parser.

    Pages are refused before, with their reason; this is for what scripts, records and interfaces bring along.
    """
    return LexborHTMLParser("" if refusal_of_text(html) else html)
