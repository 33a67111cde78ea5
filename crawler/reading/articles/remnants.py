"""Traces of drafting in the markup of an article's body: bookmarks, tracked changes, comments of a word processor.

How they are marked up is data (`markup` in `config/lexicons/drafting-remnants.yaml`). Only the first of each kind is
kept, and its text without long numbers.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from config.content_words import remnant_words
from crawler.kinds import Remnant
from crawler.reading.text.places import tidy

_LONGEST = 40
"""Characters of a trace that are kept (own rule)."""
_NUMBER = re.compile(r"[0-9]{5,}[0-9Xx]?")


def read_remnants(body: LexborNode) -> tuple[tuple[Remnant, str], ...]:
    """The first trace of each kind in a body, with the beginning of its text (empty where it has none)."""
    found = []
    for kind, selectors in remnant_words().markup.items():
        node = body.css_first(",".join(selectors))
        if node is not None:
            found.append((Remnant(kind), _NUMBER.sub("***", tidy(node.text()))[:_LONGEST]))
    return tuple(found)
