"""What was read of the parts that pages have in common: navigation, side bars, lists of links, footers.

Most of a portal's page is its template. A part of it that stands in a page to the letter as in an earlier one says the
same there, so its texts are not read again, and of its links only those whose meaning depends on the page.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import NamedTuple

from crawler.facts import Link
from crawler.reading.text.places import Place, Segment

MOST = 256
"""Parts that are remembered, the last ones used (own rule: a portal has some per column and depth of folder)."""
MOST_MET = 4_096
"""Keys of parts that were met on one page only and may be the page's own (own rule)."""


class LinkIn(NamedTuple):
    """A linking element of a part: where it stands, and its link, None for what is no link."""

    place: Place
    link: Link | None


@dataclass(slots=True)
class TemplatePart:
    """A part as it was read: its texts, and its linking elements in order (None until they were read).

    `main`: its visible texts of the main area, one a line; `length`: the characters of all visible ones; `runs`: those
    of the main area, each by the number of its block among the part's elements, itself first, and its text.
    """

    segments: tuple[Segment, ...]
    main: str = ""
    length: int = 0
    runs: tuple[tuple[int, str], ...] = ()
    links: tuple[LinkIn, ...] | None = None
    fixed: bool = False
    """Whether all its links mean the same on every page of the host."""


_parts: OrderedDict[tuple[object, ...], TemplatePart] = OrderedDict()
_met: OrderedDict[tuple[object, ...], None] = OrderedDict()


def known_part(key: tuple[object, ...]) -> TemplatePart | None:
    """The part that was read under this key: the hash of its source, and all else that decides what it says.

    One of whose links nobody asked on the page where it was met is not known yet: only a walk tells where they stand.
    """
    part = _parts.get(key)
    if part is None or part.links is None:
        return None
    _parts.move_to_end(key)
    return part


def remember(key: tuple[object, ...], part: TemplatePart) -> None:
    """Keep a part for the pages to come."""
    _parts[key] = part
    if len(_parts) > MOST:
        _parts.popitem(last=False)


def met_again(key: tuple[object, ...]) -> bool:
    """Whether this key was asked about before: what only one page has is not worth remembering."""
    if _met.pop(key, key) is None:
        return True
    _met[key] = None
    if len(_met) > MOST_MET:
        _met.popitem(last=False)
    return False


def forget() -> None:
    """Know no part any more."""
    _parts.clear()
    _met.clear()


def kept() -> int:
    """How many parts are remembered."""
    return len(_parts)
