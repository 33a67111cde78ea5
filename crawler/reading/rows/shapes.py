"""Elements of a list beside each other: what makes neighbours items of one list."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from crawler.reading.text.places import tidy

DEPTH = 40
"""Levels that are climbed from a link, and neighbours that are passed; real rows are fewer than 10 deep."""


def neighbour(node: LexborNode, *, forward: bool) -> LexborNode | None:
    """The next or previous element, past blanks, comments, scripts and rules; None when text stands between."""
    sibling = node.next if forward else node.prev
    for _ in range(DEPTH):
        if sibling is None or (sibling.tag == "-text" and tidy(sibling.text_content)):
            return None
        if sibling.tag not in ("-text", "-comment", "br", "hr", "script", "style"):
            return sibling
        sibling = sibling.next if forward else sibling.prev
    return None


def shape_of(node: LexborNode) -> tuple[str, str]:
    """What makes neighbours items of one list: tag and class."""
    return node.tag or "", node.attributes.get("class") or ""


def has_twin(node: LexborNode) -> bool:
    """Whether a neighbour has the same tag and class and holds links: then both are items of one list."""
    for twin in (neighbour(node, forward=True), neighbour(node, forward=False)):
        if twin is not None and shape_of(twin) == shape_of(node) and twin.css_first("a[href]") is not None:
            return True
    return False
