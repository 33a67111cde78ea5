"""Asks for linked targets that are not crawled: other hosts, attachments, images, resources; and asks pages again.

HEAD may prove that something is there; only GET may say that it is not (reference "cms-patterns" 3.5), and only GET
shows what a page is: a wall, an error page and a hijacked domain answer HEAD with 200. So HEAD is asked only where the
address promises an image, a style or a script; what turns out to be a page there, or empty, is asked again with GET.
Everything else is asked with GET at once, and closed after the first kilobytes: one request instead of two.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import replace

from config.attachment_type import FileUse
from config.lexicon import attachment_types
from config.policy import policy
from crawler.fetch.body import Further
from crawler.fetch.client import Client
from crawler.fetch.first_contact import FirstContact
from crawler.fetch.look import Look, Trail
from crawler.fetch.scope import Scope
from crawler.fetch.verdict import Judge
from crawler.kinds import AnswerKind, TargetKind
from crawler.urls import netloc

_NOT_REACHED = frozenset(
    {
        AnswerKind.ROBOTS,
        AnswerKind.PRIVATE_ADDRESS,
        AnswerKind.DNS_FAILURE,
        AnswerKind.REFUSED,
        AnswerKind.TLS_FAILURE,
    }
)
"""What a HEAD may decide besides life: what was never asked, and hosts that no method would have reached."""
_WITHOUT_BODY = frozenset({TargetKind.IMAGE, TargetKind.RESOURCE})
_SHOWN = frozenset({FileUse.IMAGE, FileUse.RESOURCE})


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
        self.believes: Callable[[Look], bool] = lambda look: False
        """Whether a target that its server calls unchanged need not be asked for without the condition."""

    async def run(self, trails: Iterable[Trail], record: Callable[[Look], None]) -> None:
        """Look at every target once and hand the looks to `record`, as they come."""
        queues: dict[str, deque[Trail]] = defaultdict(deque)
        for trail in trails:
            queues[netloc(trail.url)].append(trail)
        self.left = sum(map(len, queues.values()))
        gate = asyncio.Semaphore(policy().probe.hosts_at_once)
        await _together(self._host(host, queue, gate, record) for host, queue in queues.items())

    async def look(self, trail: Trail, further: Further | None = None) -> Look:
        """One look at one target. With `further` a file is loaded to its end by the same request."""
        if trail.again and trail.referer is None:
            trail = replace(trail, referer=self._scope.starts[0])
        if trail.kind is TargetKind.PAGE:
            return await self._ask(trail, self._max_bytes, whole=True)
        brief = policy().probe.head_bytes
        if trail.kind in _WITHOUT_BODY and _promises_no_page(trail.url):
            head = await self._ask(trail, brief, method="HEAD")
            if head.judgement.kind in _NOT_REACHED or _is_alive(head):
                return head
        look = await self._ask(trail, brief, further=further)
        if trail.condition is None or self._counts(look):
            return look
        return await self._ask(replace(trail, condition=None), brief, further=further)

    def _counts(self, look: Look) -> bool:
        """Whether the answer to a question with a condition is taken as it is."""
        judged = look.judgement
        return judged.kind is AnswerKind.CONTENT and (not judged.unchanged or self.believes(look))

    async def _host(
        self,
        host: str,
        queue: deque[Trail],
        gate: asyncio.Semaphore,
        record: Callable[[Look], None],
    ) -> None:
        workers = self._concurrency if host in self._scope.hosts else policy().probe.per_foreign_host
        async with gate:
            await _together(self._work(queue, record) for _ in range(min(workers, len(queue))))

    async def _work(self, queue: deque[Trail], record: Callable[[Look], None]) -> None:
        while queue:
            record(await self.look(queue.popleft()))
            self.left -= 1

    async def _ask(
        self, trail: Trail, limit: int, *, whole: bool = False, method: str = "GET", further: Further | None = None
    ) -> Look:
        return await self._client.look(
            trail, self._judge, self._contact.forbids, limit=limit, whole=whole, method=method, further=further
        )


def _promises_no_page(url: str) -> bool:
    kind = attachment_types().of_url(url)
    return kind is not None and kind.use in _SHOWN


def _is_alive(head: Look) -> bool:
    said = head.reply
    return head.judgement.kind is AnswerKind.CONTENT and not said.is_html and said.headers.get("content-length") != "0"


async def _together(works: Iterable[Coroutine[None, None, None]]) -> None:
    """Run all at once; the first fault cancels the others and is raised as it is."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
