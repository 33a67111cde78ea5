"""The spider: asks for what the ledger says, follows redirects by our rules, and brings every answer back to the feed.

No LinkExtractor, no Request for an address that is not new, no item: a page is parsed once, by its reader, when its
turn to be recorded comes.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Headers, Response
from scrapy.http.cookies import CookieJar
from twisted.python.failure import Failure

from crawler.evidence.spool import Taker
from crawler.fetch.feed import Feed
from crawler.fetch.first_contact import FirstContact
from crawler.fetch.guard import Guard, bare_host
from crawler.fetch.look import Judgement, Look, Trail
from crawler.fetch.outgoing import outgoing
from crawler.fetch.pace import Pace
from crawler.fetch.recorder import ELSEWHERE
from crawler.fetch.reply import Reply, TooLarge, now, unpacked
from crawler.fetch.scope import Scope
from crawler.fetch.taken_down import spider_exchange
from crawler.fetch.verdict import Judge
from crawler.kinds import AnswerKind
from crawler.urls import is_call, netloc

_TEXTUAL = ("text/", "html", "xml", "json", "javascript")


@dataclass(frozen=True, slots=True)
class Desk:
    """What the spider works with: everything is shared with the rest of the crawl."""

    scope: Scope
    judge: Judge
    contact: FirstContact
    guard: Guard
    pace: Pace
    cookies: CookieJar
    headers: dict[str, str]
    timeout_s: float
    max_bytes: int
    taker: Taker


class PortalSpider(Spider):
    """Fetches the pages of one portal."""

    name = "portal"

    def __init__(self, desk: Desk, feed: Feed, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._desk = desk
        self.cookies = desk.cookies
        """What `crawler.fetch.cookies` keeps them in."""
        self.guard, self.pace = desk.guard, desk.pace
        """By which `crawler.fetch.guarded_twisted` downloads."""
        self._feed = feed
        self._introductions: set[asyncio.Task[None]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Made by Scrapy; here the spider asks to see headers early and to hear of faults."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.headers_arrived, signals.headers_received)
        crawler.signals.connect(spider.answered, signals.response_downloaded)
        crawler.signals.connect(spider.broken, signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """One request for each errand of the feed. A host that is new to us does not hold up the others."""
        async for errand in self._feed.errands():
            trail = errand.trail
            if not self._desk.contact.knows(trail.at) or self._desk.pace.resting(netloc(trail.at)):
                self._later(errand.number, trail)
                continue
            request = await self._request(errand.number, trail)
            if request is not None:
                yield request

    async def parse(self, response: Response, **kwargs: Any) -> list[Request]:
        """Judge an answer: a redirect is one more request, everything else is brought back."""
        meta, reply = response.meta, self._reply(response)
        self._take_down(response.request, response, reply)
        return await self._go_on(meta["number"], meta["trail"], reply)

    async def failed(self, failure: Failure) -> list[Request]:
        """Judge a request that got no answer."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        host = bare_host(netloc(request.url))
        error = self._desk.guard.trouble.get(host, failure.value)
        reply = Reply(request.url, error=error, at=now(), ms=_elapsed(request.meta))
        self._take_down(request, None, reply)
        return await self._go_on(request.meta["number"], request.meta["trail"], reply)

    def headers_arrived(self, headers: Headers, request: Request) -> None:
        """Leave bodies that are no text unread: that they are there is all we want to know.

        What an interface answers is read whatever it calls itself.
        """
        kind = (headers.get("Content-Type") or b"").decode("latin-1").lower()
        if kind and not any(part in kind for part in _TEXTUAL) and not is_call(request.meta["trail"].url):
            raise StopDownload(fail=False)

    def answered(self, response: Response, request: Request) -> None:
        """Let a host rest that asks for it: before `parse` hears of the answer, the next request would go out."""
        if "Retry-After" not in response.headers:
            return
        trail, reply = request.meta["trail"], self._reply(response.replace(request=request))
        step = self._desk.judge.next(trail, reply)
        if isinstance(step, Judgement):
            self._desk.pace.rest(netloc(trail.at), step.kind, reply)

    def broken(self, failure: Failure) -> None:
        """Our own code or disk failed: end the round, the engine raises the fault."""
        self._feed.fail(failure.value or RuntimeError(failure.getErrorMessage()))

    def _later(self, number: int, trail: Trail) -> None:
        task = asyncio.get_running_loop().create_task(self._introduce(number, trail))
        self._introductions.add(task)
        task.add_done_callback(self._introduced)

    async def _introduce(self, number: int, trail: Trail) -> None:
        request = await self._request(number, trail)
        if request is not None and self.crawler.engine and not self._feed.closed:
            self.crawler.engine.crawl(request)

    def _introduced(self, task: asyncio.Task[None]) -> None:
        self._introductions.discard(task)
        fault = None if task.cancelled() else task.exception()
        if fault is not None:
            self._feed.fail(fault)

    async def _go_on(self, number: int, trail: Trail, reply: Reply) -> list[Request]:
        desk = self._desk
        step = desk.judge.next(trail, reply)
        if isinstance(step, Judgement):
            desk.pace.note(netloc(trail.at), step.kind, reply)
            self._feed.bring(number, Look(trail, reply, step))
            return []
        start = trail.url in desk.scope.starts
        if not (desk.scope.moved_home(trail.url, step.at) if start else desk.scope.is_own(step.at)):
            self._feed.bring(number, Look(step, reply, Judgement(AnswerKind.CONTENT, ELSEWHERE)))
            return []
        request = await self._request(number, step)
        return [] if request is None else [request]

    async def _request(self, number: int, trail: Trail) -> Request | None:
        barred = await self._desk.contact.forbids(trail.at)
        if barred is not None:
            self._feed.bring(number, Look(trail, Reply(trail.at, at=now()), barred))
            return None
        await self._desk.pace.rested(netloc(trail.at))
        asked = outgoing(trail)
        return Request(
            asked.url,
            self.parse,
            method=asked.method,
            body=asked.body,
            errback=self.failed,
            headers={**self._desk.headers, **asked.headers},
            meta={
                "number": number,
                "trail": trail,
                "download_slot": netloc(trail.at),
                "download_timeout": self._desk.timeout_s,
            },
            dont_filter=True,
        )

    def _reply(self, response: Response) -> Reply:
        limit = self._desk.max_bytes
        headers = {
            name.decode("latin-1").lower(): b"\n".join(values).decode("latin-1")
            for name, values in response.headers.items()
        }
        body = response.body
        if body and "content-encoding" in headers:
            body = unpacked(body, headers["content-encoding"], limit)
        ms = _elapsed(response.meta)
        if len(body) > limit:
            return Reply(response.url, error=TooLarge(f"more than {limit} bytes unpacked"), at=now(), ms=ms)
        complete = "download_stopped" not in response.flags
        method = response.request.method if response.request else "GET"
        return Reply(response.url, response.status, headers, body, complete, method=method, at=now(), ms=ms)

    def _take_down(self, request: Request | None, response: Response | None, reply: Reply) -> None:
        if self._desk.taker.wanted and request is not None:
            trail: Trail = request.meta["trail"]
            part_of = trail.referer if is_call(trail.url) else None
            self._desk.taker.add(spider_exchange(request, response, reply, part_of), bulk=True)


def _elapsed(meta: dict[str, Any]) -> int:
    """Milliseconds until the headers came, as Scrapy measured them; 0 when none came."""
    latency: float = meta.get("download_latency", 0.0)
    return round(1000 * latency)
