"""Which targets on other hosts need not be asked in this crawl, because another audit asked them days ago.

Only hosts that really lie outside take part: never the portal's own, never a private address. An answer that was taken
over bears the run that asked (`Attempt.run`) and its time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from config.policy import policy
from crawler.answer import Answer, of_this_crawl
from crawler.fetch.guard import Guard
from crawler.fetch.look import Look
from crawler.fetch.outside_cache import Kept, OutsideCache
from crawler.fetch.scope import Scope
from crawler.kinds import AnswerKind, TargetKind
from crawler.store import glimpses
from crawler.store.writer import CrawlStore
from crawler.urls import netloc


class OutsideAnswers:
    """Stands between a crawl and the cache; without a cache everything is asked. `run` and `portal` name this crawl."""

    def __init__(
        self, cache: OutsideCache | None, store: CrawlStore, scope: Scope, guard: Guard, *, run: str, portal: str
    ) -> None:
        self._cache = cache
        self._store = store
        self._scope = scope
        self._guard = guard
        self._run = run
        self._portal = portal
        self._recalled: list[Kept] = []
        self._asked: dict[str, TargetKind] = {}
        self._heard = False

    def recall(self, targets: Mapping[str, TargetKind], answered: Mapping[str, Answer]) -> dict[str, TargetKind]:
        """Record what is known already. Returns the targets that must be asked.

        `answered` are the targets that this crawl had an answer of before it was cut off.
        """
        outside = {url: kind for url, kind in targets.items() if self._is_outside(url)}
        if self._cache is not None:
            found = self._cache.look_up(outside.items())
            asked = {url for url, answer in answered.items() if of_this_crawl(answer.attempts)}
            self._recalled = [kept for kept in found if kept.url not in asked and not self._leads_home(kept.answer)]
        for kept in self._recalled:
            attempts = tuple(replace(each, run=each.run or kept.run) for each in kept.answer.attempts)
            glimpse = glimpses.from_json(kept.facts) if kept.facts else None
            self._store.record_answer(kept.url, replace(kept.answer, attempts=attempts), glimpse)
        known = {kept.url for kept in self._recalled}
        self._asked = {url: kind for url, kind in outside.items() if url not in known}
        self._heard = any(answer.status is not None for url, answer in answered.items() if url in self._asked)
        return {url: kind for url, kind in targets.items() if url not in known}

    def note(self, look: Look) -> None:
        """Hear what was asked all the same."""
        self._heard |= look.trail.url in self._asked and look.reply.status is not None

    def controls(self) -> dict[str, TargetKind]:
        """Known targets to ask after all, when every other host was silent: kept life does not prove that our own way
        out is open today, and without that proof silence is no evidence (`crawler.fetch.stability`)."""
        if self._heard or not self._asked:
            return {}
        one_a_host = {netloc(kept.url): kept for kept in reversed(self._recalled)}
        chosen = list(reversed(one_a_host.values()))[: policy().outside_cache.controls]
        self._asked |= {kept.url: kept.kind for kept in chosen}
        self._recalled = [kept for kept in self._recalled if kept not in chosen]
        return {kept.url: kept.kind for kept in chosen}

    def keep(self) -> None:
        """Let later runs know what answered this one."""
        if self._cache is not None:
            self._cache.keep(self._alive())

    def card(self) -> dict[str, Any]:
        """For the run card (JSON values): how many targets on other hosts were asked, how many answers were taken over
        from which runs, and why the cache could not be used."""
        runs = Counter((kept.run, kept.portal) for kept in self._recalled)
        return {
            "asked": len(self._asked),
            "kept": len(self._recalled),
            "from": [{"run_id": run, "portal": portal, "kept": count} for (run, portal), count in sorted(runs.items())],
            "trouble": self._cache.trouble if self._cache else None,
        }

    def _alive(self) -> Iterator[Kept]:
        seen = self._store.glimpses()
        for url, answer in self._store.answers():
            kind = self._asked.get(url)
            if kind is None or answer.kind is not AnswerKind.CONTENT or not of_this_crawl(answer.attempts):
                continue
            if self._guard.lies_outside(netloc(url)) and not self._leads_home(answer):
                facts = glimpses.to_json(seen[url]) if url in seen else None
                yield Kept(url, kind, answer, self._run, self._portal, facts)

    def _leads_home(self, answer: Answer) -> bool:
        """Whether it redirects to this portal: what that means depends on which portal is audited."""
        return answer.final_url is not None and self._scope.is_own(answer.final_url)

    def _is_outside(self, url: str) -> bool:
        return not self._scope.is_own(url) and self._guard.lies_outside(netloc(url))
