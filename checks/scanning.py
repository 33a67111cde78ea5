"""Checks that look at every page: one pass over the crawl serves all of them and all units.

A crawl of a hundred thousand pages is read once. What a check keeps of a page is a note, small and of its own kind;
notes of many pages are weighed together for each unit.
"""

from __future__ import annotations

import logging
from abc import abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from checks.contract import Check, CheckParams, Said
from checks.finding import Finding, State, Unjudged
from checks.notes import NoteBooks, NoteFiles, Notes, NoteWriter, Taken
from config.registry import Unit
from config.steps import step
from crawler.facts import DocumentFacts, PageFacts
from crawler.kinds import AnswerKind
from crawler.store.crawl import WHOLE, Crawl, Share
from crawler.store.ownership import Owners, owns_all

log = logging.getLogger(__name__)

N = TypeVar("N")

_TELL_EVERY = 100  # pages between two words on how far a pass is


class Listing(NamedTuple):
    """A column that lists a page: its breadcrumb path, its kind, and the unit that owns it."""

    path: str
    kind: str
    unit: str


@dataclass(frozen=True, slots=True, eq=False)
class SeenPage:
    """A page of the crawl: its facts, the id of the unit that owns it, and the columns that list it in URL order.

    No page equals another, so that what several checks ask about it in turn can be kept by the page itself.
    """

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


class Sees(Enum):
    """Whose notes reach `weigh`."""

    UNIT = "unit"
    """Those on what the unit owns; for the unit of the whole portal those on everything."""
    OWN = "own"
    """Those on what the unit owns, also for the unit of the whole portal."""
    ALL = "all"
    """Those on everything, for every unit: what belongs to a thing may lie with another one. They are `WholeNotes`, so
    that they need not be gone through for every unit."""


class ScanCheck(Check, Generic[N]):
    """A check that takes notes on pages and files, and weighs them for each unit.

    Notes must be picklable and small: they alone are kept of all pages (see `checks.notes`). They come back in URL
    order, those of pages before those of files.
    """

    sees: ClassVar[Sees] = Sees.UNIT
    notebook: ClassVar[str] = ""
    """Checks with the same notebook take equal notes of everything; they are taken once. Empty: nobody else does."""
    timeless: ClassVar[bool] = False
    """Whether it notes the same on every as-of date, so that one pass serves several of them."""

    def book_on(self, as_of: date) -> str:
        """Where the notes of the check are kept that it takes on this day."""
        book = self.notebook or self.id
        return book if self.timeless else f"{book} {as_of}"

    @abstractmethod
    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterable[N]:
        """Notes on one page. Pure: knows nothing of other pages."""

    def look_into(self, seen: SeenFile, params: CheckParams, as_of: date) -> Iterable[N]:
        """Notes on one file; none unless the check overrides this."""
        return ()

    @abstractmethod
    def weigh(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[N]) -> Iterator[Said]:
        """What the notes come to that the check `sees` for `unit`. They are read from disk, each time anew."""

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """As `weigh`, after a pass of its own over the crawl."""
        with NoteFiles(1) as files:
            yield from said_of(self, crawl, unit, params, as_of, books=scan(crawl, {self: params}, as_of, files))


class Look(NamedTuple):
    """A check that takes notes, with its parameters and the day on which it takes them."""

    check: ScanCheck[Any]
    params: CheckParams
    as_of: date


def scan(crawl: Crawl, checks: Mapping[ScanCheck[Any], CheckParams], as_of: date, files: NoteFiles) -> NoteBooks:
    """One pass over all pages and files."""
    looks = [Look(check, params, as_of) for check, params in checks.items()]
    return NoteBooks(files, [take_notes(crawl, looks, files)])


def take_notes(crawl: Crawl, looks: Iterable[Look], files: NoteFiles, share: Share = WHOLE) -> Taken:
    """One pass over a share of the pages, with the first share over all files; notes go to the share's file."""
    writer = NoteWriter(files, share.number)
    books = {look.check.book_on(look.as_of): look for look in looks}
    if not books:
        return writer.done()
    owners = Owners(crawl.portal)
    listed = listings(crawl)
    at_pages = [(book, check.look, params, as_of) for book, (check, params, as_of) in books.items()]
    pages = crawl.counts["pages"]
    for number, page in enumerate(crawl.pages(share=share)):
        if number % _TELL_EVERY == 0:
            step("read", number, pages)
        seen = SeenPage(page, owners.owner(page.url), listed(page.url))
        _note(writer, at_pages, seen, (0, page.url))
    at_files = [
        (book, check.look_into, params, as_of)
        for book, (check, params, as_of) in books.items()
        if type(check).look_into is not ScanCheck.look_into
    ]
    for file in _files(crawl, owners) if at_files and share.number == 0 else ():
        _note(writer, at_files, file, (1, file.document.url))
    return writer.done()


def said_of(
    check: ScanCheck[N], crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, *, books: NoteBooks
) -> Iterator[Said]:
    """What a check says of `unit` after a scan.

    Pages on which the check itself failed are open. While there are any, nothing is proven: what is called missing may
    stand on one of them, so every finding waits for a person.
    """
    notes = _notes_for(check, unit, check.book_on(as_of), books)
    for said in check.weigh(crawl, unit, params, as_of, notes):
        yield replace(said, state=State.SUSPECTED) if notes.failed and isinstance(said, Finding) else said
    for url in notes.failed:
        yield Unjudged(url, AnswerKind.OWN_FAILURE.value, check.codes[0], url)


def _notes_for(check: ScanCheck[N], unit: Unit, book: str, books: NoteBooks) -> Notes[N]:
    if check.sees is Sees.ALL or (check.sees is Sees.UNIT and owns_all(unit)):
        return books.whole(book)
    return books.of_unit(book, unit.id)


def listings(crawl: Crawl) -> Callable[[str], tuple[Listing, ...]]:
    """Gives for the address of a page the columns that list it, in URL order of the columns."""
    every = [Listing(column.path, column.kind, column.unit) for column in crawl.columns()]

    @cache
    def at(places: tuple[int, ...]) -> tuple[Listing, ...]:  # one tuple for the thousand pages of a column
        return tuple(every[place] for place in places)

    return lambda url: at(crawl.listed_in(url))


def _note(
    writer: NoteWriter,
    looks: Iterable[tuple[str, Callable[[Any, CheckParams, date], Iterable[Any]], CheckParams, date]],
    seen: SeenPage | SeenFile,
    about: tuple[int, str],
) -> None:
    rank, url = about
    for book, look, params, as_of in looks:
        try:
            noted = [(rank, url, note) for note in look(seen, params, as_of)]
        except Exception:  # our own failure at one page must not hide what the others say
            log.exception("a check failed on %s", url)
            writer.fail(book, seen.unit, rank, url)
            continue
        if noted:
            writer.add(book, seen.unit, noted)


def _files(crawl: Crawl, owners: Owners) -> Iterator[SeenFile]:
    for document in crawl.documents():
        uses = crawl.uses(document.url).examples
        if uses:
            yield SeenFile(document, owners.owner(uses[0].page_url), uses[0].page_url, uses[0].text)
        else:
            yield SeenFile(document, owners.owner(document.url))
