"""The end of a crawl: what follows from all answers together, and the sealing of the file.

None of it asks anything, all of it takes long on large portals; so it can be done by another process than the one that
crawls (`finish_crawl`), while that one goes on with other portals.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.fetch.across_runs import date_pages, weigh_against
from crawler.fetch.guard import bare_host
from crawler.fetch.plan import CrawlEnd, CrawlPlan
from crawler.fetch.resuming import earlier, restore_scope
from crawler.fetch.scope import Scope
from crawler.fetch.stability import withdraw_doubtful
from crawler.kinds import AnswerKind, EndReason
from crawler.store.alone import alone_at
from crawler.store.crawl_file import LEFT, UNFINISHED
from crawler.store.kept import Kept
from crawler.store.previous import PreviousCrawl
from crawler.store.writer import CrawlStore

_WEIGHED = "closed"


@dataclass(frozen=True)
class Ended:
    """What of a crawl is known only while it runs, for the file until it is sealed.

    `inside` are the hosts that lie in private networks; `start` is the kind of the start URL's answer, `detail` more of
    it.
    """

    reason: EndReason
    inside: tuple[str, ...]
    start: AnswerKind | None
    detail: str

    def kept(self) -> dict[str, Any]:
        """As JSON values."""
        return {"reason": self.reason, "inside": list(self.inside), "start": self.start, "detail": self.detail}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Ended:
        """What `kept` says."""
        start = AnswerKind(kept["start"]) if kept["start"] else None
        return cls(EndReason(kept["reason"]), tuple(kept["inside"]), start, kept["detail"])

    def lies_outside(self, netloc: str) -> bool:
        """As the guard of the crawl said."""
        return bare_host(netloc) not in self.inside


def finish_crawl(plan: CrawlPlan, path: Path) -> CrawlEnd:
    """Finish a crawl that was left with nothing to ask (`crawler.fetch.many`).

    Raises `UserError` when the file is missing, sealed, foreign, damaged or in use, or the disk is full.
    """
    with ExitStack() as opened:
        opened.enter_context(alone_at(path))
        previous = earlier(plan, needed=False)  # it could be used when the crawl began
        if previous is not None:
            opened.enter_context(previous)
        store = opened.enter_context(CrawlStore.resume(path))
        return finish(plan, store, path, previous, store.kept("crawl"))


def finish(plan: CrawlPlan, store: CrawlStore, path: Path, previous: PreviousCrawl | None, kept: Kept) -> CrawlEnd:
    """Weigh the answers, as one change, and seal the file. `kept` is what the crawl has written down about itself."""
    ended = Ended.of(kept[LEFT])
    if kept.get("phase") != _WEIGHED:
        with store.together():
            _weigh(plan, store, previous, ended)
            kept["phase"] = _WEIGHED
    counts = store.counts()
    digest = store.seal(ended.reason)
    if ended.reason is not EndReason.INTERRUPTED:
        path.with_name(UNFINISHED).unlink(missing_ok=True)
    return CrawlEnd(ended.reason, counts, digest, ended.start, ended.detail)


def _weigh(plan: CrawlPlan, store: CrawlStore, previous: PreviousCrawl | None, ended: Ended) -> None:
    scope = Scope(plan.portal)
    restore_scope(store, scope)
    withdraw_doubtful(store, scope, ended)
    date_pages(store, previous)
    if previous is not None:
        known = weigh_against(store, previous, plan.spacing_hours)
        card = {**previous.card, "spacing_hours": plan.spacing_hours, "faults_known": known}
        store.set_meta("previous", card)
