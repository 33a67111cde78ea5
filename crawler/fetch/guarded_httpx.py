"""httpx's way out, guarded: a transport that connects only to addresses which the guard handed out."""

from __future__ import annotations

from typing import Any

import httpx

from crawler.fetch.guard import Address, Guard


class GuardedTransport(httpx.AsyncBaseTransport):
    """An httpx transport that connects only to addresses which the guard handed out, trying them in turn."""

    def __init__(self, guard: Guard, inner: httpx.AsyncBaseTransport) -> None:
        self._guard = guard
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request to a checked address; name and certificate stay those of the host."""
        host = request.url.host
        addresses = await self._guard.addresses(host)
        extensions = {**request.extensions, "sni_hostname": host}
        for address in addresses[:-1]:
            try:
                return await self._inner.handle_async_request(_aimed(request, address, extensions))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._inner.handle_async_request(_aimed(request, addresses[-1], extensions))

    async def aclose(self) -> None:
        """Close the inner transport."""
        await self._inner.aclose()


def _aimed(request: httpx.Request, address: Address, extensions: dict[str, Any]) -> httpx.Request:
    url = request.url.copy_with(host=str(address))
    return httpx.Request(request.method, url, headers=request.headers, stream=request.stream, extensions=extensions)
