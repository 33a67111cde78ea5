"""The elements of a pager: what stands around its links, how they are named, which number is shown without a link."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from config.pagers import pager_signs
from crawler.reading.text.places import tidy

EDGE = "[]【】()（）<>《》〈〉‹›«»＜＞→←|· \xa0"
"""What stands around the text of a pager's link."""
_LEVELS = 3
"""Elements around a pager's link that may name the pager or hold its other links (own rule)."""
_SIBLINGS = 60
_LONGEST = 40
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def around(node: LexborNode) -> Iterator[LexborNode]:
    """The elements around a link that can be its pager, the nearest first."""
    holder = node.parent
    for _ in range(_LEVELS):
        if holder is None or holder.tag in ("body", "html"):
            return
        yield holder
        holder = holder.parent


def is_named_pager(node: LexborNode) -> bool:
    """Whether an element around a link is named like a pager."""
    return any(not pager_signs().boxes.isdisjoint(_names(holder)) for holder in around(node))


def is_disabled(node: LexborNode) -> bool:
    """Whether the name of a link, or of the item that holds it, says that it leads nowhere."""
    parent = node.parent
    names = _names(node) | (_names(parent) if parent is not None and parent.tag in ("li", "span", "td") else set())
    return not pager_signs().disabled.isdisjoint(names)


def _names(node: LexborNode) -> set[str]:
    names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    return {part.lower() for part in _WORD.findall(names)} | {name.lower() for name in names.split()}


def current_number(node: LexborNode, linked: set[int]) -> int | None:
    """The number that stands without a link between the numbers of a pager: it fills a gap or continues them."""
    holder = node.parent
    for _ in range(_LEVELS):
        if holder is None:
            return None
        child = holder.first_child
        for _ in range(_SIBLINGS):
            if child is None:
                break
            number = _plain_number(child)
            if number is not None and number not in linked and not linked.isdisjoint((number - 1, number + 1)):
                return number
            child = child.next
        holder = holder.parent
    return None


def _plain_number(node: LexborNode) -> int | None:
    """The number that a piece of a pager consists of, if it is no link."""
    if node.tag == "a" and node.attributes.get("href"):
        return None
    text = node.text_content if node.tag == "-text" else node.text()
    shown = tidy(text).strip(EDGE) if text and len(text) < _LONGEST else ""
    known = (
        shown.isascii()
        and shown.isdecimal()
        and len(shown) < 5
        and (node.tag == "-text" or not node.css_first("a[href]"))
    )
    return int(shown) if known else None
