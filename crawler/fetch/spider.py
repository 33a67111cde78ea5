"""The spider: asks for what the ledger says, follows redirects by our rules, and brings every answer back to the feed.

No LinkExtractor, no Request for an address that is not new, no item: a page is parsed once, by its reader, at the
latest when its turn to be recorded comes. Each errand is one task that asks Scrapy's download handlers itself. What to
ask, when, and what to make of it is decided by our own rooms, so the engine's queues, between which every request would
change hands ten times, have nothing to say and cost more than the download.
"""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from scrapy import Request, Spider
from scrapy.http import Headers, Response
from scrapy.http.cookies import CookieJar

from crawler.evidence.spool import Taker
from crawler.fetch.cookies import PortalCookies
from crawler.fetch.download import Answer
from crawler.fetch.feed import Errand, Feed
from crawler.fetch.first_contact import FirstContact
from crawler.fetch.guard import Guard, bare_host
from crawler.fetch.http_head import Head
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

Download: TypeAlias = Callable[[Request], Awaitable[Answer]]

_PLAIN_URL = re.compile(r"https?://[a-z0-9.-]+(?::[1-9][0-9]*)?/[A-Za-z0-9/_.~-]*")
"""Addresses in which Scrapy finds nothing to encode, so that it need not take them apart."""
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
    concurrency: int
    """Requests to one host at once."""
    most_at_once: int
    """Requests to all hosts at once."""


class PortalSpider(Spider):
    """Fetches the pages of one portal."""

    name = "portal"

    def __init__(self, desk: Desk, feed: Feed, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._desk = desk
        self.cookies = desk.cookies
        """What `crawler.fetch.cookies` keeps them in."""
        self.guard, self.pace = desk.guard, desk.pace
        """By which `crawler.fetch.download` downloads."""
        self._feed = feed
        self._headers = Headers(desk.headers)
        self._errands: set[asyncio.Task[None]] = set()
        self._turns: dict[str, asyncio.Semaphore] = defaultdict(partial(asyncio.Semaphore, desk.concurrency))
        self._all_turns = asyncio.Semaphore(desk.most_at_once)

    async def start(self) -> AsyncIterator[Request]:
        """Send out the errands of the feed. Yields nothing: the engine has no part in them."""
        download, cookies = self._ways()
        async for errand in self._feed.errands():
            task = asyncio.get_running_loop().create_task(self._run(errand, download, cookies))
            self._errands.add(task)
            task.add_done_callback(self._done)
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    def _ways(self) -> tuple[Download, PortalCookies]:
        """Scrapy's way out, and the cookies that go with it."""
        cookies = self.crawler.get_downloader_middleware(PortalCookies)
        assert self.crawler.engine is not None and cookies is not None
        handlers: Any = self.crawler.engine.downloader.handlers
        ours = {scheme: handlers._get_handler(scheme) for scheme in ("http", "https")}  # `crawler.fetch.download`
        return lambda request: ours[request.url.partition(":")[0]].download_request(request), cookies

    async def _run(self, errand: Errand, download: Download, cookies: PortalCookies) -> None:
        """Ask until there is something to bring back. A host that is new to us, or rests, does not hold up others."""
        step: Trail | Look = errand.trail
        while isinstance(step, Trail):
            barred = await self._desk.contact.forbids(step.at)
            if barred is not None:
                step = Look(step, Reply(step.at, at=now()), barred)
                break
            host = netloc(step.at)
            await self._desk.pace.rested(host)
            await self._feed.room(errand.number)
            async with self._turns[host], self._all_turns:
                if not self._feed.has_room(errand.number):
                    continue  # it was filled meanwhile, and who waits for room holds up nobody
                request = self._request(step)
                step = self._judged(step, await self._answer(request, download, cookies))
            await asyncio.sleep(0)  # whoever waited for this turn asks before the answer is read
        self._feed.bring(errand.number, step)

    async def _answer(self, request: Request, download: Download, cookies: PortalCookies) -> Reply:
        """What a request is answered, or what went wrong with it."""
        response = None
        try:
            cookies.add_to(request)
            response = await download(request)
            response.request = request
            cookies.learn(request, response)
        except Exception as fault:  # noqa: BLE001  # the verdict says what it means, and raises what is our own
            error = self._desk.guard.trouble.get(bare_host(netloc(request.url)), fault)
            reply = Reply(request.url, error=error, at=now(), ms=_elapsed(request.meta))
        else:
            reply = self._reply(response)
        self._take_down(request, response, reply)
        return reply

    def _judged(self, trail: Trail, reply: Reply) -> Trail | Look:
        """What follows from an answer: a redirect is one more request, everything else is brought back."""
        desk = self._desk
        step = desk.judge.next(trail, reply)
        if isinstance(step, Judgement):
            desk.pace.note(netloc(trail.at), step.kind, reply)
            return Look(trail, reply, step)
        start = trail.url in desk.scope.starts
        if desk.scope.moved_home(trail.url, step.at) if start else desk.scope.is_own(step.at):
            return step
        return Look(step, reply, Judgement(AnswerKind.CONTENT, ELSEWHERE))

    def _done(self, task: asyncio.Task[None]) -> None:
        """An errand is over. Where our own code or disk failed the round ends, and the engine raises the fault."""
        self._errands.discard(task)
        fault = None if task.cancelled() else task.exception()
        if fault is not None:
            self._feed.fail(fault)

    def wanted(self, request: Request, head: Head) -> bool:
        """Whether a body is read. That there is something is all we want to know of what is no text; but what an
        interface answers is read whatever it calls itself."""
        kind = next((value for name, value in head.fields if name == b"content-type"), b"").decode("latin-1").lower()
        return not kind or any(part in kind for part in _TEXTUAL) or is_call(request.meta["trail"].url)

    def _request(self, trail: Trail) -> Request:
        asked = outgoing(trail)
        request = Request(
            asked.url,
            method=asked.method,
            body=asked.body,
            meta={
                "trail": trail,
                "download_slot": netloc(trail.at),
                "download_timeout": self._desk.timeout_s,
                "verbatim_url": _PLAIN_URL.fullmatch(asked.url) is not None,
            },
            dont_filter=True,
        )
        dict.update(request.headers, self._headers)  # Scrapy would spell them anew
        request.headers.update(asked.headers)
        return request

    def _reply(self, response: Answer) -> Reply:
        limit = self._desk.max_bytes
        headers: dict[str, str] = {}
        for field, value in response.fields:
            name, said = field.decode("latin-1"), value.decode("latin-1")
            headers[name] = f"{headers[name]}\n{said}" if name in headers else said
        body = response.body
        if body and "content-encoding" in headers:
            body = unpacked(body, headers["content-encoding"], limit)
        ms = _elapsed(response.meta)
        if len(body) > limit:
            return Reply(response.url, error=TooLarge(f"more than {limit} bytes unpacked"), at=now(), ms=ms)
        complete = "download_stopped" not in response.flags
        method = response.request.method if response.request else "GET"
        return Reply(response.url, response.status, headers, body, complete, method=method, at=now(), ms=ms)

    def _take_down(self, request: Request, response: Response | None, reply: Reply) -> None:
        if self._desk.taker.wanted:
            trail: Trail = request.meta["trail"]
            part_of = trail.referer if is_call(trail.url) else None
            self._desk.taker.add(spider_exchange(request, response, reply, part_of), bulk=True)


def _elapsed(meta: dict[str, Any]) -> int:
    """Milliseconds until the headers came, as Scrapy measured them; 0 when none came."""
    latency: float = meta.get("download_latency", 0.0)
    return round(1000 * latency)
