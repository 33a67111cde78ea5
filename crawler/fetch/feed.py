"""Feeds the spider from the ledger and records what it brings back, in the order in which it was sent out.

That order makes a crawl repeatable: rows are taken at moments that depend only on what was recorded before, never on
which server answered first, so even a crawl that ends at its page budget has seen the same pages every time.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from config.policy import policy
from crawler.fetch.look import Look, Trail
from crawler.fetch.page_reader import Early
from crawler.fetch.plan import CrawlPlan
from crawler.fetch.recorder import Recorder
from crawler.kinds import TargetKind
from crawler.store.ledger import LedgerRow, Role
from crawler.store.writer import CrawlStore


def trail_of(row: LedgerRow, condition: Mapping[str, str] | None = None) -> Trail:
    """The beginning of a look at a row of the ledger; a call says which page shows its list."""
    shown_on = row.referrer if row.role is Role.CALL else None
    return Trail(row.url, TargetKind.PAGE, referer=shown_on, condition=condition)


def window_of(plan: CrawlPlan) -> int:
    """How many addresses may be under way (policy "feed"), so that one that hangs holds up as few as need be."""
    rules, politeness = policy().feed, plan.portal.politeness
    asked = politeness.rate * len(plan.portal.all_hosts) * plan.timeout_s if politeness.rate else inf
    fitting = min(asked, rules.window_of_pages * plan.max_pages, rules.window_most)
    return max(rules.window, int(fitting))


@dataclass(frozen=True, slots=True)
class Errand:
    """A URL to be fetched by `trail`; `number` says when its turn to be recorded comes."""

    number: int
    trail: Trail


class Feed:
    """One round of crawling: from the ledger as it is until nothing waits, or until it is closed.

    At most `window` rows are under way (`window_of`). Where hosts are asked without delays, pages are to be read while
    they wait (`reads_early`); else there is time enough when their turn comes. `under_way` are those that were sent out
    when the crawl was cut off: they keep their turns, so that a crawl that goes on visits the same pages in the same
    order as one that was never interrupted.
    """

    def __init__(
        self,
        store: CrawlStore,
        recorder: Recorder,
        max_pages: int,
        window: int,
        under_way: Sequence[LedgerRow] = (),
        *,
        reads_early: bool = False,
    ) -> None:
        self._store = store
        self._recorder = recorder
        self._max_pages = max_pages
        self._window = window
        self._reads_early = reads_early
        self._queue: deque[Errand] = deque()
        self._out: dict[int, LedgerRow] = {}
        self._brought: dict[int, Look] = {}
        self._early: dict[int, Early] = {}  # those among these that were read before their turn
        self._held = 0  # bytes that both take
        self._most_held = policy().feed.held_mb << 20
        self._sent = self._recorded = 0
        if recorder.pages < max_pages:
            self._send(under_way)
        self._changed = asyncio.Event()
        self._ended = asyncio.Event()
        self.closed = False
        """Whether nothing more is sent out or recorded."""
        self.fault: BaseException | None = None
        """What broke in our own code or disk; the engine raises it."""

    @property
    def under_way(self) -> list[int]:
        """The rows (ids) that were sent out and are not recorded, in the order of their turns."""
        return [self._out[number].id for number in sorted(self._out)]

    async def errands(self) -> AsyncIterator[Errand]:
        """What to fetch, as it becomes known; ends when everything was brought back and nothing waits."""
        self._refill()
        while not self.closed:
            if self._queue:
                yield self._queue.popleft()
            elif not self._out:
                return
            else:
                self._changed.clear()
                await self._changed.wait()

    def has_room(self, number: int) -> bool:
        """Whether an errand may be run now: what waits for its turn fits into memory (policy "feed"), or it is this one
        that it waits for."""
        return self._held <= self._most_held or number == self._recorded

    async def room(self, number: int) -> None:
        """Wait until there is room for what an errand brings."""
        while not self.has_room(number):
            self._changed.clear()
            await self._changed.wait()

    def bring(self, number: int, look: Look) -> None:
        """Hand over the finished look of an errand. What has to wait for its turn may be read meanwhile."""
        if self.closed:
            return
        self._brought[number] = look
        self._held += len(look.reply.body)
        while not self.closed and self._recorded in self._brought:
            row, next_look = self._out[self._recorded], self._brought.pop(self._recorded)
            early = self._early.pop(self._recorded, None)
            self._held -= len(next_look.reply.body) + (early.size if early is not None else 0)
            if not self._recorder.settle(next_look, row, early=early):
                self._queue.appendleft(Errand(self._recorded, trail_of(row)))  # once more, whole; its turn stays
                break
            del self._out[self._recorded]  # not before it is recorded: a fault leaves it under way
            self._recorded += 1
            if self._recorder.pages >= self._max_pages:
                self.close()
            else:
                self._refill()
        if self._reads_early and number in self._brought and self._held <= self._most_held:
            self._read_early(number, look)
        self._changed.set()

    def _read_early(self, number: int, look: Look) -> None:
        early = self._recorder.foresee(look, self._out[number])
        if early is not None:
            self._early[number] = early
            self._held += early.size

    def fail(self, fault: BaseException) -> None:
        """Stop because of a fault of our own."""
        self.fault = self.fault or fault
        self.close()

    def close(self) -> None:
        """Send out nothing more and record nothing more; what is under way stays on the ledger."""
        self.closed = True
        self._brought.clear()
        self._early.clear()
        self._changed.set()
        self._ended.set()

    async def end(self) -> None:
        """Wait until the feed is closed."""
        await self._ended.wait()

    def _refill(self) -> None:
        window = self._window
        left = self._max_pages - self._recorder.pages
        room = min(window, left) - len(self._out)  # never more than can still be recorded: nobody is asked in vain
        if room <= 0 or (room < window // 4 and left > window):
            return
        self._send(self._store.take(room, {each.id for each in self._out.values()}))

    def _send(self, rows: Iterable[LedgerRow]) -> None:
        for row in rows:
            self._queue.append(Errand(self._sent, trail_of(row, self._recorder.condition(row))))
            self._out[self._sent] = row
            self._sent += 1
