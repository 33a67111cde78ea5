"""Reads the pages that a crawl fetches; those that have to wait for their turn to be recorded, while they wait.

What is read early is held until then. It is what would have been read at that moment: a page says the same to whoever
reads it, as long as the portal's hosts and home pages are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from crawler.facts import PageReading
from crawler.fetch.look import Look
from crawler.fetch.reply import Reply
from crawler.fetch.scope import Scope
from crawler.reading.read_page import read_page


class _Early(NamedTuple):
    """A page that was read before its turn: the reply that it came with, and what of the portal the reading knew."""

    reply: Reply
    hosts: frozenset[str]
    homes: frozenset[str]
    reading: PageReading


class PageReader:
    """Of one crawl."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._early: dict[str, _Early] = {}
        self.tell: Callable[[], None] = lambda: None
        """Called before a page is read."""

    def read(self, look: Look) -> PageReading:
        """The page that a look ended at."""
        early = self._early.get(look.trail.at)
        if early is not None and early[:3] == (look.reply, self._scope.hosts, self._scope.homes):
            return early.reading
        return self._read(look)

    def read_early(self, look: Look) -> None:
        """Read a page whose turn has not come."""
        scope = self._scope
        self._early[look.trail.at] = _Early(look.reply, scope.hosts, scope.homes, self._read(look))

    def let_go(self, look: Look) -> None:
        """Forget what was read early of a look: its turn is over."""
        self._early.pop(look.trail.at, None)

    def _read(self, look: Look) -> PageReading:
        self.tell()
        reply, scope = look.reply, self._scope
        content_type = reply.headers.get("content-type")
        return read_page(look.trail.at, reply.body, content_type, base_hosts=scope.hosts, home_urls=scope.homes)
