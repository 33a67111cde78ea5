"""Single requests through httpx, for everything that is not the crawl itself: robots, probes, second looks.

Every request opens a fresh connection and accepts old TLS and any certificate: what a portal's visitors can open is
not dead because our first client was stricter. Errors become replies; nothing is raised for what a server does.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

import httpx

from crawler.fetch.guard import Guard
from crawler.fetch.guarded_httpx import GuardedTransport
from crawler.fetch.look import Judgement, Look, Trail
from crawler.fetch.pace import Pace
from crawler.fetch.reply import Reply, TooLarge, now, unpacked
from crawler.fetch.verdict import Judge
from crawler.urls import netloc

_OP_LEGACY_SERVER_CONNECT = 0x4  # ssl.OP_LEGACY_SERVER_CONNECT, which Python 3.11 does not name yet

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


class Client:
    """Asks one URL at a time. `timeout_s` covers a whole request, so a slow drip cannot hold it."""

    def __init__(self, user_agent: str, timeout_s: float, guard: Guard, pace: Pace) -> None:
        limits = httpx.Limits(max_keepalive_connections=0)
        inner = httpx.AsyncHTTPTransport(verify=_lenient_tls(), limits=limits, trust_env=False)
        self._http = httpx.AsyncClient(
            transport=GuardedTransport(guard, inner),
            headers=request_headers(user_agent),
            timeout=timeout_s,
            follow_redirects=False,
            trust_env=False,
        )
        self._timeout_s = timeout_s
        self.pace = pace

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def ask(self, url: str, *, limit: int, whole: bool = False, method: str = "GET") -> Reply:
        """One request, redirects not followed. At most `limit` bytes of the body are read and unpacked.

        With `whole` a larger body is an error (`TooLarge`); without it the beginning is enough.
        """
        await self.pace.turn(netloc(url))
        loop = asyncio.get_running_loop()
        at, begin = now(), loop.time()
        status, headers, body, complete = None, dict[str, str](), b"", True
        error: Exception | None = None
        try:
            async with asyncio.timeout(self._timeout_s), self._http.stream(method, url) as response:
                status, headers = response.status_code, _headers(response.headers)
                body, complete = await _beginning(response, limit)
            if whole and not complete:
                status, error = None, TooLarge(f"more than {limit} bytes")
        except TimeoutError:
            status, error = None, TimeoutError(f"no complete answer within {self._timeout_s:g} s")
        except (OSError, httpx.HTTPError, httpx.InvalidURL, ValueError) as fault:
            status, error = None, fault
        ms = round((loop.time() - begin) * 1000)
        return Reply(url, status, headers, body, complete, error, method, at, ms)

    async def look(self, trail: Trail, judge: Judge, forbids: Forbids, *, limit: int, whole: bool, method: str) -> Look:
        """Ask a URL, follow its redirects by our rules, and judge the end."""
        while True:
            barred = await forbids(trail.at)
            if barred:
                return Look(trail, Reply(trail.at, method=method, at=now()), barred)
            reply = await self.ask(trail.at, limit=limit, whole=whole, method=method)
            step = judge.next(trail, reply)
            if isinstance(step, Judgement):
                self.pace.note(netloc(trail.at), step.kind, reply)
                return Look(trail, reply, step)
            trail = step


async def nobody_forbids(_url: str) -> Judgement | None:
    """For requests that no robots.txt speaks about: robots.txt itself."""
    return None


async def _beginning(response: httpx.Response, limit: int) -> tuple[bytes, bool]:
    raw, complete = b"", True
    async for chunk in response.aiter_raw():
        raw += chunk
        if len(raw) > limit:
            complete = False
            break
    body = unpacked(raw, response.headers.get("content-encoding", ""), limit)
    return body[:limit], complete and len(body) <= limit


def _headers(found: httpx.Headers) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in found.multi_items():
        joined[name] = f"{joined[name]}\n{value}" if name in joined else value
    return joined


def _lenient_tls() -> ssl.SSLContext:
    """Any certificate, TLS 1.0, short keys, legacy renegotiation: whether that is a fault is for a check to say."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.options |= _OP_LEGACY_SERVER_CONNECT
    return context
