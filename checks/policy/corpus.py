"""All documents of a unit and all interpretations of the portal: what the checks of the policy chain weigh.

Documents are read from disk for each unit; of the whole portal only interpretations, drafts and repeals are kept in
memory, with what they have in common kept once.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from checks.keys import KeySet, mark_of
from checks.notes import WholeNotes
from checks.places import INTERPRETATIONS
from checks.policy.origin import Origin, Origins
from checks.policy.paper import Dated, Paper, Role
from checks.policy.titles import subject_names
from config.policy_words import found_in, policy_words
from config.registry import Unit
from config.rubric import Period
from crawler.kinds import DateSource
from crawler.store.crawl import Column, Crawl, Item
from crawler.store.ownership import owns_all
from crawler.urls import page_key


class Gathered(NamedTuple):
    """What is kept of all papers of a portal, in URL order. `repealing` are documents that repeal others."""

    interpretations: tuple[Paper, ...]
    drafts: tuple[Paper, ...]
    repealing: tuple[Paper, ...]
    keys: KeySet
    """Of all papers."""
    series: Mapping[tuple[str, int], array[int]]
    """Issuer and year of all document numbers: mark of the paper's key (`checks.keys`) and serial number in turn."""


@dataclass(frozen=True)
class Corpus:
    """The notes of all units, seen from one unit. Order: that of the notes (by URL)."""

    crawl: Crawl
    unit: Unit
    as_of: date
    papers: Collection[Paper]

    @cached_property
    def all(self) -> WholeNotes[Paper]:
        """The notes of all units."""
        assert isinstance(self.papers, WholeNotes)  # as every check gets that sees all
        return self.papers

    @property
    def gathered(self) -> Gathered:
        """What is kept of them."""
        return self.all.once(_gathered)

    @cached_property
    def _origins(self) -> Origins:
        return Origins(self.crawl.portal, self.unit)

    @property
    def own(self) -> Collection[Paper]:
        """The papers of the unit; those of the whole portal are read from disk each time."""
        return self.all if owns_all(self.unit) else self.all.of_unit(self.unit.id)

    def documents(self, period: Period | None = None, *, others: bool = False, archived: bool = False) -> list[Paper]:
        """The unit's own documents (made here, listed as documents), published in `period` and until the as-of date.

        `others` also gives those that need no interpretation, and those that no column of documents lists; `archived`
        those in columns of repealed documents.
        """
        return _lean(self.each_document(period, others=others, archived=archived))

    def each_document(
        self, period: Period | None = None, *, others: bool = False, archived: bool = False
    ) -> Iterator[Paper]:
        """As `documents`, one after the other: of a big portal there are many."""
        roles = {Role.DOCUMENT, Role.OTHER_DOCUMENT} if others else {Role.DOCUMENT}
        return (
            paper
            for paper in self.own
            if paper.role in roles
            and (others or (archived and paper.archived) or (paper.in_library and not paper.archived))
            and self._is_in(paper, period)
            and self._origins.of(paper) is Origin.OWN
        )

    def upper_documents(self, period: Period | None = None) -> list[Paper]:
        """Documents of higher levels that the unit's pages show."""
        return _lean(
            paper
            for paper in self.own
            if paper.role in (Role.DOCUMENT, Role.OTHER_DOCUMENT)
            and self._is_in(paper, period)
            and self._origins.of(paper) is Origin.UPPER
        )

    @property
    def interpretations(self) -> list[Paper]:
        """All interpretations of the portal: pages, and rows of interpretation columns that lead elsewhere."""
        return self.all.once(_interpretations, self.crawl)

    @cached_property
    def interpretation_columns(self) -> list[Column]:
        """The columns of the kind 政策解读, of the whole portal."""
        return _interpretation_columns(self.crawl)

    def passed_on(self, paper: Paper) -> bool:
        """Whether an interpretation was taken over from a higher level."""
        return self._origins.passes_on(paper)

    def published_in(self, papers: Iterable[Paper], period: Period | None) -> list[Paper]:
        """Those papers that were published in the period."""
        return [paper for paper in papers if self._is_in(paper, period)]

    def _is_in(self, paper: Paper, period: Period | None) -> bool:
        """Whether a paper falls into the period by its date of publication, else by that of the document."""
        dated = paper.published or paper.written
        if dated is None:
            return period is None
        if dated.day > self.as_of:
            return False
        return period is None or period.since <= dated.day <= period.until


def _gathered(papers: WholeNotes[Paper]) -> Gathered:
    series: dict[tuple[str, int], array[int]] = defaultdict(lambda: array("Q"))

    def kept() -> Iterator[Paper]:
        for paper in papers:
            if paper.number:
                series[paper.number.issuer, paper.number.year].extend((mark_of(paper.key), paper.number.serial))
            if paper.role in (Role.INTERPRETATION, Role.DRAFT) or paper.repeals:
                yield paper

    lean = _lean(kept())
    return Gathered(
        tuple(paper for paper in lean if paper.role is Role.INTERPRETATION),
        tuple(paper for paper in lean if paper.role is Role.DRAFT),
        tuple(paper for paper in lean if paper.repeals and paper.role is not Role.DRAFT),
        KeySet(paper.key for paper in papers),
        dict(series),
    )


def _lean(papers: Iterable[Paper]) -> list[Paper]:
    """The papers, with what is equal in many of them kept once."""
    pools: dict[str, dict[Any, Any]] = {name: {} for name in _COMMON}
    return [
        paper._replace(**{name: pool.setdefault(value := getattr(paper, name), value) for name, pool in pools.items()})
        for paper in papers
    ]


_COMMON = (
    *("unit", "names", "published", "written", "mentions", "publisher", "source", "validity", "expires"),
    *("fields", "columns", "media", "repeals"),
)


def _interpretations(papers: WholeNotes[Paper], crawl: Crawl) -> list[Paper]:
    gathered = papers.once(_gathered)
    rows: dict[str, Paper] = {}
    for column in _interpretation_columns(crawl):
        rows |= {paper.key: paper for paper in _rows_of(column, gathered)}
    return [*gathered.interpretations, *rows.values()]


def _interpretation_columns(crawl: Crawl) -> list[Column]:
    return [column for column in crawl.columns() if column.kind == INTERPRETATIONS]


def _rows_of(column: Column, read: Gathered) -> Iterator[Paper]:
    words = policy_words()
    for item in column.items:
        key = page_key(item.url)
        if key not in read.keys and not found_in(words.not_interpretation, item.title):
            yield _from_row(column, item, key)


def _from_row(column: Column, item: Item, key: str) -> Paper:
    """A row whose page was not read: all that is known is what the list shows."""
    dated = Dated(item.date, str(item.date_source), not item.conflicts) if item.date else None
    if dated and item.date_source is not DateSource.LIST:
        dated = dated._replace(sure=False)
    return Paper(
        url=item.url,
        key=key,
        title=item.title,
        unit=column.unit,
        role=Role.INTERPRETATION,
        names=subject_names(item.title),
        published=dated,
        written=None,
        number=None,
        numbers=(),
        mentions=(),
        publisher="",
        source="",
        validity=None,
        expires=None,
        fields=(),
        columns=((column.path, column.kind),),
        media=(),
        length=0,
        normative=False,
    )
