"""Traces of drafting in the markup of an article's body: bookmarks, tracked changes, comments of a word processor.

How they are marked up is data (`markup` in `config/lexicons/drafting-remnants.yaml`). Only the first of each kind is
kept, and its text without long numbers.
"""

from __future__ import annotations

import re
from collections.abc import Container

from selectolax.lexbor import LexborNode

from config.remnant_words import remnant_words
from crawler.kinds import Remnant
from crawler.reading.signs import sign_of
from crawler.reading.text.places import tidy

_LONGEST = 40
"""Characters of a trace that are kept (own rule)."""
_NUMBER = re.compile(r"[0-9]{5,}[0-9Xx]?")


def read_remnants(body: LexborNode, signs: Container[str]) -> tuple[tuple[Remnant, str], ...]:
    """The first trace of each kind in a body, with the beginning of its text (empty where it has none).

    `signs`: those that stand in the page (`crawler.reading.signs`).
    """
    found = []
    for kind, selectors in remnant_words().markup.items():
        there = ",".join(selector for selector in selectors if sign_of(selector) in signs)
        node = body.css_first(there) if there else None
        if node is not None:
            found.append((Remnant(kind), _NUMBER.sub("***", tidy(node.text()))[:_LONGEST]))
    return tuple(found)
