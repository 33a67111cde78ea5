"""One visit to one page in the browser: opened, waited for until nothing more comes, and taken down as markup.

A page has settled when it is loaded, none of its requests is under way, and for a while neither an answer has come nor
a row has been added or taken away. Clocks, counters and moving pictures change neither links nor rows. Time in which a
request waits for its turn at the host's pace is not counted against the page, up to a hard limit.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeAlias

from config.policy import policy
from config.rendering import rendering_facts
from crawler.render.browser import Browser
from crawler.render.gate import Gate
from crawler.render.traffic import Traffic

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Page, Route

Measure: TypeAlias = "Callable[[Page], Awaitable[Any]]"
"""What is asked of a page that has come to rest; its answer is kept as `Seen.measured`."""

FAILED = "render-failed"
TIMEOUT = "render-timeout"
_TICK_S = 0.1
_CLOSE_S = 5.0
_UNROUTE_S = 1.0
_STATE = "() => [document.readyState, document.querySelectorAll('a[href], li, tr').length]"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a visit showed. `markup` is what was on the page in the end, None when nothing could be had (`failure`).

    `settled`: nothing came any more. `steady`: at least no row came or went any more. `errors` are those of the page's
    scripts that nobody caught; `detail` says what went wrong, for people.
    """

    traffic: Traffic
    markup: bytes | None = None
    content_type: str = ""
    settled: bool = False
    steady: bool = False
    errors: tuple[str, ...] = ()
    failure: str | None = None
    detail: str = ""
    measured: Any = None
    """What the visit's `measure` gave; None when it was not reached."""

    @property
    def whole(self) -> bool:
        """Whether the page is shown as its makers meant it: everything came, and no script broke down."""
        return self.settled and not self.errors and self.traffic.whole


async def visit(
    browser: Browser, gate: Gate, url: str, *, width: int | None = None, measure: Measure | None = None
) -> Seen:
    """Open `url` and look at what it shows. Raises only faults of our own; the page's troubles are in the answer.

    `width` is that of the window, as in `Browser.context`; `measure` is asked once the page has come to rest.
    """
    from playwright.async_api import Error  # noqa: PLC0415  # an extra: may not be installed

    under_way = _Visit(gate, Traffic(url), measure)
    try:
        async with asyncio.timeout(policy().rendering.page_most_s):
            return await under_way.made(await browser.context(width))
    except TimeoutError:
        return Seen(under_way.traffic, failure=TIMEOUT, detail="no end within the longest time")
    except Error as error:
        if under_way.fault is not None:
            raise under_way.fault from error
        detail = next(iter(under_way.traffic.lost), error.message.partition("\n")[0][:300])
        return Seen(under_way.traffic, failure=FAILED, detail=detail)
    finally:
        with contextlib.suppress(Error, TimeoutError):
            async with asyncio.timeout(_CLOSE_S):
                await under_way.ended()


class _Visit:
    """A visit under way."""

    def __init__(self, gate: Gate, traffic: Traffic, measure: Measure | None) -> None:
        self.traffic = traffic
        self._measure = measure
        self.fault: BaseException | None = None
        """What broke in our own code while a request was answered."""
        self._gate = gate
        self._context: BrowserContext | None = None
        self._answers: set[asyncio.Task[None]] = set()
        self._errors: list[str] = []

    async def made(self, context: BrowserContext) -> Seen:
        """The whole visit."""
        self._context = context
        traffic = self.traffic
        page = traffic.window = await context.new_page()
        page.on("pageerror", lambda error: self._errors.append(str(error)[:200]))
        page.on("websocket", lambda socket: traffic.lost.append(f"websocket {socket.url}"))
        await context.route("**/*", self._answer)
        await page.goto(traffic.url, wait_until="commit", timeout=0)
        settled, steady = await self._quiet(page)
        if not page.url.startswith("http"):  # about: and blob: are opened without any request
            traffic.sent_on.append(page.url)
        shown = await page.evaluate(_snapshot(), list(rendering_facts().spent_attributes))
        charset = shown["charset"]
        measured = await self._measure(page) if self._measure is not None else None
        return Seen(
            traffic,
            markup=_encoded(shown["html"], charset),
            content_type=f"text/html; charset={charset}",
            settled=settled,
            steady=steady,
            errors=tuple(self._errors),
            measured=measured,
        )

    async def ended(self) -> None:
        """Close everything that belongs to the visit; requests under way are given up."""
        if self._context is None:
            return
        with contextlib.suppress(TimeoutError):  # a page that hangs never agrees
            async with asyncio.timeout(_UNROUTE_S):
                await self._context.unroute_all(behavior="ignoreErrors")
        for answer in self._answers:
            answer.cancel()
        await self._context.close()

    async def _answer(self, route: Route) -> None:
        answer = asyncio.ensure_future(self._gate.answer(route, self.traffic))
        self._answers.add(answer)
        await asyncio.wait({answer})
        self._answers.discard(answer)
        if answer.cancelled():
            await route.abort("aborted")
            return
        fault = answer.exception()
        if fault is not None and self._context is not None:  # raised where the visit is made, not in Playwright's task
            self.fault = self.fault or fault
            await self._context.close()

    async def _quiet(self, page: Page) -> tuple[bool, bool]:
        """Wait until the page has settled or its own time is over; whether it has, and whether its rows are steady."""
        limits, loop = policy().rendering, asyncio.get_running_loop()
        spent, last = 0.0, loop.time()
        rows: object = None
        ended, rows_since, calm_since = -1, last, last
        while spent < limits.page_s:
            await asyncio.sleep(_TICK_S)
            ready, count = await page.evaluate(_STATE)
            now = loop.time()
            if not self.traffic.pending:
                spent += now - last
            if (ready, count) != rows:
                rows, rows_since = (ready, count), now
            if self.traffic.pending or self.traffic.ended != ended:
                ended, calm_since = self.traffic.ended, now
            last = now
            if ready == "complete" and now - max(rows_since, calm_since) >= limits.quiet_s:
                return True, True
        return False, last - rows_since >= limits.quiet_s


@cache
def _snapshot() -> str:
    return (resources.files("crawler") / "render" / "snapshot.js").read_text(encoding="utf-8")


def _encoded(html: str, charset: str) -> bytes:
    """The markup in the page's own encoding, because queries in its links are written in that one."""
    try:
        return html.encode(charset, "xmlcharrefreplace")
    except LookupError:
        return html.encode("utf-8", "replace")
