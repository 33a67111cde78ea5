"""Links for rows that stand in no anchor of the live page: rows from scripts, comments and interfaces.

A visitor can click them, so they are followed and checked like any other link.
"""

from __future__ import annotations

from collections.abc import Iterable

from crawler.facts import Link, Row
from crawler.kinds import Region
from crawler.reading.links import MOST_LINKS, target_kind


def row_links(rows: Iterable[Row], known: Iterable[Link], hosts: frozenset[str]) -> tuple[Link, ...]:
    """One link for each row whose address is not among `known`, in order, so that there are at most `MOST_LINKS`."""
    urls = {link.url for link in known}
    room = max(0, MOST_LINKS - len(urls))
    missing = {row.url: row.title for row in rows if row.url not in urls}
    return tuple(
        Link(url, url, title, target_kind(url, hosts), Region.BODY) for url, title in list(missing.items())[:room]
    )
