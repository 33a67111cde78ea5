"""What one crawl works with, put together once: everything that its stages and its bookkeeping share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from scrapy.http.cookies import CookieJar

from crawler.evidence.carry import Carrier
from crawler.evidence.spool import Nothing, Spool
from crawler.fetch.commons import Commons
from crawler.fetch.event_loop import Stop
from crawler.fetch.guard import Guard
from crawler.fetch.pace import Pace
from crawler.fetch.plan import CrawlPlan, Progress
from crawler.fetch.readers import readers_mark
from crawler.fetch.recorder import Recorder
from crawler.fetch.reporting import Reporter
from crawler.fetch.reuse import Reuse
from crawler.fetch.scope import Scope
from crawler.fetch.soft_404 import Nonsense
from crawler.fetch.verdict import Judge
from crawler.kinds import NO_CONNECTION
from crawler.store.kept import Kept
from crawler.store.previous import PreviousCrawl
from crawler.store.writer import CrawlStore


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one crawl. `previous`: the earlier crawl that it is held against; `kept`: what it does not forget
    when it is cut off; `told`: how far it is, for those who wait; `stop`: why it is to end."""

    plan: CrawlPlan
    store: CrawlStore
    path: Path
    previous: PreviousCrawl | None
    spool: Spool | Nothing
    commons: Commons
    scope: Scope
    nonsense: Nonsense
    judge: Judge
    reuse: Reuse
    recorder: Recorder
    told: Reporter
    pace: Pace
    cookies: CookieJar
    guard: Guard
    stop: Stop
    kept: Kept

    @classmethod
    def of(
        cls,
        plan: CrawlPlan,
        store: CrawlStore,
        path: Path,
        progress: Callable[[Progress], None] | None,
        previous: PreviousCrawl | None,
        *,
        spool: Spool | Nothing,
        commons: Commons,
    ) -> Self:
        """Those of a crawl by `plan` into `store`, the file at `path`."""
        scope = Scope(plan.portal)
        nonsense = Nonsense(scope, store.kept("homes"))
        judge = Judge(scope, nonsense)
        reuse = Reuse(
            store,
            scope,
            previous if plan.reuse else None,
            mark=readers_mark(plan),
            seed=plan.seed,
            carrier=Carrier(plan.previous.parent if plan.previous else None, spool),
        )
        recorder = Recorder(store, scope, judge, nonsense, reuse=reuse, pattern_budget=plan.pattern_budget)
        guard = Guard(
            plan.portal.all_hosts,
            allow_private=plan.allow_private,
            allow_hosts=plan.allow_hosts,
            names=plan.names,
        )
        return cls(
            plan=plan,
            store=store,
            path=path,
            previous=previous,
            spool=spool,
            commons=commons,
            scope=scope,
            nonsense=nonsense,
            judge=judge,
            reuse=reuse,
            recorder=recorder,
            told=Reporter(plan, store, recorder, progress),
            pace=Pace(plan.portal.politeness.rate, commons.queues),
            cookies=CookieJar(),
            guard=guard,
            stop=Stop(),
            kept=store.kept("crawl"),
        )

    def unreachable(self) -> bool:
        """Whether nothing was read because no start URL could be connected to."""
        starts = self.recorder.starts.values()
        return self.recorder.pages == 0 and bool(starts) and all(each.kind in NO_CONNECTION for each in starts)
