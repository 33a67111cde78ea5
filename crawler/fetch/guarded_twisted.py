"""Scrapy's way out, guarded and in turn: what downloads for a spider asks its crawl's guard for every host, literal
addresses included, and waits for the host's turn right before the request goes out."""

from __future__ import annotations

import asyncio
import contextlib
from contextvars import ContextVar
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers import http11
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.base import ReactorBase

from crawler.fetch.guard import Guard
from crawler.fetch.pace import Pace

_CLOSING_S = 1.0
_GUARD: ContextVar[Guard | None] = ContextVar("guard", default=None)
"""That of the crawl for which a connection is made."""


class PoliteDownload(http11.HTTP11DownloadHandler):
    """Downloads for the spider, which has `guard` and `pace`. A connection is only ever used by its own crawl."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        spider: Any = crawler.spider
        self._pace: Pace = spider.pace
        self._guard: Guard = spider.guard

    async def download_request(self, request: Request) -> Response:
        """Download when it is the host's turn; neither the time limit nor the measured time contain the wait."""
        _GUARD.set(self._guard)  # each request is downloaded by a task of its own
        await self._pace.turn(request.meta["download_slot"])
        return await super().download_request(request)

    async def close(self) -> None:
        """Close the connections that are kept open; one that hangs is not waited for long. (Scrapy's own way meets an
        error of its own when it is cancelled in the moment of its time limit.)"""
        pool: Any = self._pool
        closing = pool.closeCachedConnections()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_CLOSING_S):
                await maybe_deferred_to_future(closing)


class _Resolution:
    """A look-up under way, as Twisted wants to see it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Nothing to cancel: the look-up ends by itself and its result is dropped."""


class GuardedResolver:
    """A `twisted.internet.interfaces.IHostnameResolver` that hands out only what the guard of the crawl permits that
    connects; nothing to others.

    A refusal looks like a failed look-up to Scrapy; `Guard.trouble` says which one it was. Twisted's interfaces are
    not typed for mypy, so its receiver is `Any` here.
    """

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def install(self, reactor: ReactorBase) -> None:
        """Become the resolver of all connections of the reactor."""
        resolver: Any = self
        reactor.installNameResolver(resolver)

    def resolveHostName(self, receiver: Any, host: str, portNumber: int = 0, **_semantics: Any) -> _Resolution:  # noqa: N802, N803
        """Start a look-up; `receiver` is told of each address and of the end. (The names are Twisted's.)"""
        resolution = _Resolution(host)
        receiver.resolutionBegan(resolution)
        task = asyncio.get_running_loop().create_task(self._resolve(receiver, host, portNumber))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return resolution

    async def _resolve(self, receiver: Any, host: str, port: int) -> None:
        guard = _GUARD.get()
        try:
            addresses = await guard.addresses(host) if guard else []
        except OSError:
            addresses = []
        at = guard.port(host, port) if guard else port
        for address in addresses:
            maker = IPv4Address if address.version == 4 else IPv6Address
            receiver.addressResolved(maker("TCP", str(address), at))
        receiver.resolutionComplete()
