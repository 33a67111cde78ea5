"""Scrapy's way out, guarded and in turn: what downloads for a spider asks its crawl's guard for every host, literal
addresses included, and waits for the host's turn right before the request goes out."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache, partial
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Headers, Response
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.endpoints import HostnameEndpoint, wrapClientTLS
from twisted.web._newclient import ResponseNeverReceived
from twisted.web.client import URI

from crawler.fetch.guard import Guard
from crawler.fetch.guarded_twisted import GUARD
from crawler.fetch.http_head import Head
from crawler.fetch.pace import Pace
from crawler.fetch.wire import Errand, Received, Wire, Wires

SENT = "xuncha_sent"
"""Under this name a request's `meta` holds what was sent for it (`Sent`), once the head of its answer is there."""
_OPEN_S = 240.0
"""How long a connection that rests is used again, as in Twisted."""
_CLOSING_S = 1.0
_PLAIN_HOST = re.compile(rb"(?!.*xn--)[A-Za-z0-9.:\[\]-]+")
"""Hosts to which Twisted connects without further ado."""
_Key = tuple[str, str]
_address = lru_cache(maxsize=256)(ip_address)


class Sent(NamedTuple):
    """A request as it went over the wire, and the head of its answer as it came."""

    method: bytes
    target: bytes
    fields: tuple[tuple[bytes, bytes], ...]
    head: bytes


class PoliteDownload(BaseDownloadHandler):
    """Downloads for the spider, which has `guard`, `pace` and a word on whether a body is `wanted`. A connection is
    only ever used by its own crawl."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        spider: Any = crawler.spider
        self._pace: Pace = spider.pace
        self._guard: Guard = spider.guard
        self._wanted: Callable[[Request, Head], bool] = spider.wanted
        self._resting: dict[_Key, deque[Wire]] = defaultdict(deque)
        self._most_resting = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self._most_bytes = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    async def download_request(self, request: Request) -> Response:
        """Download when it is the host's turn; neither the time limit nor the measured time contain the wait."""
        GUARD.set(self._guard)  # each errand is a task of its own
        await self._pace.turn(request.meta["download_slot"])
        loop = asyncio.get_running_loop()
        scheme, host, path, query, _ = urlsplit(request.url)
        target = f"{path or '/'}{'?' if query else ''}{query}".encode("ascii")
        fields = tuple(_fields(request, host))
        began = loop.time()
        until: float = began + request.meta["download_timeout"]
        message = b"%b %b HTTP/1.1\r\n%b\r\n%b" % (
            method := request.method.encode("ascii"),
            target,
            b"".join(b"%b: %b\r\n" % each for each in fields),
            request.body,
        )

        def begins(head: Head) -> None:
            request.meta["download_latency"] = loop.time() - began
            request.meta[SENT] = Sent(method, target, fields, head.raw)

        errand = partial(Errand, message, partial(self._wanted, request), self._most_bytes, begins)
        try:
            wire, received = await self._asked((scheme, host), errand, until, again=not request.body)
        except TimeoutError as fault:
            limit = request.meta["download_timeout"]
            raise DownloadTimeoutError(f"Getting {request.url} took longer than {limit} seconds.") from fault
        return Answer(request.url, received, wire.peer)

    async def _asked(
        self, key: _Key, errand: Callable[[asyncio.Future[Received]], Errand], until: float, *, again: bool
    ) -> tuple[Wire, Received]:
        """The answer, and the wire that it came by. A connection that rested may have been closed at the other end in
        the moment of asking: then the request is sent by a new one, if that does no harm (`again`)."""
        loop = asyncio.get_running_loop()
        wire = self._rested(key, loop.time())
        if wire is not None:
            try:
                return wire, await _over(wire, errand(loop.create_future()), until)
            except ResponseNeverReceived:
                if not again:
                    raise
        async with asyncio.timeout_at(until):
            wire = await self._connected(key, until - loop.time())
        return wire, await _over(wire, errand(loop.create_future()), until)

    def _rested(self, key: _Key, now: float) -> Wire | None:
        resting = self._resting[key]
        while resting:
            wire = resting.popleft()
            if wire.is_open and now - wire.since < _OPEN_S:
                return wire
            if wire.is_open:
                wire.part()
        return None

    async def _connected(self, key: _Key, patience: float) -> Wire:
        from twisted.internet import reactor  # noqa: PLC0415  # exists only after it was installed

        untyped: Any = URI
        uri = untyped.fromBytes(f"{key[0]}://{key[1]}/".encode("ascii"))
        tls: Any = self._tls if key[0] == "https" or not _PLAIN_HOST.fullmatch(uri.host) else None
        endpoint: Any = HostnameEndpoint(reactor, uri.host.decode("ascii"), uri.port, timeout=patience)
        if key[0] == "https":
            endpoint = wrapClientTLS(tls.creatorForNetloc(uri.host, uri.port), endpoint)
        wire: Wire = await maybe_deferred_to_future(endpoint.connect(Wires(partial(self._put_to_rest, key))))
        return wire

    def _put_to_rest(self, key: _Key, wire: Wire) -> None:
        resting = self._resting[key]
        if len(resting) == self._most_resting:
            resting.popleft().part()
        wire.since = asyncio.get_running_loop().time()
        resting.append(wire)

    @cached_property
    def _tls(self) -> Any:
        """How Scrapy speaks TLS, whatever the certificate; with it comes that Twisted connects to names that IDNA 2008
        does not know. Loading it takes a fifth of a second that a portal on plain http can do without."""
        from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler  # noqa: PLC0415

        return HTTP11DownloadHandler(self.crawler)._contextFactory

    async def close(self) -> None:
        """Close the connections that are kept open; one that hangs is not waited for long."""
        wires = [wire for resting in self._resting.values() for wire in resting if wire.is_open]
        self._resting.clear()
        for wire in wires:
            wire.part()
        if wires:
            await asyncio.wait([wire.closed for wire in wires], timeout=_CLOSING_S)
        for wire in wires:
            if not wire.closed.done():
                wire.give_up()


class Answer(Response):
    """What came back. `fields` are its headers with names in lower case; `headers`, as Scrapy has them, are made when
    somebody asks for them."""

    def __init__(self, url: str, received: Received, peer: str) -> None:
        head = received.head
        length = () if head.length is None else ((b"content-length", str(head.length).encode()),)
        self.fields: tuple[tuple[bytes, bytes], ...] = (*length, *head.fields)
        self._made: Headers | None = None
        super().__init__(url, head.status, body=received.body, flags=list(received.flags), ip_address=_address(peer))

    @property
    def headers(self) -> Headers:
        """As Scrapy has them."""
        if self._made is None:
            self._made = Headers()
            for name, value in self.fields:
                self._made.appendlist(name, value)
        return self._made

    @headers.setter
    def headers(self, headers: Any) -> None:
        self._made = headers or None


async def _over(wire: Wire, errand: Errand, until: float) -> Received:
    """The answer to a request that is sent over a wire. Raises `TimeoutError`, and what the wire says."""
    timer = asyncio.get_running_loop().call_at(until, wire.give_up, TimeoutError())
    wire.ask(errand)
    try:
        return await errand.answer
    finally:
        timer.cancel()
        if errand.answer.cancelled():
            wire.give_up()


def _fields(request: Request, host: str) -> Iterator[tuple[bytes, bytes]]:
    """The headers of a request, without line breaks in them, whoever wrote them."""
    if request.body:
        yield b"Content-Length", str(len(request.body)).encode()
    for name, values in request.headers.items():
        for value in values:
            yield name, b" ".join(value.splitlines())
    yield b"Host", host.encode("ascii")
