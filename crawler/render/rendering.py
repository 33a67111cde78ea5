"""All rendering of one crawl: whose turn it is, a few pages at once, recorded in the order of turns, whoever is first.

With no browser on the machine, or when the budget is used up, the pages that are left say so; the crawl goes on.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, MutableMapping
from dataclasses import replace
from typing import Any

from config.policy import policy
from crawler.facts import PageFacts, PageReading
from crawler.fetch.plan import CrawlPlan
from crawler.fetch.recorder import Recorder
from crawler.fetch.scope import Scope
from crawler.render.browser import Browser, NoBrowser
from crawler.render.gate import Gate
from crawler.render.outcome import account, rendered, unrendered
from crawler.render.visit import FAILED, Seen, visit
from crawler.store.ledger import LedgerRow
from crawler.store.ownership import Owners
from crawler.store.writer import CrawlStore

NEEDS_BROWSER = "needs-browser"
"""There is no browser, or it was switched off."""
BUDGET = "render-budget"
INTERRUPTED = "render-interrupted"
BREAKS_DOWN = "browser-breaks-down"


async def render_one(static: PageReading, gate: Gate, browser: Browser) -> PageReading:
    """A single page outside a crawl, as the browser shows it, or with the reason why it was not opened."""
    try:
        async with browser:
            seen = await visit(browser, gate, static.facts.url)
    except NoBrowser:
        return replace(static, facts=unrendered(static.facts, NEEDS_BROWSER))
    reading, facts = rendered(static.facts, seen)
    return reading or replace(static, facts=facts)


class Rendering:
    """Opens the pages of a crawl that need it. Make one for a crawl, call `round` as long as `due`, then `leave`."""

    def __init__(self, plan: CrawlPlan, store: CrawlStore, recorder: Recorder, scope: Scope, gate: Gate) -> None:
        limits = policy().rendering
        self._store = store
        self._recorder = recorder
        self._scope = scope
        self._gate = gate
        self._browser = Browser(plan.browser, plan.user_agent)
        self._owner: Callable[[str], str] = Owners(plan.portal).owner
        self._pages = limits.pages if plan.render_pages is None else plan.render_pages
        self._seconds: float = limits.seconds if plan.render_seconds is None else plan.render_seconds
        self._kept = store.kept("rendering")
        self._starts = limits.starts
        self._mending = asyncio.Lock()
        self._none: NoBrowser | None = None
        self._spent = False
        self._visits: MutableMapping[str, dict[str, Any]] = store.kept("visits")
        self._pages -= len(self._visits)
        self._seconds -= self._kept.get("seconds", 0.0)
        self._spent_s = self._kept.get("seconds", 0.0)
        self._round_began: float | None = None

    def due(self) -> bool:
        """Whether pages wait for a browser that can still be had."""
        return not self._spent and self._none is None and self._pages > 0 and bool(self._waiting())

    async def round(self) -> None:
        """Open the pages that wait now, as far as the budget goes. May be cancelled: what was recorded stays."""
        loop = asyncio.get_running_loop()
        began = self._round_began = loop.time()
        chosen = self._waiting()[: self._pages]
        slots = asyncio.Semaphore(policy().rendering.at_once)

        async def turn(url: str) -> Seen | None:
            async with slots:
                return await self._visit(url) if loop.time() - began < self._seconds else None

        try:
            async with self._browser:
                visits = [asyncio.ensure_future(turn(url)) for url in chosen]
                try:
                    for url, under_way in zip(chosen, visits, strict=True):
                        self._record(url, await under_way)
                finally:
                    for under_way in visits:
                        under_way.cancel()
                    await asyncio.gather(*visits, return_exceptions=True)
        except NoBrowser as none:
            self._none = none
        self._seconds -= loop.time() - began
        self._note_time()
        self._spent_s, self._round_began = self._kept["seconds"], None

    def _note_time(self) -> None:
        if self._round_began is not None:
            self._kept["seconds"] = self._spent_s + asyncio.get_running_loop().time() - self._round_began

    def leave(self, *, interrupted: bool) -> None:
        """Say of every page that is left why it was not opened, and in the crawl file how the rendering went."""
        reason = self._why_left(interrupted=interrupted)
        left = self._waiting()
        with self._store.together():
            self._say_why(left, reason)

    def _say_why(self, left: list[str], reason: str) -> None:
        for url in left:
            row, facts = self._recorded(url)
            self._recorder.revise(row, unrendered(facts, reason))
        outcomes = Counter(each["outcome"] for each in self._visits.values())
        self._store.set_meta(
            "rendering",
            {
                "needed": self._recorder.shells.known,
                "opened": len(self._visits),
                "left": len(left),
                "left_reason": reason if left else None,
                "browser": self._browser.version or self._kept.get("browser") or None,
                "hint": self._hint(reason) if left else None,
                "detail": self._none.detail if self._none else "",
                "outcomes": dict(sorted(outcomes.items())),
                "pages": dict(sorted(self._visits.items())),
            },
        )

    def _why_left(self, *, interrupted: bool) -> str:
        if self._none is not None:
            return FAILED if self._none.key == BREAKS_DOWN else NEEDS_BROWSER
        return INTERRUPTED if interrupted else BUDGET

    def _hint(self, reason: str) -> str | None:
        """What a person can do about it: a key below `hint.` in the catalogue."""
        return self._none.key if self._none is not None else reason if reason == BUDGET else None

    def _waiting(self) -> list[str]:
        return self._recorder.shells.in_turn(self._owner)

    async def _visit(self, url: str) -> Seen:
        if not self._browser.runs:
            await self._mend()
        return await visit(self._browser, self._gate, url)

    async def _mend(self) -> None:
        """Start a browser that has broken down again, a few times. Raises `NoBrowser` when that does not help."""
        async with self._mending:
            if self._browser.runs:
                return
            self._starts -= 1
            if self._starts <= 0:
                raise NoBrowser(BREAKS_DOWN)
            await self._browser.restart()

    def _record(self, url: str, seen: Seen | None) -> None:
        if seen is None:
            self._spent = True
            return
        self._pages -= 1
        row, static = self._recorded(url)
        reading, facts = rendered(static, seen, base_hosts=self._scope.hosts, home_urls=self._scope.homes)
        with self._store.together():
            self._recorder.shells.done(url)
            self._recorder.shells.expect(facts.list.further_pages if facts.list else ())
            self._recorder.revise(row, facts, reading)
            self._visits[url] = account(seen, facts)
            self._kept["browser"] = self._browser.version
            self._note_time()

    def _recorded(self, url: str) -> tuple[LedgerRow, PageFacts]:
        row = self._store.row(url)
        assert row is not None, f"{url} was read and is not on the ledger"
        return row, self._store.recorded(row.id)[1]
