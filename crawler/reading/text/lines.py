"""The visible text of the main area as lines, each with the block element that it stands in."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from crawler.reading.page import Page
from crawler.reading.text.segments import line_of

MOST_LINES = 5_000
"""Lines of a page that are kept; what articles say about themselves stands far in front of that (own rule)."""


class Line(NamedTuple):
    """A run of text without a break, with single blanks. `node` is the nearest block element around it."""

    text: str
    node: LexborNode


@lru_cache(maxsize=1)
def lines_of(page: Page) -> tuple[Line, ...]:
    """The lines of the main area in document order."""
    shown = [(line_of(texts), block) for block, texts in page.runs]
    return tuple([Line(text, block) for text, block in shown if text][:MOST_LINES])
