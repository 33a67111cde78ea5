"""Asks for linked targets that are not crawled: other hosts, attachments, images, resources; and asks pages again.

HEAD may prove that something is there; only GET may say that it is not (reference "cms-patterns" 3.5). Files are
always asked with GET, because their first bytes tell whether they are what their name says.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Coroutine, Iterable

from config.policy import policy
from crawler.fetch.client import Client
from crawler.fetch.first_contact import FirstContact
from crawler.fetch.look import Look, Trail
from crawler.fetch.scope import Scope
from crawler.fetch.verdict import Judge
from crawler.kinds import AnswerKind, TargetKind
from crawler.urls import netloc

_HEAD_DECIDES = frozenset(
    {
        AnswerKind.CONTENT,
        AnswerKind.LOGIN,
        AnswerKind.ROBOTS,
        AnswerKind.PRIVATE_ADDRESS,
        AnswerKind.DNS_FAILURE,
        AnswerKind.REFUSED,
    }
)
"""What a HEAD may decide: life, what was never asked, and hosts that no method would have reached."""


class Prober:
    """Looks at many targets, each host at its own pace. `max_bytes` limits whole pages, the policy all the rest."""

    def __init__(
        self, client: Client, judge: Judge, contact: FirstContact, scope: Scope, *, concurrency: int, max_bytes: int
    ) -> None:
        self._client = client
        self._judge = judge
        self._contact = contact
        self._scope = scope
        self._concurrency = concurrency
        self._max_bytes = max_bytes
        self.left = 0

    async def run(self, targets: Iterable[tuple[str, TargetKind]], record: Callable[[Look], None]) -> None:
        """Look at every target once and hand the looks to `record`, as they come."""
        queues: dict[str, deque[tuple[str, TargetKind]]] = defaultdict(deque)
        for url, kind in targets:
            queues[netloc(url)].append((url, kind))
        self.left = sum(map(len, queues.values()))
        gate = asyncio.Semaphore(policy().probe.hosts_at_once)
        await _together(self._host(host, queue, gate, record) for host, queue in queues.items())

    async def look(self, url: str, kind: TargetKind) -> Look:
        """One look at one target."""
        trail = Trail(url, kind)
        if kind is TargetKind.PAGE:
            return await self._ask(trail, self._max_bytes, whole=True)
        brief = policy().probe.head_bytes
        if kind is not TargetKind.ATTACHMENT:
            head = await self._ask(trail, brief, method="HEAD")
            disguised = kind is TargetKind.IMAGE and head.reply.is_html
            if head.judgement.kind in _HEAD_DECIDES and not disguised:
                return head
        return await self._ask(trail, brief)

    async def _host(
        self,
        host: str,
        queue: deque[tuple[str, TargetKind]],
        gate: asyncio.Semaphore,
        record: Callable[[Look], None],
    ) -> None:
        workers = self._concurrency if host in self._scope.hosts else policy().probe.per_foreign_host
        async with gate:
            await _together(self._work(queue, record) for _ in range(min(workers, len(queue))))

    async def _work(self, queue: deque[tuple[str, TargetKind]], record: Callable[[Look], None]) -> None:
        while queue:
            record(await self.look(*queue.popleft()))
            self.left -= 1

    async def _ask(self, trail: Trail, limit: int, *, whole: bool = False, method: str = "GET") -> Look:
        return await self._client.look(
            trail, self._judge, self._contact.forbids, limit=limit, whole=whole, method=method
        )


async def _together(works: Iterable[Coroutine[None, None, None]]) -> None:
    """Run all at once; the first fault cancels the others and is raised as it is."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
