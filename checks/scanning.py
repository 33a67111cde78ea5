"""Checks that look at every page: one pass over the crawl serves all of them and all units.

A crawl of a hundred thousand pages is read once. What a check keeps of a page is a note, small and of its own kind;
notes of many pages are weighed together for each unit.
"""

from __future__ import annotations

import heapq
import logging
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from checks.contract import Check, CheckParams, Said
from checks.finding import Finding, State, Unjudged
from config.registry import Unit
from crawler.facts import DocumentFacts, PageFacts
from crawler.kinds import AnswerKind
from crawler.store.crawl import Crawl, Share
from crawler.store.ownership import Owners, owns_all
from crawler.urls import page_key

log = logging.getLogger(__name__)

N = TypeVar("N")


class Listing(NamedTuple):
    """A column that lists a page: its breadcrumb path, its kind, and the unit that owns it."""

    path: str
    kind: str
    unit: str


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page of the crawl: its facts, the id of the unit that owns it, and the columns that list it in URL order."""

    page: PageFacts
    unit: str
    listings: tuple[Listing, ...] = ()

    @property
    def column(self) -> str | None:
        """The path of the first column that lists the page, for findings."""
        return self.listings[0].path if self.listings else None


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file of the portal that was read, the unit whose page offers it, that page and the link's text."""

    document: DocumentFacts
    unit: str
    found_on: str = ""
    text: str = ""


class ScanCheck(Check, Generic[N]):
    """A check that takes notes on pages and files, and weighs them for each unit.

    Notes must be picklable and small: they alone are kept of all pages. They come back in URL order, those of pages
    before those of files.
    """

    sees_all: ClassVar[bool] = False
    """Whether notes of all units reach `weigh` for each unit: what belongs to a thing may lie with another one."""

    @abstractmethod
    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterable[N]:
        """Notes on one page. Pure: knows nothing of other pages."""

    def look_into(self, seen: SeenFile, params: CheckParams, as_of: date) -> Iterable[N]:
        """Notes on one file; none unless the check overrides this."""
        return ()

    @abstractmethod
    def weigh(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Sequence[N]) -> Iterator[Said]:
        """What the notes on the unit's pages and files come to.

        All notes come for the unit of the whole portal, and for every unit when the check `sees_all`.
        """

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """As `weigh`, after a pass of its own over the crawl."""
        return said_of(self, crawl, unit, params, as_of, scanned=scan(crawl, {self: params}, as_of)[self.id])


class Noted(NamedTuple):
    """A note with the page or file that it is about (`rank` 0 or 1) and the unit that owns it."""

    rank: int
    url: str
    unit: str
    note: Any


@dataclass(slots=True)
class Scanned:
    """The notes of one check in order, and the pages and files on which the check itself failed (notes None)."""

    notes: list[Noted] = field(default_factory=list)
    failed: list[Noted] = field(default_factory=list)

    def joined(self, others: Iterable[Scanned]) -> Scanned:
        """This and other shares of one scan, in the order that a single scan would have given."""
        shares = (self, *others)
        notes = heapq.merge(*(share.notes for share in shares), key=_place)
        return Scanned(list(notes), list(heapq.merge(*(share.failed for share in shares), key=_place)))


def scan(
    crawl: Crawl, checks: Mapping[ScanCheck[Any], CheckParams], as_of: date, share: Share | None = None
) -> dict[str, Scanned]:
    """One pass over all pages and files (or a share of the pages, the first one with all files), by check id."""
    scanned = {check.id: Scanned() for check in checks}
    if not checks:
        return scanned
    owners = Owners(crawl.portal)
    listings = listings_by_page(crawl)
    for page in crawl.pages(share=share):
        seen = SeenPage(page, owners.owner(page.url), listings.get(page_key(page.url), ()))
        for check, params in checks.items():
            _note(scanned[check.id], (0, page.url, seen.unit), partial(check.look, seen, params, as_of))
    readers = {check: params for check, params in checks.items() if _reads_files(check)}
    for file in _files(crawl, owners) if readers and (share is None or share.number == 0) else ():
        for check, params in readers.items():
            _note(scanned[check.id], (1, file.document.url, file.unit), partial(check.look_into, file, params, as_of))
    return scanned


def said_of(
    check: ScanCheck[N], crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, *, scanned: Scanned
) -> Iterator[Said]:
    """What a check says of `unit` after a scan.

    Pages on which the check itself failed are open. While there are any, nothing is proven: what is called missing may
    stand on one of them, so every finding waits for a person.
    """
    everything = owns_all(unit) or check.sees_all
    notes = [each.note for each in scanned.notes if everything or each.unit == unit.id]
    failed = [each for each in scanned.failed if everything or each.unit == unit.id]
    for said in check.weigh(crawl, unit, params, as_of, notes):
        yield replace(said, state=State.SUSPECTED) if failed and isinstance(said, Finding) else said
    for each in failed:
        yield Unjudged(each.url, AnswerKind.OWN_FAILURE.value, check.codes[0], each.url)


def listings_by_page(crawl: Crawl) -> dict[str, tuple[Listing, ...]]:
    """The columns that list each page, by the page's key, in URL order of the columns."""
    found: dict[str, list[Listing]] = {}
    for column in crawl.columns():
        listing = Listing(column.path, column.kind, column.unit)
        for key in dict.fromkeys(page_key(item.url) for item in column.items):
            found.setdefault(key, []).append(listing)
    return {key: tuple(each) for key, each in found.items()}


def _note(scanned: Scanned, about: tuple[int, str, str], look: Callable[[], Iterable[Any]]) -> None:
    try:
        scanned.notes += [Noted(*about, note) for note in look()]
    except Exception:  # our own failure at one page must not hide what the others say
        log.exception("a check failed on %s", about[1])
        scanned.failed.append(Noted(*about, None))


def _place(noted: Noted) -> tuple[int, str]:
    return noted.rank, noted.url


def _reads_files(check: ScanCheck[Any]) -> bool:
    return type(check).look_into is not ScanCheck.look_into


def _files(crawl: Crawl, owners: Owners) -> Iterator[SeenFile]:
    for document in crawl.documents():
        uses = crawl.uses(document.url).examples
        if uses:
            yield SeenFile(document, owners.owner(uses[0].page_url), uses[0].page_url, uses[0].text)
        else:
            yield SeenFile(document, owners.owner(document.url))
