"""Single requests through httpx, for everything that is not the crawl itself: robots, probes, second looks.

Every request opens a fresh connection, and accepts old TLS and any certificate where a strict client would give up
(`crawler.fetch.tls`): what a portal's visitors can open is not dead because we were stricter. Errors become replies;
nothing is raised for what a server does.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from http.cookiejar import CookieJar
from types import TracebackType
from typing import Any, Self

import httpx

from crawler.evidence.spool import Nothing, Taker
from crawler.fetch.body import Body, Further
from crawler.fetch.guard import Guard
from crawler.fetch.guarded_httpx import TURN, GuardedTransport
from crawler.fetch.http2 import HTTP_1
from crawler.fetch.look import Judgement, Look, Trail
from crawler.fetch.manner import manner_of
from crawler.fetch.outgoing import outgoing
from crawler.fetch.pace import Pace
from crawler.fetch.reply import Reply, TooLarge, begins_like_html, now
from crawler.fetch.taken_down import client_exchange, peer_of
from crawler.fetch.tls import NOTE, TolerantTls
from crawler.fetch.verdict import Judge
from crawler.kinds import AnswerKind
from crawler.urls import is_call, netloc

Forbids = Callable[[str], Awaitable[Judgement | None]]
"""Asked before every request whether the address may be asked; the judgement says why not."""


def request_headers(user_agent: str) -> dict[str, str]:
    """The headers of every request of a crawl. We say who we are and never pose as a browser."""
    return {
        "User-Agent": user_agent,
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
        "Accept-Encoding": "gzip, deflate",
    }


@dataclass(slots=True)
class _Seen:
    """What went over the wire for one request."""

    request: httpx.Request | None = None
    response: httpx.Response | None = None
    peer: str | None = None
    body: Body | None = None


class Client:
    """Asks one URL at a time. `timeout_s` covers a whole request, so a slow drip cannot hold it.

    `cookies` are those of the crawl, shared with its spider, as all windows of a browser share them. What is asked and
    answered is taken down by `taker`.
    """

    def __init__(
        self,
        user_agent: str,
        timeout_s: float,
        guard: Guard,
        pace: Pace,
        cookies: CookieJar | None = None,
        *,
        taker: Taker | None = None,
    ) -> None:
        self._transport = GuardedTransport(guard, TolerantTls())
        self._headers = request_headers(user_agent)
        self._timeout_s = timeout_s
        self._cookies = httpx.Cookies(CookieJar() if cookies is None else cookies)
        self._taker = taker or Nothing()
        self.pace = pace

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    async def ask(
        self,
        url: str,
        *,
        limit: int,
        whole: bool = False,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        turn: int = 0,
        http_1: bool = False,
        cookies: httpx.Cookies | None = None,
        further: Further | None = None,
        wants: Callable[[Reply], bool] = bool,
        part_of: str | None = None,
    ) -> Reply:
        """One request, redirects not followed. At most `limit` bytes of the answer's body are read and unpacked.

        With `whole` a larger one is an error (`TooLarge`); without it the beginning is enough. `headers` go before
        the usual ones; `body` is sent as it is. `turn` says with which address of the host to begin; with `http_1`
        HTTP/2 is not offered; `cookies` take the place of the crawl's. With `further` the same request also loads the
        whole file, if `wants` says so of the answer with its beginning (`Reply.file`). `part_of` is the page that it is
        asked for, for the evidence.
        """
        await self.pace.turn(netloc(url))
        seen = _Seen()
        request = partial(self._request, method, url, headers, body, {TURN: turn, HTTP_1: http_1})
        begun = Reply(url, method=method, at=now())
        reply = await self._asked(begun, seen, request, limit, cookies, whole=whole, further=further, wants=wants)
        if self._taker.wanted and seen.request is not None:
            read = seen.body.read if seen.body is not None else b""
            made = client_exchange(seen.request, seen.response, read, reply, part_of)
            self._taker.add(replace(made, address=seen.peer))
        return reply

    async def _asked(
        self,
        reply: Reply,
        seen: _Seen,
        request: Callable[[], httpx.Request],
        limit: int,
        cookies: httpx.Cookies | None,
        *,
        whole: bool,
        further: Further | None,
        wants: Callable[[Reply], bool],
    ) -> Reply:
        loop = asyncio.get_running_loop()
        begin = loop.time()
        try:
            async with asyncio.timeout(self._timeout_s) as clock, self._answered(seen, request(), cookies) as response:
                reply = replace(
                    reply,
                    status=response.status_code,
                    headers=_headers(response.headers),
                    tls=response.extensions.get(NOTE),
                )
                arriving = seen.body = Body(response)
                content, complete = await arriving.beginning(limit)
                reply = replace(reply, body=content, complete=complete, ms=_ms(loop.time() - begin))
                if further is not None and wants(reply):
                    clock.reschedule(None)
                    reply = replace(reply, file=await arriving.whole(further))
            if not (whole and not complete):
                return reply
            error: Exception = TooLarge(f"more than {limit} bytes")
        except TimeoutError:
            error = TimeoutError(f"no complete answer within {self._timeout_s:g} s")
        except (OSError, httpx.HTTPError, httpx.InvalidURL, ValueError) as trouble:
            error = trouble
        if reply.file is not None:  # trouble in closing, after everything was said
            return reply
        return replace(reply, status=None, error=error, ms=_ms(loop.time() - begin))

    async def look(
        self,
        trail: Trail,
        judge: Judge,
        forbids: Forbids,
        *,
        limit: int,
        whole: bool,
        method: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        further: Further | None = None,
        part_of: str | None = None,
    ) -> Look:
        """Ask a URL, follow its redirects by our rules, and judge the end.

        A call of a list interface is dressed as its data says; `headers` and `body` are for other requests. A look that
        is not the first asks in another manner. With `further` a file that came is loaded to its end. `part_of` is the
        page that it is asked for; of a call it is the page that shows its list.
        """
        cookies = httpx.Cookies() if manner_of(trail).stranger else None
        part_of = trail.referer if part_of is None and is_call(trail.url) else part_of
        while True:
            barred = await forbids(trail.at)
            if barred:
                return Look(trail, Reply(trail.at, method=method, at=now()), barred)
            asked = outgoing(trail, method)
            manner = manner_of(trail)
            reply = await self.ask(
                asked.url,
                limit=limit,
                whole=whole,
                method=asked.method,
                headers=asked.headers or headers or manner.headers,
                body=asked.body or body,
                turn=manner.turn,
                http_1=manner.http_1,
                cookies=cookies,
                further=further,
                wants=partial(_is_file, trail, judge),
                part_of=part_of,
            )
            step = judge.next(trail, reply)
            if isinstance(step, Judgement):
                self.pace.note(netloc(trail.at), step.kind, reply)
                return Look(trail, reply, step)
            trail = step
            if body is not None and trail.demoted:
                method, body = "GET", None

    def _request(
        self, method: str, url: str, headers: Mapping[str, str] | None, body: bytes | None, way: Mapping[str, Any]
    ) -> httpx.Request:
        extensions = {"timeout": httpx.Timeout(self._timeout_s).as_dict(), **way}
        sent = httpx.Headers(self._headers)
        sent.update(headers)
        return httpx.Request(method, url, headers=sent, content=body, extensions=extensions)

    @asynccontextmanager
    async def _answered(
        self, seen: _Seen, request: httpx.Request, cookies: httpx.Cookies | None
    ) -> AsyncIterator[httpx.Response]:
        """The response to a request, closed in the end.

        httpx's own client is passed over, because it reads the targets of redirects even when it does not follow
        them, and raises for those that are none.
        """
        jar = self._cookies if cookies is None else cookies
        jar.set_cookie_header(request)
        seen.request = request
        response = seen.response = await self._transport.handle_async_request(request)
        try:
            response.request = request
            seen.peer = peer_of(response)
            jar.extract_cookies(response)
            yield response
        finally:
            await response.aclose()


async def nobody_forbids(_url: str) -> Judgement | None:
    """For requests that no robots.txt speaks about: robots.txt itself."""
    return None


def _is_file(trail: Trail, judge: Judge, reply: Reply) -> bool:
    """Whether an answer with its beginning is a file that came, and no page in its place."""
    judged = judge.next(trail, reply)
    came = isinstance(judged, Judgement) and judged.kind is AnswerKind.CONTENT and not judged.unchanged
    return came and not begins_like_html(reply.body)


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _headers(found: httpx.Headers) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in ((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in found.raw):
        joined[name] = f"{joined[name]}\n{value}" if name in joined else value
    return joined
