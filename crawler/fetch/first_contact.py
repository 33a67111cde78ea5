"""What happens before a page of a portal host is asked: robots.txt is read, its answer to nonsense is learned."""

from __future__ import annotations

import asyncio
from collections import defaultdict

from config.policy import policy
from crawler.fetch.client import Client
from crawler.fetch.look import Judgement, Look, Trail
from crawler.fetch.robots import Robots
from crawler.fetch.scope import Scope
from crawler.fetch.soft_404 import Nonsense, made_up
from crawler.fetch.verdict import Judge
from crawler.kinds import TRANSIENT, AnswerKind, TargetKind
from crawler.urls import netloc

_SERVED = frozenset({AnswerKind.CONTENT, AnswerKind.SOFT_404})


class FirstContact:
    """Decides whether an address may be asked, and prepares its host on the way. `largest` is in bytes."""

    def __init__(
        self,
        client: Client,
        robots: Robots,
        judge: Judge,
        scope: Scope,
        nonsense: Nonsense,
        *,
        seed: int,
        largest: int,
    ) -> None:
        self._client = client
        self._robots = robots
        self._judge = judge
        self._scope = scope
        self._nonsense = nonsense
        self._seed = seed
        self._largest = largest
        self._met: set[str] = set()
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._gate = asyncio.Semaphore(policy().feed.at_once)

    async def forbids(self, url: str) -> Judgement | None:
        """Why `url` may not be asked, or None."""
        barred = await self._robots.forbids(url)
        if self._scope.is_own(url) and barred is None and netloc(url) not in self._met and not self._robots.silent(url):
            async with self._locks[netloc(url)]:
                await self._meet(url)
        return barred

    async def _meet(self, url: str) -> None:
        host = netloc(url)
        if host in self._met:
            return
        for address in made_up(url, self._seed):
            for _ in range(policy().attempts.transient):
                look = await self._look(address)
                if look.judgement.kind not in TRANSIENT:
                    break
            if look.judgement.kind in _SERVED and look.reply.is_html and not look.trail.hops:
                self._nonsense.learn(look.reply)
        self._met.add(host)

    async def _look(self, address: str) -> Look:
        trail = Trail(address, TargetKind.EXTERNAL)  # judged as a stranger's page: by its words and walls alone
        async with self._gate:
            return await self._client.look(
                trail, self._judge, self._robots.forbids, limit=self._largest, whole=True, method="GET"
            )
