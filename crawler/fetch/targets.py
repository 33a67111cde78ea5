"""What the prober is given: everything that is linked but not crawled, and what a page turned out to lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crawler.answer import Answer
from crawler.fetch.guard import Guard
from crawler.fetch.outside_answers import OutsideAnswers
from crawler.fetch.outside_cache import OutsideCache
from crawler.fetch.plan import CrawlPlan
from crawler.fetch.recorder import ELSEWHERE
from crawler.fetch.scope import Scope
from crawler.kinds import TargetKind
from crawler.store.writer import CrawlStore


class Targets:
    """The targets of one crawl. `elsewhere` are start addresses and pages that led off the portal."""

    def __init__(self, plan: CrawlPlan, store: CrawlStore, scope: Scope, elsewhere: list[str]) -> None:
        self._plan = plan
        self._store = store
        self._scope = scope
        self._elsewhere = elsewhere if plan.external else []

    def to_ask(self, *, first: bool) -> dict[str, TargetKind]:
        """All targets of the prober. Which of them stand on the ledger can only be told before the `first` is asked;
        a crawl that goes on remembers it."""
        kept = self._store.kept("targets")
        linked = dict(self._linked())
        if first:
            waiting = self._store.waiting_urls()
            kept.update({url: kind for url, kind in linked.items() if url in waiting})
            kept.update(dict.fromkeys(self._elsewhere, TargetKind.EXTERNAL))
        return linked | {url: TargetKind(kind) for url, kind in kept.items()}

    def answered(self, targets: Mapping[str, TargetKind]) -> dict[str, Answer]:
        """Those of the targets that the prober had asked before the crawl was cut off."""
        found = ((url, self._store.answer(url)) for url in targets)
        return {url: answer for url, answer in found if answer is not None and answer.detail != ELSEWHERE}

    def outside(self, guard: Guard) -> OutsideAnswers:
        """What other audits know of targets outside the portal, and where this one's answers go."""
        plan, meta, polite = self._plan, self._plan.meta, self._plan.portal.politeness
        manner = "without robots.txt" if polite.ignore_robots else "by robots.txt"
        asked_as = f"{plan.user_agent} {meta.get('tool_version', '')} {manner}"
        cache = OutsideCache(plan.outside_cache, asked_as) if plan.outside_cache else None
        run = meta.get("run_id", "unnamed")
        return OutsideAnswers(cache, self._store, self._scope, guard, run=run, portal=plan.portal.id)

    def _linked(self) -> Iterator[tuple[str, TargetKind]]:
        wanted = set(TargetKind) - {TargetKind.PAGE}
        for url, kind in self._store.unanswered_targets(wanted, probed=True):
            own = self._scope.is_own(url)
            if (own and not self._scope.is_excluded(url)) or (
                not own and self._plan.external and kind is not TargetKind.RESOURCE
            ):
                yield url, kind
        yield from ((url, TargetKind.EXTERNAL) for url in self._elsewhere)
        # Further addresses of known pages that the page budget left over are links all the same.
        yield from ((url, TargetKind.RESOURCE) for url in self._store.waiting_aliases())
