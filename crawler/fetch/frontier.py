"""What is visited next: the addresses that a page finds, each once, and what each of them is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from config.policy import policy
from crawler.facts import Link
from crawler.fetch.aliases import Aliases
from crawler.fetch.scope import Scope, priority
from crawler.fetch.traps import ListChains, TrapGuard
from crawler.kinds import AnswerKind, Region, TargetKind
from crawler.listcall import asked_as, interface_at
from crawler.outline import Outlined
from crawler.store.ledger import LedgerRow, Role, Waiting
from crawler.store.writer import CrawlStore
from crawler.urls import is_call, same_page


class Frontier:
    """Decides about new addresses. `budget`: how many of one pattern may be found from pages of the same pattern."""

    def __init__(self, store: CrawlStore, scope: Scope, aliases: Aliases, budget: int) -> None:
        self._store = store
        self._scope = scope
        self._aliases = aliases
        self._traps = TrapGuard(budget, store.kept("traps"))
        self._chains = ListChains(heads=store.kept("list-heads"), shown=store.kept("list-rows"))
        self._seen: set[int] = set()

    def restore(self) -> None:
        """Remember what a crawl that goes on has found already."""
        for url, role in self._store.ledger():
            self._seen.add(hash(url))
            if role is not Role.CALL:
                self._aliases.is_first(url)

    def is_new(self, url: str) -> bool:
        """Whether `url` comes for the first time. Hashes, not strings: a million addresses need 60 MB, not 200."""
        mark = hash(url)
        if mark in self._seen:
            return False
        self._seen.add(mark)
        return True

    def first(self) -> Iterator[Waiting]:
        """Start and entry URLs."""
        order = policy().priorities
        starts = [(url, order.home, 0) for url in self._scope.starts]
        entries = [(url, order.entry, 1) for url in self._scope.entries if self._scope.is_own(url)]
        for url, rank, depth in (*starts, *entries):
            if self.is_new(url):
                yield Waiting(url, rank, depth, role=Role.PAGE if self._aliases.is_first(url) else Role.ALIAS)

    def found(self, row: LedgerRow, facts: Outlined, found: Iterable[Link]) -> Iterator[Waiting]:
        """What a page, or an answer that belongs to a page, with the links `found` leads to: parts of its list first.

        What is excluded or a trap is refused here.
        """
        shown_on = row.referrer if row.role is Role.CALL else None
        further = self._chains.further(facts)
        for url in further.left_out:
            if self.is_new(url):
                self._store.refuse(url, AnswerKind.BUDGET)
        listed = {*further.asked, *(entry.url for entry in facts.list.rows)} if facts.list else set()
        ahead = [*further.asked, *_opened(facts), *([facts.landing_target] if facts.landing_target else [])]
        links: list[tuple[str, Region | None]] = [(url, None) for url in ahead]
        links += [(each.url, each.region) for each in found if each.kind is TargetKind.PAGE and each.url]
        later = frozenset(further.asked) if facts.list and facts.list.rows else frozenset()
        newest = _newest(facts)
        found_on = shown_on or facts.url
        for url, region in links:
            if not self.is_new(url) or not self._scope.is_own(url):
                continue
            role = self._role(url, found_on, region)
            if role is None:
                continue
            if self._scope.is_excluded(url):
                self._store.refuse(url, "scope")
            elif role is Role.PAGE and not self._traps.admits(url, found_on, listed, row.referrer):
                self._store.refuse(url, AnswerKind.BUDGET)
            elif role is Role.ALIAS and not self._aliases.admits(url):
                self._store.refuse(url, AnswerKind.BUDGET, role)
            else:
                rank = _rank(url, region, role)
                if url in later and role is not Role.ALIAS:
                    rank = policy().priorities.later_part
                elif url in newest and role is Role.PAGE:
                    rank = max(rank, policy().priorities.newest)
                yield Waiting(url, rank, row.depth + 1, found_on, role)

    def _role(self, url: str, found_on: str, region: Region | None) -> Role | None:
        """What an address is asked for; None when it is a call that nobody knows how to make.

        Only what a reader declared bears the mark of a call. A page that forwards to another form of its own address
        leads to a page, because nobody would forward visitors in a circle.
        """
        if is_call(url):
            return Role.CALL if interface_at(url) else None
        if self._aliases.is_first(url):
            return Role.PAGE
        return Role.PAGE if region is None and same_page(url, found_on) else Role.ALIAS


def _opened(facts: Outlined) -> Iterator[str]:
    """The calls for the columns that a script of the page opens; those with a page of their own are links."""
    for column in facts.list.columns if facts.list else ():
        if is_call(asked := asked_as(column.url)):
            yield asked


def _newest(facts: Outlined) -> frozenset[str]:
    """The newest rows of a list: by their dates, and where they have none, those that stand first."""
    if facts.list is None or facts.list.page > 1:
        return frozenset()
    rows = sorted(facts.list.rows, key=lambda row: row.date or date.min, reverse=True)
    return frozenset(row.url for row in rows[: policy().priorities.newest_rows])


def _rank(url: str, region: Region | None, role: Role) -> int:
    order = policy().priorities
    if role is Role.ALIAS:
        return order.alias
    return order.list_page if region is None else priority(url, region)
