"""One crawl under way, from the first request to the file that waits to be finished.

Order: pages (the spider), second looks at pages that failed, and pages again if that found any; then everything that
is only linked (the prober), and second looks there; then what the portal offers beside its pages is tried, and the file
is finished (`crawler.fetch.finishing`).

A crawl that was cut off goes through the same order again; what is recorded leaves nothing to do. An interrupted one is
sealed as partial, so that it can be judged, and its state before that is set aside for going on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from scrapy.http.cookies import CookieJar

from config.policy import policy
from crawler.evidence.carry import Carrier
from crawler.evidence.spool import Nothing, Spool
from crawler.fetch.client import Client, request_headers
from crawler.fetch.commons import Commons
from crawler.fetch.event_loop import Stop
from crawler.fetch.feed import Feed, window_of
from crawler.fetch.finishing import Ended, finish
from crawler.fetch.first_contact import FirstContact
from crawler.fetch.guard import Guard
from crawler.fetch.linked import Linked, Means
from crawler.fetch.own_tasks import end_own_tasks, own_from_here
from crawler.fetch.pace import Pace
from crawler.fetch.plan import CrawlEnd, CrawlPlan, Progress
from crawler.fetch.probe import Prober
from crawler.fetch.readers import readers_mark
from crawler.fetch.recorder import Recorder
from crawler.fetch.reply import now
from crawler.fetch.reporting import Reporter
from crawler.fetch.resuming import (
    asked_again,
    cookies_of,
    restore_cookies,
    restore_scope,
)
from crawler.fetch.reuse import Reuse
from crawler.fetch.robots import Robots
from crawler.fetch.scope import Scope
from crawler.fetch.second_look import SecondLooks
from crawler.fetch.soft_404 import Nonsense
from crawler.fetch.spider import Desk
from crawler.fetch.spider_round import spider_round
from crawler.fetch.verdict import Judge
from crawler.kinds import NO_CONNECTION, EndReason
from crawler.render.gate import Gate
from crawler.render.rendering import Rendering
from crawler.store.crawl import Crawl
from crawler.store.crawl_file import LEFT, UNFINISHED
from crawler.store.previous import PreviousCrawl
from crawler.store.writer import CrawlStore
from crawler.trials.run import Trials
from crawler.trials.trying import Trying

_PAGES, _SECOND_LOOK, _TARGETS, _TRIALS = "pages", "second-look", "targets", "trials"
_AFTER_TARGETS = frozenset({_TRIALS})
_AFTER_PAGES = frozenset({_TARGETS, *_AFTER_TARGETS})


class OneCrawl:
    """One crawl under way: `run` it on the loop, then `finish` it here or by `crawler.fetch.finishing` elsewhere."""

    def __init__(
        self,
        plan: CrawlPlan,
        store: CrawlStore,
        path: Path,
        progress: Callable[[Progress], None] | None,
        previous: PreviousCrawl | None,
        *,
        spool: Spool | Nothing,
        commons: Commons,
    ) -> None:
        self._plan = plan
        self._store = store
        self._path = path
        self._previous = previous
        self._spool = spool
        self._commons = commons
        self._scope = Scope(plan.portal)
        self._nonsense = Nonsense(self._scope, store.kept("homes"))
        self._judge = Judge(self._scope, self._nonsense)
        self._reuse = Reuse(
            store,
            self._scope,
            previous if plan.reuse else None,
            mark=readers_mark(plan),
            seed=plan.seed,
            carrier=Carrier(plan.previous.parent if plan.previous else None, spool),
        )
        self._recorder = Recorder(
            store, self._scope, self._judge, self._nonsense, reuse=self._reuse, pattern_budget=plan.pattern_budget
        )
        self._told = Reporter(plan, store, self._recorder, progress)
        self._pace = Pace(plan.portal.politeness.rate, commons.queues)
        self._cookies = CookieJar()
        self.guard = Guard(
            plan.portal.all_hosts,
            allow_private=plan.allow_private,
            allow_hosts=plan.allow_hosts,
            names=plan.names,
        )
        self.stop = Stop()
        self._full: EndReason | None = None  # why no further pages are fetched; second looks and probes go on
        self._began = 0.0
        self._kept = store.kept("crawl")
        self._feed: Feed | None = None
        self._resumed = self._only_end = False
        self._deferred: list[Callable[[], None]] = []
        store.before_commit.append(self._note_state)

    def restore(self, *, only_end: bool) -> None:
        """Remember where the crawl was when it was cut off; `only_end`: to seal that and ask for nothing more."""
        if LEFT in self._kept:
            return
        self._resumed, self._only_end = True, only_end
        restore_scope(self._store, self._scope)
        self._recorder.restore()
        restore_cookies(self._cookies.jar, self._kept.get("cookies", []))
        self._recorder.asked = self._kept.get("asked", 0)
        self._told.go_on_after(self._kept.get("seconds", 0.0))
        self._full = EndReason(self._kept["full"]) if "full" in self._kept else None
        if "ended" in self._kept:
            self.stop(EndReason(self._kept["ended"]))
        if only_end:
            self.stop(EndReason.INTERRUPTED)
        else:
            told = {"interrupted": self._kept.get("at"), "resumed": now(), **self._plan.meta.get("interruption", {})}
            self._kept["interruptions"] = [*self._kept.get("interruptions", []), told]

    async def run(self) -> None:
        """Everything up to the sealing. Of a crawl that was left, nothing."""
        if LEFT in self._kept:
            return
        own_from_here()
        plan, polite = self._plan, self._plan.portal.politeness
        self._began = asyncio.get_running_loop().time() - self._kept.get("seconds", 0.0)
        self._pace.rest_again(self._kept.get("rests", {}))
        ticking = asyncio.ensure_future(self._told.ticking())
        try:
            async with Client(
                plan.user_agent, plan.timeout_s, self.guard, self._pace, self._cookies.jar, taker=self._spool
            ) as client:
                ignored = polite.ignore_robots and bool(polite.robots_authorisation)
                robots = Robots(client, self._judge, plan.user_agent, ignored=ignored, pause_s=plan.retry_after_s)
                contact = FirstContact(
                    client, robots, self._judge, self._scope, self._nonsense, seed=plan.seed, largest=plan.max_bytes
                )
                prober = Prober(
                    client, self._judge, contact, self._scope, concurrency=polite.concurrency, max_bytes=plan.max_bytes
                )
                prober.believes = self._reuse.files.believes
                shells = self._recorder.shells
                told = self._told
                again = SecondLooks(self._store, prober, plan.retry_after_s)
                told.left = lambda: told.waiting() or (len(shells) if told.phase == "render" else again.left)
                if self._kept.get("phase") not in _AFTER_PAGES:
                    await self._pages(contact, again)
                    await self._shells(client, contact, again)
                phase = self._kept.get("phase")
                due = self.stop.reason is None and phase not in _AFTER_TARGETS and not self._unreachable()
                if due or phase == _TARGETS:
                    await self._targets(prober, again)
                await self._trials(client, contact)
        finally:
            ticking.cancel()
            await end_own_tasks()
            self.guard.close()
        self._leave()

    def _leave(self) -> None:
        """Write down, as one change, what it takes to finish the file; an interrupted crawl is set aside before."""
        if self.stop.reason is EndReason.INTERRUPTED:
            self._spool.drop(asked_again(self._store))
            self._store.set_aside(self._path.with_name(UNFINISHED))
        ended = self._ended()
        with self._store.together():
            for each in self._deferred:
                each()
            if self._scope.hosts != self._plan.portal.all_hosts:
                portal = self._plan.portal.model_copy(update={"hosts": tuple(sorted(self._scope.hosts))})
                self._store.set_meta("portal", portal.model_dump(mode="json", by_alias=True))
            self._store.set_meta("finished", now())
            self._store.set_meta("interruptions", self._kept.get("interruptions", []))
            self._store.set_meta("start_answer", {"kind": ended.start, "detail": ended.detail})
            self._store.set_meta("evidence", self._spool.close())
            if self._previous is not None:
                self._store.set_meta("reuse", self._reuse.card())
            self._store.set_meta("readers", self._reuse.readers())
            self._kept[LEFT] = ended.kept()
        self._told.ended(ended.reason)

    def _ended(self) -> Ended:
        reason = self.stop.reason or self._full or EndReason.FINISHED
        if reason is EndReason.FINISHED and self._unreachable():
            reason = EndReason.UNREACHABLE
        start = self._recorder.starts.get(self._scope.starts[0])
        kind, detail = (start.kind, start.detail) if start else (None, "")
        return Ended(reason, tuple(self.guard.inside()), kind, detail)

    def before_reading(self, tell: Callable[[], None]) -> None:
        """Call `tell` whenever a page is about to be read."""
        self._recorder.reader.tell = tell

    @property
    def ended(self) -> Ended:
        """How the crawl ended, once it has run."""
        return Ended.of(self._kept[LEFT])

    def finish(self) -> CrawlEnd:
        """Weigh what was answered, and seal the file."""
        return finish(self._plan, self._store, self._path, self._previous, self._kept)

    def _in_the_end(self, work: Callable[[], None]) -> None:
        """Write down what was left undone: at once, but of an interrupted crawl only when it was set aside."""
        if self.stop.reason is EndReason.INTERRUPTED:
            self._deferred.append(work)
        else:
            work()

    def _note_state(self) -> None:
        """Write down, before answers are committed, where everything else is."""
        kept = self._kept
        if not self._only_end:
            kept["at"] = now()
            kept["seconds"] = round(self._told.seconds, 3)
        kept["spool"] = self._spool.mark()
        kept["asked"] = self._recorder.asked
        kept["rests"] = self._pace.rests()
        kept["cookies"] = cookies_of(self._cookies.jar)
        if self._feed is not None:
            kept["under_way"] = self._feed.under_way

    async def _pages(self, contact: FirstContact, again: SecondLooks) -> None:
        """Crawl, and look again at what failed, until neither brings anything new."""
        plan = self._plan
        headers = request_headers(plan.user_agent)
        at_once = plan.portal.politeness.concurrency
        desk = Desk(
            scope=self._scope,
            judge=self._judge,
            contact=contact,
            guard=self.guard,
            pace=self._pace,
            cookies=self._cookies,
            headers=headers,
            timeout_s=plan.timeout_s,
            max_bytes=plan.max_bytes,
            taker=self._spool,
            concurrency=at_once,
            most_at_once=min(policy().feed.at_once, at_once * len(plan.portal.all_hosts)),
        )
        self._recorder.begin()
        while self.stop.reason is None:
            self._told.phase = "crawl"
            if self._kept.get("phase") != _SECOND_LOOK and self._full is None and self._store.take(1, ()):
                await self._round(desk)
                if self.stop.reason is not None:
                    return  # its second looks come after all that still waits
            self._told.phase = "second-look"
            if not again.pages_due():
                self._kept["phase"] = _PAGES
                return
            self._kept["phase"] = _SECOND_LOOK
            if not await self._until_the_end(again.at_pages(self._recorder)):
                return
            self._kept["phase"] = _PAGES

    async def _shells(self, client: Client, contact: FirstContact, again: SecondLooks) -> None:
        """Open the pages in a browser that cannot be judged without one, and crawl what they lead to."""
        rendering = Rendering(self._plan, self._store, self._recorder, self._scope, self._gate(client, contact))
        while self.stop.reason is None and rendering.due():
            self._told.phase = "render"
            until = self._deadline(policy().rendering.time_for_crawl)
            if not await self.stop.unless(self._in_browser(rendering.round()), until):
                break
            await self._pages(contact, again)
        interrupted = self.stop.reason is EndReason.INTERRUPTED
        self._in_the_end(lambda: rendering.leave(interrupted=interrupted))

    async def _in_browser(self, work: Coroutine[Any, Any, None]) -> None:
        async with self._commons.browsers:
            await work

    async def _targets(self, prober: Prober, again: SecondLooks) -> None:
        """Ask for what is linked but not crawled, and look again at what failed."""
        self._told.phase, plan = "probe", self._plan
        means = Means(
            plan=plan,
            store=self._store,
            scope=self._scope,
            recorder=self._recorder,
            reuse=self._reuse,
            guard=self.guard,
            readers=self._commons.readers(plan.ocr),
            prober=prober,
            again=again,
            told=self._told,
            stop=self.stop,
        )
        first = self._kept.get("phase") != _TARGETS
        linked = Linked(means, first=first)
        if first:
            self._kept["phase"] = _TARGETS
            self._store.flush()
        linked.prepare(resumed=self._resumed)
        await self._until_the_end(linked.ask(self._deadline(1.0)))
        interrupted = self.stop.reason is EndReason.INTERRUPTED
        self._in_the_end(lambda: linked.leave(interrupted=interrupted))

    async def _trials(self, client: Client, contact: FirstContact) -> None:
        """Try what the portal offers beside its pages; what is not tried says why."""
        trials = Trials(self._store, self._plan.trials)
        if trials.wanted and self.stop.reason is None and not self._unreachable():
            self._told.phase, self._told.left = "trials", lambda: len(trials.left)
            self._kept["phase"] = _TRIALS
            self._store.flush()
            until = min(self._deadline(1.0), asyncio.get_running_loop().time() + policy().trials.seconds)
            with Crawl.open(self._path, checked=True) as crawl:  # our own file
                gate = self._gate(client, contact)
                browsers = self._commons.browsers
                trying = Trying(self._plan, crawl, client, self._judge, self.guard, gate, contact.forbids, browsers)
                await self.stop.unless(trials.run(trying), until)
        self._in_the_end(trials.leave)

    def _gate(self, client: Client, contact: FirstContact) -> Gate:
        """The way out of pages in the browser."""
        return Gate(
            client,
            self._judge,
            self._scope,
            contact.forbids,
            concurrency=self._plan.portal.politeness.concurrency,
            max_bytes=self._plan.max_bytes,
        )

    async def _round(self, desk: Desk) -> None:
        """Let the spider work until the ledger is empty, a budget is used up, or the crawl is stopped."""
        under_way = self._store.still_waiting(self._kept.get("under_way", ()))
        self._feed = feed = Feed(self._store, self._recorder, self._plan.max_pages, window_of(self._plan), under_way)
        until = self._deadline(policy().feed.time_for_crawl)
        done = await self.stop.unless(spider_round(self._plan, desk, feed), until)
        if not done:
            self._full = None if self.stop.reason else EndReason.TIME_BUDGET
        elif self._recorder.pages >= self._plan.max_pages and self._store.waits_for_pages():
            self._full = EndReason.PAGE_BUDGET
        if self._full is not None:
            self._kept["full"] = self._full

    async def _until_the_end(self, work: Coroutine[Any, Any, None]) -> bool:
        """Do `work` unless stopped or out of time; whether it was done."""
        done = await self.stop.unless(work, self._deadline(1.0))
        if not done:
            self.stop(EndReason.TIME_BUDGET)
            if self.stop.reason is EndReason.TIME_BUDGET:
                self._kept["ended"] = EndReason.TIME_BUDGET
        return done

    def _deadline(self, share: float) -> float:
        return self._began + share * self._plan.max_seconds

    def _unreachable(self) -> bool:
        starts = self._recorder.starts.values()
        return self._recorder.pages == 0 and bool(starts) and all(each.kind in NO_CONNECTION for each in starts)
