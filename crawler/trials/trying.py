"""What every trial is given: the crawl as read so far, and the ways to ask for more."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urljoin

from config.policy import policy
from config.registry import Unit, UnitClass
from crawler.answer import Answer
from crawler.facts import Observation, PageFacts
from crawler.fetch.client import Client, Forbids, nobody_forbids
from crawler.fetch.guard import Guard
from crawler.fetch.look import Look, Trail
from crawler.fetch.plan import CrawlPlan
from crawler.fetch.proof import conclude, due
from crawler.fetch.reply import now
from crawler.fetch.verdict import Judge
from crawler.kinds import AnswerKind, TargetKind, TrialKind
from crawler.render.gate import Gate
from crawler.store.crawl import Crawl
from crawler.urls import netloc


@dataclass(frozen=True, slots=True)
class Home:
    """The home page of a unit that has a host of its own, or of the portal."""

    unit: Unit
    page: PageFacts


@dataclass(frozen=True)
class Trying:
    """The means of one crawl's trials. `crawl` is its file, still being written; nothing may be kept open on it."""

    plan: CrawlPlan
    crawl: Crawl
    client: Client
    judge: Judge
    guard: Guard
    gate: Gate
    forbids: Forbids
    browsers: asyncio.Semaphore
    """Held by the trial that has a browser."""

    @cached_property
    def homes(self) -> tuple[Home, ...]:
        """The home pages that are tried: the portal's, and those of units on hosts of their own, in order of units."""
        found: dict[str, Home] = {}
        for unit in sorted(self.crawl.portal.units, key=lambda each: each.unit_class is not UnitClass.PORTAL):
            page = self.crawl.home(unit)
            if page is not None and page.judgeable and netloc(page.url) not in found:
                found[netloc(page.url)] = Home(unit, page)
        return tuple(found.values())[: policy().trials.homes]

    @property
    def pause_s(self) -> float:
        """Seconds between two looks at one address."""
        return min(policy().trials.pause_s, self.plan.retry_after_s)

    async def look(self, url: str, *, limit: int | None = None, kind: TargetKind = TargetKind.EXTERNAL) -> Look:
        """One look at an address with GET; by default all of it is read, as a stranger's page."""
        return await self.client.look(
            Trail(url, kind),
            self.judge,
            self.forbids,
            limit=limit or self.plan.max_bytes,
            whole=limit is None,
            method="GET",
        )

    async def rules(self, url: str) -> AnswerKind:
        """What the host of an address answers when it is asked for its robots.txt."""
        trail = Trail(urljoin(url, "/robots.txt"), TargetKind.RESOURCE)
        limit = policy().robots.largest_bytes
        look = await self.client.look(trail, self.judge, nobody_forbids, limit=limit, whole=False, method="GET")
        return look.judgement.kind

    async def settled(self, url: str, *, kind: TargetKind = TargetKind.EXTERNAL) -> tuple[Look, Answer]:
        """Looks at an address until its answer is proven or can not be; the last look and the answer."""
        look = await self.look(url, kind=kind)
        answer = conclude(look)
        while due(answer):
            await asyncio.sleep(self.plan.retry_after_s)
            again = replace(Trail(url, kind), again=len(answer.attempts))
            look = await self.client.look(
                again, self.judge, self.forbids, limit=self.plan.max_bytes, whole=True, method="GET"
            )
            answer = conclude(look, answer.attempts)
        return look, answer


def unseen(kind: TrialKind, reason: str, subjects: Iterable[str] = ("",)) -> list[Observation]:
    """Observations that say why there is nothing to tell."""
    return [Observation(kind, subject, now(), {}, reason) for subject in subjects]
