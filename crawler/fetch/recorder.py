"""Turns finished looks at pages into rows: reads pages, and the answers of list interfaces, each page once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from crawler.answer import Answer, Attempt
from crawler.facts import Link, PageFacts, PageReading
from crawler.fetch.aliases import Aliases
from crawler.fetch.frontier import Frontier
from crawler.fetch.look import Look, Trail
from crawler.fetch.offers import Offers
from crawler.fetch.page_reader import Early, PageReader
from crawler.fetch.proof import conclude
from crawler.fetch.reuse import Reuse, Taken
from crawler.fetch.scope import Scope
from crawler.fetch.soft_404 import Nonsense
from crawler.fetch.verdict import Judge
from crawler.kinds import AnswerKind, PageKind, TargetKind
from crawler.outline import Outlined, PageOutline
from crawler.reading.read_answer import read_answer
from crawler.render.need import Shells
from crawler.store.ledger import LedgerRow, Role, Waiting
from crawler.store.writer import CrawlStore
from crawler.urls import netloc

ELSEWHERE = "redirects off the portal"
_NO_FILE = ("json", "javascript", "/xml", "+xml")
"""Parts of media types below application/ that are no files for readers."""


class Recorder:
    """Writes to the store. Call it in an order that does not depend on timing, and the file will not either."""

    def __init__(
        self, store: CrawlStore, scope: Scope, judge: Judge, nonsense: Nonsense, *, reuse: Reuse, pattern_budget: int
    ) -> None:
        self._store = store
        self._store.dates_pages = True
        self._reuse = reuse
        self._scope = scope
        self._judge = judge
        self._nonsense = nonsense
        self._aliases = Aliases(store)
        self._frontier = Frontier(store, scope, self._aliases, pattern_budget)
        self.pages = 0
        """Pages and answers of list interfaces that were read: what the page budget counts."""
        self.columns = 0
        """Columns that were found; of a list with several pages the first counts."""
        self.asked = 0
        """Addresses of the ledger that were asked, each once."""
        self.waiting = 0
        """Addresses on the ledger that were not asked yet."""
        self.elsewhere: list[str] = []
        """Addresses of the portal that redirect to other hosts; the prober follows them there."""
        self.starts: dict[str, Answer] = {}
        """What the start URLs answered last."""
        self.files: list[str] = []
        """Addresses that were asked for as pages and answered with a file."""
        self.offers = Offers()
        """The files that pages offer."""
        self.reader = PageReader(scope)
        self.shells = Shells(store.kept)
        """The pages that cannot be judged without a browser."""

    def begin(self) -> None:
        """Put start and entry URLs on the ledger."""
        self._store.add_waiting(self._frontier.first())
        self.waiting = self._store.counts().waiting

    def restore(self) -> None:
        """Remember what a crawl that goes on has recorded already."""
        self._frontier.restore()
        for url_id, url, facts in self._store.pages():
            self.pages += 1
            self.columns += _begins_column(facts)
            self.offers.see(facts)
            if facts.kind is not PageKind.LIST_DATA:
                self._aliases.note(url, url_id)
        self.waiting = self._store.counts().waiting
        for start in self._scope.starts:
            if (answer := self._store.answer(start)) is not None:
                self.starts[start] = answer
        for url, media_type in self._store.settled_files():
            answer = self._store.answer(url)
            if answer is not None and answer.detail == ELSEWHERE:
                self.elsewhere.append(url)
            elif _is_file({"content-type": media_type}):
                self.files.append(url)

    def condition(self, row: LedgerRow) -> Mapping[str, str] | None:
        """The headers by which a row of the ledger is asked for only if it changed since the earlier crawl."""
        return self._reuse.condition(row)

    def foresee(self, look: Look, row: LedgerRow) -> Early | None:
        """The page that a look ended at, if it will have to be read when its turn comes. Writes nothing down."""
        is_page = row.role is not Role.CALL and look.trail.at == row.url and self._shows_page(look)
        if not is_page or self._aliases.known(row.url) is not None or self._reuse.has_same(look):
            return None
        return self.reader.read_early(look)

    def settle(self, look: Look, row: LedgerRow, earlier: tuple[Attempt, ...] = (), early: Early | None = None) -> bool:
        """Record a finished look at a row of the ledger.

        `earlier` are the attempts that came before it, `early` is what `foresee` gave for it.
        False: it asked with a condition, and nothing can be recorded before it was asked for without.
        """
        self._reuse.saw(look)
        taken = None
        if look.trail.condition is not None:
            taken = self._reuse.unchanged(look, lambda outline: self._is_doubtful(row, outline))
            if taken is None and (look.judgement.unchanged or look.judgement.kind is not AnswerKind.CONTENT):
                return False
        with self._store.together():
            if taken is None:
                same = self._settle(look, row, earlier, early)
                if same is False:
                    self._put_back(row.url)
                self._reuse.compared(row.url, same=same)  # not before it is recorded: a fault leaves it open
            else:
                self.asked, self.waiting = self.asked + 1, self.waiting - 1
                self._page(row, self._reuse.answer(look, taken.kept.answer), taken)
        return True

    def _is_doubtful(self, row: LedgerRow, outline: PageOutline) -> bool:
        """Whether the bytes of a page are needed to judge it, because of what other pages of this crawl showed."""
        return (
            self._aliases.known(row.url) is not None
            or self._nonsense.may_be(row.url, outline.title)
            or self.shells.expects(row.url)
        )

    def _settle(self, look: Look, row: LedgerRow, earlier: tuple[Attempt, ...], early: Early | None) -> bool | None:
        """Record a look. Whether it tells what its server called unchanged; None when the server did not."""
        first = not earlier
        self.asked, self.waiting = self.asked + first, self.waiting - first
        if row.role is Role.CALL:
            self._settle_call(look, row, earlier)
            return None
        trail, reply = look.trail, look.reply
        reading, known, taken = None, None, None
        shown = self._shows_page(look)
        if shown:
            known = self._aliases.known(trail.at)
            if known is None or not known.is_end_of(look):
                taken = self._reuse.same(look)
                reading = taken.reading if taken is not None else self._read(look, early)
                look = replace(look, judgement=self._judge.page(trail, reply, reading.facts))
        answer = conclude(look, earlier)
        if row.url in self._scope.starts:
            self.starts[row.url] = answer
        if shown and answer.kind is AnswerKind.CONTENT and self._scope.is_home(trail.at):
            self._nonsense.learn_home(reply)
        if answer.kind is not AnswerKind.CONTENT:
            self._store.record_answer(row.url, answer)
        elif known is not None and (reading is None or known.shows_in(reading.facts)):
            self._store.record_alias(row.url, answer, known.id)
        elif reading is not None and trail.at == row.url:
            self._page(row, answer, taken or reading)
        elif reading is not None:
            self._moved(row, look, answer, taken or reading)
        else:
            self._no_page(row, answer, is_file=known is None and _is_file(reply.headers))
        return self._reuse.tells_the_same(look, reading, taken)

    def _shows_page(self, look: Look) -> bool:
        return look.judgement.kind is AnswerKind.CONTENT and look.reply.is_html and self._scope.is_own(look.trail.at)

    def _no_page(self, row: LedgerRow, answer: Answer, *, is_file: bool) -> None:
        self._store.record_answer(row.url, answer)
        if answer.detail == ELSEWHERE:
            self.elsewhere.append(row.url)
        elif is_file:
            self.files.append(row.url)

    def _page(self, row: LedgerRow, answer: Answer, page: PageReading | Taken) -> None:
        self._aliases.note(row.url, row.id)
        facts = page.kept.outline if isinstance(page, Taken) else page.facts
        follow = self._follow(row, facts, page.links)
        if isinstance(page, Taken):
            self._store.record_kept(row.id, answer, page.kept, page.blocks, follow)
            self._reuse.took(page)
        else:
            self._store.record_page(row.id, answer, page, follow)
        self.shells.see(facts)
        self.offers.see(facts)
        self.pages += 1
        self.columns += _begins_column(facts)

    def _put_back(self, url: str) -> None:
        """Let everything be asked for again that was taken over from the host of `url`: it is not believed any more."""
        pages = self._store.taken_over(netloc(url), pages=True)
        answers = [answer for _, each in pages if (answer := self._store.answer(each)) is not None]
        self._store.put_back(page_id for page_id, _ in pages)
        for _, each in pages:
            self._aliases.forget(each)
        self._reuse.withdraw(answers)
        self.pages -= len(pages)
        self.asked -= len(pages)
        self.waiting += len(pages)

    def revise(self, row: LedgerRow, facts: PageFacts, reading: PageReading | None = None) -> None:
        """Put `facts` in the place of those of a recorded page; with a `reading` its links too, and follow them."""
        self.offers.see(facts)
        follow = self._follow(row, facts, reading.links) if reading is not None else []
        self._store.revise_page(row.id, facts, reading.links if reading is not None else None, follow)

    def _moved(self, row: LedgerRow, look: Look, answer: Answer, page: PageReading | Taken) -> None:
        """The page belongs to the address that the redirect led to; nobody has to ask for it again.

        The target stands on the ledger before the old address is done, so that a kill in between loses neither.
        """
        target = look.trail.at
        is_new = self._frontier.is_new(target)
        self._store.add_waiting([Waiting(target, row.priority, row.depth, row.url)])
        new = self._store.row(target)
        self._store.record_alias(row.url, answer, new.id if new else None)
        if is_new and new is not None:
            self._page(new, conclude(replace(look, trail=Trail(target, TargetKind.PAGE))), page)

    def _settle_call(self, look: Look, row: LedgerRow, earlier: tuple[Attempt, ...]) -> None:
        """Record what a list interface answered: rows of the page that shows its list, no page of their own."""
        if look.judgement.kind is not AnswerKind.CONTENT:
            self._store.record_answer(row.url, conclude(look, earlier))
            return
        self.reader.tell()
        reply = look.reply
        content_type = reply.headers.get("content-type")
        reading = read_answer(row.url, reply.body, content_type, base_hosts=self._scope.hosts)
        answer = conclude(replace(look, judgement=self._judge.list_answer(reply, reading.facts)), earlier)
        if answer.kind is not AnswerKind.CONTENT:
            self._store.record_answer(row.url, answer)
            return
        follow = self._follow(row, reading.facts, reading.links)
        self.offers.see(reading.facts)
        self._store.record_page(row.id, answer, reading, follow, shown_on=row.referrer)
        self.pages += 1

    def _follow(self, row: LedgerRow, facts: Outlined, links: Iterable[Link]) -> list[Waiting]:
        follow = list(self._frontier.found(row, facts, links))
        self.waiting += len(follow)
        return follow

    def _read(self, look: Look, early: Early | None) -> PageReading:
        self._reuse.read_anew()
        return self.reader.read(look, early)


def _begins_column(facts: Outlined) -> bool:
    return facts.kind is PageKind.COLUMN and (facts.list is None or facts.list.page == 1)


def _is_file(headers: Mapping[str, str]) -> bool:
    """Whether an answer calls itself a file for an application."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind.startswith("application/") and not any(part in kind for part in _NO_FILE)
