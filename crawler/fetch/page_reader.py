"""Reads the pages that a crawl fetches; where there is time, those that wait for their turn to be recorded.

What is read early is what would have been read at that turn: a page says the same to whoever reads it, as long as the
portal's hosts and home pages are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from crawler.facts import PageReading
from crawler.fetch.look import Look
from crawler.fetch.scope import Scope
from crawler.reading.read_page import read_page

_PER_LINK, _PER_LETTER = 640, 4
"""Bytes that a reading takes in memory for each link (own measurement, links that no other page has) and each letter of
text (two for the letter; it stands in about two places)."""


class Early(NamedTuple):
    """A page that was read before its turn, and what of the portal was known then."""

    hosts: frozenset[str]
    homes: frozenset[str]
    reading: PageReading

    @property
    def size(self) -> int:
        """Bytes that it takes in memory, about and at most: what pages have in common they share."""
        return _PER_LINK * len(self.reading.links) + _PER_LETTER * self.reading.facts.text_length


class PageReader:
    """Of one crawl."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.tell: Callable[[], None] = lambda: None
        """Called before a page is read."""

    def read(self, look: Look, early: Early | None = None) -> PageReading:
        """The page that a look ended at; as it was read `early`, if that still holds."""
        scope = self._scope
        if early is not None and early[:2] == (scope.hosts, scope.homes):
            return early.reading
        self.tell()
        reply = look.reply
        content_type = reply.headers.get("content-type")
        return read_page(look.trail.at, reply.body, content_type, base_hosts=scope.hosts, home_urls=scope.homes)

    def read_early(self, look: Look) -> Early:
        """The page that a look ended at, whose turn has not come."""
        return Early(self._scope.hosts, self._scope.homes, self.read(look))
