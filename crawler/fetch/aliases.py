"""One page under many addresses: which addresses show a page that is known already.

The form of an address (`page_key`) raises the suspicion, the content decides. Such an address is a link like any other
and gets its own answer (a bare folder may be forbidden although its index.html opens), so it is asked once, after
everything else; but what it shows is neither read nor counted a second time.
"""

from __future__ import annotations

from typing import NamedTuple

from config.policy import policy
from crawler.facts import PageFacts
from crawler.fetch.look import Look
from crawler.sameness import bears_out, surely_same
from crawler.store.writer import CrawlStore
from crawler.urls import first_page_key, page_key


class Known(NamedTuple):
    """A page that was read before and that an address may show too. `by_form`: its address says so."""

    id: int
    body_hash: str | None
    facts: PageFacts
    by_form: bool

    def is_end_of(self, look: Look) -> bool:
        """Whether a look ended at that page itself, or at its very bytes under another form of its address."""
        return look.trail.at == self.facts.url or (self.by_form and self.body_hash == look.reply.body_hash)

    def shows_in(self, facts: PageFacts) -> bool:
        """Whether a page that was read is that page."""
        return bears_out(self.facts, facts) if self.by_form else surely_same(self.facts, facts)


class Aliases:
    """The forms of all addresses of pages that this crawl knows. Hashes of them, as in the ledger of what is new."""

    def __init__(self, store: CrawlStore) -> None:
        self._store = store
        self._forms: set[int] = set()
        self._read: dict[int, int] = {}
        self._asked = store.kept("aliases")

    def is_first(self, url: str) -> bool:
        """Whether `url` is the first address of its form. Takes note of it."""
        form = hash(page_key(url))
        if form in self._forms:
            return False
        self._forms.add(form)
        return True

    def admits(self, url: str) -> bool:
        """Whether a further address of one page is still asked for. Counts it."""
        form = page_key(url)
        self._asked[form] = self._asked.get(form, 0) + 1
        return bool(self._asked[form] <= policy().aliases.per_page)

    def note(self, url: str, page_id: int) -> None:
        """The page at `url` was read."""
        form = hash(page_key(url))
        self._forms.add(form)
        self._read.setdefault(form, page_id)

    def forget(self, url: str) -> None:
        """The page at `url` is to be read again."""
        self._read.pop(hash(page_key(url)), None)

    def known(self, url: str) -> Known | None:
        """The page that was read under another address and that `url` may show too."""
        page_id = self._read.get(hash(page_key(url)))
        by_form = page_id is not None
        if page_id is None:
            first = first_page_key(url)
            page_id = self._read.get(hash(first)) if first else None
        return Known(page_id, *self._store.recorded(page_id), by_form) if page_id is not None else None
