"""The visible text of the main area as lines, each with the block element that it stands in.

Inline elements (span, b, a …) make no line of their own, so a label and its value that are only dressed differently
stay together; table cells, list items, paragraphs and `<br>` do.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from crawler.kinds import Region
from crawler.reading.page import Page
from crawler.reading.text.segments import tidy

MOST_LINES = 5_000
"""Lines of a page that are kept; what articles say about themselves stands far in front of that (own rule)."""
_INLINE = frozenset(
    {"a", "abbr", "b", "bdo", "big", "button", "cite", "code", "del", "em", "font", "i", "ins", "label", "mark", "nobr"}
    | {"s", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var"}
)
_INERT = frozenset(
    {"script", "style", "noscript", "textarea", "option", "select", "title", "template", "svg", "object"}
)
_DEPTH = 60


class Line(NamedTuple):
    """A run of text without a break, with single blanks. `node` is the nearest block element around it."""

    text: str
    node: LexborNode


@lru_cache(maxsize=1)
def lines_of(page: Page) -> tuple[Line, ...]:
    """The lines of the main area in document order."""
    found: list[Line] = []
    pieces: list[str] = []
    current: LexborNode | None = None
    for node in page.tree.body.traverse(include_text=True) if page.tree.body is not None else ():
        block = _block_of(node) if node.tag == "-text" and not page.is_hidden(node) else None
        if current is not None and (_breaks(node) or (block is not None and block.mem_id != current.mem_id)):
            _close(page, found, pieces, current)
            current = None
        if block is not None:
            current = block
            pieces.append(node.text_content or "")
        if len(found) == MOST_LINES:
            return tuple(found)
    if current is not None:
        _close(page, found, pieces, current)
    return tuple(found)


def _breaks(node: LexborNode) -> bool:
    """Whether an element ends the line before it: `<br>`, and every block."""
    return node.tag is not None and node.tag[0] not in "-!" and node.tag not in _INLINE and node.tag not in _INERT


def _block_of(text: LexborNode) -> LexborNode | None:
    """The block element around a text; None for what is no text of the page."""
    node = text.parent
    for _ in range(_DEPTH):
        if node is None or node.tag in _INERT:
            return None
        if node.tag not in _INLINE:
            return node
        node = node.parent
    return None


def _close(page: Page, found: list[Line], pieces: list[str], block: LexborNode) -> None:
    text = tidy("".join(pieces))
    pieces.clear()
    if text and page.region_of(block) is Region.BODY:
        found.append(Line(text, block))
