"""HTTP/2 where a server offers it, HTTP/1.1 where it does not, or where its HTTP/2 does not work.

Every request has a connection of its own: connections of HTTP/2 would be shared between all names behind one address,
because ours are made to addresses (`crawler.fetch.guarded_httpx`), and two looks that share one are not independent.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import AsyncIterator, Callable
from functools import lru_cache

import httpx
from h2.exceptions import H2Error

from crawler.fetch.http2_error import http2_judgement
from crawler.fetch.network_error import causes
from crawler.kinds import AnswerKind

HTTP_1 = "xuncha_http_1"
"""The extension of a request that must not be sent by HTTP/2."""

_AUTHORITIES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_LIMITS = httpx.Limits(max_keepalive_connections=0)


class EitherHttp(httpx.AsyncBaseTransport):
    """A fresh connection for each request, by the newest protocol that both sides speak.

    `context` makes the TLS context; it is called once for each protocol, because what a context offers (ALPN) holds
    for all its connections, and shared by all crawls of the process, because reading the authorities takes long. Where
    HTTP/2 fails as a protocol the request is sent again by HTTP/1.1 at once, and that host is asked so from then on:
    visitors' browsers do the same (RFC 9113, 7, HTTP_1_1_REQUIRED), and their HTTP/2 is more lenient than ours.
    """

    def __init__(self, context: Callable[[], ssl.SSLContext]) -> None:
        self._context = context
        self._by_http_1: set[tuple[str, int | None]] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request. Raises what httpx raises; when both protocols fail, the error of HTTP/2."""
        host = request.extensions.get("sni_hostname", request.url.host), request.url.port
        if request.url.scheme != "https" or request.extensions.get(HTTP_1) or host in self._by_http_1:
            return await self._send(request, http2=False)
        try:
            return await self._send(request, http2=True)
        except httpx.TransportError as trouble:
            if not _may_be_cured(trouble):
                raise
            try:
                response = await self._send(request, http2=False)
            except httpx.TransportError:
                raise trouble  # noqa: B904  # the second way failing is no cause of the first
        self._by_http_1.add(host)
        return response

    async def _send(self, request: httpx.Request, *, http2: bool) -> httpx.Response:
        context = _shared(self._context, http2, tuple(map(os.environ.get, _AUTHORITIES)))
        way = httpx.AsyncHTTPTransport(verify=context, http2=http2, limits=_LIMITS, trust_env=False)
        try:
            response = await way.handle_async_request(request)
        except H2Error as error:
            raise httpx.RemoteProtocolError(str(error)) from error
        except ValueError as error:  # the library takes the status for a number before it looks
            raise httpx.RemoteProtocolError(f"illegal status: {error}") from error
        if response.extensions.get("http_version") == b"HTTP/2":
            assert isinstance(response.stream, httpx.AsyncByteStream)
            response.stream = _Body(response.stream)
        return response


@lru_cache(maxsize=16)
def _shared(context: Callable[[], ssl.SSLContext], http2: bool, authorities: tuple[str | None, ...]) -> ssl.SSLContext:
    """The context for connections that offer this protocol. `authorities` is what the environment says of them."""
    return context()


class _Body(httpx.AsyncByteStream):
    """The body of an HTTP/2 answer, whose errors are httpx's: the library lets those of h2 through."""

    def __init__(self, inner: httpx.AsyncByteStream) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._inner:
                yield chunk
        except H2Error as error:
            raise httpx.RemoteProtocolError(str(error)) from error

    async def aclose(self) -> None:
        """Close the connection."""
        await self._inner.aclose()


def _may_be_cured(trouble: httpx.TransportError) -> bool:
    """Whether HTTP/2 is to blame. A server that asks for calm is not asked again at once."""
    judged = http2_judgement(causes(trouble))
    return judged is not None and judged.kind is not AnswerKind.RATE_LIMITED
