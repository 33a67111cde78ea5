"""Where things stand on a page: the records that a walk over it makes, and the one spelling of its texts."""

from __future__ import annotations

from typing import NamedTuple

from crawler.kinds import Region


class Place(NamedTuple):
    """Where an element stands, and whether a visitor cannot see it."""

    region: Region
    hidden: bool


class Segment(NamedTuple):
    """A run of text as the markup divides it, with single blanks. `in_link`: it is the text of a link."""

    text: str
    region: Region
    hidden: bool
    in_link: bool


PLACES = {(region, hidden): Place(region, hidden) for region in Region for hidden in (False, True)}
"""Each place there is."""
ELSEWHERE = PLACES[Region.BODY, False]
"""The neutral place: for elements of the head, and for what stands nowhere in particular."""


def tidy(text: str | None) -> str:
    """`text` with single blanks and none around."""
    if not text:
        return ""
    if "\u200b" in text or "\ufeff" in text:
        text = text.replace("\u200b", "").replace("\ufeff", "")
    return " ".join(text.split())
