"""What was read of the parts that pages have in common: navigation, side bars, footers.

Most of a portal's page is its template. A part of it that stands in a page to the letter as in an earlier one says the
same there, so its texts are not read again, and of its links only those whose meaning depends on the page.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import NamedTuple

from crawler.facts import Link
from crawler.reading.text.places import Place, Segment

MOST = 128
"""Parts that are remembered, the last ones used (own rule: a portal has some per column and depth of folder)."""


class LinkIn(NamedTuple):
    """A linking element of a part: where it stands, and its link, None for what is no link."""

    place: Place
    link: Link | None


@dataclass(slots=True)
class TemplatePart:
    """A part as it was read: its texts, and its linking elements in order (None until they were read)."""

    segments: tuple[Segment, ...]
    links: tuple[LinkIn, ...] | None = None


_parts: OrderedDict[tuple[object, ...], TemplatePart] = OrderedDict()


def known_part(key: tuple[object, ...]) -> TemplatePart | None:
    """The part that was read under this key: the hash of its source, and all else that decides what it says."""
    part = _parts.get(key)
    if part is not None:
        _parts.move_to_end(key)
    return part


def remember(key: tuple[object, ...], part: TemplatePart) -> None:
    """Keep a part for the pages to come."""
    _parts[key] = part
    if len(_parts) > MOST:
        _parts.popitem(last=False)


def forget() -> None:
    """Know no part any more."""
    _parts.clear()


def kept() -> int:
    """How many parts are remembered."""
    return len(_parts)
