"""Turns finished looks at pages into rows: reads pages, decides what is followed, keeps what the engine must know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from config.policy import policy
from crawler.answer import Answer, Attempt
from crawler.facts import PageReading
from crawler.fetch.look import Look, Trail
from crawler.fetch.proof import conclude
from crawler.fetch.scope import Scope, TrapGuard, priority
from crawler.fetch.soft_404 import Nonsense
from crawler.fetch.verdict import Judge
from crawler.kinds import AnswerKind, Region, TargetKind
from crawler.reading.read_page import read_page
from crawler.store.ledger import LedgerRow, Waiting
from crawler.store.writer import CrawlStore

ELSEWHERE = "redirects off the portal"


class Recorder:
    """Writes to the store. Call it in an order that does not depend on timing, and the file will not either."""

    def __init__(self, store: CrawlStore, scope: Scope, judge: Judge, nonsense: Nonsense, pattern_budget: int) -> None:
        self._store = store
        self._scope = scope
        self._judge = judge
        self._nonsense = nonsense
        self._traps = TrapGuard(pattern_budget)
        self._seen: set[int] = set()
        self.pages = 0
        self.elsewhere: list[str] = []
        """Addresses of the portal that redirect to other hosts; the prober follows them there."""
        self.starts: dict[str, Answer] = {}
        """What the start URLs answered last."""

    @property
    def known(self) -> int:
        """How many addresses of pages are known."""
        return len(self._seen)

    def begin(self) -> None:
        """Put start and entry URLs on the ledger."""
        order = policy().priorities
        starts = [Waiting(url, order.home, 0) for url in self._scope.starts]
        entries = [Waiting(url, order.entry, 1) for url in self._scope.entries if self._scope.is_own(url)]
        self._store.add_waiting(one for one in (*starts, *entries) if self._is_new(one.url))

    def settle(self, look: Look, row: LedgerRow, earlier: tuple[Attempt, ...] = ()) -> None:
        """Record a finished look at a page of the ledger; `earlier` are the attempts that came before it."""
        trail, reply = look.trail, look.reply
        reading = None
        if look.judgement.kind is AnswerKind.CONTENT and reply.is_html and self._scope.is_own(trail.at):
            content_type = reply.headers.get("content-type")
            hosts, homes = self._scope.hosts, self._scope.homes
            reading = read_page(trail.at, reply.body, content_type, base_hosts=hosts, home_urls=homes)
            look = replace(look, judgement=self._judge.page(trail, reply, reading.facts))
        answer = conclude(look, earlier)
        if row.url in self._scope.starts:
            self.starts[row.url] = answer
        if reading is None or answer.kind is not AnswerKind.CONTENT:
            self._store.record_answer(row.url, answer)
            if answer.detail == ELSEWHERE:
                self.elsewhere.append(row.url)
            return
        if self._scope.is_home(trail.at):
            self._nonsense.learn_home(reply)
        if trail.at == row.url:
            self._page(row, answer, reading)
        else:
            self._moved(row, look, answer, reading)

    def _page(self, row: LedgerRow, answer: Answer, reading: PageReading) -> None:
        self._store.record_page(row.id, answer, reading, list(self._follow(row, reading)))
        self.pages += 1

    def _moved(self, row: LedgerRow, look: Look, answer: Answer, reading: PageReading) -> None:
        """The page belongs to the address that the redirect led to; nobody has to ask for it again.

        The target stands on the ledger before the old address is done, so that a kill in between loses neither.
        """
        target = look.trail.at
        is_new = self._is_new(target)
        if is_new:
            self._store.add_waiting([Waiting(target, row.priority, row.depth, row.url)])
        self._store.record_answer(row.url, answer)
        new = self._store.row(target) if is_new else None
        if new is not None:
            self._page(new, conclude(replace(look, trail=Trail(target, TargetKind.PAGE))), reading)

    def _follow(self, row: LedgerRow, reading: PageReading) -> Iterator[Waiting]:
        """New addresses of pages, list pages first. What is excluded or a trap is refused here."""
        facts = reading.facts
        further = facts.list.further_pages if facts.list else ()
        listed = {*further, *(entry.url for entry in facts.list.rows)} if facts.list else set()
        ahead = [*further, *([facts.landing_target] if facts.landing_target else [])]
        found: list[tuple[str, Region | None]] = [(url, None) for url in ahead]
        found += [(each.url, each.region) for each in reading.links if each.kind is TargetKind.PAGE and each.url]
        for url, region in found:
            if not self._is_new(url) or not self._scope.is_own(url):
                continue
            if self._scope.is_excluded(url):
                self._store.refuse(url, "scope")
            elif not self._traps.admits(url, facts.url, listed):
                self._store.refuse(url, AnswerKind.BUDGET)
            else:
                rank = policy().priorities.list_page if region is None else priority(url, region)
                yield Waiting(url, rank, row.depth + 1, facts.url)

    def _is_new(self, url: str) -> bool:
        """Whether `url` comes for the first time. Hashes, not strings: a million addresses need 60 MB, not 200."""
        mark = hash(url)
        if mark in self._seen:
            return False
        self._seen.add(mark)
        return True
