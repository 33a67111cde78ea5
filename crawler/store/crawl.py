"""The read side of a crawl file: iterators and frames over what was observed. Opens no socket, changes nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from config.errors import Place, UserError
from config.registry import Portal, Unit, UnitClass
from crawler.answer import Answer
from crawler.facts import DocumentFacts, Glimpse, Link, Observation, PageFacts
from crawler.kinds import AnswerKind, EndReason, PageKind, Region, TargetKind, TrialKind
from crawler.store import answer_rows, documents, glimpses, observations
from crawler.store.connection import CrawlFile
from crawler.store.crawl_file import is_sealed, open_to_read, sha256
from crawler.store.handing_over import packed, unpacked
from crawler.store.ledger import Role, count
from crawler.store.link_queries import LinkQueries
from crawler.store.listed import Listed
from crawler.store.observed import Coverage, LinkUse, LinkUses, OddLink, Target, Trap, Unobserved
from crawler.store.ownership import Owners, owns_all
from crawler.store.page_queries import WHOLE, PageQueries, Share
from crawler.store.sight import Sight
from crawler.store.spool import Spool
from crawler.store.traps import traps_of
from crawler.store.versions import WITH_DOCUMENTS, WITH_GLIMPSES, version_of
from crawler.survey.seen import SeenPages
from crawler.survey.survey import Column, Item, Survey
from crawler.urls import canonical

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "WHOLE",
    "Column",
    "Coverage",
    "Crawl",
    "Item",
    "LinkUse",
    "LinkUses",
    "OddLink",
    "Share",
    "Target",
    "Trap",
    "Unobserved",
]

_CHINA = dt.timezone(dt.timedelta(hours=8))


class Crawl:
    """Everything observed in one visit to a portal.

    Wherever a `unit` is asked for, the unit of class portal (or None) means the whole portal, any other unit its own
    subtree without what a longer scope prefix gives to somebody else. Every order is the same in every run.
    """

    def __init__(
        self, file: CrawlFile, meta: Mapping[str, Any], portal: Portal, beside: Sequence[Observation] = ()
    ) -> None:
        self._file = file
        self._beside = tuple(beside)
        self.meta = meta
        self.portal = portal
        self.end_reason = EndReason(meta.get("end_reason", EndReason.INTERRUPTED))
        self._owners = Owners(portal)
        self._sight = Sight(file, self._owners, self.end_reason)
        self._pages = PageQueries(file)
        self._links = LinkQueries(file, portal.all_hosts)
        self._odd_places = b""

    @classmethod
    def open(cls, path: Path, beside: Sequence[Observation] = (), *, checked: bool = False) -> Self:
        """Open a crawl file, sealed or not. Raises `UserError` when it is missing, foreign, damaged or too new.

        `beside` are observations that were made at other times and kept elsewhere (a series of `xuncha watch`). A file
        that was `checked` before is not looked through for damage again.
        """
        file = open_to_read(path, checked=checked)
        try:
            rows = file.execute("SELECT key, value FROM meta ORDER BY key")
            meta = {key: json.loads(value) for key, value in rows}
            return cls(file, meta, Portal.model_validate(meta.get("portal")), beside)
        except ValueError as fault:  # pydantic's ValidationError among them
            file.close()
            raise UserError("crawl-unreadable", place=Place(path), detail=fault) from fault
        except BaseException:
            file.close()
            raise

    def make_ready(self, elsewhere: Callable[[Callable[[], bytes]], bytes] | None = None) -> None:
        """Find out now what all checks ask for, so that processes forked from this one need not (see `again`).

        `elsewhere` does something in a process forked from this one and gives what it gave: the memory that is needed
        for finding out is then free again.
        """
        if elsewhere is not None and "_columns" not in self.__dict__:
            spool = self._spool  # from now on both processes have it
            self.__dict__["_columns"], self.__dict__["_listed"], self._odd_places = unpacked(
                elsewhere(self._found_out), spool
            )
        _ = self._listed
        self._odd_places = self._odd_places or self._links.odd_places()

    def _found_out(self) -> bytes:
        with Crawl.open(self._file.path, checked=True) as own:
            own.__dict__["_spool"] = self._spool
            return packed((own._columns, own._listed, own._links.odd_places()), self._spool)

    def again(self) -> Crawl:
        """The same crawl through a connection of its own, in a process that was forked after `make_ready`."""
        other = Crawl.open(self._file.path, self._beside, checked=True)
        other.__dict__["_columns"], other.__dict__["_listed"] = self._columns, self._listed
        other._links.take_odd(self._odd_places)
        return other

    @property
    def sha256(self) -> str | None:
        """The hash of the sealed file in hex; None for a file that can still change."""
        return sha256(self._file.path) if is_sealed(self._file.path) else None

    @property
    def last_answer(self) -> str | None:
        """When the last answer came (UTC ISO 8601); None without answers."""
        (latest,) = self._file.execute("SELECT max(fetched_at) FROM answer WHERE fetched_at <> ''").fetchone()
        return str(latest) if latest is not None else None

    @property
    def counts(self) -> dict[str, Any]:
        """The crawl's own counters: pages, answers, waiting, refused, and `by_answer` (JSON values)."""
        return dataclasses.asdict(count(self._file))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. What was handed out stays usable, iterators do not."""
        self._file.close()

    def pages(
        self, unit: Unit | None = None, share: Share | None = None, kinds: Collection[PageKind] | None = None
    ) -> Iterator[PageFacts]:
        """Facts of every observed page that a visitor opens (or of a share of them, of some kinds), in URL order."""
        return self._pages.each(unit, share, kinds)

    def articles(self, unit: Unit | None = None) -> int:
        """How many observed pages of `unit` are texts: articles, and columns that are one text."""
        counted = self._articles
        return sum(counted.values()) if unit is None or owns_all(unit) else counted.get(unit.id, 0)

    def list_answers(self) -> Iterator[PageFacts]:
        """Facts of every answer of a list interface, in the order of the calls."""
        return self._pages.list_answers()

    def traps(self) -> tuple[Trap, ...]:
        """Patterns of addresses of which no more than the budget was visited, in the order in which that was met."""
        left_out = self._file.execute(
            "SELECT u.url FROM ledger l JOIN url u ON u.id = l.url_id WHERE l.state = 2 AND l.reason = ? ORDER BY u.id",
            (AnswerKind.BUDGET,),
        )
        return traps_of(url for (url,) in left_out)

    def page(self, url: str) -> PageFacts | None:
        """Facts of one page, also under an address that led to it by redirects; None when it was not observed."""
        return self._pages.find(url)

    def links(self, url: str) -> tuple[Link, ...]:
        """The links of one page in document order; empty when it was not observed."""
        page_id = self._pages.id_of(url)
        return self._links.on_page(page_id) if page_id is not None else ()

    def link_texts(self, unit: Unit | None = None) -> Iterator[tuple[str, str]]:
        """Every distinct (link text, target URL) on pages of `unit`, in their order."""
        return self._links.texts(unit)

    def count_link_texts(self, unit: Unit | None, longest: int) -> int:
        """How many of the pairs of `link_texts` have a text of at most `longest` characters."""
        return self._links.count_texts(unit, longest)

    def fragments(self, unit: Unit | None = None) -> Iterator[tuple[str, str]]:
        """Every distinct (target URL, fragment) linked on pages of `unit`, in order."""
        return self._links.fragments(unit)

    def targets(self, unit: Unit | None = None) -> Iterator[Target]:
        """Every distinct URL linked from pages of `unit`, with its answer, in URL order."""
        return self._links.targets(unit)

    def target(self, url: str) -> Target | None:
        """The linked URL `url` with its answer; None when no page links it."""
        return self._links.target(url)

    def linked_addresses(self, unit: Unit | None) -> int:
        """How many distinct URLs pages of `unit` link."""
        return self._links.number(unit)

    def linked(self, unit: Unit | None, kinds: Collection[TargetKind]) -> Iterator[str]:
        """Every distinct URL of these kinds linked from pages of `unit`, in order."""
        return self._links.of_kinds(unit, kinds)

    def documents(self, unit: Unit | None = None) -> Iterator[DocumentFacts]:
        """What the files say that pages of `unit` offer, in URL order; none in files that do not keep it."""
        if version_of(self._file) < WITH_DOCUMENTS:
            return iter(())
        every = documents.read(self._file)
        if unit is None or owns_all(unit):
            return every
        offered = {target.url for target in self.targets(unit)}
        return (facts for facts in every if facts.url in offered)

    def document(self, url: str) -> DocumentFacts | None:
        """What the file at `url` says; None when it was not read."""
        return documents.find(self._file, canonical(url) or url) if version_of(self._file) >= WITH_DOCUMENTS else None

    def observations(self, kind: TrialKind) -> tuple[Observation, ...]:
        """What trials of this kind showed, in the order in which they were made; none when it was not tried."""
        kept = observations.read(self._file, kind) if version_of(self._file) >= WITH_DOCUMENTS else ()
        return (*kept, *(seen for seen in self._beside if seen.kind is kind))

    def answer(self, url: str) -> Answer | None:
        """The last word on one address; None when it was never asked."""
        row = self._file.execute(
            f"SELECT {answer_rows.COLUMNS} FROM answer a JOIN url u ON u.id = a.url_id WHERE u.url = ?",
            (canonical(url) or url,),
        ).fetchone()
        return answer_rows.from_row(row) if row else None

    def answers(self) -> Iterator[tuple[str, AnswerKind, str | None, bool]]:
        """Every address that was asked: URL, kind of answer, the URL that it led to if another, whether it is proven.

        In no order that means anything.
        """
        return self._sight.answers()

    def last_modified(self, unit: Unit | None = None) -> Iterator[tuple[str, str]]:
        """Address and header Last-Modified of every page of `unit` that has one, in URL order."""
        return self._pages.last_modified(unit)

    def known_since(self, unit: Unit | None = None) -> Iterator[tuple[str, str]]:
        """Address and first day (ISO) on which this run or an earlier one of its chain saw it, of every page of `unit`
        for which that is known, in URL order."""
        return self._pages.known_since(unit)

    def glimpses(self) -> dict[str, Glimpse] | None:
        """What pages elsewhere show, by the address as linked; None in a file that does not keep it."""
        return dict(glimpses.read(self._file)) if version_of(self._file) >= WITH_GLIMPSES else None

    def uses(
        self, url: str, unit: Unit | None = None, fragment: str | None = None, text: str | None = None
    ) -> LinkUses:
        """Where `url` (as in `Target`) is linked on the pages of `unit`.

        With `fragment` only links with it, on other pages than the target; with `text` only links that say it.
        """
        return self._links.uses(url, unit, fragment, text)

    def pages_with_links(self, unit: Unit | None = None, urls: Sequence[str] | None = None) -> int:
        """How many pages of `unit` have links, with `urls` those to one of these."""
        return self._links.pages(unit, urls)

    def secured(self, unit: Unit | None = None) -> Iterator[tuple[str, str]]:
        """URL and detail of every https address that answered well, of the unit's pages and of what they link.

        `crawler.tlsnote.read_note` reads the detail.
        """
        return self._sight.secured(unit)

    def belongs(self, url: str, unit: Unit) -> bool:
        """Whether a page at `url` would be judged for `unit`."""
        return self._owners.belongs(url, unit)

    def odd_links(self, unit: Unit | None = None) -> Iterator[OddLink]:
        """Distinct hrefs that resolve to no web address or are no plain one (see `plain_href`), in their order."""
        return self._links.odd(unit)

    def not_observed(self, unit: Unit | None = None) -> Iterator[Unobserved]:
        """In-scope pages, and targets linked from them, that could not be observed, in URL order."""
        return self._sight.not_observed(unit)

    def coverage(self, unit: Unit | None = None) -> Coverage:
        """Observed and known in-scope pages."""
        return self._sight.coverage(unit)

    def columns(self, unit: Unit | None = None) -> tuple[Column, ...]:
        """Columns of `unit` in URL order."""
        if unit is None or owns_all(unit):
            return self._columns
        return tuple(column for column in self._columns if column.unit == unit.id)

    def listed_in(self, url: str) -> tuple[int, ...]:
        """The columns that list the page at `url`, as rising places in `columns()`."""
        return self._listed.places(url)

    def home(self, unit: Unit) -> PageFacts | None:
        """The page of the unit's first entry URL, for a portal without one that of its start URL.

        A page that only forwards by a script is not what visitors see; the page that it opens is.
        """
        entries = unit.entry_urls or (self.portal.start_urls if unit.unit_class is UnitClass.PORTAL else ())
        return self._opened(entries[0]) if entries else None

    def offers(self, need: str, unit: Unit) -> bool:
        """Whether there is any of `pages`, `columns`, `links`, or a readable `home` for this unit; `documents` and
        `trials` ask whether the crawl kept what files say and what was tried at all. Raises `KeyError`."""
        offered = {
            "pages": lambda: self._pages.any(unit),
            "columns": lambda: bool(self.columns(unit)),
            "links": lambda: self.linked_addresses(unit) > 0,
            "documents": lambda: version_of(self._file) >= WITH_DOCUMENTS,
            "trials": lambda: version_of(self._file) >= WITH_DOCUMENTS,
            "home": lambda: (home := self.home(unit)) is not None and home.judgeable,
        }
        return offered[need]()

    def pages_frame(self) -> pd.DataFrame:
        """One row for each observed page; columns `frames.PAGES`."""
        from crawler.store import frames  # noqa: PLC0415

        return frames.pages_frame(self.pages(), self._owners)

    def links_frame(self) -> pd.DataFrame:
        """One row for each link on each page; columns `frames.LINKS`."""
        from crawler.store import frames  # noqa: PLC0415

        return frames.links_frame(self._file)

    def items_frame(self) -> pd.DataFrame:
        """One row for each item of each column; columns `frames.ITEMS`."""
        from crawler.store import frames  # noqa: PLC0415

        return frames.items_frame(self.columns())

    @cached_property
    def _listed(self) -> Listed:
        return Listed(self._columns)

    @cached_property
    def _spool(self) -> Spool:
        return Spool()

    @cached_property
    def _articles(self) -> dict[str, int]:
        return self._pages.counted((PageKind.ARTICLE, PageKind.SINGLE_ARTICLE))

    @cached_property
    def _columns(self) -> tuple[Column, ...]:
        moved = (
            "SELECT u.url, coalesce(s.url, a.final_url) FROM answer a JOIN url u ON u.id = a.url_id "
            "LEFT JOIN url s ON s.id = a.shows WHERE a.answer = 'content' AND coalesce(s.url, a.final_url) IS NOT NULL "
            f"AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.url_id = a.url_id AND l.role = {Role.CALL})"
        )
        starts = self.portal.start_urls
        homes = [page.url for start in starts if (page := self._opened(start))]
        shown = [link for home in homes for link in self.links(home)]
        survey = Survey(
            portal=self.portal,
            owners=self._owners,
            crawled_on=self.crawled_on,
            redirected=dict(self._file.execute(moved).fetchall()),
            home_addresses=[*starts, *homes],
            home_links=[link.url for link in shown if link.url and link.region is Region.NAV],
            why_unread=self._sight.why_unread,
            links_of=self.links,
            page_of=self.page,
            body_hash=self._pages.body_hash,
            spool=self._spool,
            seen=SeenPages(self._file),
        )
        try:
            for packed_page in self._pages.packed():
                survey.see(packed_page)
            for answer in self.list_answers():
                survey.see_answer(answer)
            return survey.columns()
        finally:
            survey.seen.close()

    def _opened(self, url: str) -> PageFacts | None:
        page = self.page(url)
        if page is None or page.landing_target is None:
            return page
        return self.page(page.landing_target) or page

    @cached_property
    def crawled_on(self) -> dt.date | None:
        """The day (in China) of the last answer: what was published later nobody could see. None without answers."""
        latest = self.last_answer
        if latest is None:
            return None
        moment = dt.datetime.fromisoformat(latest)
        return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(_CHINA).date()
