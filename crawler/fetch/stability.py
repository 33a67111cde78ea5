"""Never let others' trouble cost a point: what failed on an unreliable host, on our own way out, or at a public service
that every portal links, is no evidence.

Applied once, before the file is sealed. Rules and numbers: policy "unstable_host" and "own_network"; the services:
`config.official`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from config.official import Service, official_services
from config.policy import policy
from crawler.answer import Answer, of_this_crawl
from crawler.fetch.guard import bare_host
from crawler.fetch.scope import Scope
from crawler.kinds import BROKEN, TRANSIENT, AnswerKind
from crawler.store.writer import CrawlStore
from crawler.urls import netloc

_NEVER_ASKED = frozenset({AnswerKind.ROBOTS, AnswerKind.PRIVATE_ADDRESS})


class Places(Protocol):
    """Knows where hosts lie, as `crawler.fetch.guard.Guard` does."""

    def lies_outside(self, netloc: str) -> bool:
        """Whether a host can only be reached over our way out."""


@dataclass(slots=True)
class _Conduct:
    """How a host behaved: URLs asked, URLs with a transient trouble, URLs that contradicted themselves, and those whose
    trouble passed when they were asked again.

    What is known from another audit counts as asked; only what answered this one proves that our way out is open.
    """

    asked: int = 0
    troubled: int = 0
    flaky: int = 0
    recovered: int = 0
    answered: bool = False
    kinds: set[AnswerKind] = field(default_factory=set)

    def add(self, answer: Answer) -> None:
        kinds = {attempt.answer for attempt in answer.attempts}
        trouble = not kinds.isdisjoint(TRANSIENT)
        self.asked += 1
        self.troubled += trouble
        self.flaky += trouble and len(kinds) > 1
        self.recovered += trouble and answer.kind not in TRANSIENT
        self.answered |= any(attempt.status is not None for attempt in of_this_crawl(answer.attempts))
        self.kinds |= kinds

    def unstable(self) -> bool:
        """Whether single failures here prove nothing. A host that always fails in one way is dead, not unstable."""
        limits = policy().unstable_host
        if len(self.kinds) < 2:
            return False
        flaky = self.flaky >= limits.flaky_urls and self.flaky >= limits.flaky_share * self.asked
        flood = self.troubled >= limits.flood_urls and self.troubled >= limits.flood_share * self.asked
        return flaky or flood

    def recovers(self) -> bool:
        """Whether so much of its trouble passed that the rest may be chance."""
        return self.recovered > 0 and self.recovered >= policy().unstable_host.recovered_share * self.troubled


def withdraw_doubtful(store: CrawlStore, scope: Scope, places: Places) -> int:
    """Replace the answers that prove nothing by `unstable-host`, `own-failure` or `official-service`, and call those
    unproven that chance may explain; how many were changed."""
    hosts: dict[str, _Conduct] = defaultdict(_Conduct)
    for url, answer in store.answers():
        if answer.kind not in _NEVER_ASKED:
            hosts[netloc(url)].add(answer)
    outside = {host for host in hosts if host not in scope.hosts and places.lies_outside(host)}
    silent = len(outside) >= policy().own_network.silent_hosts and not any(hosts[host].answered for host in outside)
    services = {host: service for host in hosts if (service := _service_at(host, scope))}
    withdrawn = list(_withdrawn(store, hosts, outside if silent else set(), services))
    for url, answer in withdrawn:
        store.record_answer(url, answer)
    return len(withdrawn)


def _service_at(host: str, scope: Scope) -> Service | None:
    return None if host in scope.hosts else official_services().at(bare_host(host))


def _withdrawn(
    store: CrawlStore, hosts: dict[str, _Conduct], cut_off: set[str], services: dict[str, Service]
) -> Iterator[tuple[str, Answer]]:
    for url, answer in store.faults():
        host = netloc(url)
        conduct = hosts[host]
        if answer.kind in BROKEN and host in services:
            why = f"{answer.kind} at {services[host].id}"
            yield url, replace(answer, kind=AnswerKind.OFFICIAL_SERVICE, detail=why, confirmed=True)
        elif answer.kind not in BROKEN & TRANSIENT:
            continue
        elif conduct.unstable():
            why = f"{answer.kind} on a host with {conduct.troubled} troubled of {conduct.asked} addresses"
            yield url, replace(answer, kind=AnswerKind.UNSTABLE_HOST, detail=why, confirmed=True)
        elif host in cut_off:
            why = f"{answer.kind}, but no foreign host answered at all"
            yield url, replace(answer, kind=AnswerKind.OWN_FAILURE, detail=why, confirmed=True)
        elif answer.confirmed and conduct.recovers():
            yield url, replace(answer, confirmed=False)
