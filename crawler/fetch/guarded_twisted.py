"""Scrapy's way out: Twisted connects only to what the guard of the crawl permits, literal addresses included."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from typing import Any

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.base import ReactorBase

from crawler.fetch.guard import Guard

GUARD: ContextVar[Guard | None] = ContextVar("guard", default=None)
"""That of the crawl for which a connection is made."""


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
        guard = GUARD.get()
        try:
            addresses = await guard.addresses(host) if guard else []
        except OSError:
            addresses = []
        at = guard.port(host, port) if guard else port
        for address in addresses:
            maker = IPv4Address if address.version == 4 else IPv6Address
            receiver.addressResolved(maker("TCP", str(address), at))
        receiver.resolutionComplete()
