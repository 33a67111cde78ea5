"""The stages of a crawl, in their order: pages, what needs a browser, what is only linked, trials.

Pages are crawled (the spider), then those that failed are looked at again, and pages are crawled again if that found
any; then everything that is only linked is asked for (the prober), and second looks there; then what the portal offers
beside its pages is tried. A crawl that was cut off goes through the same order again; what is recorded leaves nothing
to do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from config.garbage import give_back
from config.policy import policy
from crawler.fetch.client import Client, request_headers
from crawler.fetch.feed import Feed, window_of
from crawler.fetch.first_contact import FirstContact
from crawler.fetch.linked import Linked, Means
from crawler.fetch.parts import Parts
from crawler.fetch.probe import Prober
from crawler.fetch.robots import Robots
from crawler.fetch.second_look import SecondLooks
from crawler.fetch.spider import Desk
from crawler.fetch.spider_round import spider_round
from crawler.kinds import EndReason
from crawler.render.gate import Gate
from crawler.render.rendering import Rendering
from crawler.store.crawl import Crawl
from crawler.trials.run import Trials
from crawler.trials.trying import Trying

_PAGES, _SECOND_LOOK, _TARGETS, _TRIALS = "pages", "second-look", "targets", "trials"
_AFTER_TARGETS = frozenset({_TRIALS})
_AFTER_PAGES = frozenset({_TARGETS, *_AFTER_TARGETS})


class Stages:
    """Of one crawl that began at the time `began` of the loop; `resumed`: it was cut off before."""

    def __init__(self, parts: Parts, client: Client, *, began: float, resumed: bool) -> None:
        self._parts = parts
        self._client = client
        self._began = began
        self._resumed = resumed
        plan, polite = parts.plan, parts.plan.portal.politeness
        ignored = polite.ignore_robots and bool(polite.robots_authorisation)
        robots = Robots(client, parts.judge, plan.user_agent, ignored=ignored, pause_s=plan.retry_after_s)
        self._contact = FirstContact(
            client, robots, parts.judge, parts.scope, parts.nonsense, seed=plan.seed, largest=plan.max_bytes
        )
        self._prober = Prober(
            client,
            parts.judge,
            self._contact,
            parts.scope,
            concurrency=polite.concurrency,
            max_bytes=plan.max_bytes,
        )
        self._prober.believes = parts.reuse.files.believes
        self._again = SecondLooks(parts.store, self._prober, plan.retry_after_s)
        full = parts.kept.get("full")
        self.full: EndReason | None = EndReason(full) if full is not None else None
        """Why no further pages are fetched; second looks and probes go on."""
        self.feed: Feed | None = None
        """What the spider works off."""
        self.deferred: list[Callable[[], None]] = []
        """What an interrupted crawl has to write down once it was set aside."""

    async def run(self) -> None:
        """All of them."""
        parts, told, again = self._parts, self._parts.told, self._again
        shells = parts.recorder.shells
        told.left = lambda: told.waiting() or (len(shells) if told.phase == "render" else again.left)
        if parts.kept.get("phase") not in _AFTER_PAGES:
            await self._pages()
            await self._shells()
            give_back()  # of pages that waited for their turn: readers of files come to stand beside this process
        phase = parts.kept.get("phase")
        due = parts.stop.reason is None and phase not in _AFTER_TARGETS and not parts.unreachable()
        if due or phase == _TARGETS:
            await self._targets()
        await self._trials()

    async def _pages(self) -> None:
        """Crawl, and look again at what failed, until neither brings anything new."""
        parts, kept, again = self._parts, self._parts.kept, self._again
        desk = self._desk()
        parts.recorder.begin()
        while parts.stop.reason is None:
            parts.told.phase = "crawl"
            if kept.get("phase") != _SECOND_LOOK and self.full is None and parts.store.take(1, ()):
                await self._round(desk)
                if parts.stop.reason is not None:
                    return  # its second looks come after all that still waits
            parts.told.phase = "second-look"
            if not again.pages_due():
                kept["phase"] = _PAGES
                return
            kept["phase"] = _SECOND_LOOK
            if not await self._until_the_end(again.at_pages(parts.recorder)):
                return
            kept["phase"] = _PAGES

    def _desk(self) -> Desk:
        parts, plan = self._parts, self._parts.plan
        at_once = plan.portal.politeness.concurrency
        return Desk(
            scope=parts.scope,
            judge=parts.judge,
            contact=self._contact,
            guard=parts.guard,
            pace=parts.pace,
            cookies=parts.cookies,
            headers=request_headers(plan.user_agent),
            timeout_s=plan.timeout_s,
            max_bytes=plan.max_bytes,
            taker=parts.spool,
            concurrency=at_once,
            most_at_once=min(policy().feed.at_once, at_once * len(plan.portal.all_hosts)),
        )

    async def _round(self, desk: Desk) -> None:
        """Let the spider work until the ledger is empty, a budget is used up, or the crawl is stopped."""
        parts, plan = self._parts, self._parts.plan
        under_way = parts.store.still_waiting(parts.kept.get("under_way", ()))
        self.feed = feed = Feed(
            parts.store,
            parts.recorder,
            plan.max_pages,
            window_of(plan),
            under_way,
            reads_early=not plan.portal.politeness.rate,
        )
        until = self._deadline(policy().feed.time_for_crawl)
        done = await parts.stop.unless(spider_round(plan, desk, feed), until)
        if not done:
            self.full = None if parts.stop.reason else EndReason.TIME_BUDGET
        elif parts.recorder.pages >= plan.max_pages and parts.store.waits_for_pages():
            self.full = EndReason.PAGE_BUDGET
        if self.full is not None:
            parts.kept["full"] = self.full

    async def _shells(self) -> None:
        """Open the pages in a browser that cannot be judged without one, and crawl what they lead to."""
        parts = self._parts
        rendering = Rendering(parts.plan, parts.store, parts.recorder, parts.scope, self._gate())
        while parts.stop.reason is None and rendering.due():
            parts.told.phase = "render"
            until = self._deadline(policy().rendering.time_for_crawl)
            if not await parts.stop.unless(self._in_browser(rendering.round()), until):
                break
            await self._pages()
        interrupted = parts.stop.reason is EndReason.INTERRUPTED
        self._in_the_end(lambda: rendering.leave(interrupted=interrupted))

    async def _in_browser(self, work: Coroutine[Any, Any, None]) -> None:
        async with self._parts.commons.browsers:
            await work

    async def _targets(self) -> None:
        """Ask for what is linked but not crawled, and look again at what failed."""
        parts = self._parts
        parts.told.phase = "probe"
        means = Means(
            plan=parts.plan,
            store=parts.store,
            scope=parts.scope,
            recorder=parts.recorder,
            reuse=parts.reuse,
            guard=parts.guard,
            readers=parts.commons.readers(parts.plan.ocr),
            prober=self._prober,
            again=self._again,
            told=parts.told,
            stop=parts.stop,
        )
        first = parts.kept.get("phase") != _TARGETS
        linked = Linked(means, first=first)
        if first:
            parts.kept["phase"] = _TARGETS
            parts.store.flush()
        linked.prepare(resumed=self._resumed)
        await self._until_the_end(linked.ask(self._deadline(1.0)))
        interrupted = parts.stop.reason is EndReason.INTERRUPTED
        self._in_the_end(lambda: linked.leave(interrupted=interrupted))

    async def _trials(self) -> None:
        """Try what the portal offers beside its pages; what is not tried says why."""
        parts, plan = self._parts, self._parts.plan
        trials = Trials(parts.store, plan.trials)
        if trials.wanted and parts.stop.reason is None and not parts.unreachable():
            parts.told.phase, parts.told.left = "trials", lambda: len(trials.left)
            parts.kept["phase"] = _TRIALS
            parts.store.flush()
            until = min(self._deadline(1.0), asyncio.get_running_loop().time() + policy().trials.seconds)
            with Crawl.open(parts.path, checked=True) as crawl:  # our own file
                browsers, forbids = parts.commons.browsers, self._contact.forbids
                gate = self._gate()
                trying = Trying(plan, crawl, self._client, parts.judge, parts.guard, gate, forbids, browsers)
                await parts.stop.unless(trials.run(trying), until)
        self._in_the_end(trials.leave)

    def _gate(self) -> Gate:
        """The way out of pages in the browser."""
        parts, plan = self._parts, self._parts.plan
        return Gate(
            self._client,
            parts.judge,
            parts.scope,
            self._contact.forbids,
            concurrency=plan.portal.politeness.concurrency,
            max_bytes=plan.max_bytes,
        )

    def _in_the_end(self, work: Callable[[], None]) -> None:
        """Write down what was left undone: at once, but of an interrupted crawl only when it was set aside."""
        if self._parts.stop.reason is EndReason.INTERRUPTED:
            self.deferred.append(work)
        else:
            work()

    async def _until_the_end(self, work: Coroutine[Any, Any, None]) -> bool:
        """Do `work` unless stopped or out of time; whether it was done."""
        stop = self._parts.stop
        done = await stop.unless(work, self._deadline(1.0))
        if not done:
            stop(EndReason.TIME_BUDGET)
            if stop.reason is EndReason.TIME_BUDGET:
                self._parts.kept["ended"] = EndReason.TIME_BUDGET
        return done

    def _deadline(self, share: float) -> float:
        return self._began + share * self._parts.plan.max_seconds
