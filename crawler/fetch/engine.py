"""Runs one crawl from the first request to the sealed file.

Order: pages (the spider), second looks at pages that failed, and pages again if that found any; then everything that
is only linked (the prober), and second looks there; then what the portal offers beside its pages is tried, doubtful
answers are withdrawn, and the file is sealed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from scrapy.http.cookies import CookieJar

from config.errors import UserError
from config.policy import policy
from config.settings import Evidence
from crawler.documents.reader import DocumentReader, policy_limits
from crawler.evidence.place import EVIDENCE
from crawler.evidence.spool import Nothing, Spool, spooled
from crawler.evidence.styles import style_sheets
from crawler.fetch.across_runs import date_pages, weigh_against
from crawler.fetch.client import Client, request_headers
from crawler.fetch.documents import Documents
from crawler.fetch.event_loop import Stop, run_on_loop
from crawler.fetch.feed import Feed
from crawler.fetch.first_contact import FirstContact
from crawler.fetch.glimpse import glimpse_of
from crawler.fetch.guard import Guard
from crawler.fetch.look import Look, Trail
from crawler.fetch.outside_answers import OutsideAnswers
from crawler.fetch.outside_cache import OutsideCache
from crawler.fetch.pace import Pace
from crawler.fetch.plan import CrawlEnd, CrawlPlan, Progress
from crawler.fetch.probe import Prober
from crawler.fetch.proof import conclude
from crawler.fetch.recorder import Recorder
from crawler.fetch.reply import now
from crawler.fetch.robots import Robots
from crawler.fetch.scope import Scope
from crawler.fetch.second_look import SecondLooks
from crawler.fetch.soft_404 import Nonsense
from crawler.fetch.spider import Desk
from crawler.fetch.spider_round import spider_round
from crawler.fetch.stability import withdraw_doubtful
from crawler.fetch.verdict import Judge
from crawler.kinds import NO_CONNECTION, EndReason, TargetKind
from crawler.render.gate import Gate
from crawler.render.rendering import Rendering
from crawler.store.crawl import Crawl
from crawler.store.previous import PreviousCrawl
from crawler.store.writer import CrawlStore
from crawler.trials.run import Trials
from crawler.trials.trying import Trying

_TICK_S = 0.5  # between two calls of `progress`


def run_crawl(plan: CrawlPlan, path: Path, progress: Callable[[Progress], None] | None = None) -> CrawlEnd:
    """Crawl a portal into a new file at `path` and seal it. Blocks; may be called again in the same process.

    `progress` is called twice a second and once at the end. SIGINT and SIGTERM end the crawl early (`interrupted`);
    what was recorded is kept, sealed as partial. Raises `UserError` for start URLs that cannot be asked, for an earlier
    crawl that cannot be used, and when the file cannot be written (it can then be resumed).
    """
    if not Scope(plan.portal).starts:
        raise UserError("start-url-unusable", url=plan.portal.start_urls[0])
    portal = plan.portal.model_dump(mode="json", by_alias=True)
    meta = {**plan.meta, "portal": portal, "settings": plan.settings(), "seed": plan.seed, "started": now()}
    with ExitStack() as opened:
        previous = opened.enter_context(PreviousCrawl.open(plan.previous, plan.portal)) if plan.previous else None
        store = opened.enter_context(CrawlStore.create(path, meta))
        folder = None if plan.evidence is Evidence.NONE else path.parent / EVIDENCE
        spool = opened.enter_context(spooled(folder, plan.evidence_bytes))
        crawl = _Crawl(plan, store, path, progress, previous, spool=spool)
        run_on_loop(crawl.run(), crawl.stop, crawl.guard)
        return crawl.seal()


class _Crawl:
    """One crawl under way."""

    def __init__(
        self,
        plan: CrawlPlan,
        store: CrawlStore,
        path: Path,
        progress: Callable[[Progress], None] | None,
        previous: PreviousCrawl | None,
        *,
        spool: Spool | Nothing,
    ) -> None:
        self._plan = plan
        self._store = store
        self._path = path
        self._previous = previous
        self._spool = spool
        self._progress = progress
        self._scope = Scope(plan.portal)
        self._nonsense = Nonsense(self._scope)
        self._judge = Judge(self._scope, self._nonsense)
        self._recorder = Recorder(store, self._scope, self._judge, self._nonsense, plan.pattern_budget)
        self._pace = Pace(plan.portal.politeness.rate)
        self._cookies = CookieJar()
        self.guard = Guard(
            plan.portal.all_hosts,
            allow_private=plan.allow_private,
            allow_hosts=plan.allow_hosts,
            names=plan.names,
        )
        self.stop = Stop()
        self._full: EndReason | None = None  # why no further pages are fetched; second looks and probes go on
        self._started = time.monotonic()
        self._began = 0.0
        self._phase = "crawl"
        self._left: Callable[[], int] = int

    async def run(self) -> None:
        """Everything up to the sealing."""
        plan, polite = self._plan, self._plan.portal.politeness
        self._began = asyncio.get_running_loop().time()
        ticker = asyncio.ensure_future(self._tick())
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
                shells = self._recorder.shells
                self._left = lambda: self._waiting() or (len(shells) if self._phase == "render" else prober.left)
                again = SecondLooks(self._store, prober, plan.retry_after_s)
                await self._pages(contact, again)
                await self._shells(client, contact, again)
                if self.stop.reason is None and not self._unreachable():
                    await self._targets(prober, again)
                await self._trials(client, contact)
        finally:
            ticker.cancel()
        withdraw_doubtful(self._store, self._scope, self.guard)
        date_pages(self._store, self._previous)
        if self._previous is not None:
            known = weigh_against(self._store, self._previous, plan.spacing_hours)
            card = {**self._previous.card, "spacing_hours": plan.spacing_hours, "faults_known": known}
            self._store.set_meta("previous", card)

    def seal(self) -> CrawlEnd:
        """Say how it ended, and finish the file."""
        reason = self.stop.reason or self._full or EndReason.FINISHED
        if reason is EndReason.FINISHED and self._unreachable():
            reason = EndReason.UNREACHABLE
        counts = self._store.counts()
        if self._scope.hosts != self._plan.portal.all_hosts:
            portal = self._plan.portal.model_copy(update={"hosts": tuple(sorted(self._scope.hosts))})
            self._store.set_meta("portal", portal.model_dump(mode="json", by_alias=True))
        self._store.set_meta("finished", now())
        start = self._recorder.starts.get(self._scope.starts[0])
        kind, detail = (start.kind, start.detail) if start else (None, "")
        self._store.set_meta("start_answer", {"kind": kind, "detail": detail})
        self._store.set_meta("evidence", self._spool.close())
        digest = self._store.seal(reason)
        self._phase = "end"
        self._report(reason)
        return CrawlEnd(reason, counts, digest, kind, detail)

    async def _pages(self, contact: FirstContact, again: SecondLooks) -> None:
        """Crawl, and look again at what failed, until neither brings anything new."""
        plan = self._plan
        headers = request_headers(plan.user_agent)
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
        )
        self._recorder.begin()
        while self.stop.reason is None:
            self._phase = "crawl"
            if self._full is None and self._store.take(1, ()):
                await self._round(desk)
            self._phase = "second-look"
            if not again.pages_due() or not await self._until_the_end(again.at_pages(self._recorder)):
                return

    async def _shells(self, client: Client, contact: FirstContact, again: SecondLooks) -> None:
        """Open the pages in a browser that cannot be judged without one, and crawl what they lead to."""
        rendering = Rendering(self._plan, self._store, self._recorder, self._scope, self._gate(client, contact))
        while self.stop.reason is None and rendering.due():
            self._phase = "render"
            until = self._deadline(policy().rendering.time_for_crawl)
            if not await self.stop.unless(rendering.round(), until):
                break
            await self._pages(contact, again)
        rendering.leave(interrupted=self.stop.reason is EndReason.INTERRUPTED)

    async def _targets(self, prober: Prober, again: SecondLooks) -> None:
        """Ask for what is linked but not crawled and not known from other audits, and look again at what failed.

        Files of the portal are loaded whole and read as far as the plan says, after all that is only asked for.
        """
        self._phase, plan = "probe", self._plan
        outside = self._outside()
        kinds = outside.recall(dict(self._linked()))
        own = {url: kind for url, kind in kinds.items() if self._scope.is_own(url)}

        def record(look: Look) -> None:
            outside.note(look)
            self._store.record_answer(look.trail.url, conclude(look), glimpse_of(look))

        async def work() -> None:
            await prober.run([Trail(url, kind) for url, kind in kinds.items() if url not in files], record)
            if files:
                self._phase = "files"
                await self.stop.unless(documents.load(files, record), self._time_for_files())
                self._phase = "probe"
                await prober.run([Trail(url, kinds[url]) for url in files if not self._store.answer(url)], record)
            controls = outside.controls()
            await prober.run([Trail(url, kind) for url, kind in controls.items()], record)
            while again.targets_due(kinds | controls):
                self._phase = "second-look"
                await again.at_targets(kinds | controls)
            await documents.late()
            if self._plan.shots:
                await prober.run([Trail(url, TargetKind.PAGE) for url in style_sheets(own)], lambda look: None)

        with DocumentReader(policy_limits(plan.ocr)) as reader:
            documents = Documents(plan, self._store, prober, reader, self._recorder.offers)
            files = documents.choose(own, self._recorder.files)
            self._left = lambda: prober.left + documents.waiting
            await self._until_the_end(work())
        documents.finish()
        outside.keep()
        self._store.set_meta("outside", outside.card())

    def _time_for_files(self) -> float:
        time = asyncio.get_running_loop().time()
        return time + policy().documents.time_share * max(0.0, self._deadline(1.0) - time)

    async def _trials(self, client: Client, contact: FirstContact) -> None:
        """Try what the portal offers beside its pages; what is not tried says why."""
        trials = Trials(self._store, self._plan.trials)
        if trials.wanted and self.stop.reason is None and not self._unreachable():
            self._phase, self._left = "trials", lambda: trials.left
            self._store.flush()
            until = min(self._deadline(1.0), asyncio.get_running_loop().time() + policy().trials.seconds)
            with Crawl.open(self._path) as crawl:
                gate = self._gate(client, contact)
                trying = Trying(self._plan, crawl, client, self._judge, self.guard, gate, contact.forbids)
                await self.stop.unless(trials.run(trying), until)
        trials.leave()

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

    def _outside(self) -> OutsideAnswers:
        plan, meta, polite = self._plan, self._plan.meta, self._plan.portal.politeness
        manner = "without robots.txt" if polite.ignore_robots else "by robots.txt"
        asked_as = f"{plan.user_agent} {meta.get('tool_version', '')} {manner}"
        cache = OutsideCache(plan.outside_cache, asked_as) if plan.outside_cache else None
        run = meta.get("run_id", "unnamed")
        return OutsideAnswers(cache, self._store, self._scope, self.guard, run=run, portal=plan.portal.id)

    def _linked(self) -> Iterator[tuple[str, TargetKind]]:
        wanted = set(TargetKind) - {TargetKind.PAGE}
        for url, kind in self._store.unanswered_targets(wanted):
            own = self._scope.is_own(url)
            if (own and not self._scope.is_excluded(url)) or (
                not own and self._plan.external and kind is not TargetKind.RESOURCE
            ):
                yield url, kind
        if self._plan.external:
            yield from ((url, TargetKind.EXTERNAL) for url in self._recorder.elsewhere)
        # Further addresses of known pages that the page budget left over are links all the same.
        yield from ((url, TargetKind.RESOURCE) for url in self._store.waiting_aliases())

    async def _round(self, desk: Desk) -> None:
        """Let the spider work until the ledger is empty, a budget is used up, or the crawl is stopped."""
        feed = Feed(self._store, self._recorder, self._plan.max_pages)
        until = self._deadline(policy().feed.time_for_crawl)
        done = await self.stop.unless(spider_round(self._plan, desk, feed), until)
        if not done:
            self._full = EndReason.TIME_BUDGET
        elif self._recorder.pages >= self._plan.max_pages and self._store.waits_for_pages():
            self._full = EndReason.PAGE_BUDGET

    async def _until_the_end(self, work: Coroutine[Any, Any, None]) -> bool:
        """Do `work` unless stopped or out of time; whether it was done."""
        done = await self.stop.unless(work, self._deadline(1.0))
        if not done:
            self.stop(EndReason.TIME_BUDGET)
        return done

    def _deadline(self, share: float) -> float:
        return self._began + share * self._plan.max_seconds

    def _unreachable(self) -> bool:
        starts = self._recorder.starts.values()
        return self._recorder.pages == 0 and bool(starts) and all(each.kind in NO_CONNECTION for each in starts)

    async def _tick(self) -> None:
        while True:
            self._report(None)
            await asyncio.sleep(_TICK_S)

    def _report(self, end: EndReason | None) -> None:
        if self._progress is None:
            return
        seconds = time.monotonic() - self._started
        recorder, done = self._recorder, self._recorder.pages
        now = Progress(
            done=done,
            known=min(done + max(0, recorder.waiting), max(done, self._plan.max_pages)),
            rate=done / seconds if seconds else 0.0,
            phase=self._phase,
            left=self._left(),
            end=end,
            seconds=seconds,
            asked=recorder.asked,
            columns=recorder.columns,
            failing=self._store.failing,
        )
        self._progress(now)

    def _waiting(self) -> int:
        """Pages that are still to be asked for in the phase of pages."""
        if self._phase != "crawl":
            return 0
        return max(0, min(self._recorder.waiting, self._plan.max_pages - self._recorder.pages))
