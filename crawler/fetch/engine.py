"""Begins and resumes crawls: opens what one needs, lets it run (`crawler.fetch.one_crawl`), and finishes its file.

Several crawls on one loop are begun in the same way by `crawler.fetch.many`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

from config.errors import UserError
from config.settings import Evidence
from crawler.evidence.place import EVIDENCE
from crawler.evidence.spool import spooled
from crawler.fetch.commons import Commons
from crawler.fetch.event_loop import run_on_loop
from crawler.fetch.one_crawl import OneCrawl
from crawler.fetch.parts import Parts
from crawler.fetch.plan import CrawlEnd, CrawlPlan, Progress
from crawler.fetch.reply import now
from crawler.fetch.resuming import (
    asked_again,
    earlier,
    take_up,
)
from crawler.fetch.scope import Scope
from crawler.store.alone import alone_at
from crawler.store.writer import CrawlStore


def run_crawl(plan: CrawlPlan, path: Path, progress: Callable[[Progress], None] | None = None) -> CrawlEnd:
    """Crawl a portal into a new file at `path` and seal it. Blocks; may be called again in the same process.

    `progress` is called twice a second and once at the end. SIGINT and SIGTERM end the crawl early (`interrupted`);
    what was recorded is kept, sealed as partial, and `resume_crawl` can go on. Raises `UserError` for start URLs that
    cannot be asked, for an earlier crawl that cannot be used, and when the file cannot be written (it can then be
    resumed).
    """
    with ExitStack() as opened:
        crawl = begin_crawl(plan, path, opened, progress)
        run_on_loop(crawl.run(), crawl.stop)
        return crawl.finish()


def begin_crawl(
    plan: CrawlPlan,
    path: Path,
    opened: ExitStack,
    progress: Callable[[Progress], None] | None = None,
    commons: Commons | None = None,
) -> OneCrawl:
    """A crawl into a new file at `path`, to be run on the loop. `opened` closes it; `commons` are shared with others.

    Raises `UserError` as `run_crawl`.
    """
    if not Scope(plan.portal).starts:
        raise UserError("start-url-unusable", url=plan.portal.start_urls[0])
    portal = plan.portal.model_dump(mode="json", by_alias=True)
    meta = {**plan.meta, "portal": portal, "settings": plan.settings(), "seed": plan.seed, "started": now()}
    opened.enter_context(alone_at(path))
    previous = earlier(plan, needed=True)
    if previous is not None:
        opened.enter_context(previous)
    store = opened.enter_context(CrawlStore.create(path, meta))
    folder = None if plan.evidence is Evidence.NONE else path.parent / EVIDENCE
    spool = opened.enter_context(spooled(folder, plan.evidence_bytes))
    commons = commons or opened.enter_context(closing(Commons()))
    return OneCrawl(Parts.of(plan, store, path, progress, previous, spool=spool, commons=commons))


def resume_crawl(
    plan: CrawlPlan,
    path: Path,
    progress: Callable[[Progress], None] | None = None,
    *,
    only_end: bool = False,
    begins: Callable[[], None] = lambda: None,
) -> CrawlEnd:
    """Go on with the crawl in the file at `path` that was cut off, by the plan that it was begun with.

    `only_end` asks for nothing: the file is sealed as interrupted (unless nothing but that was left), and its state
    before is set aside; an earlier crawl that cannot be used is done without. Otherwise as `run_crawl`. `begins` is
    called once nothing is in the way, before anything is recorded. Raises `UserError` when the file is sealed, foreign,
    damaged or in use, or the earlier crawl cannot be used; everything is then where it was.
    """
    with ExitStack() as opened:
        crawl = continue_crawl(plan, path, opened, progress, only_end=only_end, begins=begins)
        run_on_loop(crawl.run(), crawl.stop)
        return crawl.finish()


def continue_crawl(
    plan: CrawlPlan,
    path: Path,
    opened: ExitStack,
    progress: Callable[[Progress], None] | None = None,
    commons: Commons | None = None,
    *,
    only_end: bool = False,
    begins: Callable[[], None] = lambda: None,
) -> OneCrawl:
    """The crawl in the file at `path`, to be run on the loop from where it was. `opened` closes it; else as
    `resume_crawl`."""
    opened.enter_context(alone_at(path))
    previous = earlier(plan, needed=not only_end)
    if previous is not None:
        opened.enter_context(previous)
    store = opened.enter_context(take_up(path))
    begins()
    marked = store.kept("crawl").get("spool")
    folder = None if plan.evidence is Evidence.NONE else path.parent / EVIDENCE
    spool = opened.enter_context(spooled(folder, plan.evidence_bytes, marked, asked_again(store)))
    commons = commons or opened.enter_context(closing(Commons()))
    crawl = OneCrawl(Parts.of(plan, store, path, progress, previous, spool=spool, commons=commons))
    crawl.restore(only_end=only_end)
    return crawl
