"""What is too much for us to read: each limit refuses a page with one reason, before it costs time or memory."""

from __future__ import annotations

import re

from crawler.reading.encoding import is_binary

MOST_BYTES = 8 * 1024 * 1024
"""Bytes of a page that is still parsed (own rule: real pages stay far below one megabyte)."""
DEEPEST = 10_000
"""Levels of nesting that are still parsed (own rule; browsers stop at 512, and parsing time grows with the square)."""
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
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
    if html.count("<") < 2 * DEEPEST:
        return None
    depth = 0
    for tag in _TAG.finditer(html):
        if tag.group(2).lower() not in _FLAT:
            depth = max(0, depth - 1) if tag.group(1) else depth + 1
            if depth > DEEPEST:
                return "page-too-deep"
    return None
