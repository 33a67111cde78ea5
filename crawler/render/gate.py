"""Answers the requests of a browser's pages: through the crawl's own client, or not at all.

A page gets its own document, frames, scripts, styles and data, all from the portal's own hosts, each allowed by
robots.txt and asked at the host's pace. It gets no pictures, fonts and films, nothing from other hosts, no second
document in its window, and nothing but GET, except for the list calls of its scripts. Cookies that scripts set are
never sent, and a page cannot load itself anew; so a challenge of a bot wall is never solved, not even by chance.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from typing import TYPE_CHECKING

from config.policy import policy
from config.rendering import rendering_facts
from crawler.evidence.exchange import SHARED
from crawler.fetch.client import Client, Forbids
from crawler.fetch.guard import bare_host
from crawler.fetch.look import Judgement, Look, Trail
from crawler.fetch.scope import Scope
from crawler.fetch.verdict import Judge
from crawler.kinds import AnswerKind, TargetKind
from crawler.render.traffic import Traffic
from crawler.urls import canonical, netloc

if TYPE_CHECKING:
    from playwright.async_api import Request, Route

_DATA = frozenset({"xhr", "fetch"})
_SHARED = frozenset({"script", "stylesheet"})
_LOADED = _DATA | _SHARED | {"document"}
_MISSED = frozenset({"eventsource", "websocket"})
"""Not loaded although a list may come by them."""

_NOT_SENT = ("user-agent", "accept-encoding", "host", "connection", "content-length", "cookie", "sec-", "upgrade-")
"""Beginnings of headers that only a browser sends, or that the client writes itself."""
_NOT_HANDED_ON = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive", "content-disposition"}
    | {"strict-transport-security", "alt-svc", "link", "refresh"}
)


class Gate:
    """The way out of all pages of one crawl. `forbids` says for every address whether it may be asked.

    `concurrency` is how many requests one host gets at once; `max_bytes` limits each body.
    """

    def __init__(
        self, client: Client, judge: Judge, scope: Scope, forbids: Forbids, *, concurrency: int, max_bytes: int
    ) -> None:
        self._client = client
        self._judge = judge
        self._scope = scope
        self._forbids = forbids
        self._max_bytes = max_bytes
        self._turns: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(concurrency))
        self._library: dict[str, Look] = {}
        self._room = policy().rendering.kept_bytes
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def answer(self, route: Route, traffic: Traffic) -> None:
        """Answer one request of the page whose traffic is counted in `traffic`. Raises only our own faults."""
        from playwright.async_api import Error  # noqa: PLC0415

        with contextlib.suppress(Error):  # the page went away before it was answered
            if not self._admits(route.request, traffic):
                await route.abort("aborted")
                return
            with traffic.under_way():
                look = await self._look(route.request, traffic)
                if look is None or look.reply.status is None:
                    await route.abort("failed")
                else:
                    headers = {name: value for name, value in look.reply.headers.items() if name not in _NOT_HANDED_ON}
                    await route.fulfill(status=look.reply.status, headers=headers, body=look.reply.body)

    def _admits(self, request: Request, traffic: Traffic) -> bool:
        """Whether the request may be asked at all; what a list may have needed is noted."""
        kind, url = request.resource_type, request.url
        if kind == "document" and not _is_the_page(request, traffic):
            return False
        if kind not in _LOADED:
            if kind in _MISSED:
                traffic.lost.append(f"{kind} {url}")
            return False
        if not self._scope.is_own(url) or self._scope.is_excluded(url):
            if kind != "document" and rendering_facts().matters(bare_host(netloc(url))):
                traffic.outside.append(f"{kind} {url}")
            return False
        if request.method != "GET" and not (request.method == "POST" and kind in _DATA):
            traffic.lost.append(f"{request.method} {url}")
            return False
        if traffic.count >= policy().rendering.requests:
            traffic.lost.append(f"request {traffic.count + 1} {url}")
            return False
        traffic.count += 1
        return True

    async def _look(self, request: Request, traffic: Traffic) -> Look | None:
        """What the request was answered; None for a document that is not the one that was asked for."""
        kind = request.resource_type
        look = await (self._shared(request) if kind in _SHARED else self._ask(request, traffic.url))
        answer = look.judgement.kind
        if kind == "document" and answer is AnswerKind.CONTENT:
            moved = look.trail.at != look.trail.url
            answer = AnswerKind.OWN_FAILURE if moved or not look.reply.is_html else answer
        if answer is not AnswerKind.CONTENT:
            traffic.failed(kind, request.url, answer)
            return None if kind == "document" else look
        if kind in _DATA and rendering_facts().reports_failure(look.reply.body.decode("utf-8", "replace")):
            traffic.doubtful.append(f"answer {request.url}")
        return look

    async def _shared(self, request: Request) -> Look:
        """A script or style: asked for once in a crawl, so that every page sees the same one."""
        async with self._locks[request.url]:
            known = self._library.get(request.url)
            if known is not None:
                return known
            look = await self._ask(request, SHARED)
            size = len(look.reply.body)
            if look.judgement.kind is AnswerKind.CONTENT and size <= self._room:
                self._room -= size
                self._library[request.url] = look
            return look

    async def _ask(self, request: Request, part_of: str) -> Look:
        sent = {name: value for name, value in request.headers.items() if not name.startswith(_NOT_SENT)}
        address = request.url.partition("#")[0]
        url = canonical(address) or address
        async with self._turns[netloc(url)]:
            return await self._client.look(
                Trail(url, TargetKind.EXTERNAL),  # judged as a stranger's: by its words and walls alone
                self._judge,
                self._bars,
                limit=self._max_bytes,
                whole=True,
                method=request.method,
                headers=sent,
                body=request.post_data_buffer,
                part_of=part_of,
            )

    async def _bars(self, url: str) -> Judgement | None:
        """Why an address may not be asked; redirects come here too, so none leads off the portal."""
        if not self._scope.is_own(url) or self._scope.is_excluded(url):
            return Judgement(AnswerKind.FORBIDDEN_OUTSIDE, "pages in the browser get nothing from there")
        return await self._forbids(url)


def _is_the_page(request: Request, traffic: Traffic) -> bool:
    """Whether a document is the visited page itself, or a frame in it; what else a page wants to open is noted."""
    from playwright.async_api import Error  # noqa: PLC0415

    try:
        if request.frame.parent_frame is not None:
            return request.method == "GET"
        own_window = request.frame.page == traffic.window
    except Error:  # a window that is only about to open
        own_window = False
    if own_window and request.method == "GET" and traffic.opens(request.url):
        return True
    (traffic.sent_on if own_window and request.method == "GET" else traffic.windows).append(request.url)
    return False
