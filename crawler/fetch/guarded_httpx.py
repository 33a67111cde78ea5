"""httpx's way out, guarded: a transport that connects only to addresses which the guard handed out."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

import httpx

from crawler.fetch.guard import Guard
from crawler.fetch.names import Address

TURN = "xuncha_address_turn"
"""The extension of a request that says with which of the host's addresses to begin (0: the first)."""

_USUAL = {"http": 80, "https": 443}


class GuardedTransport(httpx.AsyncBaseTransport):
    """An httpx transport that connects only to addresses which the guard handed out, trying them in turn."""

    def __init__(self, guard: Guard, inner: httpx.AsyncBaseTransport) -> None:
        self._guard = guard
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request to a checked address; name and certificate stay those of the host."""
        host = request.url.host
        addresses = in_turn(await self._guard.addresses(host), request.extensions.get(TURN, 0))
        port = self._guard.port(host, request.url.port or _USUAL.get(request.url.scheme, 0))
        extensions = {**request.extensions, "sni_hostname": host}
        for address in addresses[:-1]:
            try:
                return await self._inner.handle_async_request(_aimed(request, address, port, extensions))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._inner.handle_async_request(_aimed(request, addresses[-1], port, extensions))

    async def aclose(self) -> None:
        """Close the inner transport."""
        await self._inner.aclose()


def in_turn(addresses: list[Address], turn: int) -> list[Address]:
    """The addresses with IPv4 and IPv6 alternating, beginning with that of this turn.

    So a second look at a host that answers on one of the two only, or behind one of several machines only, begins
    elsewhere (cms-patterns 3.3).
    """
    first = [each for each in addresses if each.version == addresses[0].version]
    others = [each for each in addresses if each.version != addresses[0].version]
    mixed = [each for pair in zip_longest(first, others) for each in pair if each is not None]
    begin = turn % len(mixed)
    return mixed[begin:] + mixed[:begin]


def _aimed(request: httpx.Request, address: Address, port: int, extensions: dict[str, Any]) -> httpx.Request:
    url = request.url.copy_with(host=str(address), port=port)
    return httpx.Request(request.method, url, headers=request.headers, stream=request.stream, extensions=extensions)
