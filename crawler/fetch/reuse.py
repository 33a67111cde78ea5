"""What of an earlier crawl of the same portal still holds: pages that did not change are not read again.

A page of the earlier crawl is asked for with its validators (RFC 9110 13.1) when its last word was content at the
first look, without redirects, and it is an article or the like: home pages, lists, landing pages, pages that a browser
had to open, and what interfaces answer are always fetched whole. Where the server says that nothing changed (304),
facts, links and the words about the body are those of the earlier crawl; what it answers otherwise to such a question
counts only when it is content. Any page that comes whole with the same bytes is not read again either.

Facts hold only for the same readers and the same hosts (`crawler.fetch.readers`). Servers whose validators do not
change with the content are found by a sample (policy "reuse"): it is fetched whole although the server called it
unchanged. One page that differs, and nothing that the host calls unchanged is believed any more; what was, is fetched
again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from config.rendering import rendering_facts
from crawler.answer import Answer, of_earlier_crawls
from crawler.evidence.carry import Carrier
from crawler.facts import Link, PageReading
from crawler.fetch.belief import Belief, Tally
from crawler.fetch.file_reuse import FileReuse
from crawler.fetch.look import Look
from crawler.fetch.scope import Scope
from crawler.fetch.validity import Validity, agrees, whole_of
from crawler.kinds import BROKEN, TRANSIENT, AnswerKind, PageKind
from crawler.outline import Outlined, PageOutline
from crawler.render.outcome import RENDERED
from crawler.store.blocks import cut
from crawler.store.ledger import LedgerRow, Role
from crawler.store.link_queries import EXAMPLES
from crawler.store.previous import PreviousCrawl
from crawler.store.reuse import KeptBlock, KeptPage
from crawler.store.writer import CrawlStore

_MAY_HOLD = frozenset({PageKind.ARTICLE, PageKind.OTHER})
"""Kinds of pages that are asked for with a condition."""


@dataclass(frozen=True)
class Taken:
    """A page that is taken over; `sent` says whether its bytes came. Its `links` are those that no page of this crawl
    had: what it may lead to."""

    kept: KeptPage
    blocks: tuple[KeptBlock, ...]
    links: tuple[Link, ...]
    sent: bool

    @property
    def reading(self) -> PageReading:
        """All that is known of it."""
        return PageReading(self.kept.facts, self.links)


class Reuse:
    """Of one crawl. `previous` is the crawl that is taken over from (None: nothing is), `mark` are its readers
    (`readers_mark`), `carrier` carries the evidence over."""

    def __init__(
        self,
        store: CrawlStore,
        scope: Scope,
        previous: PreviousCrawl | None,
        *,
        mark: str,
        seed: int,
        carrier: Carrier,
    ) -> None:
        self._store = store
        self._earlier = previous.pages if previous is not None else None
        self._run = previous.run_id if previous is not None else ""
        self._carrier = carrier
        kept = store.kept("reuse")
        self._belief = Belief(kept, seed)
        self._tally = Tally(kept)
        self._validity = Validity(previous, scope, self._belief, kept, mark)
        self._asked: dict[str, KeptPage] = {}
        self.files = FileReuse(store, self._earlier, self._validity, self._belief, self._tally, answer=self.answer)
        """The same for files."""
        store.before_commit.append(self._write_down)

    def condition(self, row: LedgerRow) -> Mapping[str, str] | None:
        """The headers by which a page is asked for only if it changed; None when it is to come whole."""
        if row.role is not Role.PAGE or self._earlier is None or not self._validity.may_hold(row.url):
            return None
        kept = self._earlier.page(row.url)
        if kept is None or kept.kind not in _MAY_HOLD:
            return None
        headers = self._validity.headers(kept.answer)
        if headers is None:
            return None
        outline = kept.outline
        if not outline.judgeable or outline.list is not None or _needed_browser(outline):
            return None
        self._asked[row.url] = kept
        return headers

    def unchanged(self, look: Look, doubtful: Callable[[PageOutline], bool]) -> Taken | None:
        """The page that a server calls unchanged; None when it does not, or when it is to be fetched whole nonetheless.

        `doubtful` says of its outline whether its bytes are needed to judge it.
        """
        url = look.trail.url
        kept = self._asked.pop(url, None)  # whatever it said: changed pages are not remembered
        if kept is None or not look.judgement.unchanged:
            return None
        if not self._validity.may_hold(url) or not agrees(kept.answer, look.reply):
            return None
        if doubtful(kept.outline) or self._belief.samples(url):
            return None
        return self._taken(kept, sent=False)

    def same(self, look: Look) -> Taken | None:
        """The page that a look ended at when it came whole with the same bytes as in the earlier crawl."""
        kept = self._same(look)
        return self._taken(kept, sent=True) if kept is not None else None

    def has_same(self, look: Look) -> bool:
        """Whether there is such a page."""
        return self._same(look) is not None

    def _same(self, look: Look) -> KeptPage | None:
        url, reply = look.trail.at, look.reply
        kept = self._earlier.page(url) if self._earlier is not None and self._validity.why_not is None else None
        if kept is None or kept.kind is PageKind.LIST_DATA or not reply.complete:
            return None
        answer = kept.answer
        if (answer.body_hash, answer.content_type) != (reply.body_hash, reply.headers.get("content-type")):
            return None
        if answer.kind is not AnswerKind.CONTENT or _needed_browser(kept.outline):
            return None
        return kept

    def answer(self, look: Look, before: Answer) -> Answer:
        """The answer of today: that of the earlier crawl, which the server's word leaves as it is.

        The attempt by which the body came stands before today's, with the run that made it.
        """
        whole = whole_of(before)
        self._carrier.carry(look.trail.url, whole.at)
        whole = whole if whole.run else replace(whole, run=self._run)
        return replace(before, attempts=(whole, look.attempt()), detail=look.judgement.detail)

    def to_be_recorded(self) -> list[str]:
        """Pages with links that do not open, taken over without a record of their bytes: whoever disputes such a link
        must be able to see the page, so they are sent for once more."""
        if self._earlier is None:
            return []
        self._store.index_links()
        faults = [url for url, _ in self._store.faults()]
        pages = {page: self._store.answer(page) for url in faults for page in self._store.linking(url, EXAMPLES)}
        return sorted(
            url
            for url, answer in pages.items()
            if answer is not None
            and of_earlier_crawls(answer.attempts)
            and self._carrier.lacks(url, whole_of(answer).at)
        )

    # Whether servers may be believed ----------------------------------------------------------------------------

    def tells_the_same(self, look: Look, reading: PageReading | None, taken: Taken | None) -> bool | None:
        """Whether a page that its server called unchanged, and that was fetched whole, tells what it told before.

        `look` and `reading` are of the whole page; of the same bytes it was `taken`. None when the server did not say
        so, or when nothing came that could be compared.
        """
        url = look.trail.url
        if not self._belief.claimed(url):
            return None
        if reading is None:
            return False if look.judgement.kind in BROKEN - TRANSIENT else None
        return taken is not None or self._is_as_before(url, reading)

    def compared(self, url: str, *, same: bool | None) -> None:
        """Take note of what `tells_the_same` said. Where it differed, the host is not believed from now on."""
        if same is None:
            self._belief.forget(url)
        else:
            self._belief.compared(url, same=same)

    def withdraw(self, answers: Collection[Answer]) -> None:
        """These pages were called unchanged and are asked for again, because their host is not believed any more."""
        self._tally.withdraw("unchanged", answers)

    # What is told of it -----------------------------------------------------------------------------------------

    def saw(self, look: Look) -> None:
        """Count what came over the wire for a page."""
        self._tally.add("conditional", int(look.trail.condition is not None), received=len(look.reply.body))

    def took(self, page: Taken) -> None:
        """Count a page that was recorded as it was taken over."""
        self._validity.note_scope()
        if page.sent:
            self._tally.add("same_bytes")
        else:
            self._tally.add("unchanged", saved=page.kept.answer.size or 0)

    def read_anew(self) -> None:
        """Count a page that was read."""
        self._validity.note_scope()
        self._tally.add("read")

    def card(self) -> dict[str, Any]:
        """What the run card says (JSON values)."""
        return {"why_not": self._validity.why_not, **self._tally.card(), **self._belief.card()}

    def readers(self) -> dict[str, str]:
        """What the crawl file says of its readers, so that a later crawl can tell whether its facts hold."""
        return self._validity.readers()

    def _write_down(self) -> None:
        self._belief.write_down()
        self._tally.write_down()

    def _is_as_before(self, url: str, reading: PageReading) -> bool:
        kept = self._earlier.page(url) if self._earlier is not None else None
        if kept is None:
            return False
        then = [block.hash for block in kept.pages.blocks(kept)]
        return kept.facts == reading.facts and then == [block.hash for block in cut(reading.links)]

    def _taken(self, kept: KeptPage, *, sent: bool) -> Taken:
        store, pages = self._store, kept.pages
        blocks = tuple(pages.blocks(kept, store.has_block))
        new = [
            pages.link(link_id, block.region)
            for block in blocks
            for link_id in block.links
            if not store.has_kept_link(link_id)
        ]
        return Taken(kept, blocks, tuple(new), sent)


def _needed_browser(facts: Outlined) -> bool:
    """Whether a page was opened in a browser, or should have been: then its facts are not those of its bytes alone."""
    removable = rendering_facts().removable
    listed = facts.list.obstacle if facts.list is not None else None
    return RENDERED in facts.notes or listed in removable or not removable.isdisjoint(facts.notes)
