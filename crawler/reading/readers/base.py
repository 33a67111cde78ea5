"""What a reader of one publishing system must offer, and what all readers of static lists share.

A reader is asked only for pages that it recognises. It returns facts and never raises for bad markup; it asks
nothing of the network. A list whose rows are not on the page is no failure: the reader says where they are
(`ListSource.UNKNOWN` with an `obstacle`), so that nobody takes it for empty.

A family whose rows come from an interface (Hanweb jpaas, UCAP, Epoint …) fits in like this: `read_list` takes the
request's parameters from the page (`queryData`, `channelCode` …), builds the call's address on the page's own host
with `crawler.listcall.call_to`, and returns `ListFacts(source=API, rows=(), further_pages=(that address, …))` without
an obstacle. The spider follows `further_pages` like any list page, dressed as `config/cms/families/*.yaml` says; the
answer goes to the family's `read_answer` (`crawler.reading.readers.answer`), with `empty_proof` when the interface
itself counts zero. So an interface needs no way around the ledger, politeness and robots; a call that failed is a
list page that was not observed.
"""

from __future__ import annotations

from typing import Protocol

from crawler.facts import ArticleFacts, ListFacts
from crawler.kinds import ListSource
from crawler.reading.articles.article import read_article
from crawler.reading.emptiness.beside import told_beside
from crawler.reading.emptiness.doubts import FRAME, WRITTEN_ROWS, doubt, replacing_sign, unseen_list_sign
from crawler.reading.emptiness.proof import Emptiness, prove_empty
from crawler.reading.emptiness.spoken import spoken_alone
from crawler.reading.lists.choice import Lists, find_lists
from crawler.reading.lists.written import writes_unread_rows, written_out
from crawler.reading.page import Page
from crawler.reading.pagekind import is_column_like, is_single_article, is_text_with_links
from crawler.reading.pagers.calls import pager_of, read_page_call
from crawler.reading.pagers.pager import Pager, read_pager, rows_beyond
from crawler.reading.readers.iframe import framed_list

NOT_RECOGNISED = "list-not-recognised"


class Reader(Protocol):
    """Reads the pages of one publishing system."""

    family: str
    """The id of the family (a file in `config/cms/families/`), or `generic`."""

    def recognises(self, page: Page) -> bool:
        """Whether this reader understands the lists of `page`."""

    def read_list(self, page: Page) -> ListFacts | None:
        """The list of `page`; None when it has none and should have none (text, landing page, form)."""

    def read_article(self, page: Page) -> ArticleFacts:
        """The article that `page` is. Called only when it is one."""


class StaticReader:
    """Lists whose rows stand in the markup. `static`: so surely that an empty list element is a proof."""

    static = False

    def __init__(self, family: str) -> None:
        self.family = family

    def recognises(self, page: Page) -> bool:
        """Whether `page` is of this reader's family."""
        return page.family is not None and page.family.id == self.family

    def pager(self, page: Page) -> Pager | None:
        """What the page declares about the length of its list: by a script's call, else by a pager in the markup."""
        call = read_page_call(page)
        return pager_of(page, call) if call is not None else read_pager(page)

    def read_hidden_rows(self, page: Page) -> ListFacts | None:
        """The list where the family keeps it outside the visible markup; None here."""
        return None

    def prove_empty(self, page: Page, pager: Pager | None) -> Emptiness:
        """The proof that the list of `page` is empty, once no row was read and no doubt is left."""
        return prove_empty(page, pager, static_family=self.static or _is_static_by_call(page))

    def read_article(self, page: Page) -> ArticleFacts:
        """The article, by the fields that all families share."""
        return read_article(page)

    def read_list(self, page: Page) -> ListFacts | None:
        """The list in the markup; else the proof that it is empty; else why neither can be told."""
        pager = self.pager(page)
        sign = replacing_sign(page)
        if sign is not None:
            return unread(sign, pager) if is_column_like(page, pager) else None
        page = written_out(page)
        lists = find_lists(page)
        if lists.rows and not is_text_with_links(page) and not _speaks_of_nothing(page, lists, pager):
            obstacle = _unseen_beside(page, lists, pager)
            if obstacle == FRAME:
                return framed_list(page, lists.rows, pager)
            source = ListSource.UNKNOWN if obstacle else ListSource.STATIC
            # On a landing page a pager belongs to one of its parts or to a picture show.
            return with_pager(ListFacts(source, lists.rows, obstacle=obstacle), None if lists.modules else pager)
        hidden = self.read_hidden_rows(page)
        if hidden is not None:
            return hidden
        if not is_column_like(page, pager) or is_single_article(page):
            return None
        obstacle = doubt(page, pager)
        if obstacle is not None:
            return framed_list(page, pager=pager) if obstacle == FRAME else unread(obstacle, pager)
        empty = self.prove_empty(page, pager)
        if empty.proof and (told := told_beside(page)):
            return unread(told, pager)
        if empty.proof:
            facts = ListFacts(ListSource.STATIC, empty_proof=empty.proof, construction=empty.construction)
            return with_pager(facts, pager)
        return None if lists.menu > 1 else unread(NOT_RECOGNISED, pager)


def _speaks_of_nothing(page: Page, lists: Lists, pager: Pager | None) -> bool:
    """Whether the main area says that it holds nothing, beside rows of a side bar (then the proof decides)."""
    return lists.ahead and pager is None and spoken_alone(page)[0].proof is not None


def _unseen_beside(page: Page, lists: Lists, pager: Pager | None) -> str | None:
    """Why the rows that were read may not be the column's: they might stand beside a list that we cannot see.

    Rows that are filed with this column, or paged, are its own, unless a script writes rows into the same list.
    """
    if writes_unread_rows(page, own=lists.own):
        return WRITTEN_ROWS
    return None if lists.own or pager else unseen_list_sign(page)


def _is_static_by_call(page: Page) -> bool:
    """Whether a script's pager with literal numbers shows that the list is static, on a page of no other habits."""
    known = page.family is None or page.family.rows == "static"
    return known and read_page_call(page) is not None


def unread(obstacle: str, pager: Pager | None = None) -> ListFacts:
    """A list that may have rows which we cannot read, because of `obstacle` (a key below `reason.`)."""
    return with_pager(ListFacts(ListSource.UNKNOWN, obstacle=obstacle), pager)


def with_pager(facts: ListFacts, pager: Pager | None) -> ListFacts:
    """`facts` with what a pager declares; rows of which it declares more than can be reached get its obstacle."""
    if pager is None:
        return facts
    return ListFacts(
        facts.source,
        facts.rows,
        page=pager.page,
        pages=pager.pages,
        total=pager.total,
        further_pages=pager.further,
        empty_proof=facts.empty_proof,
        construction=facts.construction,
        obstacle=facts.obstacle or (rows_beyond(pager, len(facts.rows)) if facts.rows else None),
    )
